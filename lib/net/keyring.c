/* keyring.c - a short list that is searched from its start. */
#include "net/keyring.h"

#define TEXT_MOST ((size_t)64 * 1024)
/* What a server gives is masked from this length on: an id "1" is not. */
#define HIDE_LEAST 8

void
keyring_forget(struct keyring *k, size_t keep)
{
	while (k->count > keep)
		secret_release(&k->texts[--k->count].text);
	if (keep)
		return;
	mem_free(k->texts);
	k->texts = NULL;
}

struct buf *
keyring_add(struct keyring *k, struct slice name)
{
	struct keyring_text *one;

	k->texts = mem_grow(k->texts, k->count + 1, sizeof(*k->texts));
	one = &k->texts[k->count++];
	one->name = name;
	buf_init(&one->text, TEXT_MOST);
	return &one->text;
}

int
keyring_find(void *ctx, struct slice name, struct fill_value *out,
    struct err *e)
{
	const struct keyring *k = ctx;
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
keyring_missing(const struct http_answer *a, const struct ydoc_node *n,
    const char *what, struct err *e)
{
	struct buf words = BUF_INIT(1024);

	http_answer_words(&words, a);
	(void)ydoc_error(n, e, "the answer to the log-in has no %s: \"%s\" "
	    "(check the credentials)", what, buf_text(&words));
	buf_release(&words);
	return -1;
}

int
keyring_take(struct keyring *k, const struct auth_taken *t,
    const struct http_answer *a, struct err *e)
{
	struct buf what = BUF_INIT(1024);
	struct buf *to = keyring_add(k, t->name);
	struct slice text = SLICE_INIT("");

	switch (t->from) {
	case AUTH_POINTER:
		(void)http_answer_text(a, t->what, to);
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
	(void)keyring_missing(a, t->node, buf_text(&what), e);
	buf_release(&what);
	return -1;
}
