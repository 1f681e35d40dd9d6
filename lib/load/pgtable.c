/*
 * pgtable.c - one query of the catalogue for a table.
 *
 * Names of types and collations come back as SQL wants them, so that they can
 * be put into casts.  A domain is judged by what it is made of.
 */
#include "load/pgtable.h"

#include <postgresql/libpq-fe.h>

#define SQL_MOST ((size_t)1024 * 1024)

/* What the query gives, by place. */
enum field { NAME, FULL, BASE, CATEGORY, PLAIN, COLLATE, DETERMINISTIC };

static const char look[] =
    "SELECT a.attname, format_type(a.atttypid, a.atttypmod), "
    "format_type(a.atttypid, NULL), t.typcategory, "
    "CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) "
    "ELSE format_type(a.atttypid, a.atttypmod) END, "
    "CASE WHEN a.attcollation NOT IN (0, 100) THEN "
    "quote_ident(n.nspname) || '.' || quote_ident(c.collname) END, "
    "coalesce(c.collisdeterministic, true) "
    "FROM pg_catalog.pg_attribute a "
    "JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
    "LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation "
    "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace "
    "WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid = to_regclass(";

void
pgtable_add_name(struct buf *b, const char *name)
{
	struct slice rest = slice_of(name), schema = slice_cut(&rest, '.');

	buf_add_quoted(b, schema, '"');
	if (rest.at) {
		buf_add_byte(b, '.');
		buf_add_quoted(b, rest, '"');
	}
}

static struct slice
field(const PGresult *r, int row, enum field f, struct arena *a)
{
	return slice_copy(slice_of(PQgetvalue(r, row, (int)f)), a);
}

/* Does it take any value of its family as it is? */
static bool
exact(enum pgtable_family family, struct slice plain)
{
	static const char *const all[] = {"text", "character varying",
	    "numeric", "smallint", "integer", "bigint"};
	size_t i;

	for (i = 0; i < COUNT_OF(all); i++)
		if (slice_is(plain, all[i]))
			return true;
	return family == PGTABLE_OTHER;
}

static void
fill(struct pgtable_column *c, const PGresult *r, int row, struct arena *a)
{
	struct slice plain = field(r, row, PLAIN, a);

	c->full = field(r, row, FULL, a);
	c->base = field(r, row, BASE, a);
	c->collate = field(r, row, COLLATE, a);
	c->family = PGTABLE_OTHER;
	switch (*PQgetvalue(r, row, CATEGORY)) {
	case 'S':
		c->family = PGTABLE_TEXT;
		break;
	case 'N':
		c->family = PGTABLE_NUMBER;
		break;
	case 'D':
		if (!slice_begins(plain, SLICE("time ")) &&
		    !slice_begins(plain, SLICE("time(")))
			c->family = PGTABLE_TIME;
		break;
	default:
		break;
	}
	c->exact = exact(c->family, plain);
}

static int
no_column(const char *name, const PGresult *r, struct err *e)
{
	const char *names[1601]; /* PostgreSQL has 1600 at most */
	const char *nearest;
	int count = PQntuples(r), i;

	for (i = 0; i < count && i < 1600; i++)
		names[i] = PQgetvalue(r, i, NAME);
	names[i] = NULL;
	nearest = slice_nearest(slice_of(name), names);
	return err_set(e, ERR_USAGE, "the table has no column \"%s\"%s%s%s",
	    name, nearest ? " (nearest: " : "", nearest ? nearest : "",
	    nearest ? ")" : "");
}

/* Two keys that differ must not be one value over there. */
static int
check_key(const char *name, const PGresult *r, int row, struct err *e)
{
	const char *plain = PQgetvalue(r, row, PLAIN);

	if (strcmp(plain, "text") != 0 &&
	    strncmp(plain, "character varying", 17) != 0)
		return err_set(e, ERR_USAGE, "the key column \"%s\" is %s "
		    "(text or character varying tell all keys apart)", name,
		    PQgetvalue(r, row, FULL));
	if (*PQgetvalue(r, row, DETERMINISTIC) != 't')
		return err_set(e, ERR_USAGE, "the key column \"%s\" has a "
		    "collation that takes different keys as equal", name);
	return 0;
}

static int
match(struct pgtable *t, const PGresult *r, struct arena *a, struct err *e)
{
	const struct target_section *s = t->section;
	int count = PQntuples(r), row;
	size_t i;

	if (!count)
		return err_set(e, ERR_USAGE, "there is no table \"%s\"",
		    s->table);
	for (i = 0; i < s->count; i++) {
		const char *name = s->columns[i].name;

		for (row = 0; row < count; row++)
			if (strcmp(PQgetvalue(r, row, NAME), name) == 0)
				break;
		if (row == count)
			return no_column(name, r, e);
		if (s->columns[i].key && check_key(name, r, row, e) < 0)
			return -1;
		fill(&t->columns[i], r, row, a);
	}
	return 0;
}

int
pgtable_look(struct pgtable *t, const struct target_section *s,
    struct pgsession *c, struct arena *a, struct err *e)
{
	struct buf sql = BUF_INIT(SQL_MOST), name = BUF_INIT(SQL_MOST);
	PGresult *r = NULL;
	int rc;

	memset(t, 0, sizeof(*t));
	t->section = s;
	pgtable_add_name(&name, s->table);
	t->name = slice_copy(buf_slice(&name), a);
	buf_add_text(&sql, look);
	buf_add_quoted(&sql, t->name, '\'');
	buf_add_byte(&sql, ')');
	rc = pgsession_run(c, buf_text(&sql), &r, e);
	if (rc == 0)
		rc = pgsession_check(c, r, e);
	if (rc == 0)
		rc = match(t, r, a, e);
	PQclear(r);
	buf_release(&sql);
	buf_release(&name);
	return rc;
}
