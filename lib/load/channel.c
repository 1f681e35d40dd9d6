/* channel.c - halving what was refused as a whole. */
#include "load/channel.h"

int
channel_send(struct channel *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	size_t half = count / 2, i;
	int rc;

	if (!count)
		return 0;
	rc = c->kind->send(c, calls, count, a, e);
	if (rc <= 0)
		return rc;
	if (count == 1) {
		calls[0].answer = CHANNEL_REFUSED;
		return 0;
	}
	/* None of it is there, whatever was answered before all was undone. */
	for (i = 0; i < count; i++) {
		calls[i].answer = CHANNEL_UNSENT;
		calls[i].words = slice_from("", 0);
	}
	/* Depth is the logarithm of a batch. */
	if (channel_send(c, calls, half, a, e) < 0)
		return -1;
	return channel_send(c, calls + half, count - half, a, e);
}

int
channel_find(struct channel *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	return count ? c->kind->find(c, calls, count, a, e) : 0;
}

void
channel_close(struct channel *c)
{
	if (c)
		c->kind->close(c);
}
