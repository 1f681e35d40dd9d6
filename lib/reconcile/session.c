/*
 * session.c - place and identity.
 *
 * The place is a hash of the names of inputs and policy: the same command the
 * next night finds what this night has left, and drops it where the inputs
 * are others by then.
 */
#include "reconcile/session.h"

#include "base/clock.h"
#include "base/fault.h"
#include "io/file.h"
#include "io/log.h"
#include "io/zio.h"
#include "store/audit.h"
#include "store/db.h"

#define TOOL "reconcile"
/* Changed when findings come in another order, or are others. */
#define FORM "comparison 1 " BOM_VERSION
#define POLICY_CEILING ((size_t)16 * 1024 * 1024)

static void
add_part(struct buf *b, struct slice part)
{
	buf_printf(b, " %zu:", part.len);
	buf_add_slice(b, part);
}

static void
find_place(struct session *s)
{
	struct buf b = BUF_INIT(SIZE_MAX / 4);
	const char *policy = s->how->policy;

	add_part(&b, slice_of(s->how->inputs[0]));
	add_part(&b, slice_of(s->how->inputs[1]));
	add_part(&b, slice_of(policy ? policy : ""));
	hash_print(s->place, hash_128(b.at, b.len));
	buf_release(&b);
}

static int
take_lease(struct session *s, struct err *e)
{
	struct buf words = BUF_INIT(4096);
	int rc;

	s->lease = (struct lease){TOOL, s->place, s->run};
	rc = lease_take(s->db, &s->lease, &words, e);
	if (rc == 0 && words.len)
		log_warning("%s", buf_text(&words));
	s->leased = rc == 0;
	buf_release(&words);
	return rc;
}

int
session_open(struct session *s, const struct session_how *how, struct err *e)
{
	*s = (struct session){.how = how, .page = PAGE_INIT,
	    .first = SLICE_INIT("")};
	buf_init(&s->key, SIZE_MAX / 4);
	if (!how->state)
		return 0;
	if (db_open(&s->db, how->state, DB_WRITE, e) < 0 ||
	    run_start(s->db, &how->info, s->run, e) < 0)
		return -1;
	/* exceptions lie all over their table: so it is not read anew */
	if (db_exec(s->db, "PRAGMA cache_size = -32768", e) < 0)
		return -1;
	s->started = true;
	s->first = slice_of(s->run);
	find_place(s);
	return take_lease(s, e);
}

/* --- beginning --- */

static void
add_input(struct buf *b, const struct stream_in *in)
{
	char text[HASH_TEXT_SIZE];

	if (!in->bare)
		head_add_line(b, &in->head);
	hash_print(text, in->figures.digest);
	add_part(b, slice_of(text));
	buf_printf(b, " %" PRIu64, in->figures.records);
}

static int
identify(struct session *s, const struct pairing *pair, struct err *e)
{
	const char *policy = s->how->policy;
	struct buf b = BUF_INIT(SIZE_MAX / 4), text = BUF_INIT(POLICY_CEILING);
	int rc = 0;

	buf_add_text(&b, FORM);
	add_input(&b, &pair->left.in);
	add_input(&b, &pair->right.in);
	add_part(&b, s->how->arguments);
	/* one from stdin cannot be read again: its name must do */
	if (policy && strcmp(policy, "-") != 0)
		rc = file_load(&text, policy, POLICY_CEILING, e);
	add_part(&b, buf_slice(&text));
	buf_clear(&text);
	if (rc == 0 && s->how->beside)
		rc = file_load(&text, s->how->beside, POLICY_CEILING, e);
	add_part(&b, buf_slice(&text));
	hash_print(s->identity, hash_128(b.at, b.len));
	buf_release(&text);
	buf_release(&b);
	return rc;
}

static int
begin_anew(struct session *s, struct err *e)
{
	unsigned char hash[AUDIT_HASH_SIZE];

	s->row = (struct progress){.place = slice_of(s->place),
	    .identity = slice_of(s->identity), .run = slice_of(s->run),
	    .key = SLICE_INIT(""), .seal = SLICE_INIT("")};
	if (audit_head(s->db, &s->row.audit, hash, e) < 0)
		return -1;
	return progress_put(s->db, &s->row, e);
}

