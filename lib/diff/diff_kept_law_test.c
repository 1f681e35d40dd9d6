/*
 * diff_kept_law_test.c - on random pairs: what the new side may not call gone
 * stays.
 *
 * The new stream is of any kind and scope, and withholds some records.  For
 * each pair, A and B, and C, which is A with their delta applied:
 *
 *	1  what A has and C has not, B may call gone
 *	2  what A has and B may call gone, C has only if B has it, or if it may
 *	   be what B withholds under another number
 *	3  what B has C has
 *	4  C and B do not differ, what was kept is not told as a change; unless
 *	   something may be withheld under another number, which C cannot tell
 *	5  a member that B does not supply is in C as it is in A
 *
 * What B may call gone is said here once more, from the words of
 * bom-stream(5), Scope and Withheld.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/sketch_file.h"
#include "diff/sketch_pick.h"

#define PAIRS 4000
#define OFTEN 200

#define WITHHELD(type, key) "{\"type\":\"withheld\",\"record_type\":\"" type \
	"\",\"record_key\":\"" key "\",\"reason\":\"held\"}"
#define ITEM(rest) "{\"type\":\"item\",\"item\":\"" rest "}"
#define PLANT_ITEM(plant, rest) "{\"type\":\"plant_item\",\"item\":\"P\"," \
	"\"plant\":\"" plant "\"" rest "}"

static uint64_t seed = 20261123;

static unsigned
pick(unsigned most)
{
	return sketch_pick(&seed, most);
}

/* A record, in two states; lines look like each other under other keys. */
static const struct {
	enum record_type type;
	const char *plant, *usage; /* NULL: the type has none */
	const char *states[2];
	const char *bom; /* which it hangs on, and the line, as withheld */
	const char *line;
} records[] = {
	{TYPE_BOM, "P1", "eng", {"A//P1/eng =",
	    "A//P1/eng = lifecycle=pilot"}, "A//P1/eng/", NULL},
	{TYPE_BOM_LINE, "P1", "eng", {"A//P1/eng 10 P 1", "A//P1/eng 10 P 2"},
	    "A//P1/eng/", "A//P1/eng//10/P/"},
	{TYPE_BOM_LINE, "P1", "eng", {"A//P1/eng 20 P 1", "A//P1/eng 20 P 2"},
	    "A//P1/eng/", "A//P1/eng//20/P/"},
	{TYPE_BOM_LINE, "P1", "eng", {"A//P1/eng 20 Q 1", "A//P1/eng 20 Q 2"},
	    "A//P1/eng/", "A//P1/eng//20/Q/"},
	{TYPE_SUBSTITUTE, "P1", "eng", {"A//P1/eng 10 P > S",
	    "A//P1/eng 10 P > S status=x"}, "A//P1/eng/", "A//P1/eng//10/P/"},
	{TYPE_SUBSTITUTE, "P1", "eng", {"A//P1/eng 20 P > S",
	    "A//P1/eng 20 P > S status=x"}, "A//P1/eng/", "A//P1/eng//20/P/"},
	{TYPE_BOM_LINE, "P2", "mfg", {"A//P2/mfg 10 P 1", "A//P2/mfg 10 P 2"},
	    "A//P2/mfg/", "A//P2/mfg//10/P/"},
	{TYPE_BOM_LINE, "P2", "mfg", {"A//P2/mfg 30 P 1", "A//P2/mfg 30 P 2"},
	    "A//P2/mfg/", "A//P2/mfg//30/P/"},
	{TYPE_BOM_LINE, "", "", {"B/1 10 P 1", "B/1 10 P 2"}, "B/1///",
	    "B/1////10/P/"},
	{TYPE_BOM_LINE, "", "", {"B/2 10 P 1", "B/2 10 P 2"}, "B/2///",
	    "B/2////10/P/"},
	{TYPE_BOM_LINE, "", "eng", {"C///eng 10 P 1", "C///eng 10 P 2"},
	    "C///eng/", "C///eng//10/P/"},
	{TYPE_ITEM, NULL, NULL, {ITEM("P\",\"name\":\"a\",\"mass\":1"),
	    ITEM("P\",\"name\":\"b\",\"mass\":2")}, NULL, NULL},
	{TYPE_ITEM, NULL, NULL, {ITEM("Q\",\"name\":\"a\""),
	    ITEM("Q\",\"name\":\"b\",\"mass\":3")}, NULL, NULL},
	{TYPE_PLANT_ITEM, "P1", NULL, {PLANT_ITEM("P1", ""),
	    PLANT_ITEM("P1", ",\"on_hand\":3")}, NULL, NULL},
	{TYPE_PLANT_ITEM, "P2", NULL, {PLANT_ITEM("P2", ""),
	    PLANT_ITEM("P2", ",\"on_hand\":3")}, NULL, NULL},
};

#define RECORDS COUNT_OF(records)

