/*
 * expansion.h - the expansions of one BOM, folded into one.
 *
 * An indented report lists the parts of a subassembly at each use of it.
 * Each of these expansions is a set of lines that stand below one row; those
 * of one BOM must be equal, in any order, and then all but the first fold.
 * Lines of the sort `expansions`, where KEY is what the PREFIX of gather.h has
 * behind ABOVE, and USE is the origin of the row above:
 *
 *	ABOVE 0x00				something is unknown
 *	ABOVE 0x00 KEY				a line was rejected
 *	ABOVE 0x01 USE KEY 0x01 EFFECTIVE_FROM 0x01 REST ORIGIN
 *
 * So the expansions of a BOM come one after the other, each in order of its
 * lines.  They are compared by the sums of their lines' hashes, in flat
 * memory; some of the lines are held to say what differs.
 */
#ifndef EXTRACT_EXPANSION_H
#define EXTRACT_EXPANSION_H

#include "extract/gather.h"

/*
 * Puts the lines of one expansion of each BOM among the records and counts
 * the others as folded.  Where expansions differ: ERR_INPUT that names both
 * rows; with `lenient`, or where a line was rejected so that nobody knows,
 * they are rejected and the BOM is withheld.  Call once, when all is
 * gathered, before resolve_run.
 */
int expansion_run(struct gather *g, struct resolve_count *counts,
    bool lenient, struct err *e) MUST_USE;

#endif
