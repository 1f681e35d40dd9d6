/* verdict.c - rules read, and held against answers. */
#include "load/verdict.h"

#include "format/json.h"
#include "format/json_pointer.h"
#include "io/log.h"

#define WORDS_MOST 500
#define TEXT_MOST ((size_t)64 * 1024)

const char *const verdict_keys[] = {
	"status", "at", "equals", "pattern", "is", "message", NULL,
};
const char *const verdict_names[] = {
	"done", "absent", "exists", "conflict", "retry", "unknown", "refused",
	"accepted", "stop", NULL,
};

/* --- reading --- */

/* A status, or "4xx". */
static int
read_range(struct verdict_range *r, const struct ydoc_node *n, struct err *e)
{
	struct slice text = SLICE_INIT("");
	uint64_t status;

	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (text.len == 3 && text.at[0] >= '1' && text.at[0] <= '5' &&
	    text.at[1] == 'x' && text.at[2] == 'x') {
		r->least = (text.at[0] - '0') * 100;
		r->most = r->least + 99;
		return 0;
	}
	if (!text_to_number(text, 599, &status) || status < 100)
		return ydoc_error(n, e, "must be a status such as 409, or a "
		    "class such as 4xx, is \"%.*s\"", SLICE_ARGS(text));
	r->least = r->most = (long)status; /* 100 to 599 */
	return 0;
}

static int
read_statuses(struct verdict_rule *r, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *one = n;

	if (n && n->kind == YDOC_LIST)
		one = n->first;
	for (; one; one = n->kind == YDOC_LIST ? one->next : NULL) {
		if (r->status_count == VERDICT_STATUSES_MOST)
			return ydoc_error(one, e, "has too many statuses");
		if (read_range(&r->statuses[r->status_count], one, e) < 0)
			return -1;
		r->status_count++;
	}
	return 0;
}

static int
read_pattern(struct verdict_rule *r, const struct ydoc_node *n, struct err *e)
{
	const char *text = NULL;
	char why[200];
	int rc;

	if (!n)
		return 0;
	if (ydoc_string(n, &text, e) < 0)
		return -1;
	rc = regcomp(&r->pattern, text, REG_EXTENDED | REG_NOSUB);
	if (rc) {
		regerror(rc, &r->pattern, why, sizeof(why));
		return ydoc_error(n, e, "\"%s\": %s", text, why);
	}
	r->has_pattern = true;
	return 0;
}

static int
read_message(struct verdict_rule *r, const struct ydoc_node *n,
    struct err *e)
{
	size_t i;

	if (ydoc_texts(n, &r->message, e) < 0)
		return -1;
	for (i = 0; i < r->message.count; i++)
		if (r->message.at[i].len && r->message.at[i].at[0] != '/')
			return ydoc_error(n, e, "\"%.*s\" is no JSON Pointer",
			    SLICE_ARGS(r->message.at[i]));
	return 0;
}

static int
read_rule(struct verdict_rule *r, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *equals;
	int is = 0;

	if (ydoc_check_keys(n, verdict_keys, e) < 0)
		return -1;
	equals = ydoc_get(n, "equals");
	if (read_statuses(r, ydoc_get(n, "status"), e) < 0 ||
	    ydoc_pointer(ydoc_get(n, "at"), &r->at, e) < 0 ||
	    ydoc_texts(equals, &r->equals, e) < 0 ||
	    read_pattern(r, ydoc_get(n, "pattern"), e) < 0 ||
	    read_message(r, ydoc_get(n, "message"), e) < 0 ||
	    ydoc_choice(ydoc_need(n, "is", e), verdict_names, &is, e) < 0)
		return -1;
	r->is = (enum verdict)is; /* names in its order */
	if (equals && !r->at.at)
		return ydoc_error_key(equals, e, "needs \"at\"");
	return 0;
}

int
verdict_read(struct verdict_rules *r, const struct ydoc_node *n,
    struct arena *a, struct err *e)
{
	const struct ydoc_node *one;

	r->at = NULL;
	r->count = 0;
	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	r->at = arena_alloc(a, (n->count + 1) * sizeof(*r->at));
	for (one = n->first; one; one = one->next) {
		struct verdict_rule *rule = &r->at[r->count++];

		memset(rule, 0, sizeof(*rule));
		if (read_rule(rule, one, e) < 0)
			return -1;
	}
	return 0;
}

void
verdict_release(struct verdict_rules *r)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (r->at[i].has_pattern)
			regfree(&r->at[i].pattern);
	r->count = 0;
}

/* --- finding --- */

/*
 * The text at a pointer: of a text or number its characters, of anything else
 * its JSON.  False where there is nothing, or null, false or something empty.
 */
static bool
text_at(struct slice body, struct slice pointer, struct buf *to)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct slice raw;
	struct json j, here;
	bool got = false;

	json_init(&j, body, "answer", 1, &a);
	if (json_pointer(&j, pointer, &e) > 0) {
		here = j;
		got = json_raw(&here, &raw, &e) == 0 &&
		    json_value(&j, &v, &e) == 0 && v.kind != JSON_NULL &&
		    v.kind != JSON_FALSE && !slice_is(raw, "{}") &&
		    !slice_is(raw, "[]") && !slice_is(raw, "\"\"");
		if (got)
			buf_add_slice(to, v.kind == JSON_STRING ||
			    v.kind == JSON_NUMBER ? v.text : raw);
	}
	arena_release(&a);
	return got;
}

