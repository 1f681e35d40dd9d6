/* json_pointer.c - a pointer's tokens followed one by one, without a tree. */
#include "format/json_pointer.h"

#include "format/json.h"

/* Begins with "/", and each "~" stands before "0" or "1". */
static bool
pointer_valid(struct slice pointer)
{
	size_t i;

	if (pointer.len && pointer.at[0] != '/')
		return false;
	for (i = 0; i < pointer.len; i++)
		if (pointer.at[i] == '~' &&
		    (i + 1 == pointer.len ||
			(pointer.at[i + 1] != '0' && pointer.at[i + 1] != '1')))
			return false;
	return true;
}

/* Whether the token, "~1" meaning "/" and "~0" meaning "~", is the name. */
static bool
token_names(struct slice token, struct slice name)
{
	size_t i, n = 0;

	for (i = 0; i < token.len; i++, n++) {
		char c = token.at[i];

		if (c == '~')
			c = token.at[++i] == '0' ? '~' : '/';
		if (n == name.len || name.at[n] != c)
			return false;
	}
	return n == name.len;
}

static int
member_find(struct json *j, struct slice token, struct err *e)
{
	struct slice name;
	int got;

	while ((got = json_member(j, &name, e)) > 0) {
		if (token_names(token, name))
			return 1;
		if (json_skip(j, e) < 0)
			return -1;
	}
	return got;
}

/* An index has no leading zero; "-", behind the last, names nothing here. */
static int
element_find(struct json *j, struct slice token, struct err *e)
{
	uint64_t index;
	int got;

	if (!text_to_number(token, UINT32_MAX, &index) ||
	    (token.len > 1 && token.at[0] == '0'))
		return 0;
	while ((got = json_element(j, e)) > 0) {
		if (index-- == 0)
			return 1;
		if (json_skip(j, e) < 0)
			return -1;
	}
	return got;
}

int
json_pointer(struct json *j, struct slice pointer, struct err *e)
{
	struct slice rest = pointer;
	struct json_value v;
	int got = 1;

	if (!pointer_valid(pointer))
		return err_set(e, ERR_USAGE, "\"%.*s\" is no JSON Pointer",
		    SLICE_ARGS(pointer));
	slice_cut(&rest, '/'); /* what stands before the first is empty */
	while (got > 0 && rest.at) {
		struct slice token = slice_cut(&rest, '/');

		if (json_value(j, &v, e) < 0)
			return -1;
		if (v.kind == JSON_OBJECT)
			got = member_find(j, token, e);
		else if (v.kind == JSON_ARRAY)
			got = element_find(j, token, e);
		else
			got = 0;
	}
	return got;
}
