/* scopeword.c - words made JSON, which scope.h reads. */
#include "model/scopeword.h"

#include "format/json_add.h"

/* NAME=VALUE[|VALUE...], turned into the JSON that scope_read takes. */
static int
words_to_json(struct buf *b, struct slice text, struct err *e)
{
	struct slice rest = text;
	size_t start = b->len + 1;

	buf_add_byte(b, '{');
	while (rest.at) {
		struct slice values = slice_cut(&rest, ',');
		struct slice name = slice_trim(slice_cut(&values, '='));
		char comma = '[';

		if (!values.at)
			return err_set(e, ERR_USAGE, "--scope: \"%.*s\" is no "
			    "scope (expected all, a JSON object, or words as "
			    "types=item|bom,plants=1000)", SLICE_ARGS(text));
		if (b->len > start)
			buf_add_byte(b, ',');
		json_add_string(b, name);
		buf_add_byte(b, ':');
		if (slice_is(name, "filter")) {
			json_add_string(b, slice_trim(values));
			continue;
		}
		while (values.at) {
			buf_add_byte(b, comma);
			json_add_string(b, slice_trim(slice_cut(&values,
			    '|')));
			comma = ',';
		}
		buf_add_byte(b, ']');
	}
	buf_add_byte(b, '}');
	return 0;
}

int
scopeword_parse(struct scope *s, struct slice text, struct arena *a,
    struct err *e)
{
	struct buf words = BUF_INIT((size_t)1024 * 1024);
	struct json j;
	int rc = -1;

	scope_init(s);
	text = slice_trim(text);
	if (slice_is(text, "all"))
		return 0;
	if (text.len && (text.at[0] == '{' || text.at[0] == '['))
		buf_add_slice(&words, text);
	else if (words_to_json(&words, text, e) < 0)
		goto out;
	json_init(&j, slice_copy(buf_slice(&words), a), "--scope", 1, a);
	if (scope_read(s, &j, e) < 0 || json_end(&j, e) < 0) {
		e->kind = ERR_USAGE; /* it is the command that is wrong */
		goto out;
	}
	rc = 0;
out:
	buf_release(&words);
	return rc;
}
