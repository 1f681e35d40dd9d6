/*
 * reread_fuzz.c - of a canonical line the short reader says what the long one
 * says, and of any other it reads nothing behind the end.
 */
#include "model/recin.h"
#include "model/reread.h"
#include "model/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* bytes are bytes */
	struct slice line = slice_from((const char *)data, size);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record fast, slow;
	struct scan found;

	if (reread_record(&fast, line, &a) && scan_line(&found, line)) {
		if (recin_parse(&slow, line, JSON_AT("fuzz", 1), &a, &e) < 0)
			BUG("a canonical line that is no record");
		if (!record_equal(&fast, &slow))
			BUG("the short reader has read another record");
	}
	arena_release(&a);
	return 0;
}
