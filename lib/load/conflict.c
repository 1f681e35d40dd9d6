/*
 * conflict.c - asked once, sent once more at most: who changes a record over
 * there again and again is not raced with.
 */
#include "load/conflict.h"

static bool
disputed(const struct channel_call *call)
{
	return call->answer == CHANNEL_CONFLICT ||
	    call->answer == CHANNEL_EXISTS;
}

/* What is there decides: what becomes of the call. */
static enum conflict_end
judge(const struct channel_call *found)
{
	if (found->answer == CHANNEL_DONE)
		return CONFLICT_ADOPTED;
	switch (found->section->conflict) {
	case TARGET_SKIP:
		return CONFLICT_SKIPPED;
	case TARGET_OVERWRITE:
		return CONFLICT_OVERWRITTEN;
	case TARGET_HOLD:
		break;
	}
	return CONFLICT_HELD;
}

/* What find says of the target is what the next request builds upon. */
static void
take_found(struct channel_call *call, const struct channel_call *found,
    enum conflict_end end)
{
	if (end == CONFLICT_ADOPTED) {
		*call = *found;
		return;
	}
	if (end != CONFLICT_OVERWRITTEN)
		return;
	call->etag = found->etag;
	call->external_id = found->external_id;
	if (call->op == CHANGE_ADD && found->answer == CHANNEL_NOT)
		call->op = CHANGE_CHANGE;
	else if (call->op == CHANGE_CHANGE && found->answer == CHANNEL_ABSENT)
		call->op = CHANGE_ADD;
}

/* The disputed ones side by side, as find and send take them. */
static size_t
gather(struct channel_call *to, size_t *from, const struct channel_call *calls,
    size_t count)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++)
		if (disputed(&calls[i])) {
			to[n] = calls[i];
			from[n++] = i;
		}
	return n;
}

static int
send_again(struct channel *c, const struct conflict_set *set,
    struct channel_call *room, struct arena *a, struct err *e)
{
	size_t i, n = 0;
	int rc;

	for (i = 0; i < set->count; i++)
		if (set->ends[i] == CONFLICT_OVERWRITTEN) {
			room[n] = set->calls[i];
			room[n].answer = CHANNEL_NONE;
			room[n++].words = slice_from("", 0);
		}
	rc = channel_send(c, room, n, a, e);
	for (i = 0, n = 0; i < set->count; i++)
		if (set->ends[i] == CONFLICT_OVERWRITTEN) {
			set->calls[i] = room[n++];
			if (disputed(&set->calls[i]))
				set->ends[i] = CONFLICT_HELD;
		}
	return rc;
}

static bool
any_disputed(const struct conflict_set *set)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (disputed(&set->calls[i]))
			return true;
	return false;
}

int
conflict_settle(struct channel *c, const struct conflict_set *set,
    struct arena *a, struct err *e)
{
	struct channel_call *room;
	size_t *from, i, n;
	int rc;

	memset(set->ends, 0, set->count * sizeof(*set->ends));
	if (!any_disputed(set))
		return 0;
	room = mem_grow(NULL, set->count, sizeof(*room));
	from = mem_grow(NULL, set->count, sizeof(*from));
	n = gather(room, from, set->calls, set->count);
	rc = channel_find(c, room, n, a, e);
	for (i = 0; i < n && rc == 0; i++) {
		enum conflict_end end = judge(&room[i]);

		set->ends[from[i]] = end;
		take_found(&set->calls[from[i]], &room[i], end);
	}
	if (rc == 0)
		rc = send_again(c, set, room, a, e);
	mem_free(room);
	mem_free(from);
	return rc;
}
