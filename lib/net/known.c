/* known.c - a short list that is searched from its start. */
#include "net/known.h"

#include "format/json.h"
#include "format/json_pointer.h"

#define TEXT_MOST ((size_t)64 * 1024)
/* What a server gives is masked from this length on: an id "1" is not. */
#define HIDE_LEAST 8

void
known_forget(struct known *k, size_t keep)
{
	while (k->count > keep)
		secret_release(&k->texts[--k->count].text);
	if (keep)
		return;
	mem_free(k->texts);
	k->texts = NULL;
}

struct buf *
known_add(struct known *k, struct slice name)
{
	struct known_text *one;

	k->texts = mem_grow(k->texts, k->count + 1, sizeof(*k->texts));
	one = &k->texts[k->count++];
	one->name = name;
	buf_init(&one->text, TEXT_MOST);
	return &one->text;
}

int
known_find(void *ctx, struct slice name, struct fill_value *out,
    struct err *e)
{
	const struct known *k = ctx;
	size_t i;

	(void)e;
	for (i = 0; i < k->count; i++) {
		if (!slice_equal(k->texts[i].name, name))
			continue;
		out->kind = FILL_TEXT;
		out->text = buf_slice(&k->texts[i].text);
		break;
	}
	/* auth_read has checked the names: it is only not known yet */
	return 1;
}

int
known_missing(const struct http_answer *a, const struct ydoc_node *n,
    const char *what, struct err *e)
{
	struct buf words = BUF_INIT(1024);

	http_answer_words(&words, a);
	(void)ydoc_error(n, e, "the answer to the log-in has no %s: \"%s\" "
	    "(check the credentials)", what, buf_text(&words));
	buf_release(&words);
	return -1;
}

bool
known_json(const struct http_answer *a, struct slice pointer,
    struct buf *to)
{
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct json j;
	bool got = false;

	json_init(&j, a->body, "answer", 1, &arena);
	if (json_pointer(&j, pointer, &e) > 0 &&
	    json_value(&j, &v, &e) == 0 &&
	    (v.kind == JSON_STRING || v.kind == JSON_NUMBER)) {
		buf_add_slice(to, v.text);
		got = v.text.len > 0 && !to->over;
	}
	arena_release(&arena);
	return got;
}

int
known_take(struct known *k, const struct auth_taken *t,
    const struct http_answer *a, struct err *e)
{
	struct buf what = BUF_INIT(1024);
	struct buf *to = known_add(k, t->name);
	struct slice text = SLICE_INIT("");

	switch (t->from) {
	case AUTH_POINTER:
		(void)known_json(a, t->what, to);
		buf_printf(&what, "text or number at %s", t->what.at);
		break;
	case AUTH_HEADER:
		text = http_answer_header(a, t->what.at);
		buf_printf(&what, "header %s", t->what.at);
		break;
	case AUTH_COOKIE:
		text = http_answer_cookie(a, t->what);
		buf_printf(&what, "cookie %s", t->what.at);
		break;
	}
	buf_add_slice(to, text);
	if (to->len && !to->over) {
		buf_release(&what);
		if (to->len >= HIDE_LEAST)
			secret_hide(buf_slice(to));
		return 0;
	}
	(void)known_missing(a, t->node, buf_text(&what), e);
	buf_release(&what);
	return -1;
}
