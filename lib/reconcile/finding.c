/*
 * finding.c - findings as lines of a sort.
 *
 *	class, owner (a digit each), number in class (16 hex digits), then
 *	key LF member LF plm LF erp
 *
 * A key's text form has no control bytes and JSON has no raw ones, so LF
 * parts them; the member's name is written as a JSON string for that reason.
 */
#include "reconcile/finding.h"

#include "format/json_add.h"

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
	uint64_t number = f->counts[one->class]++;

	if (number >= f->most)
		return 0;
	buf_clear(&f->line);
	buf_printf(&f->line, "%d%d%016" PRIx64, (int)one->class,
	    (int)one->owner, number);
	buf_add_slice(&f->line, one->key);
	buf_add_byte(&f->line, '\n');
	json_add_string(&f->line, one->member);
	buf_add_byte(&f->line, '\n');
	buf_add_slice(&f->line, one->plm);
	buf_add_byte(&f->line, '\n');
	buf_add_slice(&f->line, one->erp);
	return sort_put(f->sort, buf_slice(&f->line), e);
}

/* Gives one place after another to each class that has more, in turn. */
static void
share_out(struct finding_list *f)
{
	uint64_t left = f->most;
	bool more = true;
	unsigned i;

	while (left && more) {
		more = false;
		for (i = 0; i < FINDING_CLASSES && left; i++) {
			if (f->shares[i] == f->counts[i])
				continue;
			f->shares[i]++;
			left--;
			more = true;
		}
	}
}

int
finding_list_finish(struct finding_list *f, struct err *e)
{
	share_out(f);
	return sort_finish(f->sort, e);
}

/* Takes a line apart; the slices are its parts. */
static uint64_t
take_apart(struct finding *one, struct slice line)
{
	uint64_t number = 0;
	unsigned i;

	one->class = (enum finding_class)(line.at[0] - '0');
	one->owner = (enum policy_owner)(line.at[1] - '0');
	for (i = 2; i < 18; i++) {
		char c = line.at[i];

		number = number << 4 |
		    (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	line.at += 18;
	line.len -= 18;
	one->key = slice_cut(&line, '\n');
	one->member = slice_cut(&line, '\n');
	one->member.at++; /* without its quotes */
	one->member.len -= 2;
	one->plm = slice_cut(&line, '\n');
	one->erp = line;
	return number;
}

int
finding_list_next(struct finding_list *f, struct finding *one, struct err *e)
{
	struct slice line;
	int got;

	while ((got = sort_next(f->sort, &line, e)) > 0)
		if (take_apart(one, line) < f->shares[one->class])
			return 1;
	return got;
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
	switch (class) {
	case FINDING_CONFLICT:
		return "conflict";
	case FINDING_MISSING_IN_ERP:
		return "missing_in_erp";
	case FINDING_MISSING_IN_PLM:
		return "missing_in_plm";
	case FINDING_DIFFER:
		return "differ";
	case FINDING_CLASSES:
		break;
	}
	BUG("finding_class_name: no such class");
}