int
session_begin(struct session *s, const struct pairing *pair, struct err *e)
{
	int got;

	if (!s->db)
		return 0;
	if (identify(s, pair, e) < 0)
		return -1;
	got = progress_get(s->db, slice_of(s->place), &s->page, &s->row, e);
	if (got < 0)
		return -1;
	s->again = got && slice_is(s->row.identity, s->identity);
	if (!s->again)
		return begin_anew(s, e);
	s->first = s->row.run;
	log_note("goes on with run %.*s: %" PRIu64 " findings are noted, up "
	    "to \"%.*s\"", SLICE_ARGS(s->row.run), s->row.findings,
	    SLICE_ARGS(s->row.key));
	return 0;
}

/* --- going on --- */

int
session_note(struct session *s, uint64_t findings, struct slice key,
    struct err *e)
{
	buf_clear(&s->key);
	buf_add_slice(&s->key, key);
	s->row.findings = findings;
	s->row.key = buf_slice(&s->key);
	if (lease_beat(s->db, &s->lease, e) < 0)
		return -1;
	if (fault_fires("session.before-note"))
		return err_set(e, ERR_AGAIN, "%s: not noted", db_path(s->db));
	return progress_put(s->db, &s->row, e);
}

int
session_check_time(const struct session *s, struct err *e)
{
	if (!s->how->stop || clock_ticks() < s->how->stop)
		return 0;
	return err_set(e, ERR_AGAIN, "stopped by --run-time, with %" PRIu64
	    " findings noted (the same command goes on from here)",
	    s->row.findings);
}

int
session_sealed(struct session *s, struct slice *seal, struct err *e)
{
	int got;

	*seal = SLICE("");
	if (!s->db)
		return 0;
	got = progress_get(s->db, slice_of(s->place), &s->page, &s->row, e);
	if (got > 0)
		*seal = s->row.seal;
	return got < 0 ? -1 : 0;
}

int
session_seal(struct session *s, const char *seal, struct err *e)
{
	if (!s->db)
		return 0;
	s->row.seal = slice_of(seal);
	return progress_put(s->db, &s->row, e);
}

int
session_end(struct session *s, struct err *e)
{
	if (!s->db)
		return 0;
	if (fault_fires("session.after-publish"))
		return err_set(e, ERR_AGAIN, "%s: not noted", db_path(s->db));
	return progress_drop(s->db, slice_of(s->place), e);
}

/* --- times --- */

bool
session_parse_time(uint64_t *milliseconds, const char *text)
{
	static const struct {
		char letter;
		uint64_t seconds;
	} units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
	const uint64_t most = 1000 * UINT64_C(86400);
	uint64_t all = 0;
	size_t i, next = 0; /* units come from large to small, each once */

	do {
		uint64_t n = 0;

		if (*text < '0' || *text > '9')
			return false;
		for (; *text >= '0' && *text <= '9' && n <= most; text++)
			n = n * 10 + (uint64_t)(*text - '0');
		for (i = next; i < COUNT_OF(units); i++)
			if (*text == units[i].letter)
				break;
		/* seconds may go without their letter, but alone */
		if (i == COUNT_OF(units) && (*text || next))
			return false;
		all += n > most ? n : n * (*text ? units[i].seconds : 1);
		next = i + 1;
		text += *text != '\0';
	} while (*text && all <= most);
	*milliseconds = all * 1000;
	return all <= most;
}

void
session_close(struct session *s, int status, const struct err *why)
{
	struct buf words = BUF_INIT(SIZE_MAX / 4);
	struct err ignored = ERR_INIT;

	log_masked(&words, slice_of(why->text));
	if (s->leased && lease_release(s->db, &s->lease, &ignored) < 0)
		err_clear(&ignored);
	if (s->started && run_end(s->db, s->run, status, buf_slice(&words),
	    &ignored) < 0)
		err_clear(&ignored);
	buf_release(&words);
	buf_release(&s->key);
	page_release(&s->page);
	db_close(s->db);
	memset(s, 0, sizeof(*s));
}
