/*
 * rows_xml.h - rows out of XML: elements that a path names, in flat memory.
 *
 * What is held is the part of a row's element that the columns ask for; rows
 * in a row are given after it.  Names are local, without a prefix.
 */
#ifndef EXTRACT_ROWS_XML_H
#define EXTRACT_ROWS_XML_H

#include "extract/rows.h"

/*
 * What rows_format asks for; see bom-profile(5), "XML and JSON".  Rejects are
 * CSV of the columns.
 */
extern const struct rows_format rows_xml_format;

#endif
