/*
 * http_step.h - one request of a target profile, read.
 *
 * An operation is one request, or a list of them that are sent one after the
 * other for the same records: what one takes from its answer, the next ones
 * have.
 */
#ifndef LOAD_HTTP_STEP_H
#define LOAD_HTTP_STEP_H

#include "load/body.h"
#include "load/verdict.h"

enum http_op {
	HTTP_FIND, HTTP_CREATE, HTTP_UPDATE, HTTP_REMOVE, HTTP_CONFIRM,
	HTTP_OPS
};

/* Where in an answer something is. */
struct http_place {
	const struct ydoc_node *node; /* NULL: not said */
	bool header;
	struct slice what; /* the pointer, or the header's name */
	bool has_pattern;
	regex_t pattern;   /* its first group is it */
	struct expr *expr; /* it need not be asked for */
};

/* What an answer holds that later requests need. */
struct http_taken {
	int name; /* of the section's names */
	struct http_place place;
};

struct http_header_spec {
	struct slice name;
	struct template value;
};

/* How an answer to several records is taken apart. */
struct http_results {
	const struct ydoc_node *node; /* NULL: not said */
	struct slice at;
	bool by_key;
	struct ydoc_texts keys; /* pointers */
	struct template is; /* of each record: what is there, "/" between */
	struct slice status, body, headers; /* at NULL: not there */
};

struct http_step {
	const struct ydoc_node *node;
	struct expr *when; /* NULL: always */
	const char *method;
	struct template url;
	struct http_header_spec *headers;
	size_t header_count;
	struct skeleton *json; /* one of these, or none */
	struct template text;  /* node NULL: none */
	struct http_header_spec *form;
	size_t form_count;
	bool has_form;
	enum body_absent absent;
	bool repeat; /* may be sent again when its answer was lost */
	bool asks;   /* it changes nothing; nothing found is an answer */
	long batch;  /* records a request */
	bool batch_said;
	struct http_results results;
	struct http_taken *taken;
	size_t taken_count;
	struct verdict_rules answers;
	struct http_place external_id, etag, ticket;
	struct slice rows; /* at NULL: the answer is the record */
	/* --- of find --- */
	struct skeleton *matches;
	long settle_s; /* from a lost answer to when it can be asked for */
};

/* What the requests of a section are read with. */
struct http_step_maker {
	struct template_maker texts;
	struct skeleton_parts parts;
	struct scene_names *names;
	enum body_absent absent;
	enum http_op op;
	bool last; /* of its operation */
};

/* Release with http_step_release in any case. */
int http_step_read(struct http_step *s, const struct ydoc_node *n,
    struct http_step_maker *m, struct err *e) MUST_USE;
void http_step_release(struct http_step *s);

/* NULL: not said. */
int http_step_place(struct http_place *p, const struct ydoc_node *n,
    struct template_maker *m, struct err *e) MUST_USE;
void http_step_place_release(struct http_place *p);

extern const char *const http_step_keys[];
extern const char *const http_step_results_keys[];
extern const char *const http_step_place_keys[];

#endif
