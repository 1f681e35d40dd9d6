/* audit.c - the chain of hashes, by libcrypto's SHA-256. */
#include "store/audit.h"

#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

#include <openssl/evp.h>

#define ROWS_A_PAGE 256

/* --- SHA-256 --- */

struct audit_sha256 {
	EVP_MD_CTX *context;
};

/* libcrypto fails here for want of memory only, or of a provider. */
static void
must(int ok)
{
	if (ok != 1)
		BUG("libcrypto has no SHA-256");
}

struct audit_sha256 *
audit_sha256_new(void)
{
	struct audit_sha256 *s = mem_zero(sizeof(*s));

	s->context = EVP_MD_CTX_new();
	must(s->context != NULL);
	must(EVP_DigestInit_ex(s->context, EVP_sha256(), NULL));
	return s;
}

void
audit_sha256_add(struct audit_sha256 *s, const char *at, size_t len)
{
	if (len)
		must(EVP_DigestUpdate(s->context, at, len));
}

void
audit_sha256_add_part(struct audit_sha256 *s, struct slice part)
{
	char length[8];
	int i;

	for (i = 0; i < 8; i++)
		/* One byte of the length, the highest first. */
		length[i] = (char)((uint64_t)part.len >> (56 - 8 * i) & 0xff);
	audit_sha256_add(s, length, sizeof(length));
	audit_sha256_add(s, part.at, part.len);
}

void
audit_sha256_end(struct audit_sha256 *s, unsigned char hash[AUDIT_HASH_SIZE])
{
	must(EVP_DigestFinal_ex(s->context, hash, NULL));
	/* Keeps the algorithm that was fetched at first. */
	must(EVP_DigestInit_ex(s->context, NULL, NULL));
}

void
audit_sha256_free(struct audit_sha256 *s)
{
	if (!s)
		return;
	EVP_MD_CTX_free(s->context);
	mem_free(s);
}

void
audit_sha256(const char *at, size_t len, unsigned char hash[AUDIT_HASH_SIZE])
{
	struct audit_sha256 *s = audit_sha256_new();

	audit_sha256_add(s, at, len);
	audit_sha256_end(s, hash);
	audit_sha256_free(s);
}