/* What B claims; lists are of blanks and words, NULL is without limit. */
static const struct {
	const char *head;
	const char *types, *plants, *usages;
	bool never; /* a filter of its own */
	enum record_type but; /* of which absence says nothing */
	bool names_only;      /* of items */
} scopes[] = {
	{NULL, NULL, NULL, NULL, false, TYPE_WITHHELD, false},
	{"{\"types\":[\"bom_line\",\"item\"]}", " bom_line item ", NULL, NULL,
	    false, TYPE_WITHHELD, false},
	{"{\"plants\":[\"P1\"]}", NULL, " P1 ", NULL, false, TYPE_WITHHELD,
	    false},
	{"{\"plants\":[\"\",\"P2\"]}", NULL, "  P2 ", NULL, false,
	    TYPE_WITHHELD, false},
	{"{\"usages\":[\"eng\"]}", NULL, NULL, " eng ", false, TYPE_WITHHELD,
	    false},
	{"{\"filter\":\"released\"}", NULL, NULL, NULL, true, TYPE_WITHHELD,
	    false},
	{"{\"removals\":{\"bom_line\":false}}", NULL, NULL, NULL, false,
	    TYPE_BOM_LINE, false},
	{"{\"types\":[\"bom\",\"bom_line\",\"item\",\"substitute\"],"
	    "\"plants\":[\"P1\"],\"usages\":[\"eng\"],"
	    "\"members\":{\"item\":[\"name\"]}}",
	    " bom bom_line item substitute ", " P1 ", " eng ", false,
	    TYPE_WITHHELD, true},
};

struct pair {
	unsigned state[2][RECORDS]; /* 0: absent */
	unsigned scope;
	bool upsert;
	unsigned withheld[RECORDS]; /* 1: itself, 2: its line, 3: its BOM */
};

static bool
listed(const char *list, struct slice word)
{
	char text[64];

	snprintf(text, sizeof(text), " %.*s ", SLICE_ARGS(word));
	return !list || strstr(list, text);
}

/* What a record is withheld by, if it is by any of them. */
static bool
is_withheld(const struct pair *p, size_t i)
{
	size_t j;

	for (j = 0; j < RECORDS; j++) {
		const char *of = records[i].bom, *by = records[j].bom;

		if (p->withheld[j] == 3 && of && strcmp(of, by) == 0)
			return true;
		of = records[i].line;
		by = records[j].line;
		if (p->withheld[j] == 2 && of && strcmp(of, by) == 0)
			return true;
	}
	return p->withheld[i] == 1;
}

static bool
may_be_gone(const struct pair *p, size_t i)
{
	enum record_type type = records[i].type;
	const char *plant = records[i].plant, *usage = records[i].usage;
	unsigned s = p->scope;

	return !p->upsert && !scopes[s].never && scopes[s].but != type &&
	    listed(scopes[s].types, schema_types[type].name) &&
	    (!plant || listed(scopes[s].plants, slice_of(plant))) &&
	    (!usage || listed(scopes[s].usages, slice_of(usage))) &&
	    !is_withheld(p, i);
}

/* A line or BOM of the parent is withheld, maybe under another number. */
static bool
may_be_held(const struct pair *p, size_t i)
{
	size_t j;

	for (j = 0; j < RECORDS; j++)
		if (p->withheld[j] > 1 && records[i].bom &&
		    records[i].bom[0] == records[j].bom[0])
			return true;
	return false;
}

static bool
holds_back(const struct pair *p)
{
	size_t i;

	for (i = 0; i < RECORDS; i++)
		if (may_be_held(p, i))
			return true;
	return false;
}

static void
some_pair(struct pair *p)
{
	size_t i;

	memset(p, 0, sizeof(*p));
	p->scope = pick(COUNT_OF(scopes));
	p->upsert = pick(6) == 0;
	for (i = 0; i < RECORDS; i++) {
		p->state[0][i] = pick(3);
		p->state[1][i] = pick(3) ? p->state[0][i] : pick(3);
		if (p->state[1][i] || pick(5))
			continue;
		p->withheld[i] = records[i].line && pick(2) ? 2
		    : records[i].bom && pick(2) ? 3 : 0;
		if (records[i].type == TYPE_ITEM)
			p->withheld[i] = 1;
	}
}

static const char *
withheld_record_text(size_t i, unsigned how, struct arena *a)
{
	struct buf b = BUF_INIT(SKETCH_TEXT);
	struct slice kept;

	if (how == 1)
		return strstr(records[i].states[0], "\"P\"")
		    ? WITHHELD("item", "P") : WITHHELD("item", "Q");
	buf_printf(&b, "{\"type\":\"withheld\",\"record_type\":\"%s\","
	    "\"record_key\":\"%s\",\"reason\":\"held\"}",
	    how == 2 ? "bom_line" : "bom",
	    how == 2 ? records[i].line : records[i].bom);
	buf_add_byte(&b, '\0');
	kept = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return kept.at;
}

