/*
 * judged.h - what is known of one key while it is judged.
 */
#ifndef RECONCILE_JUDGED_H
#define RECONCILE_JUDGED_H

#include "reconcile/dossier.h"

struct judged {
	struct slice plm_line;
	struct slice erp_line;
	struct record plm;
	struct record erp;
	const struct record *record; /* PLM's where it has one, or the ERP's */
	struct key key;
	struct differences differences;
	const struct policy_type *policy;
	enum absence absence; /* of what is unknown */
	struct slice match; /* how a line was found again; "": by its key */
};

/* Compares the records of both sides; fills in all of *j but its lines. */
int judged_compare(struct judged *j, struct reconcile *r, struct err *e)
    MUST_USE;

/* The class of what both sides have. */
enum reconcile_class judged_class(const struct judged *j);

#endif
