/* pattern.c - regcomp and regexec, which take texts that end in a NUL. */
#include "transform/pattern.h"

#include <regex.h>

#define GROUPS_MOST 10 /* \0 to \9 */
#define MADE_MOST ((size_t)16 * 1024 * 1024)

struct pattern {
	regex_t compiled;
	char *template;
	size_t length;
};

/* The C library would take \1 in a pattern as a back-reference. */
static const char *
check_expression(struct slice s)
{
	size_t i;

	if (s.len > 1000)
		return "is longer than 1000 bytes";
	if (s.len && memchr(s.at, '\0', s.len))
		return "has U+0000 in it";
	for (i = 0; i + 1 < s.len; i++) {
		if (s.at[i] != '\\')
			continue;
		if (s.at[i + 1] >= '0' && s.at[i + 1] <= '9')
			return "has a back-reference, which only the template "
			    "(to) may have";
		i++;
	}
	return NULL;
}

static const char *
check_template(struct slice s, size_t groups)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (s.at[i] != '\\')
			continue;
		i++;
		if (i < s.len && s.at[i] == '\\')
			continue;
		if (i == s.len || s.at[i] < '0' || s.at[i] > '9')
			return "in `to` a backslash stands before no digit "
			    "(\\\\ is a backslash)";
		if ((size_t)(s.at[i] - '0') > groups)
			return "`to` names a group that the pattern does not "
			    "have";
	}
	return NULL;
}

struct pattern *
pattern_new(struct slice expression, struct slice template, char *room,
    size_t size)
{
	struct pattern *p = mem_zero(sizeof(*p));
	const char *why = check_expression(expression);
	struct arena a = ARENA_INIT;
	int rc;

	if (why) {
		snprintf(room, size, "%s", why);
		mem_free(p);
		return NULL;
	}
	rc = regcomp(&p->compiled, slice_copy(expression, &a).at,
	    REG_EXTENDED);
	if (rc)
		regerror(rc, &p->compiled, room, size);
	arena_release(&a);
	if (rc) {
		mem_free(p);
		return NULL;
	}
	p->template = mem_grow(NULL, template.len + 1, 1);
	if (template.len)
		memcpy(p->template, template.at, template.len);
	p->length = template.len;
	why = check_template(template, p->compiled.re_nsub);
	if (!why)
		return p;
	snprintf(room, size, "%s", why);
	pattern_free(p);
	return NULL;
}

void
pattern_free(struct pattern *p)
{
	if (!p)
		return;
	regfree(&p->compiled);
	mem_free(p->template);
	mem_free(p);
}

static void
fill(struct buf *b, const struct pattern *p, const char *text,
    const regmatch_t *groups)
{
	size_t i;

	for (i = 0; i < p->length; i++) {
		const regmatch_t *g;

		if (p->template[i] != '\\') {
			buf_add_byte(b, p->template[i]);
			continue;
		}
		if (p->template[++i] == '\\') {
			buf_add_byte(b, '\\');
			continue;
		}
		g = &groups[p->template[i] - '0'];
		if (g->rm_so >= 0)
			buf_add(b, text + g->rm_so,
			    (size_t)(g->rm_eo - g->rm_so));
	}
}

bool
pattern_apply(struct slice *to, const struct pattern *p, struct slice from,
    struct arena *a)
{
	struct buf b = BUF_INIT(MADE_MOST);
	regmatch_t groups[GROUPS_MOST];
	const char *text;

	if (from.len > PATTERN_TEXT_MOST ||
	    (from.len && memchr(from.at, '\0', from.len)))
		return false;
	text = slice_copy(from, a).at;
	if (regexec(&p->compiled, text, GROUPS_MOST, groups, 0) != 0 ||
	    groups[0].rm_so != 0 || (size_t)groups[0].rm_eo != from.len)
		return false;
	fill(&b, p, text, groups);
	*to = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return true;
}
