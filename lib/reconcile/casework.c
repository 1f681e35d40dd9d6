/*
 * casework.c - notes in groups, looking up, and records.
 *
 * No transaction is open while streams are read or written: a group is copied
 * together first.
 */
#include "reconcile/casework.h"

#include "io/log.h"
#include "reconcile/settlement.h"
#include "store/db.h"

/* Values in a message are cut to so many bytes. */
#define VALUE_MOST 200
#define DAY_S 86400

void
casework_init(struct casework *c, struct session *session,
    struct reconcile *r)
{
	*c = (struct casework){.session = session, .r = r,
	    .group_size = CASEWORK_GROUP, .texts = ARENA_INIT,
	    .page = PAGE_INIT, .now = clock_now()};
	c->now.nanos = 0;
	clock_print(c->now_text, c->now);
	buf_init(&c->rule, 4 * ZIO_LINE_MOST);
	buf_init(&c->message, 4 * ZIO_LINE_MOST);
	buf_init(&c->line, 8 * ZIO_LINE_MOST);
}

void
casework_release(struct casework *c)
{
	mem_free(c->due);
	mem_free(c->group);
	arena_release(&c->texts);
	buf_release(&c->rule);
	buf_release(&c->message);
	buf_release(&c->line);
	page_release(&c->page);
	sort_free(c->records);
	c->records = NULL;
}

/* --- due dates --- */

static int
bad_due(const char *text, struct err *e)
{
	return err_set(e, ERR_USAGE, "--due: \"%s\" is not [SEVERITY=]DAYS",
	    text);
}

int
casework_take_due(struct casework *c, const struct opt_list *list,
    struct err *e)
{
	size_t i;

	c->due = mem_grow(c->due, list->count + 1, sizeof(*c->due));
	for (i = 0; i < list->count; i++) {
		const char *text = list->texts[i];
		const char *sign = strrchr(text, '=');
		const char *days = sign ? sign + 1 : text;
		struct decimal n;

		if (!decimal_parse(&n, slice_of(days)) || n.negative ||
		    n.scale || decimal_compare(n, decimal_of(36500)) > 0)
			return bad_due(text, e);
		c->due[c->due_count++] = (struct casework_due){
		    slice_from(text, sign ? (size_t)(sign - text) : 0),
		    (long)n.coefficient}; /* 36500 at most */
	}
	return 0;
}

/* When what opens now is due; empty: nobody says. */
static struct slice
due_of(struct casework *c, struct slice severity)
{
	const struct casework_due *found = NULL;
	struct clock_time t = c->now;
	size_t i;

	for (i = 0; i < c->due_count; i++)
		if (slice_equal(c->due[i].severity, severity) ||
		    (!c->due[i].severity.len && !found))
			found = &c->due[i];
	if (!found)
		return SLICE("");
	t.seconds += found->days * DAY_S;
	clock_print(c->due_text, t);
	return slice_of(c->due_text);
}

/* --- words --- */

static void
add_value(struct buf *b, const char *side, struct slice value)
{
	size_t most = VALUE_MOST;

	buf_printf(b, " %s ", side);
	if (!value.len)
		buf_add_byte(b, '-');
	if (value.len <= most) {
		buf_add_slice(b, value);
		return;
	}
	/* not in the middle of a character */
	while (most && ((unsigned char)value.at[most] & 0xc0) == 0x80)
		most--;
	buf_add_slice(b, slice_from(value.at, most));
	buf_add_text(b, "...");
}

/* What is wrong with a structure stands in the value of its side. */
static void
add_structural(struct buf *b, const struct finding *one)
{
	buf_add_text(b, finding_class_name(one->class));
	if (one->plm.len || one->erp.len) {
		buf_add_byte(b, ':');
		add_value(b, one->plm.len ? "PLM" : "ERP", one->plm.len
		    ? one->plm : one->erp);
	}
}

