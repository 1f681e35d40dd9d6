/*
 * migration.c - the steps.
 *
 * Tables are STRICT, so that a number cannot lie in a text column; CHECKs say
 * what holds for every row by itself, and what holds between rows is counted
 * again by the modules' check functions.  Times are RFC 3339 text in UTC,
 * whole seconds, so that text order is time order; '' is "not yet".
 */
#include "store/migration.h"

/* Runs, their stages, where a later run goes on, leases, the audit log. */
static const char step_runs[] =
    "CREATE TABLE run(\n"
    " sequence INTEGER PRIMARY KEY AUTOINCREMENT,\n"
    " run TEXT NOT NULL UNIQUE,\n"
    " tool TEXT NOT NULL CHECK(tool <> ''),\n"
    " version TEXT NOT NULL,\n"
    " target TEXT NOT NULL,\n"
    " arguments TEXT NOT NULL,\n"
    " traceparent TEXT NOT NULL,\n"
    " started TEXT NOT NULL,\n"
    " ended TEXT NOT NULL DEFAULT '',\n"
    " exit INTEGER CHECK(exit BETWEEN 0 AND 255),\n"
    " message TEXT NOT NULL DEFAULT '',\n"
    " CHECK((ended = '') = (exit IS NULL))) STRICT;\n"
    "CREATE TABLE stage(\n"
    " run TEXT NOT NULL REFERENCES run(run) ON DELETE CASCADE,\n"
    " stage TEXT NOT NULL CHECK(stage <> ''),\n"
    " ordinal INTEGER NOT NULL,\n"
    " started TEXT NOT NULL,\n"
    " ended TEXT NOT NULL DEFAULT '',\n"
    " taken INTEGER NOT NULL CHECK(taken >= 0),\n"
    " passed INTEGER NOT NULL CHECK(passed >= 0),\n"
    " held INTEGER NOT NULL CHECK(held >= 0),\n"
    " rejected INTEGER NOT NULL CHECK(rejected >= 0),\n"
    " dropped INTEGER NOT NULL CHECK(dropped >= 0),\n"
    " folded INTEGER NOT NULL CHECK(folded >= 0),\n"
    " derived INTEGER NOT NULL CHECK(derived >= 0),\n"
    " given INTEGER NOT NULL CHECK(given >= 0),\n"
    " sent INTEGER NOT NULL CHECK(sent >= 0),\n"
    " created INTEGER NOT NULL CHECK(created >= 0),\n"
    " updated INTEGER NOT NULL CHECK(updated >= 0),\n"
    " removed INTEGER NOT NULL CHECK(removed >= 0),\n"
    " unchanged INTEGER NOT NULL CHECK(unchanged >= 0),\n"
    " refused INTEGER NOT NULL CHECK(refused >= 0),\n"
    " PRIMARY KEY(run, stage),\n"
    " CHECK(ended = '' OR\n"
    "  taken = passed + held + rejected + dropped + folded),\n"
    " CHECK(ended = '' OR given = passed + derived)) STRICT;\n"
    "CREATE TABLE checkpoint(\n"
    " tool TEXT NOT NULL,\n"
    " target TEXT NOT NULL,\n"
    " name TEXT NOT NULL,\n"
    " value TEXT NOT NULL,\n"
    " run TEXT NOT NULL,\n"
    " at TEXT NOT NULL,\n"
    " PRIMARY KEY(tool, target, name)) STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE lease(\n"
    " tool TEXT NOT NULL,\n"
    " target TEXT NOT NULL,\n"
    " host TEXT NOT NULL,\n"
    " boot TEXT NOT NULL,\n"
    " space TEXT NOT NULL,\n"
    " pid INTEGER NOT NULL CHECK(pid > 0),\n"
    " process_started INTEGER NOT NULL CHECK(process_started >= 0),\n"
    " run TEXT NOT NULL,\n"
    " taken TEXT NOT NULL,\n"
    " heartbeat TEXT NOT NULL,\n"
    " PRIMARY KEY(tool, target)) STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE audit(\n"
    " sequence INTEGER PRIMARY KEY AUTOINCREMENT,\n"
    " at TEXT NOT NULL,\n"
    " run TEXT NOT NULL,\n"
    " actor TEXT NOT NULL,\n"
    " action TEXT NOT NULL CHECK(action <> ''),\n"
    " subject TEXT NOT NULL,\n"
    " detail TEXT NOT NULL,\n"
    " hash BLOB NOT NULL CHECK(length(hash) = 32)) STRICT;\n"
    "CREATE TABLE audit_anchor(\n"
    " through INTEGER PRIMARY KEY,\n"
    " hash BLOB NOT NULL CHECK(length(hash) = 32),\n"
    " file TEXT NOT NULL,\n"
    " at TEXT NOT NULL) STRICT;\n"
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN\n"
    " SELECT raise(ABORT, 'the audit log is append only'); END;\n"
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit\n"
    " WHEN OLD.sequence >\n"
    "  coalesce((SELECT max(through) FROM audit_anchor), 0) BEGIN\n"
    " SELECT raise(ABORT, 'the audit log is append only'); END;\n"
    /* INSERT OR REPLACE would delete without firing the trigger above. */
    "CREATE TRIGGER audit_in_order BEFORE INSERT ON audit\n"
    " WHEN NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM audit),\n"
    "  (SELECT max(through) FROM audit_anchor), 0) BEGIN\n"
    " SELECT raise(ABORT, 'the audit log is append only'); END;\n"
    "CREATE TRIGGER audit_anchor_no_update BEFORE UPDATE ON audit_anchor\n"
    " BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;\n"
    "CREATE TRIGGER audit_anchor_no_delete BEFORE DELETE ON audit_anchor\n"
    " BEGIN SELECT raise(ABORT, 'the audit log is append only'); END;\n"
    "CREATE TRIGGER audit_anchor_in_order BEFORE INSERT ON audit_anchor\n"
    " WHEN NEW.through <=\n"
    "  coalesce((SELECT max(through) FROM audit_anchor), 0) BEGIN\n"
    " SELECT raise(ABORT, 'the audit log is append only'); END;\n";