static bool
status_fits(const struct verdict_rule *r, long status)
{
	size_t i;

	for (i = 0; i < r->status_count; i++)
		if (status >= r->statuses[i].least &&
		    status <= r->statuses[i].most)
			return true;
	return !r->status_count;
}

static bool
text_fits(const struct verdict_rule *r, struct buf *text)
{
	bool equal = !r->equals.count;
	size_t i;

	for (i = 0; i < r->equals.count; i++)
		equal = equal ||
		    slice_equal(buf_slice(text), r->equals.at[i]);
	return equal && (!r->has_pattern ||
	    regexec(&r->pattern, buf_text(text), 0, NULL, 0) == 0);
}

static bool
holds(const struct verdict_rule *r, const struct verdict_answer *a)
{
	struct buf text = BUF_INIT(TEXT_MOST);
	bool fits = status_fits(r, a->status);

	if (fits && (r->at.at || r->has_pattern)) {
		if (r->at.at)
			fits = text_at(a->body, r->at, &text);
		else
			buf_add(&text, a->body.at, a->body.len > TEXT_MOST
			    ? TEXT_MOST : a->body.len);
		fits = fits && text_fits(r, &text);
	}
	buf_release(&text);
	return fits;
}

const struct verdict_rule *
verdict_find(const struct verdict_rules *const *lists,
    const struct verdict_answer *a)
{
	size_t i;

	for (; *lists; lists++)
		for (i = 0; i < (*lists)->count; i++)
			if (holds(&(*lists)->at[i], a))
				return &(*lists)->at[i];
	return NULL;
}

enum verdict
verdict_of_status(long status)
{
	if (status >= 200 && status < 300)
		return status == 202 ? VERDICT_ACCEPTED : VERDICT_DONE;
	switch (status) {
	case 404:
	case 410:
		return VERDICT_ABSENT;
	case 409:
		return VERDICT_EXISTS;
	case 412:
	case 428:
		return VERDICT_CONFLICT;
	case 429:
	case 503:
		return VERDICT_RETRY;
	case 401:
	case 403:
	case 405:
	case 407:
		return VERDICT_STOP;
	default:
		break;
	}
	if (status >= 400 && status < 500 && status != 408)
		return VERDICT_REFUSED;
	return status >= 400 ? VERDICT_UNKNOWN : VERDICT_STOP;
}

/* --- words --- */

static bool
usual_words(const struct verdict_answer *a, struct buf *to)
{
	static const char *const places[] = {
		"/error/message/value", "/error/message", "/error/data/message",
		"/error/details", "/message", "/error_description", "/detail",
		"/title", "/error", "/o:errorDetails/0/detail", "/exception",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(places); i++)
		if (text_at(a->body, slice_of(places[i]), to))
			return true;
	return false;
}

/* Runs of blanks and control bytes as one blank, markup left out. */
static void
add_line(struct buf *to, struct slice text)
{
	bool markup = slice_begins(slice_trim(text), SLICE("<"));
	bool in_tag = false, blank = true;
	size_t i;

	for (i = 0; i < text.len && to->len < WORDS_MOST; i++) {
		unsigned char c = (unsigned char)text.at[i];

		in_tag = in_tag || (markup && c == '<');
		if (!in_tag && c > ' ' && c != 0x7f) {
			buf_add_byte(to, text.at[i]);
			blank = false;
			continue;
		}
		if (!blank)
			buf_add_byte(to, ' ');
		blank = true;
		in_tag = in_tag && c != '>';
	}
}

void
verdict_words(struct buf *to, const struct verdict_rule *rule,
    const struct verdict_answer *a)
{
	struct buf text = BUF_INIT(TEXT_MOST), line = BUF_INIT(WORDS_MOST + 8);
	struct buf masked = BUF_INIT(16 * WORDS_MOST);
	struct slice s;
	size_t i;

	for (i = 0; rule && i < rule->message.count && !text.len; i++)
		(void)text_at(a->body, rule->message.at[i], &text);
	if (!text.len && !usual_words(a, &text) &&
	    !memchr(a->body.at ? a->body.at : "", '\0', a->body.len))
		buf_add(&text, a->body.at, a->body.len > 16384 ? 16384
		    : a->body.len);
	log_masked(&masked, buf_slice(&text));
	add_line(&line, buf_slice(&masked));
	s = slice_trim(buf_slice(&line));
	/* no half character at the end */
	s.len = slice_utf8_length(s);
	if (a->status && (a->status < 200 || a->status > 299))
		buf_printf(to, "%ld%s", a->status, s.len ? ": " : "");
	buf_add_slice(to, s);
	buf_release(&text);
	buf_release(&line);
	buf_release(&masked);
}
