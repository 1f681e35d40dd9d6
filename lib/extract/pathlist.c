/*
 * pathlist.c - glob(3), in byte order whatever the locale.
 *
 * The folder is the user's word and no pattern, so what glob would take for
 * one in it is escaped.
 */
#include "extract/pathlist.h"

#include <glob.h>
#include <unistd.h>

#define PATH_LENGTH_MOST ((size_t)1024 * 1024)

static bool
has(const struct pathlist *l, const char *path)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (strcmp(l->paths[i], path) == 0)
			return true;
	return false;
}

static void
put(struct pathlist *l, const char *path)
{
	l->paths = mem_grow(l->paths, l->count + 1, sizeof(*l->paths));
	l->paths[l->count++] = mem_text(path);
}

int
pathlist_add(struct pathlist *l, const char *path, struct err *e)
{
	if (has(l, path))
		return err_set(e, ERR_USAGE, "%s: is given twice", path);
	put(l, path);
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

/* All that glob has found. */
static void
put_found(struct pathlist *l, const glob_t *found)
{
	size_t i, old = l->count;

	for (i = 0; i < found->gl_pathc; i++)
		if (!has(l, found->gl_pathv[i]))
			put(l, found->gl_pathv[i]);
	qsort(l->paths + old, l->count - old, sizeof(*l->paths), compare);
}

static int
expand(struct pathlist *l, const char *pattern, const char *shown,
    struct err *e)
{
	glob_t found;
	int rc = glob(pattern, GLOB_NOSORT | GLOB_ERR, NULL, &found);

	if (rc == 0)
		put_found(l, &found);
	else if (rc == GLOB_NOMATCH)
		rc = err_set(e, ERR_USAGE, "%s: no file has such a name",
		    shown);
	else
		rc = err_sys(e, "%s", shown);
	globfree(&found);
	return rc == 0 ? 0 : -1;
}

/* FOLDER/NAME; as a pattern of which only NAME can be one. */
static void
join(struct buf *b, const char *folder, const char *name, bool pattern)
{
	const char *p;

	buf_clear(b);
	for (p = *name == '/' ? NULL : folder; p && *p; p++) {
		if (pattern && strchr("*?[\\", *p))
			buf_add_byte(b, '\\');
		buf_add_byte(b, *p);
	}
	if (b->len)
		buf_add_byte(b, '/');
	buf_add_text(b, name);
}

int
pathlist_add_name(struct pathlist *l, const char *folder, const char *name,
    struct err *e)
{
	struct buf path = BUF_INIT(PATH_LENGTH_MOST);
	struct buf pattern = BUF_INIT(PATH_LENGTH_MOST * 2);
	int rc;

	join(&path, folder, name, false);
	join(&pattern, folder, name, true);
	if (strpbrk(name, "*?[") && access(buf_text(&path), F_OK) != 0)
		rc = expand(l, buf_text(&pattern), buf_text(&path), e);
	else
		rc = pathlist_add(l, buf_text(&path), e);
	buf_release(&path);
	buf_release(&pattern);
	return rc;
}

void
pathlist_release(struct pathlist *l)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		mem_free(l->paths[i]);
	mem_free(l->paths);
	*l = (struct pathlist)PATHLIST_INIT;
}
