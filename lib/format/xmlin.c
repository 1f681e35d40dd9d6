/*
 * xmlin.c - expat's calls put into a queue, a block of the file at a time.
 *
 * expat pushes; the caller wants to pull.  Stopping the parser after each
 * event would be the other way, but expat may still make a call after it was
 * stopped (the end of an empty element), so a queue is needed in any case.
 * The queue and its texts live in an arena that is reset when all of a block
 * was given.
 *
 * Entities.  With the document's own declarations refused, nothing expands.
 * But when a document type names an external file, which is never read, XML
 * says that an unknown entity may be declared there: expat then skips it, in
 * a text with a call and in an attribute without.  So in such files each tag
 * is also looked at as it stands (XML_DefaultCurrent).
 */
#include "format/xmlin.h"

#include <expat.h>

#include "format/charset.h"

#define BLOCK_SIZE (64 * 1024)
/* Between URI and local name: expat refuses a URI that has it. */
#define SEPARATOR '\n'

struct xmlin {
	const char *name;
	struct zio_in *file; /* NULL when the text comes from memory */
	struct slice memory; /* what is left of it */
	uint64_t fed;
	XML_Parser parser;
	struct arena arena;
	struct xmlin_event *events;
	size_t head, count, size; /* of events */
	unsigned depth;
	struct buf text; /* the run so far */
	unsigned long text_line, text_column;
	struct err failure; /* to be told when the queue is empty */
	bool done;
	bool external; /* the document type names a file */
	bool looking;  /* on_default is to look at a tag */
	bool in_entity;
	char entity[8]; /* the name's beginning */
	size_t entity_len;
};

/* --- what expat calls --- */

/* The first failure counts; nothing is queued after it. */
static void
fail(struct xmlin *in, const char *what)
{
	err_set(&in->failure, ERR_INPUT, "%s:%lu:%lu: %s", in->name,
	    (unsigned long)XML_GetCurrentLineNumber(in->parser),
	    (unsigned long)XML_GetCurrentColumnNumber(in->parser) + 1, what);
	XML_StopParser(in->parser, XML_FALSE);
}

static struct xmlin_event *
event_new(struct xmlin *in, enum xmlin_kind kind)
{
	struct xmlin_event *event;

	if (in->count == in->size) {
		in->size = mem_next_size(in->size, in->count + 1);
		in->events =
		    mem_grow(in->events, in->size, sizeof(*in->events));
	}
	event = &in->events[in->count++];
	*event = (struct xmlin_event){.kind = kind, .depth = in->depth};
	event->line = (unsigned long)XML_GetCurrentLineNumber(in->parser);
	event->column =
	    (unsigned long)XML_GetCurrentColumnNumber(in->parser) + 1;
	return event;
}

/* expat's "URI SEPARATOR local" or "local", copied and taken apart. */
static void
name_split(
    struct xmlin *in, const char *whole, struct slice *uri, struct slice *name)
{
	size_t len = strlen(whole);
	char *copy = arena_copy(&in->arena, whole, len);
	char *cut = strrchr(copy, SEPARATOR);

	*uri = slice_from(copy, 0);
	if (cut) {
		*cut = '\0';
		*uri = slice_from(copy, (size_t)(cut - copy));
		copy = cut + 1;
		len -= uri->len + 1;
	} else {
		uri->at = copy + len;
	}
	*name = slice_from(copy, len);
}

/* The run of text is over: a tag comes. */
static void
text_end(struct xmlin *in)
{
	struct xmlin_event *event;

	if (!in->text.len)
		return;
	event = event_new(in, XMLIN_TEXT);
	event->line = in->text_line;
	event->column = in->text_column;
	event->text = slice_copy(buf_slice(&in->text), &in->arena);
	buf_clear(&in->text);
}

static void
attributes_add(struct xmlin *in, struct xmlin_event *event, const char **pairs)
{
	struct xmlin_attribute *at;
	size_t i, n = 0;

	while (pairs[n * 2])
		n++;
	if (!n)
		return;
	at = arena_alloc(&in->arena, n * sizeof(*at));
	for (i = 0; i < n; i++) {
		name_split(in, pairs[i * 2], &at[i].uri, &at[i].name);
		at[i].value =
		    slice_copy(slice_of(pairs[i * 2 + 1]), &in->arena);
	}
	event->attributes = at;
	event->count = n;
}

