/*
 * radix.h - sorting lines in memory by their bytes.
 *
 * What is sorted is an index of sixteen bytes a line: the lines stay where
 * they are.  No memory is needed beyond it but some stack.
 */
#ifndef IO_RADIX_H
#define IO_RADIX_H

#include "base/text.h"

/* A place has room for lines of 2^25 - 1 bytes, in a region of 2^39. */
#define RADIX_LENGTH_BITS 25
#define RADIX_LENGTH_MOST (((size_t)1 << RADIX_LENGTH_BITS) - 1)
#define RADIX_REGION_MOST ((size_t)1 << (64 - RADIX_LENGTH_BITS))

struct radix_entry {
	uint64_t key;	/* for the sort's own use */
	uint64_t place; /* where the line is, and how long */
};

/* The place of `len` bytes at offset `at` of the region; in range. */
static inline uint64_t
radix_place(size_t at, size_t len)
{
	return (uint64_t)at << RADIX_LENGTH_BITS | len;
}

/* The line of an entry; borrowed from the region. */
static inline struct slice
radix_line(const char *region, const struct radix_entry *entry)
{
	return (struct slice){region + (entry->place >> RADIX_LENGTH_BITS),
	    entry->place & RADIX_LENGTH_MOST};
}

/* Puts the entries in the order of slice_compare of their lines. */
void radix_sort(const char *region, struct radix_entry *entries, size_t count);

#endif
