/*
 * guess_keys.c - CREATE TABLE read as far as keys need it.
 *
 * Definitions are told apart by commas outside of parentheses; in each the
 * words count, quoted or not.
 */
#include "extract/guess_keys.h"

#include "extract/guess_words.h"
#include "extract/guess_yaml.h"

#define JOINS_MOST 8

/* --- words --- */

/* The next word, or mark; without its quotes.  "" at the end. */
static struct slice
next_word(struct slice *rest)
{
	static const char quotes[] = "\"`[", ends[] = "\"`]";
	struct slice s = slice_trim(*rest), word;
	const char *quote;
	size_t n = 0;

	if (!s.len) {
		*rest = s;
		return s;
	}
	quote = strchr(quotes, *s.at);
	if (quote) {
		for (n = 1; n < s.len && s.at[n] != ends[quote - quotes]; n++)
			;
		word = slice_from(s.at + 1, n - 1);
		n += n < s.len;
	} else {
		while (n < s.len && !strchr("(), \t\r\n\"`[", s.at[n]))
			n++;
		n += n == 0;
		word = slice_from(s.at, n);
	}
	*rest = slice_from(s.at + n, s.len - n);
	return word;
}

static bool
word_is(struct slice word, const char *text)
{
	return word.len == strlen(text) &&
	    strncasecmp(word.at, text, word.len) == 0;
}

static bool
same_name(struct slice a, struct slice b)
{
	return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

/* What stands between the outer parentheses of the statement. */
static struct slice
definitions(struct slice sql)
{
	const char *open = memchr(sql.at, '(', sql.len);
	const char *close = memrchr(sql.at, ')', sql.len);

	if (!open || !close || close < open)
		return SLICE("");
	return slice_from(open + 1, (size_t)(close - open - 1));
}

static struct slice
next_definition(struct slice *rest)
{
	struct slice found;
	size_t i, depth = 0;

	for (i = 0; i < rest->len && (depth || rest->at[i] != ','); i++)
		if (rest->at[i] == '(')
			depth++;
		else if (rest->at[i] == ')' && depth)
			depth--;
	found = slice_trim(slice_from(rest->at, i));
	i += i < rest->len;
	*rest = slice_from(rest->at + i, rest->len - i);
	return found;
}

/* Moves behind the word; false where it is not there. */
static bool
skip_to(struct slice *rest, const char *word)
{
	struct slice w;

	while ((w = next_word(rest)).len)
		if (word_is(w, word))
			return true;
	return false;
}

/* The one name in the parentheses that come next, or "". */
static struct slice
in_parentheses(struct slice rest)
{
	struct slice name;

	if (!word_is(next_word(&rest), "("))
		return SLICE("");
	name = next_word(&rest);
	return word_is(next_word(&rest), ")") ? name : SLICE("");
}

/* A definition that is about several columns, not one. */
static bool
is_constraint(struct slice definition)
{
	static const char *const words[] = {"CONSTRAINT", "PRIMARY",
	    "FOREIGN", "UNIQUE", "CHECK"};
	struct slice first = next_word(&definition);
	size_t i;

	for (i = 0; i < COUNT_OF(words); i++)
		if (word_is(first, words[i]))
			return true;
	return false;
}

/* --- tables --- */

/* The column that other tables mean where they name none, or "". */
static struct slice
primary_key(struct slice sql)
{
	struct slice all = definitions(sql), d, rest, found = SLICE("");

	while (all.len && !found.len) {
		d = next_definition(&all);
		rest = d;
		if (!skip_to(&rest, "PRIMARY"))
			continue;
		next_word(&rest); /* KEY */
		found = is_constraint(d) ? in_parentheses(rest)
					 : next_word(&d);
	}
	return found;
}

/* The column with the number of a part, or "". */
static struct slice
number_column(struct slice sql, struct slice key)
{
	struct slice all = definitions(sql), d, name, best = SLICE("");
	struct guess_word w;
	unsigned score, most = 0;

	while (all.len) {
		d = next_definition(&all);
		if (is_constraint(d))
			continue;
		name = next_word(&d);
		if (same_name(name, key) || !guess_word_find(&w, name) ||
		    w.role != GUESS_ITEM)
			continue;
		score = w.words + (w.whole ? 10 : 0);
		if (score > most)
			best = name;
		most = score > most ? score : most;
	}
	return best;
}

/* What a definition refers to; false: nothing that could be joined. */
static bool
refers(struct slice d, struct slice *column, struct slice *table,
    struct slice *key)
{
	struct slice rest = d;

	*column = next_word(&d);
	if (is_constraint(rest)) {
		d = rest;
		if (!skip_to(&d, "FOREIGN"))
			return false;
		next_word(&d); /* KEY */
		*column = in_parentheses(d);
	}
	if (!skip_to(&rest, "REFERENCES"))
		return false;
	*table = next_word(&rest);
	*key = in_parentheses(rest);
	return column->len && table->len;
}

/* --- the query --- */

struct query {
	struct buf columns, joins;
	size_t count;
};

static void
join(struct query *q, struct slice column, const struct guess_keys_table *to,
    struct slice key)
{
	struct slice number;
	struct guess_word w;
	struct buf name = BUF_INIT(65536);

	if (!key.len)
		key = primary_key(to->sql);
	number = number_column(to->sql, key);
	if (!key.len || !number.len || q->count == JOINS_MOST)
		return;
	q->count++;
	/* PARENT_ID and CHILD_ID both have a PART_NO */
	if (guess_word_find(&w, column) && w.role != GUESS_ITEM) {
		buf_add_slice(&name, column);
		buf_add_byte(&name, ' ');
	}
	buf_add_slice(&name, number);
	buf_printf(&q->columns, ", k%zu.", q->count);
	guess_yaml_column(&q->columns, number);
	buf_add_text(&q->columns, " AS ");
	guess_yaml_column(&q->columns, buf_slice(&name));
	buf_add_text(&q->joins, " LEFT JOIN ");
	guess_yaml_column(&q->joins, to->name);
	buf_printf(&q->joins, " k%zu ON k%zu.", q->count, q->count);
	guess_yaml_column(&q->joins, key);
	buf_add_text(&q->joins, " = t.");
	guess_yaml_column(&q->joins, column);
	buf_release(&name);
}

void
guess_keys_select(struct buf *query, const struct guess_keys_table *tables,
    size_t count, size_t at)
{
	struct query q = {BUF_INIT(65536), BUF_INIT(65536), 0};
	struct slice all = definitions(tables[at].sql), column, table, key;
	size_t i;

	while (all.len) {
		if (!refers(next_definition(&all), &column, &table, &key))
			continue;
		for (i = 0; i < count; i++)
			if (same_name(tables[i].name, table) && i != at)
				join(&q, column, &tables[i], key);
	}
	buf_add_text(query, q.count ? "SELECT t.*" : "SELECT *");
	buf_add_slice(query, buf_slice(&q.columns));
	buf_add_text(query, " FROM ");
	guess_yaml_column(query, tables[at].name);
	buf_add_text(query, q.count ? " t" : "");
	buf_add_slice(query, buf_slice(&q.joins));
	buf_release(&q.columns);
	buf_release(&q.joins);
}
