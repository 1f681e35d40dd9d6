/* corrections.c - adding, changing, removing, and counting before. */
#include "reconcile/corrections.h"

#include "io/zio.h"

void
corrections_init(struct corrections *c, struct hash128 base, size_t memory)
{
	memset(c, 0, sizeof(*c));
	c->lines = sort_new(memory);
	c->result = base;
	buf_init(&c->line, ZIO_LINE_MOST); /* a longer one nobody reads */
}

void
corrections_release(struct corrections *c)
{
	sort_free(c->lines);
	c->lines = NULL;
	buf_release(&c->line);
}

static struct hash128
hash_of(struct slice line)
{
	return hash_128(line.at, line.len);
}

/* Puts the line that stands in c->line into the sort. */
static int
keep_line(struct corrections *c, struct err *e)
{
	if (c->line.over)
		return err_set(e, ERR_INPUT, "the correction of %.*s... is "
		    "longer than %zu bytes", SLICE_ARGS(buf_slice(&c->line)),
		    c->line.most);
	return sort_put(c->lines, buf_slice(&c->line), e);
}

/* Keeps the record with its change; what it is to be counts in the result. */
static int
keep(struct corrections *c, struct record *r, struct change *change,
    struct err *e)
{
	buf_clear(&c->line);
	record_add_line(&c->line, r);
	c->result = hash_plus(c->result, hash_of(buf_slice(&c->line)));
	r->change = change;
	buf_clear(&c->line);
	record_add_line(&c->line, r);
	r->change = NULL;
	return keep_line(c, e);
}

static void
drop_attrs(struct extras *attrs, const struct policy_type *type)
{
	size_t i, n = 0;

	for (i = 0; i < attrs->count; i++)
		if (policy_attr_rule(type, attrs->list[i].name)->owner !=
		    POLICY_ERP)
			attrs->list[n++] = attrs->list[i];
	attrs->count = n;
}

int
corrections_add(struct corrections *c, struct record *plm,
    const struct policy_type *type, struct err *e)
{
	const struct schema_type *t = &schema_types[plm->type];
	struct change change = {.op = CHANGE_ADD, .match = SLICE(""),
	    .group = SLICE("")};
	unsigned i;

	for (i = t->key_count; i < t->member_count; i++)
		if (type->members[i].owner == POLICY_ERP)
			plm->values[i].kind = VALUE_ABSENT;
	drop_attrs(&plm->attrs, type);
	if (type->members[POLICY_UNKNOWN].owner == POLICY_ERP)
		plm->others.count = 0;
	c->added++;
	return keep(c, plm, &change, e);
}

static struct value
old_value(const struct value *v)
{
	struct value old = *v;

	if (old.kind == VALUE_ABSENT)
		old.kind = VALUE_NULL;
	return old;
}

/* A copy of the list, so that changing it leaves the old record alone. */
static struct extras
copy_of(const struct extras *x, struct arena *a)
{
	struct extras copy = {NULL, 0};
	size_t i;

	for (i = 0; i < x->count; i++)
		extras_append(&copy, x->list[i].name, x->list[i].value, a);
	return copy;
}

/* Puts PLM's value into *r and the old one into *was. */
static void
correct(struct record *r, struct record *was, const struct difference *d,
    struct arena *a)
{
	if (d->member == POLICY_ATTRS) {
		/* `was` keeps the old site fields whole */
		extras_put(&r->attrs, d->name, *d->plm, a);
	} else if (d->member == POLICY_UNKNOWN) {
		extras_put(&was->others, d->name, old_value(d->erp), a);
		extras_put(&r->others, d->name, *d->plm, a);
	} else {
		was->values[d->member] = old_value(d->erp);
		r->values[d->member] = *d->plm;
	}
}

int
corrections_change(struct corrections *c, struct record *erp,
    const struct differences *d, struct arena *a, struct err *e)
{
	struct change change = {.op = CHANGE_CHANGE, .match = SLICE(""),
	    .group = SLICE("")};
	struct extras attrs = erp->attrs;
	struct record was;
	size_t i;

	for (i = 0; i < d->count && d->list[i].owner != POLICY_PLM; i++)
		continue;
	if (i == d->count)
		return 0;
	buf_clear(&c->line);
	record_add_line(&c->line, erp);
	c->result = hash_minus(c->result, hash_of(buf_slice(&c->line)));
	record_init(&was, erp->type);
	for (i = 0; i < schema_types[erp->type].key_count; i++)
		was.values[i].kind = VALUE_ABSENT;
	erp->attrs = copy_of(&attrs, a);
	erp->others = copy_of(&erp->others, a);
	for (i = 0; i < d->count; i++) {
		const struct difference *one = &d->list[i];

		if (one->owner != POLICY_PLM)
			continue;
		if (one->member == POLICY_ATTRS) {
			was.attrs = attrs;
			was.attrs_null = !attrs.count;
		}
		/* one->erp may lie in *erp: kept before it is changed */
		correct(erp, &was, one, a);
	}
	change.was = &was;
	c->changed++;
	return keep(c, erp, &change, e);
}

int
corrections_remove(struct corrections *c, struct slice line, struct err *e)
{
	c->removed++;
	c->result = hash_minus(c->result, hash_of(line));
	buf_clear(&c->line);
	buf_add(&c->line, line.at, line.len - 1); /* without its `}` */
	buf_add_text(&c->line, ",\"change\":{\"op\":\"remove\"}}");
	return keep_line(c, e);
}

uint64_t
corrections_total(const struct corrections *c)
{
	return c->added + c->changed + c->removed;
}

int
corrections_finish(struct corrections *c, struct err *e)
{
	return sort_finish(c->lines, e);
}

int
corrections_next(struct corrections *c, struct slice *line, struct err *e)
{
	return sort_next(c->lines, line, e);
}

int
corrections_check(const struct corrections *c, const struct limit *limit,
    uint64_t erp_records, struct err *e)
{
	uint64_t total = corrections_total(c);

	if (!limit_over(limit, total, erp_records))
		return 0;
	return err_set(e, ERR_DECIDE, "%" PRIu64 " corrections for %" PRIu64
	    " records are more than --max-corrections %s allows: nothing is "
	    "written", total, erp_records, limit->text);
}
