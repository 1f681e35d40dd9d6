/*
 * gatecontent.h - what a sign-off signs: the digest of a bundle.
 *
 * The first half of SHA-256 over the bundle's lines in key order, each with
 * its length, and then over the lines that it takes away.  Stock, orders and
 * demand of a plant, which change every day, are left out of it.
 */
#ifndef TRANSFORM_GATECONTENT_H
#define TRANSFORM_GATECONTENT_H

#include "transform/gatework.h"

/* Fills the content of the findings of gates that ask for approval. */
int gatecontent_find(struct gatework *w, struct err *e) MUST_USE;

#endif