static bool
has(const char *const *list, const char *text)
{
	for (; *list; list++)
		if (strcmp(*list, text) == 0)
			return true;
	return false;
}

static void
write_pair(const struct sketch *s, const struct pair *p)
{
	const struct sketch_head as = {p->upsert ? HEAD_UPSERT : HEAD_SNAPSHOT,
	    scopes[p->scope].head};
	const char *texts[2 * RECORDS + 1];
	struct arena a = ARENA_INIT;
	size_t i, count;
	int side;

	for (side = 0; side < 2; side++) {
		memset(texts, 0, sizeof(texts));
		count = 0;
		for (i = 0; i < RECORDS; i++) {
			unsigned state = p->state[side][i];
			const char *text = NULL;

			if (state)
				text = records[i].states[state - 1];
			else if (side && p->withheld[i])
				text = withheld_record_text(i, p->withheld[i],
				    &a);
			if (text && !has(texts, text))
				texts[count++] = text;
		}
		sketch_stream(s->paths[side], side ? &as : NULL, texts);
	}
	arena_release(&a);
}

/* --- what came of it --- */

static struct buf result;

/* The state of the record in the result: 0 absent, 3 another than its two. */
static unsigned
state_of(size_t i, unsigned *mass)
{
	struct buf line = BUF_INIT(SKETCH_TEXT);
	struct scan scan;
	unsigned state, got = 0;
	const char *at;
	char key[256];

	*mass = 0;
	for (state = 1; state <= 2 && got != state; state++) {
		buf_clear(&line);
		sketch_record(&line, records[i].states[state - 1]);
		if (!scan_key(&scan, buf_slice(&line)))
			abort();
		snprintf(key, sizeof(key), "\n%.*s", (int)scan.key_length,
		    buf_text(&line));
		at = strstr(buf_text(&result), key);
		if (!at)
			break;
		got = 3;
		if (strncmp(at + 1, buf_text(&line), line.len) == 0 &&
		    at[1 + line.len] == '\n') {
			got = state;
			break;
		}
		at = strstr(at, "\"mass\":");
		*mass = at ? (unsigned)(at[7] - '0') : 0;
	}
	buf_release(&line);
	return got;
}

/* How often something was tried. */
static struct {
	unsigned long gone, kept, withheld, unsupplied;
} tried;

static void
hold_the_laws(unsigned number, const struct pair *p)
{
	unsigned mass, state;
	size_t i;

	for (i = 0; i < RECORDS; i++) {
		const char *what = records[i].states[0];
		bool gone = may_be_gone(p, i);

		state = state_of(i, &mass);
		if (p->state[1][i] && !state)
			fail_msg("pair %u: %s did not come", number, what);
		if (p->state[0][i] && !p->state[1][i]) {
			if (!state && !gone)
				fail_msg("pair %u: %s is gone", number, what);
			if (state && gone && !may_be_held(p, i))
				fail_msg("pair %u: %s is not gone", number,
				    what);
			tried.gone += gone;
			tried.kept += !gone;
			tried.withheld += is_withheld(p, i);
		}
		if (records[i].type != TYPE_ITEM || !p->state[0][i] ||
		    !p->state[1][i] || p->state[0][i] == p->state[1][i] ||
		    !scopes[p->scope].names_only)
			continue;
		tried.unsupplied++;
		if (state != 3)
			fail_msg("pair %u: %s: its mass is B's", number, what);
	}
}

static void
what_may_not_be_called_gone_stays(void **state)
{
	char delta[96], applied[96];
	struct sketch s;
	struct pair p;
	struct err e = ERR_INIT;
	unsigned i;

	(void)state;
	sketch_open(&s);
	snprintf(delta, sizeof(delta), "%s/delta", s.folder);
	snprintf(applied, sizeof(applied), "%s/applied", s.folder);
	buf_init(&result, SKETCH_TEXT);
	for (i = 0; i < PAIRS; i++) {
		some_pair(&p);
		write_pair(&s, &p);
		sketch_delta(&s, delta);
		sketch_applied(s.paths[0], delta, applied);
		buf_clear(&result);
		sketch_must(file_load(&result, applied, result.most, &e), &e);
		hold_the_laws(i, &p);
		if (holds_back(&p))
			continue;
		if (rename(applied, s.paths[0]) < 0)
			fail_msg("pair %u: no file", i);
		sketch_diff(&s, NULL);
		if (s.delta.len)
			fail_msg("pair %u: differs still: %s", i,
			    buf_text(&s.delta));
	}
	assert_true(tried.gone > OFTEN && tried.kept > OFTEN);
	assert_true(tried.withheld > OFTEN && tried.unsupplied > OFTEN / 4);
	unlink(delta);
	unlink(applied);
	buf_release(&result);
	sketch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_may_not_be_called_gone_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
