/*
 * convert.h - one row made one record, or the reason why not.
 *
 * Everything that data can do wrong ends here as a reject with a reason.
 */
#ifndef EXTRACT_CONVERT_H
#define EXTRACT_CONVERT_H

#include "extract/keytable.h"
#include "extract/profile.h"
#include "model/record.h"

struct convert {
	const struct profile *profile;
	const struct keytables *tables;
	struct arena arena; /* of the row in flight; reset by the caller */
	struct buf reason;  /* of the last reject: "CODE: words" */
	struct slice column; /* what it is about: a column, or a member */
	bool key_known;      /* of the last reject: all key members are fine */
	unsigned keys_known; /* how many of them from the first on */
};

void convert_init(struct convert *c, const struct profile *p,
    const struct keytables *tables);
void convert_release(struct convert *c);

/*
 * 1: *out is the record, borrowed from row and arena; 0: rejected, see above,
 * and *out has at least the key members that are known; -1: an error
 * that is none of the row's.
 */
int convert_row(struct convert *c, struct record *out,
    const struct profile_entry *entry, const struct row *row, struct err *e)
    MUST_USE;

#endif
