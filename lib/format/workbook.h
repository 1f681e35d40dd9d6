/*
 * workbook.h - files of spreadsheets, which are given where text is meant.
 *
 * They are told by their first bytes, to be refused with words that help.
 */
#ifndef FORMAT_WORKBOOK_H
#define FORMAT_WORKBOOK_H

#include "base/err.h"
#include "base/text.h"

/* What the file is, by its first bytes, as "an Excel workbook"; or NULL. */
const char *workbook_find(struct slice first);

/* ERR_INPUT, with what to do, where the file is one; `name` is for people. */
int workbook_refuse(const char *path, const char *name, struct err *e)
    MUST_USE;

#endif