static void
on_start(void *ctx, const char *name, const char **pairs)
{
	struct xmlin *in = ctx;
	struct xmlin_event *event;

	if (in->failure.kind)
		return;
	text_end(in);
	if (in->external) {
		in->looking = true;
		in->in_entity = false;
		XML_DefaultCurrent(in->parser);
		in->looking = false;
	}
	if (in->failure.kind)
		return;
	if (in->depth == XMLIN_DEPTH_MOST) {
		fail(in, "elements are nested too deeply");
		return;
	}
	in->depth++;
	event = event_new(in, XMLIN_START);
	name_split(in, name, &event->uri, &event->name);
	attributes_add(in, event, pairs);
}

static void
on_end(void *ctx, const char *name)
{
	struct xmlin *in = ctx;
	struct xmlin_event *event;

	if (in->failure.kind)
		return;
	text_end(in);
	event = event_new(in, XMLIN_END);
	name_split(in, name, &event->uri, &event->name);
	in->depth--;
}

static void
on_text(void *ctx, const char *at, int len)
{
	struct xmlin *in = ctx;

	if (in->failure.kind)
		return;
	if (!in->text.len) {
		in->text_line =
		    (unsigned long)XML_GetCurrentLineNumber(in->parser);
		in->text_column =
		    (unsigned long)XML_GetCurrentColumnNumber(in->parser) + 1;
	}
	buf_add(&in->text, at, (size_t)len); /* expat's are never negative */
	if (in->text.over)
		fail(in, "text is over 16 MiB");
}

static void
on_doctype(void *ctx, const char *name, const char *system_id,
    const char *public_id, int has_own)
{
	struct xmlin *in = ctx;

	(void)name;
	(void)public_id;
	if (has_own)
		fail(in, "a document type with declarations of its own is "
			 "refused");
	in->external = system_id != NULL;
}

static void
on_skipped(void *ctx, const char *name, int is_parameter)
{
	(void)name;
	(void)is_parameter;
	fail(ctx, "undefined entity");
}

/* Something else than what XML itself defines, or a character's number. */
static bool
entity_known(const struct xmlin *in)
{
	static const char *const known[] = {
	    "lt",
	    "gt",
	    "amp",
	    "quot",
	    "apos",
	};
	struct slice name = slice_from(in->entity, in->entity_len);
	size_t i;

	for (i = 0; i < COUNT_OF(known); i++)
		if (slice_is(name, known[i]))
			return true;
	return slice_begins(name, SLICE("#"));
}

/* A tag as it stands, in one or more pieces. */
static void
on_default(void *ctx, const char *at, int len)
{
	struct xmlin *in = ctx;
	int i;

	for (i = 0; in->looking && i < len; i++) {
		if (at[i] == '&') {
			in->in_entity = true;
			in->entity_len = 0;
		} else if (in->in_entity && at[i] == ';') {
			in->in_entity = false;
			if (!entity_known(in))
				fail(in, "undefined entity in an attribute");
		} else if (in->in_entity &&
			   in->entity_len < sizeof(in->entity)) {
			in->entity[in->entity_len++] = at[i];
		}
	}
}

static int
on_encoding(void *ctx, const char *name, XML_Encoding *info)
{
	(void)ctx;
	memset(info, 0, sizeof(*info));
	return charset_table(name, info->map) ? XML_STATUS_OK
					      : XML_STATUS_ERROR;
}

/* --- feeding --- */

static int
block_read(struct xmlin *in, char *to, size_t *n, struct err *e)
{
	ssize_t got;

	if (in->file) {
		got = zio_in_read(in->file, to, BLOCK_SIZE, e);
		*n = got < 0 ? 0 : (size_t)got;
		return got < 0 ? -1 : 0;
	}
	*n = in->memory.len < BLOCK_SIZE ? in->memory.len : BLOCK_SIZE;
	if (*n) {
		memcpy(to, in->memory.at, *n);
		in->memory.at += *n;
		in->memory.len -= *n;
	}
	return 0;
}

/*
 * A tag or comment must be whole before expat says anything of it; what is
 * waiting there is the distance from the last event to the end of the input.
 */
static void
waiting_check(struct xmlin *in)
{
	long long at = (long long)XML_GetCurrentByteIndex(in->parser);

	if (in->fed > (at < 0 ? 0 : (uint64_t)at) + XMLIN_TAG_MOST)
		fail(in, "a tag, comment or the like is over 16 MiB");
}

