/*
 * rotation.c - writing audit rows out, and reading them back.
 *
 * First the file, synced and in its place; then, in one transaction, the
 * anchor, the deletion and the row that tells of it.  Dying in between leaves
 * rows in both places, and the next run finds the file and goes on.  The
 * reader prints what it has read and compares: so it needs no JSON parser of
 * its own (that floor lies above), only the few escapes that are written.
 */
#include "store/rotation.h"

#include "base/fault.h"
#include "io/zio.h"
#include "store/db.h"
#include "store/transaction.h"

#include <unistd.h>

/* --- lines --- */

static void
add_member(struct buf *b, const char *lead, struct slice text)
{
	buf_add_text(b, lead);
	audit_add_string(b, text);
}

static const char lead_at[] = ",\"at\":", lead_run[] = ",\"run\":",
    lead_actor[] = ",\"actor\":", lead_action[] = ",\"action\":",
    lead_subject[] = ",\"subject\":", lead_detail[] = ",\"detail\":",
    lead_hash[] = ",\"hash\":";

static void
print_row(struct buf *b, const struct audit_row *row)
{
	char hex[AUDIT_HEX_SIZE];

	buf_clear(b);
	audit_hex(hex, row->hash);
	buf_printf(b, "{\"sequence\":%" PRId64, row->sequence);
	add_member(b, lead_at, row->at);
	add_member(b, lead_run, row->run);
	add_member(b, lead_actor, row->actor);
	add_member(b, lead_action, row->action);
	add_member(b, lead_subject, row->subject);
	add_member(b, lead_detail, row->detail);
	add_member(b, lead_hash, slice_of(hex));
	buf_add_byte(b, '}');
}

static void
print_head(struct buf *b, int64_t first,
    const unsigned char before[AUDIT_HASH_SIZE])
{
	char hex[AUDIT_HEX_SIZE];

	buf_clear(b);
	audit_hex(hex, before);
	buf_printf(b, "{\"audit\":1,\"first\":%" PRId64 ",\"before\":\"%s\"}",
	    first, hex);
}

static bool
take_text(struct slice *line, const char *text)
{
	struct slice with = slice_of(text);

	if (!slice_begins(*line, with))
		return false;
	line->at += with.len;
	line->len -= with.len;
	return true;
}

