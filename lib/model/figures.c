/* figures.c - adding up and comparing. */
#include "model/figures.h"

static const char hint[] = "(a line was lost, added or changed; after a "
			   "filter use bom-transform --reseal)";

void
figures_plus(struct figures *f, const struct figures *other)
{
	unsigned i;

	f->records += other->records;
	for (i = 0; i < TYPE_COUNT; i++)
		f->counts[i] += other->counts[i];
	f->digest = hash_plus(f->digest, other->digest);
}

int
figures_compare(const struct figures *is, const struct figures *said,
    const char *name, struct err *e)
{
	char a[HASH_TEXT_SIZE], b[HASH_TEXT_SIZE];
	unsigned i;

	if (is->records != said->records)
		return err_set(e, ERR_INPUT, "%s: records: the seal says %"
		    PRIu64 ", the stream has %" PRIu64 " %s", name,
		    said->records, is->records, hint);
	for (i = 0; i < TYPE_COUNT; i++)
		if (is->counts[i] != said->counts[i])
			return err_set(e, ERR_INPUT, "%s: counts: the seal "
			    "says %" PRIu64 " of %s, the stream has %" PRIu64
			    " %s", name, said->counts[i],
			    schema_types[i].name.at, is->counts[i], hint);
	if (hash_equal(is->digest, said->digest))
		return 0;
	hash_print(a, said->digest);
	hash_print(b, is->digest);
	return err_set(e, ERR_INPUT, "%s: digest: the seal says %s, the lines "
	    "give %s %s", name, a, b, hint);
}
