/*
 * key_test.c - the contract's keys: prefix, text form, order.
 *
 * covers: S6
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <glob.h>

#include "io/zio.h"
#include "model/canon.h"
#include "model/key.h"

struct keys_case {
	const char *path;
	struct zio_in in;
	struct canon canon;
	struct arena arena;
	struct buf spelling; /* the last `<` */
	struct buf text;     /* the last `T` */
	struct buf last;     /* the last `o` */
	unsigned run;
};

static void
fail_at(const struct keys_case *c, const char *what)
{
	fail_msg("%s:%lu: %s", c->path, c->in.line, what);
}

static void
check_prefix(struct keys_case *c, struct slice wanted)
{
	struct canon_line made;
	struct err e = ERR_INIT;
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	struct key k;

	if (c->text.len) {
		if (key_parse_text(&k, buf_slice(&c->text), &c->arena,
		    &e) < 0)
			fail_at(c, e.text);
	} else {
		if (canon_make(&c->canon, &made, buf_slice(&c->spelling), 1,
		    &e) < 0)
			fail_at(c, e.text);
		if (!slice_equal(slice_from(made.text.at, made.key_length),
		    wanted))
			fail_at(c, "another prefix");
		assert_int_equal(key_parse_prefix(&k, made.text, &c->arena),
		    made.key_length);
	}
	key_add_prefix(&prefix, &k);
	if (!slice_equal(buf_slice(&prefix), wanted))
		fail_at(c, "the key's prefix differs");
	buf_release(&prefix);
	c->run++;
}

static void
check_text(struct keys_case *c, struct slice wanted)
{
	struct canon_line made;
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct key k, back;
	unsigned i;

	assert_int_equal(canon_make(&c->canon, &made,
	    buf_slice(&c->spelling), 1, &e), 0);
	assert_true(key_parse_prefix(&k, made.text, &c->arena) > 0);
	key_add_text(&text, &k);
	if (!slice_equal(buf_slice(&text), wanted))
		fail_at(c, buf_text(&text));
	assert_int_equal(key_parse_text(&back, wanted, &c->arena, &e), 0);
	assert_int_equal(back.count, k.count);
	for (i = 0; i < k.count; i++)
		assert_true(slice_equal(back.parts[i], k.parts[i]));
	buf_release(&text);
	c->run++;
}

static void
check_refused(struct keys_case *c, struct slice wanted)
{
	struct err e = ERR_INIT;
	struct key k;

	if (key_parse_text(&k, buf_slice(&c->text), &c->arena, &e) == 0)
		fail_at(c, "is accepted");
	if (!memmem(e.text, strlen(e.text), wanted.at, wanted.len))
		fail_at(c, e.text);
	assert_int_equal(e.kind, ERR_USAGE);
	c->run++;
}

/* Lines in order have keys in order, by their prefixes as by whole lines. */
static void
check_order(struct keys_case *c, struct slice line)
{
	struct key k;
	size_t n = key_parse_prefix(&k, line, &c->arena);

	assert_true(n > 0);
	if (c->last.len && slice_compare(buf_slice(&c->last),
	    slice_from(line.at, n)) >= 0)
		fail_at(c, "out of order");
	buf_clear(&c->last);
	buf_add(&c->last, line.at, n);
	c->run++;
}

static void
take_line(struct keys_case *c, struct slice line)
{
	struct slice rest = {line.at + 2, line.len - 2};

	switch (line.at[0]) {
	case '<':
		buf_clear(&c->text);
		buf_clear(&c->spelling);
		buf_add_slice(&c->spelling, rest);
		break;
	case 'T':
		buf_clear(&c->text);
		buf_add_slice(&c->text, rest);
		break;
	case 'p':
		check_prefix(c, rest);
		break;
	case 't':
		check_text(c, rest);
		break;
	case '!':
		check_refused(c, rest);
		break;
	case 'o':
		check_order(c, rest);
		break;
	}
}

static unsigned
run_file(const char *path)
{
	struct keys_case c = {.path = path, .spelling = BUF_INIT(KEY_MOST * 2),
	    .text = BUF_INIT(KEY_MOST * 2), .last = BUF_INIT(KEY_MOST * 2)};
	struct err e = ERR_INIT;
	struct slice line;

	canon_init(&c.canon, path);
	assert_int_equal(zio_in_open(&c.in, path, &e), 0);
	while (zio_in_line(&c.in, &line, &e) > 0) {
		if (!line.len)
			buf_clear(&c.last);
		else if (line.len > 2 && line.at[1] == ' ' &&
		    line.at[0] != '#')
			take_line(&c, line);
		arena_reset(&c.arena);
	}
	zio_in_close(&c.in);
	canon_release(&c.canon);
	arena_release(&c.arena);
	buf_release(&c.spelling);
	buf_release(&c.text);
	buf_release(&c.last);
	return c.run;
}

static void
keys_of_the_contract_have_their_prefix_text_and_order(void **state)
{
	glob_t found;
	unsigned run = 0;
	size_t i;

	(void)state;
	assert_int_equal(glob("testdata/contract/keys/*.txt", 0, NULL,
	    &found), 0);
	for (i = 0; i < found.gl_pathc; i++)
		run += run_file(found.gl_pathv[i]);
	globfree(&found);
	assert_true(run > 100);
}

static void
what_stands_above_a_key_begins_it(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(KEY_MOST);
	struct key k, above;

	(void)state;
	assert_int_equal(key_parse_text(&k,
	    SLICE("substitute:A/B/1/2/3/0010/C/x/S"), &a, &e), 0);
	assert_true(key_above(&above, &k));
	key_add_text(&text, &above);
	assert_string_equal(buf_text(&text), "bom_line:A/B/1/2/3/0010/C/x");
	assert_true(key_above(&k, &above));
	buf_clear(&text);
	key_add_text(&text, &k);
	assert_string_equal(buf_text(&text), "bom:A/B/1/2/3");
	assert_false(key_above(&above, &k));
	buf_release(&text);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		keys_of_the_contract_have_their_prefix_text_and_order),
	    cmocka_unit_test(what_stands_above_a_key_begins_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
