/*
 * indicator.h - the key figures of a reconciliation, kept in the state.
 *
 *	accuracy.first_pass  %     records in step / records compared * 100,
 *	                           before anything of this run is corrected;
 *	                           also by record type.  In step: match,
 *	                           information, and what the policy lets be on
 *	                           one side; compared: these and all records
 *	                           with a finding.  (First-pass yield of
 *	                           quality management: good units without
 *	                           rework / all units.)
 *	findings.total             findings, without accepted ones
 *	findings.accepted          that an override lets pass
 *	cycle.days           days  change cycle time: from released_at of a
 *	                           revision or change order in PLM to the end
 *	                           of the load that posted it; mean over those
 *	                           posted since the last reconciliation
 *	launch.delay_days    days  from effective_from to the day on which it
 *	                           was posted, 0 where it was posted in time;
 *	                           mean over revisions, change orders, BOMs,
 *	                           routings and production versions posted
 *	                           since the last reconciliation
 *	launch.late          %     of them, those posted after effective_from
 *	resolution.days      days  from an exception's opening to its end; mean
 *	                           over those that this reconciliation has fixed
 *	backlog.open               exceptions open at the end, without
 *	                           accepted ones; also by impact
 *	backlog.overdue            of them, those past their due date
 *
 * What was posted and when is the ledger's word, of the target that has the
 * name of the ERP's system.  Means are rounded to two decimals, half up; what
 * has nothing to be made from is not kept.  In the state the dimension begins
 * with SYSTEM/POLICY, so that several reconciliations do not mix.
 */
#ifndef RECONCILE_INDICATOR_H
#define RECONCILE_INDICATOR_H

#include "reconcile/session.h"
#include "reconcile/reconciliation.h"

/* What is known of a figure by its name; a constant. */
struct indicator_kind {
	const char *name;
	const char *title;   /* for people */
	const char *unit;    /* "", "%", "days" */
	const char *formula; /* in words */
	const char *chart;   /* in which it is drawn over time; NULL: none */
};

/* Ended by a name of NULL. */
extern const struct indicator_kind indicator_kinds[];

const struct indicator_kind *indicator_find(struct slice name);

/* Appends what the dimension of this reconciliation's figures begins with. */
void indicator_add_place(struct buf *b, const struct reconcile *r);

/*
 * All is judged and noted: computes the figures of this run and puts them into
 * the state, over what an earlier session has put.
 */
int indicator_put_all(struct session *s, const struct reconcile *r,
    struct err *e) MUST_USE;

#endif
