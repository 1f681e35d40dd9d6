/* viewscope.c - each part of a scope narrowed for itself. */
#include "transform/viewscope.h"

#include "base/hash.h"

static bool
in_texts(const struct ydoc_texts *t, struct slice text)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (slice_equal(t->at[i], text))
			return true;
	return false;
}

/* Where several rules keep a plant, one that gives it is not enough. */
bool
viewscope_kept(const struct viewrules *rules,
    const struct viewrules_view *view, struct slice plant)
{
	uint64_t bit = (uint64_t)1 << (view - rules->views);
	size_t i;

	for (i = 0; i < rules->residency_count; i++)
		if (!(rules->residencies[i].audiences & bit) &&
		    in_texts(&rules->residencies[i].plants, plant))
			return true;
	return false;
}

bool
viewscope_plant(const struct viewrules *rules,
    const struct viewrules_view *view, struct slice plant)
{
	if (viewscope_kept(rules, view, plant))
		return false;
	return !view->limits_plants || !plant.len ||
	    in_texts(&view->plants, plant);
}

/* --- the scope --- */

static void
narrow_plants(struct scope *s, const struct viewrules *rules,
    const struct viewrules_view *view, struct arena *a)
{
	struct value had = s->plants;
	size_t most = s->limits_plants ? had.count : view->plants.count + 1;
	struct slice *kept;
	size_t i, n = 0;

	if (!s->limits_plants && !view->limits_plants)
		return;
	kept = arena_alloc(a, (most + 1) * sizeof(*kept));
	for (i = 0; i < most; i++) {
		struct slice plant = s->limits_plants ? had.set[i] :
		    i ? view->plants.at[i - 1] : SLICE("");

		if (viewscope_plant(rules, view, plant))
			kept[n++] = plant;
	}
	s->limits_plants = true;
	s->plants = (struct value){VALUE_SET, {"", 0}, kept, n};
	value_set_sort(&s->plants);
}

/* What no plant is left of; a scope of no plant has no spelling. */
static void
drop_plantless(struct scope *s)
{
	unsigned t;

	if (!s->limits_plants || s->plants.count)
		return;
	s->limits_plants = false;
	for (t = 0; t < TYPE_COUNT; t++)
		if (schema_plant((enum record_type)t) >= 0)
			s->types[t] = false;
}

static void
narrow_members(struct scope *s, enum record_type type,
    const struct viewrules_records *records)
{
	bool limited = s->limits_members[type];
	unsigned m;

	for (m = 0; m <= SLOT_ATTRS; m++)
		s->members[type][m] = records && records->shown[m] &&
		    (!limited || s->members[type][m]) &&
		    (m >= schema_types[type].key_count);
	s->limits_members[type] = records != NULL;
}

/* Also what the filter was before, so that it makes a difference. */
static struct slice
filter_of(struct slice before, const struct viewrules_view *view,
    struct arena *a)
{
	struct buf b = BUF_INIT((size_t)32 * 1024 * 1024);
	char text[HASH_TEXT_SIZE];
	struct slice filter;

	buf_add_slice(&b, view->words);
	buf_add_byte(&b, '\n');
	buf_add_slice(&b, before);
	hash_print(text, hash_128(b.at, b.len));
	buf_clear(&b);
	buf_add_text(&b, "view ");
	buf_add_slice(&b, view->name);
	buf_printf(&b, " %.16s", text);
	filter = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return filter;
}

static bool
narrow(struct scope *s, const struct viewrules *rules,
    const struct viewrules_view *view, struct arena *a)
{
	bool any = false;
	unsigned t;

	for (t = 0; t < TYPE_COUNT; t++) {
		s->types[t] = view->types[t] &&
		    (!s->limits_types || s->types[t]);
		narrow_members(s, (enum record_type)t, view->types[t]);
	}
	s->limits_types = true;
	narrow_plants(s, rules, view, a);
	drop_plantless(s);
	for (t = 0; t < TYPE_COUNT; t++) {
		any = any || s->types[t];
		s->no_removals[t] = s->no_removals[t] && s->types[t];
		s->limits_members[t] = s->limits_members[t] && s->types[t];
	}
	s->filter = filter_of(s->filter, view, a);
	return any;
}

void
viewscope_apply(struct scope *s, const struct viewrules *rules,
    const struct viewrules_view *view, const bool *unclear, struct arena *a)
{
	struct scope *part, *last = NULL;
	unsigned t;

	for (part = s; part; part = part->more) {
		if (!narrow(part, rules, view, a))
			continue;
		for (t = 0; t < TYPE_COUNT; t++)
			part->no_removals[t] = part->types[t] &&
			    (part->no_removals[t] || unclear[t]);
		/* parts of which nothing is left go */
		if (!last) {
			struct scope *more = part->more;

			if (part != s)
				*s = *part;
			s->more = more;
			last = s;
		} else {
			last->more = part;
			last = part;
		}
	}
	if (last)
		last->more = NULL;
	else { /* a scope of no type has no spelling: this claims nothing */
		s->types[TYPE_WITHHELD] = true;
		s->more = NULL;
	}
}

/* --- the head --- */

void
viewscope_head(struct head *h, const struct head *from, bool bare,
    struct arena *a)
{
	head_init(h, bare ? HEAD_UPSERT : from->kind);
	h->system = from->system;
	h->sorted = true;
	h->shard_k = from->shard_k;
	h->shard_n = from->shard_n;
	h->created = from->created;
	h->run = from->run;
	if (!bare)
		scope_copy(&h->scope, &from->scope, a);
	if (from->by_count) {
		struct head_tool by = {
		    .tool = from->by[from->by_count - 1].tool,
		    .version = from->by[from->by_count - 1].version};

		head_add_tool(h, &by, a);
	}
}
