/* reply.c - walking answers without a tree; their elements are slices. */
#include "load/reply.h"

#include "base/decimal.h"
#include "base/map.h"
#include "format/json.h"
#include "format/json_pointer.h"

#include <strings.h>

#define TEXT_MOST ((size_t)64 * 1024)
#define GROUPS 2

/* Where a $batch has what. */
static struct slice odata_key = SLICE_INIT("/id");
static const struct http_results odata_results = {
	.at = SLICE_INIT("/responses"), .by_key = true,
	.keys = {&odata_key, 1}, .status = SLICE_INIT("/status"),
	.body = SLICE_INIT("/body"), .headers = SLICE_INIT("/headers"),
};

void
reply_whole(const struct http_answer *a, struct reply_part *parts,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		parts[i] = (struct reply_part){.found = true,
		    .answer = {a->status, a->body}, .whole = a};
}

/* The JSON at a pointer: 1, 0, -1 no JSON. */
static int
raw_at(struct slice body, struct slice pointer, struct slice *raw)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json j;
	int got;

	json_init(&j, body, "answer", 1, &a);
	got = json_pointer(&j, pointer, &e);
	if (got > 0 && json_raw(&j, raw, &e) < 0)
		got = -1;
	arena_release(&a);
	return got;
}

/* A text or number by its characters, else its JSON; false: null, nothing. */
static bool
text_at(struct slice body, struct slice pointer, struct buf *to)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct slice raw;
	struct json j;
	bool got = false;

	if (raw_at(body, pointer, &raw) > 0) {
		json_init(&j, raw, "answer", 1, &a);
		got = json_value(&j, &v, &e) == 0 && v.kind != JSON_NULL;
		if (got)
			buf_add_slice(to, v.kind == JSON_STRING ||
			    v.kind == JSON_NUMBER ? v.text : raw);
	}
	arena_release(&a);
	return got;
}

/* --- splitting --- */

static void
fill_part(struct reply_part *p, const struct http_results *r,
    struct slice element, const struct http_answer *a)
{
	struct buf text = BUF_INIT(64);
	uint64_t status;

	p->several = p->found;
	p->found = true;
	p->answer = (struct verdict_answer){a->status, element};
	p->whole = r->headers.at ? NULL : a;
	if (r->status.at && text_at(element, r->status, &text) &&
	    text_to_number(buf_slice(&text), 999, &status))
		p->answer.status = (long)status; /* <= 999 */
	if (r->headers.at)
		(void)raw_at(element, r->headers, &p->headers);
	if (r->body.at && raw_at(element, r->body, &p->answer.body) <= 0)
		p->answer.body = SLICE("");
	buf_release(&text);
}

/*
 * What each unit is called in the answer; several may have one name: the map
 * has the last of them, `before` (from 1; 0: none) those in front of it.
 */
static int
name_units(struct map *names, size_t *before, const struct http_results *r,
    struct scene *s, struct err *e)
{
	uint64_t *at;
	bool added;
	struct buf b = BUF_INIT(TEXT_MOST);
	size_t i;
	int rc = 0;

	for (i = 0; i < s->unit_count && rc == 0; i++) {
		buf_clear(&b);
		scene_enter(s, s->units[i]);
		s->position = i + 1;
		if (r == &odata_results)
			buf_printf(&b, "%zu", i + 1);
		else if (template_text(&r->is, s, FILL_PLAIN, &b, e) < 0)
			rc = -1;
		at = map_put(names, buf_slice(&b), &added);
		before[i] = added ? 0 : (size_t)*at + 1; /* an index */
		*at = i;
	}
	buf_release(&b);
	return rc;
}

struct splitting {
	const struct http_results *results;
	const struct http_answer *answer;
	struct reply_part *parts;
	size_t count; /* of units */
	struct map names;
	size_t *before;
	size_t position;
	struct buf key;
};

/* What an element is called; false: it has no name. */
static bool
name_element(struct splitting *sp, struct slice element)
{
	const struct ydoc_texts *keys = &sp->results->keys;
	struct decimal d;
	bool any = false;
	size_t i;

	buf_clear(&sp->key);
	for (i = 0; i < keys->count; i++) {
		char digits[DECIMAL_TEXT_SIZE];
		size_t from = sp->key.len + (i > 0);
		struct slice text;

		if (i)
			buf_add_byte(&sp->key, '/');
		any = text_at(element, keys->at[i], &sp->key) || any;
		text = slice_from(sp->key.at + from, sp->key.len - from);
		/* of several, numbers count by their value: 1.0 is 1 */
		if (keys->count > 1 && text.len &&
		    decimal_parse(&d, text)) {
			sp->key.len = from;
			buf_add(&sp->key, digits, decimal_print(digits, d));
		}
	}
	return any;
}

static void
take_element(struct splitting *sp, struct slice element)
{
	uint64_t *at;
	size_t i;

	if (!sp->results->by_key) {
		if (sp->position < sp->count)
			fill_part(&sp->parts[sp->position], sp->results,
			    element, sp->answer);
		sp->position++;
		return;
	}
	if (!name_element(sp, element))
		return;
	at = map_find(&sp->names, buf_slice(&sp->key));
	for (i = at ? (size_t)*at + 1 : 0; i; i = sp->before[i - 1])
		fill_part(&sp->parts[i - 1], sp->results, element,
		    sp->answer);
}

