/*
 * guess_supply.h - who makes and who sells the parts of a table.
 */
#ifndef EXTRACT_GUESS_SUPPLY_H
#define EXTRACT_GUESS_SUPPLY_H

#include "extract/guess_entry.h"

/* Appends an entry for each manufacturer and supplier that a row names. */
void guess_supply_write(struct guess_entry *w);

#endif
