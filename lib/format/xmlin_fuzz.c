/*
 * xmlin_fuzz.c - any bytes as XML.
 *
 * Beyond not crashing: starts and ends match like brackets, depths say so,
 * texts never follow each other, all is valid UTF-8.
 */
#include "format/xmlin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good, const char *text)
{
	if (!good)
		BUG(text);
}

static void
text_check(struct slice s)
{
	must(slice_utf8_length(s) == s.len && s.at[s.len] == '\0', "text");
}

static void
event_check(const struct xmlin_event *v)
{
	size_t i;

	must(v->line && v->column, "place");
	if (v->kind == XMLIN_TEXT) {
		must(v->text.len > 0, "empty text");
		text_check(v->text);
		return;
	}
	must(v->name.len > 0, "element without a name");
	text_check(v->name);
	text_check(v->uri);
	for (i = 0; i < v->count; i++) {
		text_check(v->attributes[i].uri);
		text_check(v->attributes[i].name);
		text_check(v->attributes[i].value);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xmlin *in;
	struct xmlin_event v;
	struct err e = ERR_INIT;
	unsigned depth = 0;
	bool was_text = false;
	int got;

	/* The fuzzer's bytes are unsigned. */
	if (xmlin_open_text(
		&in, "fuzz", slice_from((const char *)data, size), &e) < 0)
		BUG("memory could not be opened");
	while ((got = xmlin_next(in, &v, &e)) > 0) {
		event_check(&v);
		depth += v.kind == XMLIN_START;
		must(v.depth == depth && depth > 0 && depth <= XMLIN_DEPTH_MOST,
		    "depth");
		depth -= v.kind == XMLIN_END;
		must(!was_text || v.kind != XMLIN_TEXT, "text behind text");
		was_text = v.kind == XMLIN_TEXT;
	}
	must(got < 0 ? e.kind == ERR_INPUT : depth == 0, "end");
	xmlin_close(in);
	return 0;
}
