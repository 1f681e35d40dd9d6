/* shipped.c - profiles by name; scripts/shipped_table.awk makes the table. */
#include "format/shipped.h"

#include <unistd.h>

#include "io/zio.h"

const struct shipped *
shipped_find(const struct shipped_set *set, const char *name)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (strcmp(set->at[i].name, name) == 0)
			return &set->at[i];
	return NULL;
}

static const char *
nearest(const struct shipped_set *set, const char *name)
{
	const char **names = mem_zero((set->count + 1) * sizeof(*names));
	const char *found;
	size_t i;

	for (i = 0; i < set->count; i++)
		names[i] = set->at[i].name;
	found = slice_nearest(slice_of(name), names);
	mem_free(names);
	return found;
}

const struct shipped *
shipped_for(const struct shipped_set *set, const char *path,
    struct err *e)
{
	const struct shipped *s;
	const char *meant;

	if (strchr(path, '/') || strcmp(path, "-") == 0 ||
	    access(path, F_OK) == 0)
		return NULL;
	s = shipped_find(set, path);
	if (s)
		return s;
	meant = nearest(set, path);
	err_set(e, ERR_USAGE, "%s: no such file, and no profile of this name "
	    "is shipped%s%s%s (--profiles lists them)", path,
	    meant ? "; did you mean \"" : "", meant ? meant : "",
	    meant ? "\"?" : "");
	return NULL;
}

void
shipped_add_text(const struct shipped *s, struct buf *b)
{
	const char *const *line;

	for (line = s->lines; *line; line++) {
		buf_add_text(b, *line);
		buf_add_byte(b, '\n');
	}
}

struct slice
shipped_summary(const struct shipped *s)
{
	struct slice line = slice_of(*s->lines ? *s->lines : "");

	while (line.len && (*line.at == '#' || *line.at == ' ')) {
		line.at++;
		line.len--;
	}
	return slice_trim(line);
}

static int
write_text(const struct buf *b, const char *output, struct err *e)
{
	struct zio_out out = ZIO_OUT_INIT;
	int rc = zio_out_open(&out, output, false, e);

	if (rc == 0)
		rc = zio_out_add(&out, b->at, b->len, e);
	if (rc == 0)
		return zio_out_publish(&out, e);
	zio_out_abandon(&out);
	return rc;
}

int
shipped_list(const struct shipped_set *set, const char *output,
    struct err *e)
{
	struct buf b = BUF_INIT(1024 * 1024);
	const struct shipped *s;
	size_t i;
	int rc;

	for (i = 0; i < set->count; i++) {
		struct slice summary;

		s = &set->at[i];
		summary = shipped_summary(s);
		buf_printf(&b, "%-12s %.*s\n", s->name, SLICE_ARGS(summary));
	}
	rc = write_text(&b, output, e);
	buf_release(&b);
	return rc;
}

int
shipped_show(const struct shipped_set *set, const char *name,
    const char *output, struct err *e)
{
	const struct shipped *s = shipped_find(set, name);
	struct buf b = BUF_INIT(1024 * 1024);
	const char *meant;
	int rc;

	if (!s) {
		meant = nearest(set, name);
		return err_set(e, ERR_USAGE, "no profile \"%s\" is shipped"
		    "%s%s%s (--profiles lists them)", name,
		    meant ? "; did you mean \"" : "", meant ? meant : "",
		    meant ? "\"?" : "");
	}
	shipped_add_text(s, &b);
	rc = write_text(&b, output, e);
	buf_release(&b);
	return rc;
}
