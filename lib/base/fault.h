/*
 * fault.h - named places where a test may make the program fail or die.
 *
 * Compiled in always: what flies is what was tested.  Armed by the
 * environment, BOM_FAULT=NAME[:N][:kill]: the N-th time (default the first)
 * the place NAME is passed it fires, once: fault_fires() answers true, or
 * with :kill the process gets SIGKILL there.  Unarmed it costs one test of a
 * static flag.  Passings are counted over all threads.  When BOM_FAULT_LOG
 * names a file, a firing leaves one line "NAME" in it, so that
 * scripts/check-crash knows that the place was reached.  BOM_FAULT=? fires
 * nowhere and leaves a line for each passing of each place.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/base.h"

/* True if the caller is to behave as if the step after NAME had failed. */
#define fault_fires(name) (fault_armed && fault_passes(name))

extern bool fault_armed;

/* Reads BOM_FAULT; called by cmd/tool before anything else. */
void fault_init(void);

/* Counts a passing of the place; use fault_fires(). */
bool fault_passes(const char *name);

#endif
