/* asked.c - option texts taken apart. */
#include "diff/asked.h"

int
asked_equality(struct equality *q, const struct asked_equality *words,
    struct err *e)
{
	const struct {
		const struct opt_list *list;
		int (*add)(struct equality *, const char *, struct err *);
	} said[] = {
	    {&words->only, equality_only}, {&words->ignore, equality_ignore},
	    {&words->fold_case, equality_fold_case},
	    {&words->fold_blanks, equality_fold_blanks},
	    {&words->tolerance, equality_tolerance},
	};
	size_t i, j;

	if (words->file && equality_load(q, words->file, e) < 0)
		return -1;
	for (i = 0; i < COUNT_OF(said); i++)
		for (j = 0; j < said[i].list->count; j++)
			if (said[i].add(q, said[i].list->texts[j], e) < 0)
				return -1;
	q->convert |= words->convert;
	q->lossy |= words->convert;
	return 0;
}

/* --- parts --- */

static int
read_date(struct slice *out, struct slice text, struct err *e)
{
	static const struct schema_member date = {.kind = MEMBER_DATE};
	const char *why = "is no date (expected YYYY-MM-DD)";
	struct value v;
	struct arena a = ARENA_INIT;
	bool good = value_parse(&v, &date, text, &a, &why) &&
	    v.kind == VALUE_TEXT;

	arena_release(&a);
	if (!good)
		return err_set(e, ERR_USAGE, "--as-of: \"%.*s\" %s",
		    SLICE_ARGS(text), why);
	*out = text;
	return 0;
}

static int
read_dates(struct asked_cuts *cuts, const char *text, struct err *e)
{
	struct slice rest = slice_of(text), old = slice_cut(&rest, ',');

	if (read_date(&cuts->sides[0].as_of, old, e) < 0)
		return -1;
	if (!rest.at)
		rest = old;
	return read_date(&cuts->sides[1].as_of, rest, e);
}

/* All elements of the comma lists; an empty one stands for "". */
static const struct value *
read_set(struct value *set, const struct opt_list *lists, struct arena *a)
{
	struct slice rest;
	size_t i, count = 0;
	const char *p;

	if (!lists->count)
		return NULL;
	for (i = 0; i < lists->count; i++) {
		count++;
		for (p = lists->texts[i]; *p; p++)
			count += *p == ',';
	}
	set->kind = VALUE_SET;
	set->set = arena_alloc(a, count * sizeof(*set->set));
	set->count = 0;
	for (i = 0; i < lists->count; i++) {
		rest = slice_of(lists->texts[i]);
		do
			set->set[set->count++] = slice_cut(&rest, ',');
		while (rest.at);
	}
	value_set_sort(set);
	return set;
}

int
asked_part(struct asked_cuts *cuts, const struct asked_part *words,
    size_t memory, struct err *e)
{
	const struct value *plants, *usages;
	size_t i;

	memset(cuts, 0, sizeof(*cuts));
	if (words->as_of && read_dates(cuts, words->as_of, e) < 0)
		return -1;
	plants = read_set(&cuts->plants, &words->plants, &cuts->arena);
	usages = read_set(&cuts->usages, &words->usages, &cuts->arena);
	for (i = 0; i < words->maps.count; i++)
		if (keymap_add(&cuts->map, words->maps.texts[i], e) < 0)
			return -1;
	for (i = 0; i < 2; i++) {
		cuts->sides[i].plants = plants;
		cuts->sides[i].usages = usages;
		cuts->sides[i].rekey.memory = memory;
		cuts->sides[i].rekey.sum = words->sum;
	}
	cuts->sides[0].rekey.map = &cuts->map;
	return 0;
}

void
asked_release(struct asked_cuts *cuts)
{
	cut_release(&cuts->sides[0]);
	cut_release(&cuts->sides[1]);
	keymap_release(&cuts->map);
	arena_release(&cuts->arena);
}
