/* table.c - reading header, below, footer, fields, optional; comparing. */
#include "extract/table.h"

/* --- the profile --- */

static int
header_read(struct table *t, bool *header, const struct ydoc_node *n,
    struct err *e)
{
	static const char *const words[] = {"find", NULL};
	uint64_t row;

	if (!n)
		return 0;
	if (n->kind != YDOC_SCALAR || !n->plain)
		return ydoc_error(n, e, "must be yes, no, find or the number "
		    "of the row");
	if (slice_is(n->text, words[0])) {
		t->header = TABLE_FIND;
		return 0;
	}
	if (!text_to_number(n->text, 1000000, &row))
		return ydoc_flag(n, header, e);
	if (!row)
		return ydoc_error(n, e, "rows are counted from 1");
	t->header = TABLE_ROW;
	t->row = (unsigned long)row;
	return 0;
}

static int
marks_read(struct table_footer *f, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *child;
	struct table_mark *m;

	if (ydoc_check_map(n, e) < 0)
		return -1;
	if (!n->count)
		return ydoc_error(n, e, "is empty: every row would meet it");
	f->marks = arena_alloc(a, n->count * sizeof(*f->marks));
	f->count = 0;
	for (child = n->first; child; child = child->next) {
		m = &f->marks[f->count++];
		m->column = child->key;
		m->patterns = (struct ydoc_texts){NULL, 0};
		if (ydoc_texts(child, &m->patterns, e) < 0)
			return -1;
		if (!m->patterns.count)
			return ydoc_error(child, e, "is an empty list: no row "
			    "would meet it");
	}
	return 0;
}

static int
footer_read(struct table *t, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	if (n->kind == YDOC_MAP)
		return marks_read(&t->footers[t->footer_count++], n, a, e);
	if (n->kind != YDOC_SCALAR || !slice_is(n->text, "blank"))
		return ydoc_error(n, e, "must be blank, or a map of columns "
		    "to texts");
	t->blank_ends = true;
	return 0;
}

static int
footers_read(struct table *t, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *child;

	if (!n)
		return 0;
	t->footers = arena_alloc(a, (n->count + 1) * sizeof(*t->footers));
	if (n->kind != YDOC_LIST)
		return footer_read(t, n, a, e);
	for (child = n->first; child; child = child->next)
		if (footer_read(t, child, a, e) < 0)
			return -1;
	return 0;
}

int
table_read(struct table *t, bool *header, const struct ydoc_node *source,
    struct arena *a, struct err *e)
{
	static const char *const fields[] = {"exact", "fill", NULL};
	const struct ydoc_node *optional = ydoc_get(source, "optional");
	int fill = 0;

	memset(t, 0, sizeof(*t));
	if (header_read(t, header, ydoc_get(source, "header"), e) < 0 ||
	    ydoc_texts(ydoc_get(source, "below"), &t->below, e) < 0 ||
	    footers_read(t, ydoc_get(source, "footer"), a, e) < 0 ||
	    ydoc_choice(ydoc_get(source, "fields"), fields, &fill, e) < 0 ||
	    ydoc_texts(optional, &t->optional, e) < 0)
		return -1;
	t->fill = fill == 1;
	if (optional && !*header)
		return ydoc_error_key(optional, e, "without a header nobody "
		    "knows which columns are missing");
	return 0;
}

/* --- rows --- */

/* One '*' at a time: what it took too little of, it takes one byte more. */
bool
table_meets(struct slice text, struct slice pattern)
{
	size_t at = 0, p = 0, star = SIZE_MAX, from = 0;

	while (at < text.len) {
		if (p < pattern.len && pattern.at[p] == '*') {
			star = p++;
			from = at;
		} else if (p < pattern.len && pattern.at[p] == text.at[at]) {
			p++;
			at++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			at = ++from;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}

bool
table_has_mark(const struct slice *fields, size_t count,
    struct ydoc_texts patterns)
{
	size_t i, k;

	for (i = 0; i < count; i++)
		for (k = 0; k < patterns.count; k++)
			if (table_meets(slice_trim(fields[i]),
			    patterns.at[k]))
				return true;
	return false;
}

bool
table_is_blank(const struct slice *fields, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (slice_trim(fields[i]).len)
			return false;
	return true;
}

/* --- names --- */

/* The next byte that counts, in lower case; -1 at the end. */
static int
fold(struct slice s, size_t *at)
{
	char c;

	while (*at < s.len) {
		c = s.at[(*at)++];
		if (strchr(" \t\r\n_-.#", c) && c)
			continue;
		return c >= 'A' && c <= 'Z' ? c - 'A' + 'a'
		    : (unsigned char)c;
	}
	return -1;
}

bool
table_same_name(struct slice a, struct slice b)
{
	size_t i = 0, k = 0;
	bool any = false;
	int left, right;

	do {
		left = fold(a, &i);
		right = fold(b, &k);
		any |= left >= 0;
	} while (left == right && left >= 0);
	return left == right && any;
}
