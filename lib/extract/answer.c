/*
 * answer.c - pointers into one JSON text.
 *
 * The text is looked through once for each pointer: there are few of them,
 * and what was passed over was checked the first time.  A row is written on
 * one line as it stands; control bytes can stand only between its values.
 */
#include "extract/answer.h"

#include <strings.h>

#include "format/json.h"
#include "format/json_add.h"
#include "format/json_pointer.h"

#define LINES_MOST ((size_t)1024 * 1024 * 1024)
#define WORDS_MOST 600

struct look {
	struct answer *answer;
	struct slice text;
	const char *name;
};

void
answer_init(struct answer *a)
{
	memset(a, 0, sizeof(*a));
	buf_init(&a->lines, LINES_MOST);
	buf_init(&a->words, 65536);
}

void
answer_release(struct answer *a)
{
	buf_release(&a->lines);
	buf_release(&a->words);
	arena_release(&a->arena);
}

/* Moves `j` to what a pointer names: 1, 0 there is nothing or null, -1. */
static int
find(const struct look *l, struct slice pointer, struct json *j,
    struct json_value *v, struct err *e)
{
	struct json before;
	int found;

	json_init(j, l->text, l->name, 1, &l->answer->arena);
	found = json_pointer(j, pointer, e);
	if (found <= 0)
		return found;
	before = *j;
	if (json_value(j, v, e) < 0)
		return -1;
	*j = before;
	return v->kind != JSON_NULL;
}

/* The whole answer is JSON. */
static int
check(const struct look *l, struct err *e)
{
	struct err why = ERR_INIT;
	struct slice first = l->text;
	struct json j;

	json_init(&j, l->text, l->name, 1, &l->answer->arena);
	if (json_skip(&j, &why) == 0 && json_end(&j, &why) == 0)
		return 0;
	if (first.len > 100)
		first.len = 100;
	return err_set(e, ERR_INPUT, "%s: the answer begins with \"%.*s\"",
	    why.text, SLICE_ARGS(first));
}

/* --- errors --- */

static int
error_words(const struct look *l, const struct rest_errors *errors,
    struct err *e)
{
	struct buf *words = &l->answer->words;
	struct json_value v;
	struct json j;
	size_t i;
	int found;

	for (i = 0; i < errors->messages.count; i++) {
		found = find(l, errors->messages.at[i], &j, &v, e);
		if (found < 0)
			return -1;
		if (found && v.kind == JSON_STRING && v.text.len) {
			buf_add_slice(words, v.text);
			return 0;
		}
	}
	if (find(l, errors->at, &j, &v, e) < 0)
		return -1;
	if (v.kind != JSON_STRING)
		return json_add_canonical(words, &j, e);
	buf_add_slice(words, v.text);
	return 0;
}

/* 0 it is none, 1 it will go away, 2 it will not, -1. */
static int
error_look(const struct look *l, const struct rest_errors *errors,
    struct err *e)
{
	struct buf *words = &l->answer->words;
	struct json_value v;
	struct json j;
	size_t i;
	int found;

	if (!errors->at.at)
		return 0;
	found = find(l, errors->at, &j, &v, e);
	if (found <= 0 || v.kind == JSON_FALSE ||
	    (v.kind == JSON_NUMBER && slice_is(v.text, "0")) ||
	    (v.kind == JSON_STRING && !v.text.len))
		return found < 0 ? -1 : 0;
	if ((v.kind == JSON_ARRAY || v.kind == JSON_OBJECT) &&
	    j.at + 1 < j.end) {
		struct json inside = j;
		struct slice name;
		int any;

		if (json_value(&inside, &v, e) < 0)
			return -1;
		any = v.kind == JSON_ARRAY ? json_element(&inside, e)
		    : json_member(&inside, &name, e);
		if (any <= 0)
			return any;
	}
	if (error_words(l, errors, e) < 0)
		return -1;
	if (words->len > WORDS_MOST)
		words->len = WORDS_MOST;
	for (i = 0; i < errors->again.count; i++)
		if (errors->again.at[i].len && memmem(words->at, words->len,
		    errors->again.at[i].at, errors->again.at[i].len))
			return 1;
	return 2;
}

/* --- rows --- */

static void
add_line(struct buf *b, struct slice element)
{
	size_t i, plain = 0;

	for (i = 0; i < element.len; i++) {
		if ((unsigned char)element.at[i] >= 0x20)
			continue;
		buf_add(b, element.at + plain, i - plain);
		buf_add_byte(b, ' ');
		plain = i + 1;
	}
	buf_add(b, element.at + plain, element.len - plain);
	buf_add_byte(b, '\n');
}

static int
rows_read(const struct look *l, const struct rest *r, struct slice *last,
    struct err *e)
{
	struct answer *a = l->answer;
	struct slice element;
	struct json_value v;
	struct json j;
	int found, more;

	found = find(l, r->rows, &j, &v, e);
	if (found < 0)
		return -1;
	if (!found || v.kind != JSON_ARRAY)
		return err_set(e, ERR_INPUT, "%s: the answer has no array at "
		    "\"%.*s\", where the rows are", l->name,
		    SLICE_ARGS(r->rows));
	if (json_value(&j, &v, e) < 0)
		return -1;
	while ((more = json_element(&j, e)) > 0) {
		if (json_raw(&j, &element, e) < 0)
			return -1;
		add_line(&a->lines, element);
		a->rows++;
		*last = element;
	}
	if (more == 0 && a->lines.over)
		return err_set(e, ERR_INPUT, "%s: the answer is too long",
		    l->name);
	return more;
}

/* --- what it says of the next page --- */

