/*
 * pgspec.h - what a profile says about the way to a PostgreSQL database.
 *
 *	connection: host=plm dbname=erp user=reader
 *
 *	connection:
 *	  to: postgresql://reader@plm/erp
 *	  password: {env: PLM_PASSWORD}
 *	  timeout: 600
 *	  lock_timeout: 10
 *
 * It stands in the source, or for all sources at the top of the profile;
 * whatever it does not say libpq takes from the environment (PGHOST,
 * PGSERVICE, PGPASSFILE, ...).  A password in it is refused.
 */
#ifndef NET_PGSPEC_H
#define NET_PGSPEC_H

#include "net/secret.h"

/* Parameters of libpq as the profile has them, in libpq's order. */
struct pgspec {
	const struct ydoc_node *node; /* for messages */
	const char **keywords;
	const char **values;
	size_t count;
	const char *application; /* that asks: the server lists it */
	bool has_password;
	struct secret password;
	long timeout_s; /* of a statement; 0: none */
	long lock_timeout_s;
};

/* The keys of a connection that is a map, ended by NULL. */
extern const char *const pgspec_keys[];

/* Reads the connection of a source; all of it lives in the arena. */
int pgspec_read(struct pgspec *p, const struct ydoc_node *source,
    struct arena *a, struct err *e) MUST_USE;

/* True if the same login on the same database is meant. */
bool pgspec_same(const struct pgspec *a, const struct pgspec *b);

/* The value of a parameter, or NULL. */
const char *pgspec_value(const struct pgspec *p, const char *keyword);

/* The version of libpq that is linked, as MAJOR.MINOR. */
void pgspec_library_version(char text[24]);

#endif