/* 1, 0 with *why. */
static int
walk(struct splitting *sp, struct arena *arena, const char **why)
{
	struct err e = ERR_INIT;
	struct json_value v;
	struct slice raw;
	struct json j;
	int got;

	*why = "the answer is no JSON";
	json_init(&j, sp->answer->body, "answer", 1, arena);
	got = json_pointer(&j, sp->results->at, &e);
	if (got == 0)
		*why = "the answer has nothing where results should be";
	if (got <= 0 || json_value(&j, &v, &e) < 0)
		return 0;
	if (v.kind != JSON_ARRAY) {
		*why = "the answer has no list where results should be";
		return 0;
	}
	while ((got = json_element(&j, &e)) > 0) {
		if (json_raw(&j, &raw, &e) < 0)
			return 0;
		take_element(sp, raw);
	}
	if (got < 0)
		return 0;
	*why = "the answer has another number of results than were asked for";
	return sp->results->by_key || sp->position == sp->count;
}

int
reply_split(struct reply *r, struct scene *s, struct arena *arena,
    struct err *e)
{
	struct splitting sp = {.results = r->results ? r->results
	    : &odata_results, .answer = r->answer, .parts = r->parts,
	    .count = s->unit_count, .names = MAP_INIT,
	    .key = BUF_INIT(TEXT_MOST)};
	int rc = 0;

	memset(r->parts, 0, s->unit_count * sizeof(*r->parts));
	sp.before = arena_alloc(arena, (s->unit_count + 1) *
	    sizeof(*sp.before));
	if (sp.results->by_key)
		rc = name_units(&sp.names, sp.before, sp.results, s, e);
	if (rc == 0)
		rc = walk(&sp, arena, &r->why);
	map_release(&sp.names);
	buf_release(&sp.key);
	return rc;
}

int
reply_row(struct reply_part *part, struct slice rows)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice first = SLICE_INIT("");
	struct json_value v;
	struct json j;
	size_t count = 0;
	int got;

	json_init(&j, part->answer.body, "answer", 1, &a);
	if (!rows.at) {
		got = json_skip(&j, &e) < 0 || json_end(&j, &e) < 0 ? -1 : 1;
		arena_release(&a);
		return got;
	}
	got = json_pointer(&j, rows, &e) > 0 && json_value(&j, &v, &e) == 0 &&
	    v.kind == JSON_ARRAY ? 1 : -1;
	while (got > 0 && (got = json_element(&j, &e)) > 0) {
		struct slice raw;

		if (json_raw(&j, &raw, &e) < 0)
			got = -1;
		else if (count++ == 0)
			first = raw;
	}
	arena_release(&a);
	if (got < 0)
		return -1;
	part->answer.body = first;
	return count > 1 ? 2 : (int)count;
}

/* --- places --- */

/* A header of a $batch's part, in any case. */
static bool
json_header(struct slice headers, struct slice name, struct buf *to)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct slice at;
	struct json j;
	bool got = false;

	json_init(&j, headers, "answer", 1, &a);
	if (headers.len && json_value(&j, &v, &e) == 0 &&
	    v.kind == JSON_OBJECT)
		while (!got && json_member(&j, &at, &e) > 0) {
			if (json_value(&j, &v, &e) < 0)
				break;
			if (at.len == name.len && v.kind == JSON_STRING &&
			    strncasecmp(at.at, name.at, name.len) == 0) {
				buf_add_slice(to, v.text);
				got = true;
			} else if (json_skip_rest(&j, &v, &e) < 0) {
				break;
			}
		}
	arena_release(&a);
	return got;
}

static bool
header_at(const struct reply_part *part, struct slice name, struct buf *to)
{
	struct slice value;

	if (!part->whole)
		return json_header(part->headers, name, to);
	value = http_answer_header(part->whole, name.at);
	buf_add_slice(to, value);
	return value.len > 0;
}

/* The first group of the pattern, in place of the text from `from` on. */
static bool
cut_group(const struct http_place *p, struct buf *to, size_t from)
{
	regmatch_t at[GROUPS];
	size_t len;

	if (regexec(&p->pattern, buf_text(to) + from, GROUPS, at, 0) != 0 ||
	    at[1].rm_so < 0) {
		to->len = from;
		return false;
	}
	/* not negative, and in order */
	len = (size_t)(at[1].rm_eo - at[1].rm_so);
	memmove(to->at + from, to->at + from + at[1].rm_so, len);
	to->len = from + len;
	return len > 0;
}

static int
evaluate(const struct http_place *p, struct scene *s, struct buf *to,
    struct err *e)
{
	const struct expr_input in = {.record = s->record};
	struct expr_value v;

	if (expr_eval(p->expr, &in, &v, e) < 0)
		return -1;
	if (v.null)
		return 0;
	buf_add_slice(to, v.text);
	return 1;
}

int
reply_place(const struct http_place *p, const struct reply_part *part,
    struct scene *s, struct buf *to, struct err *e)
{
	size_t from = to->len;
	bool got;

	if (p->expr)
		return evaluate(p, s, to, e);
	if (!part)
		return 0;
	got = p->header ? header_at(part, p->what, to)
	    : text_at(part->answer.body, p->what, to);
	if (got && p->has_pattern)
		got = cut_group(p, to, from);
	return got;
}
