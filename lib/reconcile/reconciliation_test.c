/*
 * reconciliation_test.c - random pairs of streams against a count by hand.
 *
 * A world of twelve plant_items in two plants: each side has some of them with
 * one of three values, withholds others, may be limited to a plant and may be
 * an upsert.  Counts, reasons and the digest of the corrected ERP must be what
 * a walk over the world gives.
 */
#include "reconcile/reconciliation.h"

#include <setjmp.h>

#include <cmocka.h>
#include <unistd.h>

#define KEYS 12
#define PAIRS 1000

enum holding { GONE, WITHHELD, VALUE_A, VALUE_B, VALUE_NONE };

struct side {
	enum holding has[KEYS];
	bool first_plant_only;
	bool upsert;
};

struct world {
	struct side plm, erp;
};

struct wanted {
	uint64_t of[RECONCILE_CLASSES];
	uint64_t unknown[ABSENCE_WITHHELD + 1];
	uint64_t added, changed, removed;
	struct hash128 result;
};

static char folder[] = "/tmp/bom-reconcile-XXXXXX";
static char plm_path[64], erp_path[64];
static uint64_t seed = 20261122;

/* A random number below n: splitmix64. */
static unsigned
random_below(unsigned n)
{
	uint64_t z = (seed += 0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (unsigned)((z ^ z >> 31) % n);
}

static void
check(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

/* Odd keys lie in plant 2. */
static bool
holds(const struct side *s, unsigned i)
{
	return !s->first_plant_only || i % 2 == 0;
}

static void
make_side(struct side *s)
{
	unsigned i;

	s->first_plant_only = !random_below(3);
	s->upsert = !random_below(4);
	for (i = 0; i < KEYS; i++)
		s->has[i] = holds(s, i) ? (enum holding)random_below(5)
					: GONE;
}

static void
make_record(struct record *r, const struct side *s, unsigned i,
    struct arena *a)
{
	static const char *const values[] = {"make", "buy"};
	char item[2] = {(char)('A' + i), '\0'};
	struct key k;

	record_init(r, TYPE_PLANT_ITEM);
	r->values[PLANT_ITEM_ITEM].text = slice_copy(slice_of(item), a);
	r->values[PLANT_ITEM_PLANT].text = i % 2 ? SLICE("2") : SLICE("1");
	if (s->has[i] == VALUE_A || s->has[i] == VALUE_B)
		r->values[PLANT_ITEM_PROCUREMENT] = value_of_text(
		    slice_of(values[s->has[i] - VALUE_A]));
	if (s->has[i] == WITHHELD) {
		record_key(&k, r);
		withheld_record(r, &k, "held", a);
	}
}

static struct hash128
hash_of(const struct side *s, unsigned i)
{
	struct arena a = ARENA_INIT;
	struct buf line = BUF_INIT(4096);
	struct record r;
	struct hash128 hash;

	make_record(&r, s, i, &a);
	record_add_line(&line, &r);
	hash = hash_128(line.at, line.len);
	buf_release(&line);
	arena_release(&a);
	return hash;
}

static void
write_side(const char *path, const struct side *s)
{
	static struct slice plants[] = {{"1", 1}};
	struct arena a = ARENA_INIT;
	struct stream_out out;
	struct record r;
	struct head h;
	struct err e = ERR_INIT;
	unsigned i;

	head_init(&h, s->upsert ? HEAD_UPSERT : HEAD_SNAPSHOT);
	h.scope.limits_plants = s->first_plant_only;
	h.scope.plants = (struct value){VALUE_SET, {"", 0}, plants, 1};
	check(stream_out_open(&out, path, false, &e), &e);
	check(stream_out_head(&out, &h, &e), &e);
	for (i = KEYS; i-- > 0;) {
		if (s->has[i] == GONE)
			continue;
		make_record(&r, s, i, &a);
		check(stream_out_record(&out, &r, &e), &e);
	}
	check(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	arena_release(&a);
}

static bool
has_record(const struct side *s, unsigned i)
{
	return s->has[i] >= VALUE_A;
}

/* What it means that s lacks a key that the other side has. */
static enum absence
absence_of(const struct side *s, const struct side *other, unsigned i)
{
	if (s->upsert)
		return ABSENCE_INCOMPLETE;
	if (!holds(s, i) || !holds(other, i))
		return ABSENCE_OUT_OF_SCOPE;
	return s->has[i] == WITHHELD ? ABSENCE_WITHHELD : ABSENCE_GONE;
}

/* The world walked key by key; PLM owns all, and removes. */
static void
count_by_hand(struct wanted *c, const struct world *w)
{
	unsigned i;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < KEYS; i++) {
		bool plm = has_record(&w->plm, i), erp = has_record(&w->erp, i);
		enum absence why = plm ? absence_of(&w->erp, &w->plm, i)
				       : absence_of(&w->plm, &w->erp, i);
		bool same = w->plm.has[i] == w->erp.has[i];

		if (w->erp.has[i] != GONE)
			c->result = hash_plus(c->result, hash_of(&w->erp, i));
		if (plm && erp) {
			c->of[same ? RECONCILE_MATCH : RECONCILE_DIFFER]++;
			c->changed += !same;
		} else if ((plm || erp) && why != ABSENCE_GONE) {
			c->of[plm ? RECONCILE_UNKNOWN_IN_ERP
				  : RECONCILE_UNKNOWN_IN_PLM]++;
			c->unknown[why]++;
			continue;
		} else if (plm) {
			c->of[RECONCILE_MISSING_IN_ERP]++;
			c->added++;
		} else if (erp) {
			c->of[RECONCILE_MISSING_IN_PLM]++;
			c->removed++;
		}
		if (erp)
			c->result = hash_minus(c->result, hash_of(&w->erp, i));
		if (plm)
			c->result = hash_plus(c->result, hash_of(&w->plm, i));
	}
}

static void
random_pairs_get_the_classes_and_corrections_counted_by_hand(void **state)
{
	const char *const paths[2] = {plm_path, erp_path};
	struct policy policy;
	unsigned n;

	(void)state;
	policy_init(&policy);
	policy.types[TYPE_PLANT_ITEM].erp_only.otherwise = POLICY_REMOVE;
	for (n = 0; n < PAIRS; n++) {
		struct reconcile_outs none = {{NULL}};
		struct reconcile r = {0};
		struct wanted wanted;
		struct world w;
		struct err e = ERR_INIT;

		make_side(&w.plm);
		make_side(&w.erp);
		write_side(plm_path, &w.plm);
		write_side(erp_path, &w.erp);
		count_by_hand(&wanted, &w);
		check(reconciliation_read(&r, paths, &policy, SORT_MEMORY_LEAST,
		    &e), &e);
		check(reconciliation_judge(&r, &none, 3, &e), &e);
		assert_memory_equal(r.counts[TYPE_PLANT_ITEM].of, wanted.of,
		    sizeof(wanted.of));
		assert_memory_equal(r.unknown, wanted.unknown,
		    sizeof(wanted.unknown));
		assert_int_equal(r.corrections.added, wanted.added);
		assert_int_equal(r.corrections.changed, wanted.changed);
		assert_int_equal(r.corrections.removed, wanted.removed);
		assert_true(hash_equal(r.corrections.result, wanted.result));
		assert_int_equal(finding_list_total(&r.findings),
		    wanted.added + wanted.changed + wanted.removed);
		reconciliation_release(&r);
	}
	policy_release(&policy);
}

static int
make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(plm_path, sizeof(plm_path), "%s/plm.jsonl", folder);
	snprintf(erp_path, sizeof(erp_path), "%s/erp.jsonl", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	unlink(plm_path);
	unlink(erp_path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		random_pairs_get_the_classes_and_corrections_counted_by_hand),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
