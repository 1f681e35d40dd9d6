/*
 * pgspec.c - the connection of a source, taken apart by libpq.
 *
 * libpq's words about a text that it cannot read may quote parts of it, and
 * one of them may be a password: they are passed on only where they cannot.
 */
#include "net/pgspec.h"

#include <postgresql/libpq-fe.h>

const char *const pgspec_keys[] = {
	"to", "password", "timeout", "lock_timeout", NULL,
};

/* What is at hand is in a text, perhaps in several spellings. */
static bool
perhaps_secret(const char *text)
{
	return strcasestr(text, "pass") || strchr(text, '@') ||
	    strcasestr(text, "%40");
}

static int
refuse(const struct ydoc_node *n, const char *text, const char *why,
    struct err *e)
{
	struct slice first = slice_of(why ? why : "");

	first = slice_trim(slice_cut(&first, '\n'));
	if (!first.len || perhaps_secret(text))
		return ydoc_error(n, e, "is no connection (as host=plm "
		    "dbname=erp user=reader, or a postgresql:// address)");
	return ydoc_error(n, e, "%.*s", SLICE_ARGS(first));
}

static int
keep(struct pgspec *p, const PQconninfoOption *o, struct arena *a,
    struct err *e)
{
	static const char *const ours[] = {"client_encoding", "replication"};
	size_t i;

	if (!o->val)
		return 0;
	/* libpq's mark for what a person types unseen. */
	if (*o->dispchar == '*')
		return ydoc_error(p->node, e, "has a %s: name the place where "
		    "it is under \"password\", or leave it to PGPASSFILE",
		    o->keyword);
	for (i = 0; i < COUNT_OF(ours); i++)
		if (strcmp(o->keyword, ours[i]) == 0)
			return ydoc_error(p->node, e, "%s cannot be chosen",
			    o->keyword);
	p->keywords[p->count] = arena_copy(a, o->keyword,
	    strlen(o->keyword));
	p->values[p->count++] = arena_copy(a, o->val, strlen(o->val));
	return 0;
}

static int
text_read(struct pgspec *p, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	PQconninfoOption *options, *o;
	const char *text = "";
	char *why = NULL;
	size_t count = 0;
	int rc = 0;

	if (ydoc_string(n, &text, e) < 0)
		return -1;
	p->node = n;
	options = PQconninfoParse(text, &why);
	if (!options) {
		rc = refuse(n, text, why, e);
		PQfreemem(why);
		return rc;
	}
	for (o = options; o->keyword; o++)
		count++;
	p->keywords = arena_alloc(a, count * sizeof(*p->keywords));
	p->values = arena_alloc(a, count * sizeof(*p->values));
	for (o = options; o->keyword && rc == 0; o++)
		rc = keep(p, o, a, e);
	PQconninfoFree(options);
	return rc;
}

static int
map_read(struct pgspec *p, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_range seconds = {0, 86400};
	const struct ydoc_node *to, *password;

	if (ydoc_check_keys(n, pgspec_keys, e) < 0)
		return -1;
	to = ydoc_get(n, "to");
	password = ydoc_get(n, "password");
	if (to && text_read(p, to, a, e) < 0)
		return -1;
	if (password && secret_read(&p->password, password, a, e) < 0)
		return -1;
	p->has_password = password != NULL;
	if (ydoc_number(ydoc_get(n, "timeout"), seconds, &p->timeout_s,
	    e) < 0)
		return -1;
	return ydoc_number(ydoc_get(n, "lock_timeout"), seconds,
	    &p->lock_timeout_s, e);
}

int
pgspec_read(struct pgspec *p, const struct ydoc_node *source,
    struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(source, "connection");

	memset(p, 0, sizeof(*p));
	p->application = "bom-extract";
	p->timeout_s = 3600;
	p->lock_timeout_s = 30;
	if (!n && source->doc->root->kind == YDOC_MAP)
		n = ydoc_get(source->doc->root, "connection");
	p->node = n ? n : source;
	if (n && n->kind == YDOC_MAP)
		return map_read(p, n, a, e);
	return n ? text_read(p, n, a, e) : 0;
}

bool
pgspec_same(const struct pgspec *a, const struct pgspec *b)
{
	size_t i;

	if (a->count != b->count || a->has_password != b->has_password ||
	    a->timeout_s != b->timeout_s ||
	    a->lock_timeout_s != b->lock_timeout_s)
		return false;
	for (i = 0; i < a->count; i++)
		if (strcmp(a->keywords[i], b->keywords[i]) != 0 ||
		    strcmp(a->values[i], b->values[i]) != 0)
			return false;
	/* Of two passwords only that they are named at one place is known. */
	return !a->has_password || a->password.node == b->password.node ||
	    (a->password.kind == b->password.kind && a->password.name.len &&
	    slice_equal(a->password.name, b->password.name));
}

const char *
pgspec_value(const struct pgspec *p, const char *keyword)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (strcmp(p->keywords[i], keyword) == 0)
			return p->values[i];
	return NULL;
}

void
pgspec_library_version(char text[24])
{
	int version = PQlibVersion();

	snprintf(text, 24, "%d.%d", version / 10000, version % 10000);
}