static int
block_parse(struct xmlin *in, struct err *e)
{
	void *to = XML_GetBuffer(in->parser, BLOCK_SIZE);
	enum XML_Status status;
	size_t n;

	arena_reset(&in->arena);
	in->head = in->count = 0;
	if (!to)
		return err_set(e, ERR_AGAIN, "%s: out of memory", in->name);
	if (block_read(in, to, &n, e) < 0)
		return -1;
	in->fed += n;
	/* n is at most a block. */
	status = XML_ParseBuffer(in->parser, (int)n, n == 0);
	if (status == XML_STATUS_ERROR && !in->failure.kind)
		fail(in, XML_ErrorString(XML_GetErrorCode(in->parser)));
	else if (n && !in->failure.kind)
		waiting_check(in);
	in->done = n == 0;
	return 0;
}

int
xmlin_next(struct xmlin *in, struct xmlin_event *event, struct err *e)
{
	while (in->head == in->count) {
		if (in->failure.kind)
			return err_set(
			    e, in->failure.kind, "%s", in->failure.text);
		if (in->done)
			return 0;
		if (block_parse(in, e) < 0)
			return -1;
	}
	*event = in->events[in->head++];
	return 1;
}

const struct slice *
xmlin_get(const struct xmlin_event *event, const char *name)
{
	const struct slice *found = NULL;
	size_t i;

	for (i = 0; i < event->count; i++) {
		const struct xmlin_attribute *a = &event->attributes[i];

		if (!slice_is(a->name, name))
			continue;
		if (!a->uri.len)
			return &a->value;
		if (!found)
			found = &a->value;
	}
	return found;
}

int
xmlin_error(const struct xmlin *in, const struct xmlin_event *event,
    struct err *e, const char *fmt, ...)
{
	char text[ERR_TEXT_MOST];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return err_set(e, ERR_INPUT, "%s:%lu:%lu: %s", in->name, event->line,
	    event->column, text);
}

/* --- open and close --- */

static void *
parser_alloc(size_t size)
{
	return mem_grow(NULL, size, 1);
}

static void *
parser_grow(void *p, size_t size)
{
	return mem_grow(p, size, 1);
}

/* All but the source. */
static struct xmlin *
reader_new(void)
{
	static const XML_Memory_Handling_Suite memory = {
	    parser_alloc,
	    parser_grow,
	    mem_free,
	};
	const char separator[] = {SEPARATOR, '\0'};
	struct xmlin *in = mem_zero(sizeof(*in));

	buf_init(&in->text, XMLIN_TEXT_MOST);
	/* Cannot fail: its memory comes from mem.c. */
	in->parser = XML_ParserCreate_MM(NULL, &memory, separator);
	XML_SetUserData(in->parser, in);
	XML_SetElementHandler(in->parser, on_start, on_end);
	XML_SetCharacterDataHandler(in->parser, on_text);
	XML_SetStartDoctypeDeclHandler(in->parser, on_doctype);
	XML_SetSkippedEntityHandler(in->parser, on_skipped);
	XML_SetDefaultHandlerExpand(in->parser, on_default);
	XML_SetUnknownEncodingHandler(in->parser, on_encoding, NULL);
	return in;
}

int
xmlin_open(struct xmlin **out, const char *path, struct err *e)
{
	struct xmlin *in = reader_new();
	struct zio_in *file = mem_zero(sizeof(*file));

	*out = NULL;
	if (zio_in_open(file, path, e) < 0) {
		mem_free(file);
		xmlin_close(in);
		return -1;
	}
	in->file = file;
	in->name = file->file.name;
	*out = in;
	return 0;
}

int
xmlin_open_text(
    struct xmlin **out, const char *name, struct slice text, struct err *e)
{
	struct xmlin *in = reader_new();

	(void)e; /* as xmlin_open, though memory does not fail */
	in->name = name;
	in->memory = text;
	*out = in;
	return 0;
}

void
xmlin_call(struct xmlin *in, const char *name)
{
	in->name = name;
	if (!in->file)
		return;
	mem_free(in->file->file.name);
	in->file->file.name = mem_text(name);
}

void
xmlin_close(struct xmlin *in)
{
	if (!in)
		return;
	XML_ParserFree(in->parser);
	if (in->file)
		zio_in_close(in->file);
	mem_free(in->file);
	mem_free(in->events);
	buf_release(&in->text);
	arena_release(&in->arena);
	mem_free(in);
}

const char *
xmlin_library_version(void)
{
	return XML_ExpatVersion();
}