/* What each target was told and has acknowledged; whose id is whose. */
static const char step_ledger[] =
    "CREATE TABLE ledger(\n"
    " target TEXT NOT NULL,\n"
    " key BLOB NOT NULL,\n"
    " type TEXT NOT NULL,\n"
    /* OR and not IN: that would build a table of the list for each row. */
    " state TEXT NOT NULL CHECK(state = 'posted' OR state = 'pending'\n"
    "  OR state = 'sent' OR state = 'accepted' OR state = 'rejected'\n"
    "  OR state = 'in_doubt'),\n"
    " line TEXT NOT NULL DEFAULT '',\n"
    " digest BLOB NOT NULL DEFAULT x'',\n"
    " external_id TEXT NOT NULL DEFAULT '',\n"
    " scope TEXT NOT NULL DEFAULT '',\n"
    " run TEXT NOT NULL,\n"
    " attempts INTEGER NOT NULL DEFAULT 0,\n"
    " answer TEXT NOT NULL DEFAULT '',\n"
    " op TEXT NOT NULL DEFAULT ''\n"
    "  CHECK(op = '' OR op = 'add' OR op = 'change' OR op = 'remove'),\n"
    " idempotency TEXT NOT NULL DEFAULT '',\n"
    " intent TEXT NOT NULL DEFAULT '',\n"
    " intent_digest BLOB NOT NULL DEFAULT x'',\n"
    " intent_scope TEXT NOT NULL DEFAULT '',\n"
    " PRIMARY KEY(target, key),\n"
    " CHECK((state = 'posted') = (op = ''))) STRICT, WITHOUT ROWID;\n"
    /* Few rows are open at a time: found without reading the others. */
    "CREATE INDEX ledger_open ON ledger(target, state)\n"
    " WHERE state <> 'posted';\n"
    "CREATE TABLE xref(\n"
    " target TEXT NOT NULL,\n"
    " type TEXT NOT NULL,\n"
    " plm_id TEXT NOT NULL CHECK(plm_id <> ''),\n"
    " external_id TEXT NOT NULL CHECK(external_id <> ''),\n"
    " run TEXT NOT NULL,\n"
    " PRIMARY KEY(target, type, plm_id)) STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX xref_external ON xref(target, type, external_id);\n";

