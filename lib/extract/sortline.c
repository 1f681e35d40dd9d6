/* sortline.c - from the end, where the origin has a fixed length. */
#include "extract/sortline.h"

struct sortline
sortline_take_apart(struct slice line)
{
	struct sortline p;
	struct slice rest;

	line.len -= ORIGIN_SIZE;
	p.origin = origin_parse(line.at + line.len);
	p.rejected = line.at[line.len - 1] == '\0';
	p.unplaced = line.at[line.len - 1] == '\3';
	p.blocks = line.at[line.len - 1] == '\2' || p.unplaced;
	p.rest = SLICE("");
	if (p.rejected || p.blocks) {
		p.prefix = slice_from(line.at, line.len - 1);
		return p;
	}
	rest = line;
	p.prefix = slice_cut(&rest, '\1');
	slice_cut(&rest, '\1');
	p.rest = rest;
	return p;
}
