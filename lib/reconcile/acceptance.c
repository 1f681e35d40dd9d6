/* acceptance.c - lines of JSON, and a map of what they are about. */
#include "reconcile/acceptance.h"

#include "format/json_add.h"
#include "io/zio.h"
#include "reconcile/pack.h"

#define KEY_CEILING ((size_t)32 * 1024 * 1024)

/* --- writing --- */

static void
add_text(struct buf *b, const char *name, struct slice text)
{
	if (!text.len)
		return;
	buf_printf(b, "%s\"%s\":", b->at[b->len - 1] == '{' ? "" : ",", name);
	json_add_string(b, text);
}

static void
add_raw(struct buf *b, const char *name, struct slice json)
{
	if (!json.len)
		return;
	buf_printf(b, ",\"%s\":", name);
	buf_add_slice(b, json);
}

static int
add_override(struct buf *b, const struct override_about *about,
    struct db *db, struct err *e)
{
	struct page page = PAGE_INIT;
	struct override found;
	int got = override_find(db, about, &page, &found, e);

	if (got > 0) {
		buf_printf(b, ",\"override\":{\"number\":%" PRId64,
		    found.number);
		add_text(b, "who", found.who);
		add_text(b, "why", found.why);
		add_text(b, "until", found.until);
		buf_add_byte(b, '}');
	}
	page_release(&page);
	return got < 0 ? -1 : 0;
}

int
acceptance_add(struct buf *b, const struct finding *one, struct db *db,
    struct clock_time at, struct err *e)
{
	const struct override_about about = {.exception = one->exception,
	    .class = slice_of(finding_class_name(one->class)),
	    .about = one->key, .at = at};

	buf_add_byte(b, '{');
	add_text(b, "class", about.class);
	add_text(b, "key", one->key);
	add_text(b, "member", one->member);
	add_raw(b, "plm", one->plm);
	add_raw(b, "erp", one->erp);
	add_text(b, "exception", one->exception);
	if (db && add_override(b, &about, db, e) < 0)
		return -1;
	buf_add_text(b, "}\n");
	return 0;
}

/* --- reading --- */

void
acceptance_init(struct acceptance *a)
{
	a->map = (struct map)MAP_INIT;
	buf_init(&a->key, KEY_CEILING);
}

void
acceptance_release(struct acceptance *a)
{
	map_release(&a->map);
	buf_release(&a->key);
}

/* No class and no key in text form has a line feed. */
static struct slice
name_of(struct acceptance *a, struct slice class, struct slice key,
    struct slice member)
{
	buf_clear(&a->key);
	buf_add_slice(&a->key, class);
	buf_add_byte(&a->key, '\n');
	buf_add_slice(&a->key, key);
	buf_add_byte(&a->key, '\n');
	buf_add_slice(&a->key, member);
	return buf_slice(&a->key);
}

static int
take_line(struct acceptance *a, struct slice line, struct arena *arena,
    struct err *e)
{
	struct slice class, key, member;

	if (pack_member(&class, line, "class", arena, e) < 0 ||
	    pack_member(&key, line, "key", arena, e) < 0 ||
	    pack_member(&member, line, "member", arena, e) < 0)
		return -1;
	map_put(&a->map, name_of(a, class, key, member), NULL);
	return 0;
}

int
acceptance_load(struct acceptance *a, const char *path, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct zio_in in = ZIO_IN_INIT;
	struct slice line;
	int got = -1;

	if (zio_in_open(&in, path, e) == 0) {
		while ((got = zio_in_line(&in, &line, e)) > 0) {
			arena_reset(&arena);
			if (take_line(a, line, &arena, e) < 0) {
				got = err_in(e, "%s", path);
				break;
			}
		}
		zio_in_close(&in);
	}
	arena_release(&arena);
	return got;
}

int
acceptance_mark(void *ctx, struct finding *one, struct err *e)
{
	struct acceptance *a = ctx;
	uint64_t *met = map_find(&a->map, name_of(a,
	    slice_of(finding_class_name(one->class)), one->key, one->member));

	(void)e;
	if (met) {
		++*met;
		one->state = SLICE("overridden");
	}
	return 0;
}

uint64_t
acceptance_unmet(const struct acceptance *a)
{
	uint64_t unmet = 0;
	size_t i;

	for (i = 0; i < a->map.count; i++)
		unmet += !a->map.entries[i].value;
	return unmet;
}
