/*
 * treejson.h - paths followed downward in JSON text, without a tree.
 */
#ifndef EXTRACT_TREEJSON_H
#define EXTRACT_TREEJSON_H

#include "base/err.h"
#include "extract/treefound.h"
#include "format/json.h"

/* A value in its text, and what it is called where it stands. */
struct treejson_value {
	struct slice raw;
	struct slice name; /* of the member, or the index as text */
	struct json_place place;
};

/*
 * Adds what the path finds from the value downward (its `..` are the
 * caller's), in order of the text.  null is nothing; numbers keep their
 * spelling, an array or object is its canonical JSON.  Of doubled members the
 * first counts.  Texts live in the arena or are borrowed from `raw`.  0, or
 * -1: ERR_INPUT for what is no JSON.
 */
int treejson_find(const struct treepath *p, const struct treejson_value *v,
    struct treefound *found, struct arena *a, struct err *e) MUST_USE;

/*
 * The text of the value that `j` reads next, as above: 1, 0 nothing, -1.
 */
int treejson_text(struct json *j, struct slice *text, struct err *e) MUST_USE;

/* Tests on one of several values; `seen` counts for TREEPATH_AT. */
#define TREEJSON_TESTS_MOST 16

struct treejson_seen {
	unsigned long count[TREEJSON_TESTS_MOST];
};

/* 1 all tests hold, 0 not, -1.  *seen begins with zeros for each parent. */
int treejson_meets(const struct treepath_test *tests,
    const struct treejson_value *v, struct treejson_seen *seen,
    struct err *e) MUST_USE;

#endif
