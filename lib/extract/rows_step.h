/*
 * rows_step.h - rows of a STEP file (ISO 10303-21): its instances of some
 * entity.
 *
 * A file is read in flat memory, but for texts that a column wants unique.
 * References are texts "FILE#12", so that those of several files are not
 * mixed up; see bom-profile(5), "STEP files".
 */
#ifndef EXTRACT_ROWS_STEP_H
#define EXTRACT_ROWS_STEP_H

#include "extract/rows.h"

/* What rows_format asks for. */
extern const struct rows_format rows_step_format;

#endif
