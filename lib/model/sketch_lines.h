/*
 * sketch_lines.h - streams of many lines from a seed, in order or not, for
 * tests.  A header only.
 */
#ifndef MODEL_SKETCH_LINES_H
#define MODEL_SKETCH_LINES_H

#include "model/sketch_stream.h"

#include <stdlib.h>

struct sketch_lines {
	unsigned parents; /* each with a few lines */
	unsigned seed;
	unsigned side;    /* differs where the streams shall differ */
	unsigned changes; /* of a thousand lines so many differ */
	bool sorted;
};

static inline unsigned
sketch_mix(unsigned a, unsigned b)
{
	const unsigned both[2] = {a, b};

	/* the bytes of numbers are as good as any */
	return (unsigned)hash_64((const char *)both, sizeof(both));
}

static inline int
sketch_compare_lines(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	return slice_compare(*x, *y);
}

struct sketch_list {
	struct slice *list;
	size_t count, size;
	struct arena texts;
};

static inline void
sketch_list_add(struct sketch_list *l, const char *text)
{
	if (l->count == l->size) {
		l->size = mem_next_size(l->size, l->count + 1);
		l->list = mem_grow(l->list, l->size, sizeof(*l->list));
	}
	l->list[l->count++] = slice_copy(slice_of(text), &l->texts);
}

/* The lines of one parent: a header, a revision, up to nine BOM lines. */
static inline void
sketch_parent(struct sketch_list *l, const struct sketch_lines *s,
    unsigned parent)
{
	unsigned i, same, differs, count = sketch_mix(s->seed, parent) % 9;
	char text[400], key[100];

	snprintf(key, sizeof(key), "\"parent\":\"A-%u\",\"parent_revision\":"
	    "\"%c\",\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"",
	    parent, 'A' + (int)(parent % 3));
	for (i = 0; i < count + 3; i++) {
		same = sketch_mix(s->seed + 1, parent * 16 + i);
		differs = sketch_mix(s->side, same) % 1000 < s->changes
		    ? sketch_mix(s->side + 1, same) % 5 + 1 : 0;
		if (differs == 1)
			continue;
		if (i == 0)
			snprintf(text, sizeof(text), "{\"type\":\"bom\",%s,"
			    "\"base_quantity\":%u}", key, differs + 1);
		else if (i == 1)
			snprintf(text, sizeof(text), "{\"type\":\"revision\","
			    "\"item\":\"A-%u\",\"revision\":\"%c\","
			    "\"sequence\":%u}", parent,
			    'A' + (int)(parent % 3), differs + 1);
		else if (i == 2)
			snprintf(text, sizeof(text), "{\"type\":\"item\","
			    "\"item\":\"P-%u\",\"name\":\"Part \\\"%u\\\"\"}",
			    parent, differs);
		else
			snprintf(text, sizeof(text), "{\"type\":\"bom_line\","
			    "%s,\"find_number\":\"%04u\",\"component\":"
			    "\"P-%u\",\"occurrence\":\"\",\"quantity\":%u,"
			    "\"uom\":\"EA\",\"refdes\":[\"R%u\",\"R%u\"]}",
			    key, i * 10 + (differs == 2), same % 1000,
			    differs + 1, i, i + 10);
		sketch_list_add(l, text);
	}
}

/* Writes them as a sealed snapshot. */
static inline void
sketch_write(const char *path, const struct sketch_lines *s)
{
	struct sketch_list l = {NULL, 0, 0, ARENA_INIT};
	struct stream_out out = STREAM_OUT_INIT;
	struct err e = ERR_INIT;
	struct slice kept;
	struct scan scan;
	struct head h;
	size_t i, j;

	for (i = 0; i < s->parents; i++)
		sketch_parent(&l, s, (unsigned)i);
	if (l.count)
		qsort(l.list, l.count, sizeof(*l.list), sketch_compare_lines);
	for (i = l.count; i > 1 && !s->sorted; i--) {
		j = sketch_mix(s->side + 2, (unsigned)i) % i;
		kept = l.list[j];
		l.list[j] = l.list[i - 1];
		l.list[i - 1] = kept;
	}
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = s->sorted;
	sketch_must(stream_out_open(&out, path, false, &e), &e);
	sketch_must(stream_out_head(&out, &h, &e), &e);
	for (i = 0; i < l.count; i++) {
		if (!scan_key(&scan, l.list[i]))
			abort();
		sketch_must(stream_out_line(&out, l.list[i], scan.type, &e),
		    &e);
	}
	sketch_must(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	mem_free(l.list);
	arena_release(&l.texts);
}

#endif
