/*
 * http_spec.h - the requests of a target profile of kind http.
 *
 * The description only: load/request makes requests of it, load/reply takes
 * answers apart, load/http_target sends.
 */
#ifndef LOAD_HTTP_SPEC_H
#define LOAD_HTTP_SPEC_H

#include "load/http_step.h"
#include "load/http_table.h"
#include "net/server.h"

struct http_operation {
	struct http_step *steps;
	size_t count; /* 0: there is none */
	long batch;   /* the largest of its steps */
};

struct http_section {
	struct http_operation ops[HTTP_OPS];
	struct http_place external_id, etag;
	struct verdict_rules answers;
	enum body_absent absent;
	struct scene_names names;
};

/* What the profile says beside its sections. */
struct http_spec {
	struct server server;
	struct arena *arena; /* of the profile */
	struct scene scene; /* with the environment of all expressions */
	struct slice idempotency; /* a header; empty: none */
	bool traceparent;
	enum body_absent absent;
	struct verdict_rules answers;
	struct http_tables tables;
	struct slice odata_url; /* at NULL: no $batch */
	long odata_size;
	bool odata_atomic;
	long breaker;
};

/*
 * Reads what stands at the top, keys of other kinds aside.  Release with
 * http_spec_release in any case.
 */
int http_spec_read(struct http_spec *h, const struct ydoc_node *root,
    struct arena *a, struct err *e) MUST_USE;
void http_spec_release(struct http_spec *h);

/* A type that goes along, and its members that make a difference. */
struct http_sends {
	enum record_type type;
	bool *sends; /* SCHEMA_MEMBERS_MOST + 1; filled */
};

/* What a section is about; the first is the root. */
struct http_section_types {
	struct http_sends at[16];
	size_t count;
};

/*
 * Reads a section.  Fills which members its requests read, keys aside; what
 * stands under `lacks` must not be among them.
 */
int http_section_read(struct http_section *s, struct http_spec *h,
    const struct ydoc_node *n, const struct http_section_types *types,
    struct err *e) MUST_USE;
void http_section_release(struct http_section *s);

/* Keys for the JSON Schema, by the name in its `$defs`; ended by NULL. */
extern const struct auth_keys http_spec_keys[];
/* Those at the top and in a section, for kind http, ended by NULL. */
extern const char *const http_spec_top_keys[];
extern const char *const http_spec_section_keys[];

#endif
