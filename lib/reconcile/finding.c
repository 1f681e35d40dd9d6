/*
 * finding.c - findings as lines of a sort.
 *
 *	rank (a digit), class, owner (a letter each), number among those of
 *	its rank and class, count of what it reaches (16 hex digits each),
 *	then the texts, each behind its length (8 hex digits)
 */
#include "reconcile/finding.h"

#define HEAD_SIZE 35

static const size_t texts[] = {
    offsetof(struct finding, key), offsetof(struct finding, member),
    offsetof(struct finding, plm), offsetof(struct finding, erp),
    offsetof(struct finding, team), offsetof(struct finding, severity),
    offsetof(struct finding, impact), offsetof(struct finding, plant),
    offsetof(struct finding, match), offsetof(struct finding, reaches),
    offsetof(struct finding, exception), offsetof(struct finding, state),
    offsetof(struct finding, opened_at), offsetof(struct finding, due_at),
};

static struct slice
text_at(const struct finding *one, size_t offset)
{
	struct slice text;

	memcpy(&text, (const char *)one + offset, sizeof(text));
	return text;
}

unsigned
finding_rank(const struct finding *one)
{
	static const char *const graver[] = {"line_stop", "compliance",
	    "launch", "cost"};
	unsigned i;

	if (finding_accepted(one))
		return FINDING_ACCEPTED;
	for (i = 0; i < COUNT_OF(graver); i++)
		if (slice_is(one->impact, graver[i]))
			return i;
	if (!one->impact.len)
		return i + 1;
	return slice_is(one->impact, "cosmetic") ? i + 2 : i;
}

bool
finding_accepted(const struct finding *one)
{
	return slice_is(one->state, "overridden");
}

void
finding_list_init(struct finding_list *f, uint64_t most, size_t memory)
{
	memset(f, 0, sizeof(*f));
	f->most = most;
	f->sort = sort_new(memory);
	buf_init(&f->line, (size_t)256 * 1024 * 1024);
}

void
finding_list_release(struct finding_list *f)
{
	sort_free(f->sort);
	f->sort = NULL;
	buf_release(&f->line);
}

int
finding_list_put(struct finding_list *f, const struct finding *one,
    struct err *e)
{
	unsigned rank = finding_rank(one);
	uint64_t number = f->cells[rank][one->class].count++;
	size_t i;

	*(rank == FINDING_ACCEPTED ? &f->accepted : &f->counts[one->class])
	    += 1;
	if (number >= f->most)
		return 0;
	buf_clear(&f->line);
	buf_printf(&f->line, "%u%c%c%016" PRIx64 "%016" PRIx64, rank,
	    'a' + (int)one->class, 'a' + (int)one->owner, number,
	    one->reach_count);
	for (i = 0; i < COUNT_OF(texts); i++) {
		struct slice text = text_at(one, texts[i]);

		buf_printf(&f->line, "%08zx", text.len);
		buf_add_slice(&f->line, text);
	}
	return sort_put(f->sort, buf_slice(&f->line), e);
}

/* Gives one place after another to each cell that has more, in turn. */
static void
share_out(struct finding_list *f, uint64_t most)
{
	struct finding_cell *all = &f->cells[0][0], *cell;
	struct finding_cell *end = all + FINDING_RANKS * FINDING_CLASSES;
	uint64_t turn, open;

	for (cell = all; cell < end; cell++)
		cell->share = 0;
	f->listed = 0;
	while (f->listed < most) {
		open = 0;
		turn = UINT64_MAX; /* as many as each open cell can take */
		for (cell = all; cell < end; cell++) {
			uint64_t rest = cell->count - cell->share;

			open += rest > 0;
			if (rest && rest < turn)
				turn = rest;
		}
		if (!open)
			return;
		if (turn > (most - f->listed) / open)
			turn = (most - f->listed) / open;
		turn += !turn;
		for (cell = all; cell < end && f->listed < most; cell++) {
			if (cell->share == cell->count)
				continue;
			cell->share += turn;
			f->listed += turn;
		}
	}
}

int
finding_list_finish(struct finding_list *f, struct err *e)
{
	share_out(f, f->most);
	return sort_finish(f->sort, e);
}

static uint64_t
cut_number(struct slice *line, unsigned digits)
{
	uint64_t number = 0;
	unsigned i;

	for (i = 0; i < digits; i++) {
		char c = line->at[i];

		number = number << 4 |
		    (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	line->at += digits;
	line->len -= digits;
	return number;
}

/* Takes a line apart; the slices are its parts.  True if it is listed. */
static bool
take_apart(const struct finding_list *f, struct finding *one,
    struct slice line)
{
	unsigned rank = (unsigned)(line.at[0] - '0');
	uint64_t number;
	size_t i;

	if (line.len < HEAD_SIZE)
		BUG("a finding's line is cut short");
	one->class = (enum finding_class)(line.at[1] - 'a');
	one->owner = (enum policy_owner)(line.at[2] - 'a');
	line.at += 3;
	line.len -= 3;
	number = cut_number(&line, 16);
	one->reach_count = cut_number(&line, 16);
	for (i = 0; i < COUNT_OF(texts); i++) {
		struct slice text;

		text.len = cut_number(&line, 8);
		text.at = line.at;
		line.at += text.len;
		line.len -= text.len;
		memcpy((char *)one + texts[i], &text, sizeof(text));
	}
	return number < f->cells[rank][one->class].share;
}

int
finding_list_next(struct finding_list *f, struct finding *one, struct err *e)
{
	struct slice line;
	int got;

	while ((got = sort_next(f->sort, &line, e)) > 0)
		if (take_apart(f, one, line))
			return 1;
	return got;
}

int
finding_list_rewind(struct finding_list *f, uint64_t most, struct err *e)
{
	share_out(f, most < f->most ? most : f->most);
	return sort_rewind(f->sort, e);
}

uint64_t
finding_list_total(const struct finding_list *f)
{
	uint64_t total = 0;
	unsigned i;

	for (i = 0; i < FINDING_CLASSES; i++)
		total += f->counts[i];
	return total;
}

const char *
finding_class_name(enum finding_class class)
{
	static const char *const names[FINDING_CLASSES] = {"conflict",
	    "missing_in_erp", "missing_in_plm", "differ", "cycle",
	    "missing_component", "orphan", "obsolete_component", "duplicate",
	    "effectivity", "revision_behind"};

	return names[class];
}
