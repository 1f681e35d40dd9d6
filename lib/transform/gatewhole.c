/* gatewhole.c - changed BOMs one by one, and what is gone of them. */
#include "transform/gatewhole.h"

#include "model/recin.h"
#include "transform/gatecycle.h"

/* A gate, asked of what a check tells. */
struct asking {
	struct gatework *work;
	struct gate *gate;
};

static int
tell(void *ctx, const struct record *r, struct slice found, struct err *e)
{
	struct asking *a = ctx;
	bool is;

	a->work->gating->gates.functions.record = r;
	if (gate_about(a->gate, r, &is, e) < 0)
		return -1;
	if (!is)
		return 0;
	return gatework_find(a->work, a->gate, r, found, e);
}

static void
join_line(void *ctx, const struct key *line)
{
	struct asking *a = ctx;
	struct bundles *b = &a->work->bundles;
	const struct gatefindings *f = &a->work->findings;

	/* the finding that was told last is that of the cycle */
	if (f->count)
		bundles_join(b, bundles_put(b, line),
		    f->list[f->count - 1].bundle);
}

/* The keys of the changed BOMs, one after another. */
static bool
next_bom(struct gatework *w, uint32_t *at, struct key *k)
{
	struct err ignored = ERR_INIT;

	for (; *at < w->bundles.count; ++*at) {
		if (w->bundles.list[*at].type != TYPE_BOM)
			continue;
		arena_reset(&w->record);
		if (key_parse_text(k, bundles_name(&w->bundles, *at),
		    &w->record, &ignored) < 0)
			BUG("a bundle without a key for a name");
		++*at;
		return true;
	}
	return false;
}

static int
compare(struct gatework *w, struct gate *g, struct err *e)
{
	struct asking a = {w, g};
	struct gatebom_tell to = {tell, &a};
	struct map parents = MAP_INIT;
	uint32_t at = 0;
	struct key k;
	bool added;
	int rc = 0;

	while (rc == 0 && next_bom(w, &at, &k)) {
		g->asked++;
		if (g->types[TYPE_BOM_LINE])
			rc = gatebom_lines(&w->check, g->check, &k, &to, e);
		map_put(&parents, k.parts[0], &added);
		if (rc == 0 && added && g->types[TYPE_BOM])
			rc = gatebom_headers(&w->check, g->check, k.parts[0],
			    &to, e);
	}
	map_release(&parents);
	return rc;
}

static int
find_cycles(struct gatework *w, struct gate *g, struct err *e)
{
	struct asking a = {w, g};
	struct gatecycle_tell to = {{tell, &a}, join_line};
	struct gatecycle cycle;
	uint32_t at = 0;
	struct key k;
	int rc;

	gatecycle_init(&cycle, &w->check);
	while (next_bom(w, &at, &k)) {
		g->asked++;
		gatecycle_start(&cycle, &k);
	}
	rc = gatecycle_run(&cycle, &to, e);
	gatecycle_release(&cycle);
	return rc;
}

static int
ask_stock(struct gatework *w, struct gate *g, const struct record *r,
    struct err *e)
{
	struct asking a = {w, g};
	struct buf found = BUF_INIT(KEY_MOST * 4);
	int rc;

	g->asked++;
	rc = gatestock_check(&w->check, r, &found, e);
	if (rc > 0)
		rc = tell(&a, r, buf_slice(&found), e);
	buf_release(&found);
	return rc;
}

/* Lines of a changed BOM that have got an end. */
static int
ask_ended(struct gatework *w, struct gate *g, const struct key *bom,
    struct err *e)
{
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	struct arena arena = ARENA_INIT;
	struct key k = *bom;
	struct slice line;
	int got, ends = 0;

	k.type = TYPE_BOM_LINE;
	around_open(&w->around, &at, &k, k.count);
	while (ends >= 0 && (got = recordindex_next(&at, &line, e)) > 0) {
		struct record r;

		if (known_get(&w->around.known, at.ordinal) != KNOWN_OTHER)
			continue;
		arena_reset(&arena);
		ends = recin_parse(&r, line, JSON_AT("<record>", 1), &arena,
		    e);
		if (ends == 0)
			ends = gatestock_ends(&w->check, &r, e);
		if (ends > 0)
			ends = ask_stock(w, g, &r, e);
	}
	recordindex_close(&at);
	arena_release(&arena);
	return got < 0 || ends < 0 ? -1 : 0;
}

static int
look_at_stock(struct gatework *w, struct gate *g, struct err *e)
{
	struct record r;
	uint32_t at = 0;
	struct key k;
	size_t i;

	if (!w->wish->db)
		return 0;
	for (i = 0; i < w->gone_count; i++) {
		arena_reset(&w->record);
		if (recin_parse(&r, w->gone[i].line, JSON_AT("<ledger>", 1),
		    &w->record, e) < 0)
			return -1;
		if (r.type == TYPE_BOM_LINE && ask_stock(w, g, &r, e) < 0)
			return -1;
	}
	while (next_bom(w, &at, &k))
		if (ask_ended(w, g, &k, e) < 0)
			return -1;
	return 0;
}

int
gatewhole_judge(struct gatework *w, struct err *e)
{
	struct gates *gates = &w->gating->gates;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < gates->count; i++) {
		struct gate *g = &gates->list[i];

		if (gatebom_checks(g->check))
			rc = compare(w, g, e);
		else if (g->check == GATE_CYCLE)
			rc = find_cycles(w, g, e);
		else if (g->check == GATE_INVENTORY)
			rc = look_at_stock(w, g, e);
	}
	gates->functions.record = NULL;
	return rc;
}
