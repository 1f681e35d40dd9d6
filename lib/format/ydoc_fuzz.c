/*
 * ydoc_fuzz.c - any bytes as YAML, and every reader on every node.
 *
 * Beyond not crashing: keys of a map differ, counts are right, places are
 * from 1, depth is bounded, and every error is the user's and has the name.
 */
#include "format/ydoc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good, const char *text)
{
	if (!good)
		BUG(text);
}

/* Each reader may refuse, with an error of the right kind. */
static void
readers_try(const struct ydoc_node *n)
{
	static const char *const names[] = {"name", "columns", NULL};
	struct err e = ERR_INIT;
	struct slice text;
	struct decimal decimal;
	struct ydoc_texts texts;
	const struct ydoc_range range = {LONG_MIN, LONG_MAX};
	long number;
	bool flag;
	int choice, failed = 0;

	failed += ydoc_text(n, &text, &e);
	failed += ydoc_flag(n, &flag, &e);
	failed += ydoc_number(n, range, &number, &e);
	failed += ydoc_decimal(n, &decimal, &e);
	failed += ydoc_choice(n, names, &choice, &e);
	failed += ydoc_texts(n, &texts, &e);
	failed += ydoc_check_keys(n, names, &e);
	must((failed < 0) == (e.kind == ERR_USAGE), "an error of no kind");
	must(!failed || strncmp(e.text, "fuzz:", 5) == 0, "no place");
}

static void
node_check(const struct ydoc_node *n, int depth)
{
	const struct ydoc_node *child, *other;
	size_t count = 0;

	must(depth <= YDOC_DEPTH_MOST, "too deep");
	must(n->line && n->column && n->key_line && n->key_column, "place");
	must(!n->text.len || !memchr(n->text.at, '\0', n->text.len), "NUL");
	readers_try(n);
	for (child = n->first; child; child = child->next) {
		count++;
		must((child->key.at != NULL) == (n->kind == YDOC_MAP), "key");
		node_check(child, depth + 1);
	}
	must(count == n->count, "count");
	for (child = n->first; child && n->kind == YDOC_MAP && count < 100;
	     child = child->next)
		for (other = child->next; other; other = other->next)
			must(!slice_equal(child->key, other->key), "twice");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ydoc d;
	struct err e = ERR_INIT;
	/* The fuzzer's bytes are unsigned. */
	struct slice text = slice_from((const char *)data, size);

	if (ydoc_parse(&d, "fuzz", text, &e) == 0)
		node_check(d.root, 0);
	else
		must(e.kind == ERR_USAGE && strncmp(e.text, "fuzz:", 5) == 0,
		    "an error of another kind");
	ydoc_release(&d);
	return 0;
}
