/* gatefinding.c - findings by identity. */
#include "transform/gatefinding.h"

#define MESSAGE_MOST ((size_t)64 * 1024)

void
gatefindings_init(struct gatefindings *f, const char *target)
{
	memset(f, 0, sizeof(*f));
	f->target = target;
}

void
gatefindings_release(struct gatefindings *f)
{
	mem_free(f->list);
	map_release(&f->ids);
	arena_release(&f->texts);
	memset(f, 0, sizeof(*f));
}

/* Whichever the record is of; "" of none. */
static struct slice
change_order_of(const struct record *r)
{
	int member = schema_member_find(r->type, SLICE("change_order"));

	return member < 0 ? SLICE("") : r->values[member].text;
}

static void
fill_key(struct gatefinding *to, const struct record *r, struct arena *a)
{
	struct buf about = BUF_INIT(KEY_MOST * 4);
	int plant = schema_plant(r->type);
	struct key k;

	record_key(&k, r);
	key_add_text(&about, &k);
	to->about = slice_copy(buf_slice(&about), a);
	buf_release(&about);
	to->plant = plant < 0 ? SLICE("")
	    : slice_copy(r->values[plant].text, a);
	to->change_order = slice_copy(change_order_of(r), a);
}

/* The finding with this identity, new (*added) or there already. */
static struct gatefinding *
put(struct gatefindings *f, const struct gatefinding *like, bool *added)
{
	uint64_t *place = map_put(&f->ids, slice_of(like->id), added);

	if (!*added)
		return &f->list[*place];
	*place = f->count;
	if (f->count == f->size) {
		f->size = mem_next_size(f->size, f->count + 1);
		f->list = mem_grow(f->list, f->size, sizeof(*f->list));
	}
	f->list[f->count] = *like;
	return &f->list[f->count++];
}

/* What one gate says twice of one record. */
static struct slice
join_words(struct slice a, struct slice b, struct arena *arena)
{
	struct buf both = BUF_INIT(MESSAGE_MOST);
	struct slice text;

	if (slice_equal(a, b))
		return a;
	buf_add_slice(&both, a);
	buf_add_text(&both, "; ");
	buf_add_slice(&both, b);
	text = slice_copy(buf_slice(&both), arena);
	buf_release(&both);
	return text;
}

int
gatefindings_add(struct gatefindings *f, struct gates *gates,
    const struct gatefinding_new *n, struct err *e)
{
	struct gatefinding made = {.gate = n->gate, .bundle = n->bundle,
	    .fate = n->gate->action == GATE_WARN ? GATEFINDING_WARNS
	    : GATEFINDING_HOLDS};
	struct buf message = BUF_INIT(MESSAGE_MOST);
	struct exceptions_note note;
	struct gatefinding *to;
	bool added;
	char due[CLOCK_TEXT_SIZE];
	int rc = -1;

	gates->functions.found = n->found;
	if (gate_message(gates, n->gate, n->record, &message, e) < 0 ||
	    gate_impact(n->gate, n->record, &made.impact, e) < 0)
		goto out;
	fill_key(&made, n->record, &f->texts);
	made.message = slice_copy(buf_slice(&message), &f->texts);
	gatefinding_note(&note, &made, f->target, due);
	exceptions_identity(made.id, &note);
	to = put(f, &made, &added);
	n->gate->failed += added;
	if (!added)
		to->message = join_words(to->message, made.message,
		    &f->texts);
	rc = 0;
out:
	gates->functions.found = (struct slice){NULL, 0};
	buf_release(&message);
	return rc;
}

static void
print_due(char due_at[CLOCK_TEXT_SIZE], long due_s)
{
	struct clock_time at = clock_now();

	at.seconds += due_s;
	at.nanos = 0;
	clock_print(due_at, at);
}

void
gatefinding_note(struct exceptions_note *note, const struct gatefinding *f,
    const char *target, char due_at[CLOCK_TEXT_SIZE])
{
	*note = (struct exceptions_note){.class = slice_of(f->gate->class),
	    .rule = slice_of(f->gate->name), .about = f->about,
	    .plant = f->plant, .target = slice_of(target),
	    .impact = f->impact, .severity = f->gate->severity,
	    .message = f->message, .change_order = f->change_order,
	    .team = f->gate->team, .due_at = SLICE(""),
	    .pass = f->fate == GATEFINDING_OVERRIDDEN ||
	    f->fate == GATEFINDING_APPROVED ? EXCEPTIONS_PASSES
	    : EXCEPTIONS_STANDS};
	if (f->gate->due_s < 0)
		return;
	print_due(due_at, f->gate->due_s);
	note->due_at = slice_of(due_at);
}
