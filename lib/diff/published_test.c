/* published_test.c - rows of the ledger read back as a stream. */
#include "diff/published.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "model/stream_in.h"
#include "store/db.h"
#include "store/intent.h"
#include "store/ledger.h"
#include "store/scratch.h"

static int
set_up(void **state)
{
	static struct scratch s;

	log_init("test", LOG_ERROR, LOG_TEXT);
	scratch_open(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static const struct ledger_group erp = {"erp", "run", SLICE_INIT("")};

/* `{"type":"item","item":"NAME"` and, but for its key, `,"name":"OF"}`. */
static struct slice
line_of(struct buf *b, const char *name, const char *of)
{
	buf_clear(b);
	buf_printf(b, "{\"type\":\"item\",\"item\":\"%s\"", name);
	if (*of)
		buf_printf(b, ",\"name\":\"%s\"}", of);
	return buf_slice(b);
}

/* The item is posted, as `posted` (NULL: not at all). */
static void
post(struct scratch *s, const char *name, const char *posted)
{
	struct buf key = BUF_INIT(1000), line = BUF_INIT(1000);
	struct ledger_fact fact = {.type = SLICE_INIT("item"),
	    .digest = SLICE_INIT("0123456789abcdef")};
	struct err e = ERR_INIT;

	fact.key = line_of(&key, name, "");
	fact.line = line_of(&line, name, posted);
	assert_int_equal(ledger_put(s->db, &erp, &fact, 1, &e), 0);
	buf_release(&key);
	buf_release(&line);
}

/* The item is sent as `name`, or taken away, and comes into the state. */
static void
send(struct scratch *s, const char *item, const char *op,
    enum ledger_state to)
{
	struct buf key = BUF_INIT(1000), line = BUF_INIT(1000);
	struct intent in = {.type = SLICE_INIT("item"), .op = slice_of(op),
	    .digest = SLICE_INIT("0123456789abcdef"),
	    .idempotency = SLICE_INIT("i")};
	struct intent_outcome out = {.state = to,
	    .external_id = SLICE_INIT(""), .answer = SLICE_INIT(""),
	    .idempotency = SLICE_INIT("")};
	struct err e = ERR_INIT;

	in.key = out.key = line_of(&key, item, "");
	in.line = line_of(&line, item, "sent");
	if (strcmp(op, "remove") == 0)
		in.digest = SLICE("");
	assert_int_equal(intent_put(s->db, &erp, &in, 1, &e), 0);
	if (to != LEDGER_PENDING)
		assert_int_equal(intent_sent(s->db, &erp, &in.key, 1, &e), 0);
	if (to != LEDGER_PENDING && to != LEDGER_SENT)
		assert_int_equal(intent_record(s->db, &erp, &out, 1, &e), 0);
	buf_release(&key);
	buf_release(&line);
}

/* "A-posted B-sent ": the items that the stream holds, with their names. */
static void
read_names(const char *path, struct buf *names)
{
	struct err e = ERR_INIT;
	struct stream_line line;
	struct stream_in in;
	int got;

	assert_int_equal(stream_in_open(&in, path, STREAM_SORTED,
	    SORT_MEMORY_LEAST, &e), 0);
	assert_true(stream_in_complete(&in) && in.sorted);
	while ((got = stream_in_next(&in, &line, &e)) > 0) {
		struct slice rest = line.text;
		int i;

		for (i = 0; i < 7; i++)
			slice_cut(&rest, '"');
		buf_add_slice(names, slice_cut(&rest, '"'));
		for (i = 0; i < 3; i++)
			slice_cut(&rest, '"');
		buf_add_byte(names, '-');
		buf_add_slice(names, slice_cut(&rest, '"'));
		buf_add_byte(names, ' ');
	}
	assert_int_equal(got, 0);
	stream_in_close(&in);
}

static void
what_a_target_has_is_what_it_posted_or_accepted_last(void **state)
{
	struct scratch *s = *state;
	struct buf names = BUF_INIT(1000);
	struct err e = ERR_INIT;
	struct published p;

	post(s, "A", "posted");
	post(s, "B", "posted");
	send(s, "B", "change", LEDGER_SENT);
	post(s, "C", "posted");
	send(s, "C", "change", LEDGER_ACCEPTED);
	post(s, "D", "posted");
	send(s, "D", "remove", LEDGER_ACCEPTED);
	post(s, "E", "posted");
	send(s, "E", "remove", LEDGER_IN_DOUBT);
	post(s, "F", "posted");
	send(s, "F", "change", LEDGER_REJECTED);
	send(s, "G", "add", LEDGER_PENDING);
	send(s, "H", "add", LEDGER_REJECTED);
	send(s, "I", "add", LEDGER_ACCEPTED);
	assert_int_equal(published_load(&p, "erp", s->path, &e), 0);
	read_names(p.path, &names);
	assert_string_equal(buf_text(&names), "A-posted B-posted C-sent "
	    "E-posted F-posted I-sent ");
	assert_string_equal(p.name, "erp, as acknowledged");
	assert_int_equal(p.records, 6);
	assert_true(p.types[TYPE_ITEM]);
	assert_false(p.types[TYPE_BOM]);
	published_release(&p);
	buf_release(&names);
}

static void
a_target_that_nobody_knows_has_nothing(void **state)
{
	struct scratch *s = *state;
	struct buf names = BUF_INIT(1000);
	struct err e = ERR_INIT;
	struct published p;

	assert_int_equal(published_load(&p, "erp", s->path, &e), 0);
	read_names(p.path, &names);
	assert_int_equal(names.len, 0);
	assert_true(p.types[TYPE_BOM] && !p.types[TYPE_WITHHELD]);
	published_release(&p);
	buf_release(&names);
}

static void
a_row_that_holds_another_record_is_named(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	struct published p;

	post(s, "A", "posted");
	assert_int_equal(db_exec(s->db, "UPDATE ledger SET line = "
	    "replace(line, '\"A\"', '\"B\"')", &e), 0);
	assert_int_equal(published_load(&p, "erp", s->path, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "holds another record"));
	published_release(&p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(what_a_target_has_is_what_it_posted_or_accepted_last),
	    T(a_target_that_nobody_knows_has_nothing),
	    T(a_row_that_holds_another_record_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