/* What is wrong, who lets it pass until when, and how the figures went. */
static const char step_exceptions[] =
    "CREATE TABLE override(\n"
    " override INTEGER PRIMARY KEY AUTOINCREMENT,\n"
    " exception TEXT NOT NULL,\n"
    " class TEXT NOT NULL,\n"
    " pattern TEXT NOT NULL,\n"
    " who TEXT NOT NULL CHECK(who <> ''),\n"
    " why TEXT NOT NULL CHECK(why <> ''),\n"
    " created TEXT NOT NULL,\n"
    " until TEXT NOT NULL CHECK(until > created),\n"
    " revoked TEXT NOT NULL DEFAULT '',\n"
    " run TEXT NOT NULL,\n"
    " CHECK((exception <> '') = (class = '')),\n"
    " CHECK((class = '') = (pattern = ''))) STRICT;\n"
    "CREATE INDEX override_exception ON override(exception)\n"
    " WHERE exception <> '';\n"
    "CREATE INDEX override_class ON override(class) WHERE class <> '';\n"
    "CREATE TABLE exception(\n"
    " exception TEXT PRIMARY KEY,\n"
    " class TEXT NOT NULL CHECK(class <> ''),\n"
    " rule TEXT NOT NULL,\n"
    " about TEXT NOT NULL,\n"
    " plant TEXT NOT NULL,\n"
    " target TEXT NOT NULL,\n"
    " state TEXT NOT NULL CHECK(state = 'new' OR state = 'assigned'\n"
    "  OR state = 'overridden' OR state = 'fixed' OR state = 'reopened'),\n"
    " owner TEXT NOT NULL DEFAULT '',\n"
    " team TEXT NOT NULL DEFAULT '',\n"
    " due_at TEXT NOT NULL DEFAULT '',\n"
    " impact TEXT NOT NULL DEFAULT '',\n"
    " severity TEXT NOT NULL DEFAULT '',\n"
    " message TEXT NOT NULL DEFAULT '',\n"
    " change_order TEXT NOT NULL DEFAULT '',\n"
    " opened_at TEXT NOT NULL,\n"
    " last_seen TEXT NOT NULL,\n"
    " closed_at TEXT NOT NULL DEFAULT '',\n"
    " seen_run TEXT NOT NULL,\n"
    " CHECK((state = 'fixed') = (closed_at <> ''))\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX exception_state ON exception(state);\n"
    "CREATE TABLE kpi(\n"
    " run TEXT NOT NULL,\n"
    " name TEXT NOT NULL CHECK(name <> ''),\n"
    " dimension TEXT NOT NULL,\n"
    " value TEXT NOT NULL CHECK(value <> ''),\n"
    " at TEXT NOT NULL,\n"
    " PRIMARY KEY(run, name, dimension)) STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX kpi_name ON kpi(name, dimension, at);\n";

/* What extractions have fetched and not published yet; see extraction.h. */
static const char step_extractions[] =
    "CREATE TABLE extraction(\n"
    " identity TEXT PRIMARY KEY CHECK(length(identity) = 32),\n"
    " system TEXT NOT NULL,\n"
    " run TEXT NOT NULL,\n"
    " started TEXT NOT NULL,\n"
    " expires TEXT NOT NULL CHECK(expires >= started)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE extraction_page(\n"
    " identity TEXT NOT NULL,\n"
    " source TEXT NOT NULL,\n"
    " number INTEGER NOT NULL CHECK(number > 0),\n"
    " rows INTEGER NOT NULL CHECK(rows >= 0),\n"
    " bytes INTEGER NOT NULL CHECK(bytes >= 0),\n"
    " hash TEXT NOT NULL CHECK(length(hash) = 32),\n"
    " next TEXT NOT NULL,\n"
    " plain INTEGER NOT NULL CHECK(plain IN (0, 1)),\n"
    " last INTEGER NOT NULL CHECK(last IN (0, 1)),\n"
    " total INTEGER NOT NULL CHECK(total >= -1),\n"
    " PRIMARY KEY(identity, source, number)) STRICT, WITHOUT ROWID;\n";

/* A sign-off: an override that is bound to what was signed. */
static const char step_signoffs[] =
    "ALTER TABLE override ADD COLUMN content TEXT NOT NULL DEFAULT ''\n"
    " CHECK(content = '' OR (length(content) = 32 AND exception <> ''));\n";

/* What a target gives for the next request; what an intent came over. */
static const char step_versions[] =
    "ALTER TABLE ledger ADD COLUMN etag TEXT NOT NULL DEFAULT '';\n"
    "ALTER TABLE ledger ADD COLUMN ticket TEXT NOT NULL DEFAULT '';\n"
    /* An intent over a refused one: taken back, it is refused as before. */
    "ALTER TABLE ledger ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;\n";

/* Comparisons that are under way; see progress.h. */
static const char step_comparisons[] =
    "CREATE TABLE comparison(\n"
    " place TEXT PRIMARY KEY CHECK(length(place) = 32),\n"
    " identity TEXT NOT NULL CHECK(length(identity) = 32),\n"
    " run TEXT NOT NULL,\n"
    " audit INTEGER NOT NULL CHECK(audit >= 0),\n"
    " findings INTEGER NOT NULL CHECK(findings >= 0),\n"
    " key TEXT NOT NULL,\n"
    " seal TEXT NOT NULL) STRICT, WITHOUT ROWID;\n";

/* Only appended to. */
static const char *const steps[] = {
    step_runs, step_ledger, step_exceptions, step_extractions,
    step_signoffs, step_versions, step_comparisons,
};

unsigned
migration_count(void)
{
	return COUNT_OF(steps);
}

const char *
migration_sql(unsigned number)
{
	if (number < 1 || number > COUNT_OF(steps))
		BUG("migration_sql: no such step");
	return steps[number - 1];
}