void
audit_hex(char hex[AUDIT_HEX_SIZE], const unsigned char hash[AUDIT_HASH_SIZE])
{
	size_t i;

	for (i = 0; i < AUDIT_HASH_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
}

void
audit_row_hash(struct audit_sha256 *s, const struct audit_row *row,
    const unsigned char before[AUDIT_HASH_SIZE],
    unsigned char hash[AUDIT_HASH_SIZE])
{
	char sequence[24];

	snprintf(sequence, sizeof(sequence), "%" PRId64, row->sequence);
	/* The same bytes as text: the interface takes char. */
	audit_sha256_add(s, (const char *)before, AUDIT_HASH_SIZE);
	audit_sha256_add_part(s, slice_of(sequence));
	audit_sha256_add_part(s, row->at);
	audit_sha256_add_part(s, row->run);
	audit_sha256_add_part(s, row->actor);
	audit_sha256_add_part(s, row->action);
	audit_sha256_add_part(s, row->subject);
	audit_sha256_add_part(s, row->detail);
	audit_sha256_end(s, hash);
}

/* --- the ends of the chain --- */

static const char sql_anchor[] =
    "SELECT through, hash FROM audit_anchor ORDER BY through DESC LIMIT 1";
static const char sql_newest[] =
    "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1";

/* Sequence and hash of a query's one row; 0 and zeros if there is none. */
static int
end_get(struct db *db, const char *sql, int64_t *sequence,
    unsigned char hash[AUDIT_HASH_SIZE], struct err *e)
{
	struct db_query *q = db_query(db, sql, e);
	struct slice bytes;
	int got;

	*sequence = 0;
	memset(hash, 0, AUDIT_HASH_SIZE);
	if (!q)
		return -1;
	got = db_step(q, e);
	if (got > 0) {
		*sequence = db_int(q, 0);
		bytes = db_bytes(q, 1);
		if (bytes.len == AUDIT_HASH_SIZE)
			memcpy(hash, bytes.at, AUDIT_HASH_SIZE);
	}
	db_done(q);
	return got < 0 ? -1 : 0;
}

int
audit_anchor(struct db *db, int64_t *through,
    unsigned char hash[AUDIT_HASH_SIZE], struct err *e)
{
	return end_get(db, sql_anchor, through, hash, e);
}

int
audit_head(struct db *db, int64_t *sequence,
    unsigned char hash[AUDIT_HASH_SIZE], struct err *e)
{
	if (end_get(db, sql_newest, sequence, hash, e) < 0)
		return -1;
	return *sequence ? 0 : audit_anchor(db, sequence, hash, e);
}

/* --- writing --- */

static const char sql_append[] =
    "INSERT INTO audit(sequence, at, run, actor, action, subject, detail,"
    " hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

static int
append_row(struct db *db, struct audit_row *row, struct err *e)
{
	unsigned char before[AUDIT_HASH_SIZE];
	struct audit_sha256 *s;
	struct db_query *q;

	if (audit_head(db, &row->sequence, before, e) < 0)
		return -1;
	row->sequence++;
	s = audit_sha256_new();
	audit_row_hash(s, row, before, row->hash);
	audit_sha256_free(s);
	q = db_query(db, sql_append, e);
	if (!q)
		return -1;
	db_bind_int(q, 1, row->sequence);
	db_bind_text(q, 2, row->at);
	db_bind_text(q, 3, row->run);
	db_bind_text(q, 4, row->actor);
	db_bind_text(q, 5, row->action);
	db_bind_text(q, 6, row->subject);
	db_bind_text(q, 7, row->detail);
	/* The same bytes as text: the interface takes char. */
	db_bind_blob(q, 8, slice_from((const char *)row->hash,
	    AUDIT_HASH_SIZE));
	return db_run(q, e);
}

int
audit_append(struct db *db, const struct audit_by *by,
    const struct audit_entry *entry, struct err *e)
{
	char now[CLOCK_TEXT_SIZE];
	struct audit_row row = {.subject = entry->subject,
	    .detail = entry->detail.len ? entry->detail : SLICE("{}")};
	bool mine;
	int rc;

	db_now(now);
	row.at = slice_of(now);
	row.run = slice_of(by->run);
	row.actor = slice_of(by->actor);
	row.action = slice_of(entry->action);
	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = append_row(db, &row, e);
	return transaction_leave(db, mine, rc, e);
}

/* A JSON string as the canonical stream spells it. */
void
audit_add_string(struct buf *b, struct slice text)
{
	static const char names[] = "btn\0fr"; /* 0x08 to 0x0d */
	size_t i;

	buf_add_byte(b, '"');
	for (i = 0; i < text.len; i++) {
		/* Bytes above 0x7f are parts of UTF-8: not control bytes. */
		unsigned char c = (unsigned char)text.at[i];

		if (c == '"' || c == '\\') {
			buf_add_byte(b, '\\');
			buf_add_byte(b, text.at[i]);
		} else if (c >= 0x08 && c <= 0x0d && c != 0x0b) {
			buf_add_byte(b, '\\');
			buf_add_byte(b, names[c - 0x08]);
		} else if (c < 0x20) {
			buf_printf(b, "\\u%04x", c);
		} else {
			buf_add_byte(b, text.at[i]);
		}
	}
	buf_add_byte(b, '"');
}

void
audit_detail_add(struct buf *detail, const char *name, struct slice value)
{
	if (!value.len)
		return;
	if (detail->len)
		detail->at[detail->len - 1] = ',';
	else
		buf_add_byte(detail, '{');
	audit_add_string(detail, slice_of(name));
	buf_add_byte(detail, ':');
	audit_add_string(detail, value);
	buf_add_byte(detail, '}');
}

/* --- reading --- */

static const char sql_rows[] =
    "SELECT sequence, at, run, actor, action, subject, detail, hash FROM audit"
    " WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";

void
audit_open(struct audit_cursor *c, struct db *db, int64_t after)
{
	*c = (struct audit_cursor){db, after, PAGE_INIT};
}

static int
load_rows(struct audit_cursor *c, struct err *e)
{
	struct db_query *q = db_query(c->db, sql_rows, e);

	if (!q)
		return -1;
	db_bind_int(q, 1, c->after);
	db_bind_int(q, 2, ROWS_A_PAGE);
	return page_load(&c->page, q, 8, e);
}

int
audit_next(struct audit_cursor *c, struct audit_row *row, struct err *e)
{
	const struct page_cell *cell = page_next(&c->page);

	if (!cell) {
		if (load_rows(c, e) < 0)
			return -1;
		cell = page_next(&c->page);
		if (!cell)
			return 0;
	}
	*row = (struct audit_row){cell[0].number, cell[1].bytes, cell[2].bytes,
	    cell[3].bytes, cell[4].bytes, cell[5].bytes, cell[6].bytes, {0}};
	if (cell[7].bytes.len == AUDIT_HASH_SIZE)
		memcpy(row->hash, cell[7].bytes.at, AUDIT_HASH_SIZE);
	c->after = row->sequence;
	return 1;
}

void
audit_close(struct audit_cursor *c)
{
	page_release(&c->page);
}

/* --- verifying --- */

static const char sql_highest[] =
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'),"
    " 0)";
static const char sql_rotated[] =
    "SELECT count(*) FROM audit WHERE action = 'audit.rotate'"
    " AND subject = ?1 AND sequence > ?2";

/*
 * Rows may be missing only up to an anchor that the chain itself speaks of:
 * else whoever deletes rows could put in an anchor of his own.
 */
static int
verify_anchor(struct db *db, int64_t through,
    const unsigned char hash[AUDIT_HASH_SIZE], struct err *e)
{
	struct db_query *q = db_query(db, sql_rotated, e);
	char hex[AUDIT_HEX_SIZE];
	int64_t count;

	if (!q)
		return -1;
	audit_hex(hex, hash);
	db_bind_text(q, 1, slice_of(hex));
	db_bind_int(q, 2, through);
	if (db_step(q, e) < 0)
		return -1;
	count = db_int(q, 0);
	db_done(q);
	if (count == 0)
		return err_set(e, ERR_INPUT, "%s: audit rows up to %" PRId64
		    " are gone, and no row says that they were rotated out",
		    db_path(db), through);
	return 0;
}

static int
verify_rows(struct audit_cursor *c, struct audit_sha256 *s,
    int64_t *sequence, unsigned char before[AUDIT_HASH_SIZE], struct err *e)
{
	unsigned char hash[AUDIT_HASH_SIZE];
	struct audit_row row;
	int got;

	while ((got = audit_next(c, &row, e)) > 0) {
		if (row.sequence != *sequence + 1)
			return err_set(e, ERR_INPUT, "%s: audit row %" PRId64
			    " is missing", db_path(c->db), *sequence + 1);
		audit_row_hash(s, &row, before, hash);
		if (memcmp(hash, row.hash, AUDIT_HASH_SIZE) != 0)
			return err_set(e, ERR_INPUT, "%s: audit row %" PRId64
			    " (%.*s, %.*s) is not as it was written",
			    db_path(c->db), row.sequence, SLICE_ARGS(row.at),
			    SLICE_ARGS(row.action));
		*sequence = row.sequence;
		memcpy(before, hash, AUDIT_HASH_SIZE);
	}
	return got;
}

static int
verify_newest(struct db *db, int64_t sequence, struct err *e)
{
	struct db_query *q = db_query(db, sql_highest, e);
	int64_t highest;

	if (!q || db_step(q, e) < 0)
		return -1;
	highest = db_int(q, 0);
	db_done(q);
	if (highest != sequence)
		return err_set(e, ERR_INPUT, "%s: audit row %" PRId64
		    " is missing: rows up to %" PRId64 " were written",
		    db_path(db), sequence + 1, highest);
	return 0;
}

int
audit_verify(struct db *db, struct err *e)
{
	unsigned char before[AUDIT_HASH_SIZE];
	struct audit_sha256 *s;
	struct audit_cursor c;
	int64_t sequence;
	int rc;

	if (audit_anchor(db, &sequence, before, e) < 0)
		return -1;
	if (sequence && verify_anchor(db, sequence, before, e) < 0)
		return -1;
	s = audit_sha256_new();
	audit_open(&c, db, 0);
	rc = verify_rows(&c, s, &sequence, before, e);
	audit_close(&c);
	audit_sha256_free(s);
	return rc < 0 ? -1 : verify_newest(db, sequence, e);
}

int
audit_check(struct db *db, struct findings *f, struct err *e)
{
	struct err damage = ERR_INIT;

	if (audit_verify(db, &damage) == 0)
		return 0;
	if (damage.kind != ERR_INPUT)
		return err_set(e, damage.kind, "%s", damage.text);
	findings_add(f, "%s", damage.text);
	return 0;
}
