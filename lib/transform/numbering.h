/*
 * numbering.h - find numbers and occurrences of the lines of a made BOM.
 */
#ifndef TRANSFORM_NUMBERING_H
#define TRANSFORM_NUMBERING_H

#include "transform/mbom.h"

/*
 * New find numbers in the order that the rules say.  0, or 1: the BOM is
 * rejected, since its last number would be too long.
 */
int numbering_finds(struct mbom *m);

/*
 * Lines that share all other key members get occurrences of their own: who
 * has one that no line before it has keeps it, others get the next free of
 * "", "2", "3" ..., in order of their dates and then of the structure.
 */
void numbering_occurrences(struct mbom *m);

#endif
