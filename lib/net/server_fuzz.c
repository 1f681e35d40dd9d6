/* server_fuzz.c - any bytes as the map of a server, and its log-in filled. */
#include "net/server.h"

static int
find(void *ctx, struct slice name, struct fill_value *out, struct err *e)
{
	(void)ctx;
	(void)e;
	out->kind = FILL_TEXT;
	out->text = name;
	return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fill_names names = {find, NULL};
	/* bytes are bytes */
	struct slice text = slice_from((const char *)data, size);
	struct buf b = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	const struct auth_request *r;
	struct server s;
	struct ydoc d;

	if (ydoc_parse(&d, "p", text, &e) == 0 &&
	    server_read(&s, d.root, &a, &e) == 0) {
		r = &s.auth.session.log_in;
		if (r->body && fill_json(&b, r->body, &names, &e) < 0)
			BUG("a checked body cannot be filled");
		if (r->form && fill_form(&b, r->form, &names, &e) < 0)
			BUG("a checked form cannot be filled");
		(void)!server_resolve(&s, &b, s.node->first->text, &e);
	}
	if (e.kind != ERR_NONE && e.kind != ERR_USAGE)
		BUG("a server is refused, but not as a mistake of the profile");
	buf_release(&b);
	arena_release(&a);
	ydoc_release(&d);
	return 0;
}