/* A text or a number at a pointer: 1, 0 none, -1. */
static int
scalar(const struct look *l, struct slice pointer, const char *what,
    struct err *e)
{
	struct answer *a = l->answer;
	struct json_value v;
	struct json j;
	int found = find(l, pointer, &j, &v, e);

	if (found <= 0 || v.kind == JSON_FALSE)
		return found < 0 ? -1 : 0;
	if (v.kind != JSON_STRING && v.kind != JSON_NUMBER)
		return err_set(e, ERR_INPUT, "%s: what is at \"%.*s\" (%s) is "
		    "neither a text nor a number", l->name,
		    SLICE_ARGS(pointer), what);
	if (!v.text.len)
		return 0;
	a->next = slice_copy(v.text, &a->arena);
	a->plain = v.kind == JSON_NUMBER;
	return 1;
}

/* rel=next, rel="next", rel="last next" among the parameters of a link. */
static bool
rel_is_next(struct slice parameters)
{
	struct slice one, name, word;

	while (parameters.at) {
		one = slice_cut(&parameters, ';');
		name = slice_trim(slice_cut(&one, '='));
		one = slice_trim(one);
		if (name.len != 3 || strncasecmp(name.at, "rel", 3) != 0)
			continue;
		if (one.len > 1 && *one.at == '"')
			one = slice_from(one.at + 1, one.len - 2);
		while (one.at) {
			word = slice_cut(&one, ' ');
			if (word.len == 4 &&
			    strncasecmp(word.at, "next", 4) == 0)
				return true;
		}
	}
	return false;
}

/* One header Link: <URL>; rel="next", <URL>; ... */
static bool
link_next(struct slice text, struct slice *url)
{
	const char *open, *close, *comma;
	struct slice rest = text;

	while ((open = memchr(rest.at, '<', rest.len)) != NULL) {
		rest.len -= (size_t)(open + 1 - rest.at);
		rest.at = open + 1;
		close = memchr(rest.at, '>', rest.len);
		if (!close)
			return false;
		*url = slice_from(rest.at, (size_t)(close - rest.at));
		rest.len -= (size_t)(close + 1 - rest.at);
		rest.at = close + 1;
		comma = memchr(rest.at, '<', rest.len);
		while (comma && comma > rest.at && *comma != ',')
			comma--;
		if (rel_is_next(slice_from(rest.at, comma ?
		    (size_t)(comma - rest.at) : rest.len)))
			return true;
	}
	return false;
}

static int
next_read(const struct look *l, const struct rest *r,
    const struct http_answer *http, struct err *e)
{
	const struct rest_paging *p = &r->paging;
	struct answer *a = l->answer;
	struct slice url;
	size_t i;

	if (!p->by_header)
		return p->next.at && scalar(l, p->next, "next", e) < 0 ? -1
		    : 0;
	for (i = 0; i < http->header_count && !a->next.at; i++)
		if (http->headers[i].name.len == 4 &&
		    strncasecmp(http->headers[i].name.at, "link", 4) == 0 &&
		    link_next(http->headers[i].value, &url))
			a->next = slice_copy(url, &a->arena);
	return 0;
}

static int
after_read(const struct look *l, const struct rest *r, struct slice last,
    struct err *e)
{
	const struct look row = {l->answer, last, l->name};
	int got;

	if (!r->paging.after.at || !l->answer->rows)
		return 0;
	got = scalar(&row, r->paging.after, "after", e);
	if (got == 0)
		return err_set(e, ERR_INPUT, "%s: the last row has nothing at "
		    "\"%.*s\", by which the next page is asked for", l->name,
		    SLICE_ARGS(r->paging.after));
	return got < 0 ? -1 : 0;
}

static int
figures_read(const struct look *l, const struct rest *r, struct err *e)
{
	struct answer *a = l->answer;
	struct json_value v;
	struct json j;
	uint64_t total;
	int found = 0;

	if (r->paging.more.at) {
		found = find(l, r->paging.more, &j, &v, e);
		if (found < 0)
			return -1;
		a->more = found && v.kind != JSON_FALSE &&
		    !(v.kind == JSON_STRING && slice_is(v.text, "false"));
	}
	if (!r->total.at)
		return 0;
	found = find(l, r->total, &j, &v, e);
	if (found <= 0)
		return found;
	if ((v.kind != JSON_NUMBER && v.kind != JSON_STRING) ||
	    !text_to_number(v.text, INT64_MAX, &total))
		return err_set(e, ERR_INPUT, "%s: what is at \"%.*s\" (total) "
		    "is no number", l->name, SLICE_ARGS(r->total));
	a->total = (int64_t)total; /* at most INT64_MAX, as asked */
	return 0;
}

int
answer_read(struct answer *a, const struct rest *r,
    const struct http_answer *http, const char *name, struct err *e)
{
	const struct look l = {a, http->body, name};
	struct slice last = SLICE_INIT("");
	int error;

	arena_reset(&a->arena);
	buf_clear(&a->lines);
	buf_clear(&a->words);
	a->rows = 0;
	a->next = slice_from(NULL, 0);
	a->plain = false;
	a->more = -1;
	a->total = -1;
	if (check(&l, e) < 0)
		return -1;
	error = error_look(&l, &r->errors, e);
	if (error == 2)
		return err_set(e, ERR_USAGE, "%s: the server says: %s", name,
		    buf_text(&a->words));
	if (error != 0)
		return error < 0 ? -1 : 0;
	if (rows_read(&l, r, &last, e) < 0 ||
	    next_read(&l, r, http, e) < 0 || after_read(&l, r, last, e) < 0 ||
	    figures_read(&l, r, e) < 0)
		return -1;
	return 1;
}
