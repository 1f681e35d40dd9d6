/* headers.c - bufs beside the headers, so that values never move. */
#include "net/headers.h"

#include "net/secret.h"

#include <strings.h>

void
headers_release(struct headers *h)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		secret_release(&h->texts[i]);
	mem_free(h->at);
	mem_free(h->texts);
	memset(h, 0, sizeof(*h));
}

struct buf *
headers_begin(struct headers *h, struct slice name)
{
	struct buf *text;

	if (h->count == h->size) {
		h->size = mem_next_size(h->size, h->count + 1);
		h->at = mem_grow(h->at, h->size, sizeof(*h->at));
		h->texts = mem_grow(h->texts, h->size, sizeof(*h->texts));
	}
	text = &h->texts[h->count];
	buf_init(text, HEADERS_TEXT_MOST);
	h->at[h->count].name = name;
	h->at[h->count++].value = SLICE("");
	return text;
}

void
headers_end(struct headers *h)
{
	h->at[h->count - 1].value = buf_slice(&h->texts[h->count - 1]);
}

void
headers_add(struct headers *h, struct slice name, struct slice text)
{
	buf_add_slice(headers_begin(h, name), text);
	headers_end(h);
}

static bool
has(const struct headers *h, struct slice name)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		if (h->at[i].name.len == name.len &&
		    strncasecmp(h->at[i].name.at, name.at, name.len) == 0)
			return true;
	return false;
}

void
headers_add_missing(struct headers *h, const struct http_header *from,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!has(h, from[i].name))
			headers_add(h, from[i].name, from[i].value);
}
