/* soundness.c - all checks, one after the other. */
#include "store/soundness.h"

#include "store/audit.h"
#include "store/exceptions.h"
#include "store/extraction.h"
#include "store/findings.h"
#include "store/intent.h"
#include "store/kpi.h"
#include "store/lease.h"
#include "store/ledger.h"
#include "store/override.h"
#include "store/progress.h"
#include "store/run.h"
#include "store/xref.h"

static int (*const checks[])(struct db *db, struct findings *f,
    struct err *e) = {run_check, audit_check, lease_check, ledger_check,
    intent_check, xref_check, override_check, exceptions_check, kpi_check,
    extraction_check, progress_check};

int
soundness_check(struct db *db, struct findings *f, struct err *e)
{
	unsigned long before = f->count;
	size_t i;

	if (findings_file(f, db, e) < 0)
		return -1;
	/* On damaged pages every further answer is in doubt. */
	if (f->count != before)
		return 0;
	for (i = 0; i < COUNT_OF(checks); i++)
		if (checks[i](db, f, e) < 0)
			return -1;
	return 0;
}