void
casework_message(struct buf *b, const struct finding *one)
{
	if (!one->member.len) {
		if (one->class == FINDING_MISSING_IN_ERP)
			buf_add_text(b, "PLM has it, the ERP does not");
		else if (one->class == FINDING_MISSING_IN_PLM)
			buf_add_text(b, "the ERP has it, PLM does not");
		else
			add_structural(b, one);
		return;
	}
	buf_add_slice(b, one->member);
	buf_add_byte(b, ':');
	add_value(b, "PLM", one->plm);
	buf_add_byte(b, ',');
	add_value(b, "ERP", one->erp);
}

/* The note of a finding, borrowed from it and from the buffers. */
static struct exceptions_note
note_of(struct casework *c, const struct finding *one)
{
	buf_clear(&c->rule);
	settlement_rule(&c->rule, c->r->policy, one);
	buf_clear(&c->message);
	casework_message(&c->message, one);
	return (struct exceptions_note){
	    .class = slice_of(finding_class_name(one->class)),
	    .rule = buf_slice(&c->rule), .about = one->key,
	    .plant = one->plant,
	    .target = c->r->pair.right.in.head.system,
	    .impact = one->impact, .severity = one->severity,
	    .message = buf_slice(&c->message), .change_order = SLICE(""),
	    .team = one->team, .due_at = due_of(c, one->severity)};
}

/* --- noting --- */

static int
see_group(struct casework *c, struct err *e)
{
	const struct audit_by by = {c->session->first.at, "reconcile"};
	struct exceptions_seen seen;
	size_t i;

	for (i = 0; i < c->count; i++)
		if (exceptions_see(c->session->db, &c->group[i], &by, &seen,
		    e) < 0)
			return -1;
	return session_note(c->session, c->seen,
	    c->group[c->count - 1].about, e);
}

/* The group in one transaction. */
static int
put_group(struct casework *c, struct err *e)
{
	struct db *db = c->session->db;

	if (!c->count)
		return 0;
	if (db_begin(db, e) < 0)
		return -1;
	if (see_group(c, e) < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, e) < 0)
		return -1;
	c->noted += c->count;
	c->count = 0;
	arena_reset(&c->texts);
	log_progress("note", c->seen, 0);
	return 0;
}

static struct slice
copy(struct casework *c, struct slice text)
{
	return slice_copy(text, &c->texts);
}

/* The first time: a copy into the group, unless it is noted already. */
static int
take(void *ctx, struct finding *one, struct err *e)
{
	struct casework *c = ctx;
	struct exceptions_note n;

	if (c->seen < c->session->row.findings && !c->noted) {
		c->seen++;
		return 0;
	}
	if (c->count == c->group_size) {
		if (put_group(c, e) < 0)
			return -1;
		if (c->noted >= CASEWORK_LEAST * c->group_size &&
		    session_check_time(c->session, e) < 0)
			return -1;
	}
	c->seen++;
	n = note_of(c, one);
	c->group[c->count++] = (struct exceptions_note){.class = n.class,
	    .rule = copy(c, n.rule), .about = copy(c, n.about),
	    .plant = copy(c, n.plant), .target = n.target,
	    .impact = copy(c, n.impact), .severity = copy(c, n.severity),
	    .message = copy(c, n.message), .change_order = n.change_order,
	    .team = copy(c, n.team), .due_at = copy(c, n.due_at)};
	return 0;
}

int
casework_note_all(struct casework *c, struct err *e)
{
	const struct reconcile_outs none = {0};
	const struct reconcile_watch watch = c->r->watch;
	int rc;

	if (!c->session->db)
		return 0;
	c->group = mem_grow(NULL, c->group_size, sizeof(*c->group));
	c->r->watch = (struct reconcile_watch){.find = take, .find_ctx = c};
	rc = reconciliation_judge(c->r, &none, 0, e);
	if (rc == 0)
		rc = put_group(c, e);
	c->r->watch = watch;
	if (rc < 0)
		return -1;
	c->seen = 0;
	if (settlement_run(c->session, c->r, e) < 0)
		return -1;
	return reconciliation_rewind(c->r, e);
}

