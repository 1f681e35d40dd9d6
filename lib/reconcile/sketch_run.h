/*
 * sketch_run.h - whole reconciliations in few words, for tests.  A header
 * only: nothing of it is in the library.
 */
#ifndef RECONCILE_SKETCH_RUN_H
#define RECONCILE_SKETCH_RUN_H

#include "model/sketch_stream.h"
#include "reconcile/reconciliation.h"

struct sketch_run {
	char folder[64], paths[2][80], policy[80];
	struct reconcile r;
	struct policy rules;
	struct buf found; /* what sketch_run_text says */
};

static inline void
sketch_run_open(struct sketch_run *s)
{
	memset(s, 0, sizeof(*s));
	sketch_folder_make(s->folder, s->paths);
	snprintf(s->policy, sizeof(s->policy), "%s/policy.yaml", s->folder);
	buf_init(&s->found, SKETCH_TEXT);
}

static inline void
sketch_run_close(struct sketch_run *s)
{
	unlink(s->policy);
	sketch_folder_remove(s->folder, s->paths);
	buf_release(&s->found);
}

/* A policy's text, without its name; NULL: none. */
static inline void
sketch_run_policy(struct sketch_run *s, const char *text)
{
	struct err e = ERR_INIT;
	FILE *f;

	if (!text) {
		policy_init(&s->rules);
		return;
	}
	f = fopen(s->policy, "w");
	if (!f || fprintf(f, "policy: p\n%s", text) < 0 || fclose(f) != 0)
		abort();
	sketch_must(policy_load(&s->rules, s->policy, &e), &e);
}

/* Reads and judges what stands in the two paths. */
static inline void
sketch_run_judge(struct sketch_run *s, const char *policy)
{
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	const struct reconcile_outs none = {{NULL}};
	struct err e = ERR_INIT;

	sketch_run_policy(s, policy);
	sketch_must(reconciliation_read(&s->r, paths, &s->rules,
	    SORT_MEMORY_LEAST, &e), &e);
	sketch_must(reconciliation_judge(&s->r, &none, 1000, &e), &e);
}

static inline void
sketch_run_end(struct sketch_run *s)
{
	reconciliation_release(&s->r);
	memset(&s->r, 0, sizeof(s->r));
	policy_release(&s->rules);
}

/* "CLASS KEY[ MEMBER PLM/ERP][ by RUNG][ in TOPS]", a line each. */
static inline const char *
sketch_run_text(struct sketch_run *s)
{
	struct finding one;
	struct err e = ERR_INIT;

	buf_clear(&s->found);
	while (finding_list_next(&s->r.findings, &one, &e) > 0) {
		buf_printf(&s->found, "%s %.*s",
		    finding_class_name(one.class), SLICE_ARGS(one.key));
		if (one.member.len || one.plm.len || one.erp.len)
			buf_printf(&s->found, " %.*s %.*s/%.*s",
			    SLICE_ARGS(one.member), SLICE_ARGS(one.plm),
			    SLICE_ARGS(one.erp));
		if (one.match.len)
			buf_printf(&s->found, " by %.*s",
			    SLICE_ARGS(one.match));
		if (one.reach_count)
			buf_printf(&s->found, " in %.*s",
			    SLICE_ARGS(one.reaches));
		buf_add_byte(&s->found, '\n');
	}
	return buf_text(&s->found);
}

/* The same with streams of records in few words, ended by NULL. */
static inline const char *
sketch_run(struct sketch_run *s, const char *policy, const char *const *plm,
    const char *const *erp)
{
	sketch_stream(s->paths[0], NULL, plm);
	sketch_stream(s->paths[1], NULL, erp);
	sketch_run_judge(s, policy);
	sketch_run_text(s);
	sketch_run_end(s);
	return buf_text(&s->found);
}

#endif