static bool
take_number(struct slice *line, int64_t *number)
{
	struct slice digits = *line;
	uint64_t value;

	digits.len = 0;
	while (line->len && line->at[0] >= '0' && line->at[0] <= '9') {
		line->at++;
		line->len--;
		digits.len++;
	}
	if (!text_to_number(digits, INT64_MAX, &value))
		return false;
	/* At most INT64_MAX, as asked. */
	*number = (int64_t)value;
	return true;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One escape behind its backslash; how many bytes it took, 0 if it is none. */
static size_t
escape_length(struct slice s, char *byte)
{
	static const char names[] = "\"\\btnfr";
	static const char bytes[] = "\"\\\b\t\n\f\r";
	const char *name;
	int high, low;

	if (!s.len)
		return 0;
	name = memchr(names, s.at[0], sizeof(names) - 1);
	if (name) {
		*byte = bytes[name - names];
		return 1;
	}
	if (s.len < 5 || memcmp(s.at, "u00", 3) != 0)
		return 0;
	high = hex_digit(s.at[3]);
	low = hex_digit(s.at[4]);
	if (high < 0 || low < 0)
		return 0;
	/* A control byte: below 0x20. */
	*byte = (char)(high * 16 + low);
	return 5;
}

static bool
take_string(struct slice *line, const char *lead, struct slice *text,
    struct arena *arena)
{
	char *to;
	size_t n = 0, took;

	if (!take_text(line, lead) || !take_text(line, "\""))
		return false;
	to = arena_alloc(arena, line->len + 1);
	for (; line->len && line->at[0] != '"'; line->at++, line->len--) {
		to[n] = line->at[0];
		if (to[n++] != '\\')
			continue;
		took = escape_length(slice_from(line->at + 1, line->len - 1),
		    &to[n - 1]);
		if (!took)
			return false;
		line->at += took;
		line->len -= took;
	}
	*text = slice_from(to, n);
	return take_text(line, "\"");
}

static bool
parse_hash(unsigned char hash[AUDIT_HASH_SIZE], struct slice hex)
{
	size_t i;

	if (hex.len != 2 * AUDIT_HASH_SIZE)
		return false;
	for (i = 0; i < AUDIT_HASH_SIZE; i++) {
		int high = hex_digit(hex.at[2 * i]);
		int low = hex_digit(hex.at[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		/* Two digits of 4 bits. */
		hash[i] = (unsigned char)(high * 16 + low);
	}
	return true;
}

static bool
parse_row(struct slice line, struct audit_row *row, struct arena *arena)
{
	struct buf again = BUF_INIT(2 * ZIO_LINE_MOST);
	struct slice rest = line, hex;
	bool same;

	if (!take_text(&rest, "{\"sequence\":") ||
	    !take_number(&rest, &row->sequence) ||
	    !take_string(&rest, lead_at, &row->at, arena) ||
	    !take_string(&rest, lead_run, &row->run, arena) ||
	    !take_string(&rest, lead_actor, &row->actor, arena) ||
	    !take_string(&rest, lead_action, &row->action, arena) ||
	    !take_string(&rest, lead_subject, &row->subject, arena) ||
	    !take_string(&rest, lead_detail, &row->detail, arena) ||
	    !take_string(&rest, lead_hash, &hex, arena) ||
	    !parse_hash(row->hash, hex))
		return false;
	print_row(&again, row);
	same = slice_equal(buf_slice(&again), line);
	buf_release(&again);
	return same;
}

/* --- verifying a file --- */

struct verifier {
	struct audit_sha256 *sha;
	struct arena arena;
	int64_t sequence; /* of the row before */
	unsigned char before[AUDIT_HASH_SIZE];
};

static int
verify_head(struct verifier *v, struct zio_in *in, struct err *e)
{
	struct slice line, rest, hex;
	int got = zio_in_line(in, &line, e);

	if (got < 0)
		return -1;
	rest = line;
	if (got == 0 || !take_text(&rest, "{\"audit\":1,\"first\":") ||
	    !take_number(&rest, &v->sequence) ||
	    !take_string(&rest, ",\"before\":", &hex, &v->arena) ||
	    !parse_hash(v->before, hex) || !slice_is(rest, "}") ||
	    v->sequence < 1)
		return err_set(e, ERR_INPUT, "%s:1: is not the head of rotated "
		    "audit rows", in->file.name);
	v->sequence--;
	return 0;
}

static int
verify_lines(struct verifier *v, struct zio_in *in, struct err *e)
{
	unsigned char hash[AUDIT_HASH_SIZE];
	struct audit_row row;
	struct slice line;
	int got;

	while ((got = zio_in_line(in, &line, e)) > 0) {
		arena_reset(&v->arena);
		if (!in->last_was_ended || !parse_row(line, &row, &v->arena))
			return err_set(e, ERR_INPUT, "%s:%lu: is not an audit "
			    "row as it was written (row %" PRId64 ")",
			    in->file.name, in->line, v->sequence + 1);
		if (row.sequence != v->sequence + 1)
			return err_set(e, ERR_INPUT, "%s:%lu: audit row "
			    "%" PRId64 " is missing", in->file.name, in->line,
			    v->sequence + 1);
		audit_row_hash(v->sha, &row, v->before, hash);
		if (memcmp(hash, row.hash, AUDIT_HASH_SIZE) != 0)
			return err_set(e, ERR_INPUT, "%s:%lu: audit row "
			    "%" PRId64 " is not as it was written",
			    in->file.name, in->line, row.sequence);
		v->sequence = row.sequence;
		memcpy(v->before, hash, AUDIT_HASH_SIZE);
	}
	return got;
}

int
rotation_verify(const char *path, struct rotation_span *span, struct err *e)
{
	struct verifier v = {.arena = ARENA_INIT};
	struct zio_in in = ZIO_IN_INIT;
	int64_t first;
	int rc = -1;

	if (zio_in_open(&in, path, e) < 0)
		return -1;
	v.sha = audit_sha256_new();
	if (verify_head(&v, &in, e) < 0)
		goto out;
	first = v.sequence + 1;
	if (verify_lines(&v, &in, e) < 0)
		goto out;
	if (v.sequence < first) {
		err_set(e, ERR_INPUT, "%s: has no rows", in.file.name);
		goto out;
	}
	if (span) {
		*span = (struct rotation_span){first, v.sequence, {0}};
		memcpy(span->hash, v.before, AUDIT_HASH_SIZE);
	}
	rc = 0;
out:
	audit_sha256_free(v.sha);
	arena_release(&v.arena);
	zio_in_close(&in);
	return rc;
}

/* --- rotating --- */

static int
write_rows(struct zio_out *out, struct audit_cursor *c, int64_t through,
    struct rotation_span *span, struct err *e)
{
	struct audit_sha256 *sha = audit_sha256_new();
	struct buf line = BUF_INIT(2 * ZIO_LINE_MOST);
	unsigned char hash[AUDIT_HASH_SIZE];
	struct audit_row row;
	int got, rc = -1;

	print_head(&line, span->first, span->hash);
	do {
		buf_add_byte(&line, '\n');
		if (line.over) {
			err_set(e, ERR_INPUT, "audit row %" PRId64
			    " is too long for a line", span->last);
			goto out;
		}
		if (zio_out_add(out, line.at, line.len, e) < 0)
			goto out;
		if (span->last == through)
			break;
		got = audit_next(c, &row, e);
		if (got == 0)
			err_set(e, ERR_AGAIN, "audit row %" PRId64 " has gone: "
			    "another rotation is running", span->last + 1);
		if (got <= 0)
			goto out;
		audit_row_hash(sha, &row, span->hash, hash);
		if (row.sequence != span->last + 1 ||
		    memcmp(hash, row.hash, AUDIT_HASH_SIZE) != 0) {
			err_set(e, ERR_INPUT, "audit row %" PRId64 " is not "
			    "as it was written: not rotated", span->last + 1);
			goto out;
		}
		memcpy(span->hash, hash, AUDIT_HASH_SIZE);
		span->last = row.sequence;
		print_row(&line, &row);
	} while (true);
	rc = 0;
out:
	buf_release(&line);
	audit_sha256_free(sha);
	return rc;
}

static int
write_file(struct db *db, int64_t through, const char *path,
    struct rotation_span *span, struct err *e)
{
	struct zio_out out = ZIO_OUT_INIT;
	struct audit_cursor c;
	int rc;

	if (zio_out_open(&out, path, false, e) < 0)
		return -1;
	audit_open(&c, db, span->first - 1);
	rc = write_rows(&out, &c, through, span, e);
	audit_close(&c);
	if (rc < 0) {
		zio_out_abandon(&out);
		return -1;
	}
	return zio_out_publish(&out, e);
}

/* A file of an earlier try: is it the beginning of what is to go? */
static int
adopt_file(struct db *db, const char *path, struct rotation_span *span,
    struct err *e)
{
	struct rotation_span found;
	struct err why = ERR_INIT;
	struct audit_cursor c;
	struct audit_row row;
	int got = 0;

	if (rotation_verify(path, &found, &why) < 0)
		return err_set(e, ERR_USAGE, "%s: is there already, and is not "
		    "a whole file of audit rows (choose a new name)", path);
	if (found.first == span->first) {
		audit_open(&c, db, found.last - 1);
		got = audit_next(&c, &row, e);
		if (got > 0 && (row.sequence != found.last ||
		    memcmp(row.hash, found.hash, AUDIT_HASH_SIZE) != 0))
			got = 0;
		audit_close(&c);
	}
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_USAGE, "%s: is there already, with other "
		    "audit rows (choose a new name)", path);
	*span = found;
	return 0;
}

static const char sql_anchor_put[] =
    "INSERT INTO audit_anchor(through, hash, file, at)"
    " VALUES(?1, ?2, ?3, ?4)";
static const char sql_delete[] = "DELETE FROM audit WHERE sequence <= ?1";

static int
put_anchor(struct db *db, const struct rotation_span *span, const char *path,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_anchor_put, e);
	char now[CLOCK_TEXT_SIZE];

	if (!q)
		return -1;
	db_now(now);
	db_bind_int(q, 1, span->last);
	/* The same bytes as text: the interface takes char. */
	db_bind_blob(q, 2, slice_from((const char *)span->hash,
	    AUDIT_HASH_SIZE));
	db_bind_text(q, 3, slice_of(path));
	db_bind_text(q, 4, slice_of(now));
	if (db_run(q, e) < 0)
		return -1;
	q = db_query(db, sql_delete, e);
	if (!q)
		return -1;
	db_bind_int(q, 1, span->last);
	return db_run(q, e);
}

static int
note_rotation(struct db *db, const struct rotation_span *span,
    const char *path, const struct audit_by *by, struct err *e)
{
	struct buf detail = BUF_INIT(PATH_MAX * 8);
	char number[24], hex[AUDIT_HEX_SIZE];
	struct audit_entry entry = {"audit.rotate", {NULL, 0}, {NULL, 0}};
	int rc;

	audit_hex(hex, span->hash);
	audit_detail_add(&detail, "file", slice_of(path));
	snprintf(number, sizeof(number), "%" PRId64, span->first);
	audit_detail_add(&detail, "first", slice_of(number));
	snprintf(number, sizeof(number), "%" PRId64, span->last);
	audit_detail_add(&detail, "through", slice_of(number));
	entry.subject = slice_of(hex);
	entry.detail = buf_slice(&detail);
	rc = audit_append(db, by, &entry, e);
	buf_release(&detail);
	return rc;
}

int
rotation_write(struct db *db, const struct rotation *what,
    struct rotation_span *span, struct err *e)
{
	unsigned char newest_hash[AUDIT_HASH_SIZE];
	const char *path = what->path;
	int64_t newest, through = what->through;
	int rc;

	memset(span, 0, sizeof(*span));
	if (audit_anchor(db, &span->last, span->hash, e) < 0 ||
	    audit_head(db, &newest, newest_hash, e) < 0)
		return -1;
	if (through > newest)
		through = newest;
	if (through <= span->last)
		return 0;
	span->first = span->last + 1;
	if (strcmp(path, "-") == 0)
		return err_set(e, ERR_USAGE, "audit rows are rotated into a "
		    "file, not to stdout");
	rc = access(path, F_OK) == 0 ? adopt_file(db, path, span, e)
	    : write_file(db, through, path, span, e);
	if (rc < 0)
		return -1;
	if (fault_fires("rotation.written"))
		return err_set(e, ERR_AGAIN, "%s: not rotated", path);
	if (db_begin(db, e) < 0)
		return -1;
	rc = put_anchor(db, span, path, e);
	if (rc == 0)
		rc = note_rotation(db, span, path, what->by, e);
	return transaction_leave(db, true, rc, e);
}

static const char sql_before[] =
    "SELECT coalesce((SELECT min(sequence) - 1 FROM audit WHERE at >= ?1),"
    " (SELECT max(sequence) FROM audit), 0)";

int
rotation_before(struct db *db, const char *time, int64_t *through,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_before, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(time));
	if (db_step(q, e) < 0)
		return -1;
	*through = db_int(q, 0);
	db_done(q);
	return 0;
}