/* --- filling in --- */

int
casework_peek(void *ctx, struct finding *one, struct err *e)
{
	struct casework *c = ctx;
	struct exceptions_note n = note_of(c, one);
	struct override_about about = {.class = n.class, .about = n.about,
	    .at = c->now};
	struct override found;
	int got;

	exceptions_identity(c->id, &n);
	about.exception = slice_of(c->id);
	got = override_find(c->session->db, &about, &c->page, &found, e);
	if (got > 0)
		one->state = slice_of(exceptions_state_name(
		    EXCEPTIONS_OVERRIDDEN));
	return got < 0 ? -1 : 0;
}

static int
look_up(struct casework *c, struct finding *one, struct err *e)
{
	struct exceptions_row row;
	int got = exceptions_get(c->session->db, one->exception, &c->page,
	    &row, e);

	if (got < 0)
		return -1;
	if (!got)
		return err_set(e, ERR_INPUT, "%s: exception %s is gone",
		    db_path(c->session->db), c->id);
	one->state = slice_of(exceptions_state_name(row.state));
	one->opened_at = row.opened_at;
	one->due_at = row.due_at;
	/* what people have decided counts more than the policy */
	if (row.team.len)
		one->team = row.team;
	return 0;
}

static void
set(struct record *r, unsigned member, struct slice text)
{
	r->values[member] = value_of_text(text);
}

static int
put_record(struct casework *c, const struct finding *one,
    const struct exceptions_note *n, struct err *e)
{
	struct record r;

	if (!c->records)
		c->records = sort_new(c->r->memory);
	record_init(&r, TYPE_EXCEPTION);
	set(&r, EXCEPTION_EXCEPTION, one->exception);
	set(&r, EXCEPTION_ABOUT, n->about);
	set(&r, EXCEPTION_CLASS, n->class);
	set(&r, EXCEPTION_TEAM, one->team);
	set(&r, EXCEPTION_IMPACT, n->impact);
	set(&r, EXCEPTION_SEVERITY, n->severity);
	set(&r, EXCEPTION_STATE, one->state);
	set(&r, EXCEPTION_RULE, n->rule);
	set(&r, EXCEPTION_MESSAGE, n->message);
	set(&r, EXCEPTION_OPENED_AT, one->opened_at);
	set(&r, EXCEPTION_DUE_AT, one->due_at);
	buf_clear(&c->line);
	record_add_line(&c->line, &r);
	return sort_put(c->records, buf_slice(&c->line), e);
}

int
casework_fill(void *ctx, struct finding *one, struct err *e)
{
	struct casework *c = ctx;
	struct exceptions_note n = note_of(c, one);

	exceptions_identity(c->id, &n);
	one->exception = slice_of(c->id);
	if (c->session->db) {
		if (look_up(c, one, e) < 0)
			return -1;
	} else {
		one->state = slice_of(exceptions_state_name(EXCEPTIONS_NEW));
		one->opened_at = slice_of(c->now_text);
		one->due_at = n.due_at;
	}
	return c->wants_records ? put_record(c, one, &n, e) : 0;
}

/* Two findings of the same identity are one exception. */
int
casework_write(struct casework *c, struct stream_out *out, struct err *e)
{
	struct slice line;
	int got;

	if (!c->records)
		return 0;
	if (sort_finish(c->records, e) < 0)
		return -1;
	buf_clear(&c->line);
	while ((got = sort_next(c->records, &line, e)) > 0) {
		/* the key is the line's first two members: cut behind them */
		size_t key = schema_types[TYPE_EXCEPTION].lead.len +
		    sizeof(",\"exception\":\"") + EXCEPTIONS_ID_SIZE - 2;

		if (c->line.len >= key && slice_begins(line,
		    slice_from(c->line.at, key)))
			continue;
		buf_clear(&c->line);
		buf_add_slice(&c->line, line);
		if (stream_out_line(out, line, TYPE_EXCEPTION, e) < 0)
			return -1;
	}
	return got;
}
