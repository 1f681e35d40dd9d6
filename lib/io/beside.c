/* beside.c - buffers that go to the thread and come back. */
#include "io/beside.h"

#include "base/relay.h"

/* More than a file_out holds back, so that it writes them as they are. */
#define BATCH_SIZE ((size_t)256 * 1024)
#define BATCHES 3

struct batch {
	size_t used;
	char bytes[BATCH_SIZE];
};

struct beside {
	struct zio_out *out;
	struct relay *relay; /* NULL until the first batch is full */
	struct batch *batches[BATCHES];
	struct batch *filling; /* NULL when the thread has failed */
};

struct beside *
beside_new(struct zio_out *out)
{
	struct beside *b = mem_zero(sizeof(*b));

	b->out = out;
	b->batches[0] = b->filling = mem_grow(NULL, sizeof(struct batch), 1);
	b->filling->used = 0;
	return b;
}

/* The thread. */
static int
write_all(struct relay *r, void *ctx, struct err *e)
{
	struct beside *b = ctx;
	struct batch *batch;

	while ((batch = relay_take(r))) {
		if (zio_out_add(b->out, batch->bytes, batch->used, e) < 0)
			return -1;
		relay_return(r, batch);
	}
	return 0;
}

static int
start(struct beside *b, struct err *e)
{
	void *batches[BATCHES];
	unsigned i;

	for (i = 0; i < BATCHES; i++) {
		if (!b->batches[i])
			b->batches[i] = mem_grow(NULL, sizeof(struct batch),
			    1);
		batches[i] = b->batches[i];
	}
	b->relay = relay_start(batches, BATCHES, write_all, b, e);
	if (!b->relay)
		return -1;
	/* the first is the one that is full */
	b->filling = relay_blank(b->relay);
	return 0;
}

/* Passes on the full batch and takes a blank one. */
static int
pass(struct beside *b, struct err *e)
{
	if (!b->relay && start(b, e) < 0)
		return -1;
	relay_pass(b->relay, b->filling);
	b->filling = relay_blank(b->relay);
	if (b->filling) {
		b->filling->used = 0;
		return 0;
	}
	relay_end(b->relay, e);
	b->relay = NULL;
	return -1;
}

int
beside_add(struct beside *b, const char *at, size_t len, struct err *e)
{
	size_t n;

	for (; len; at += n, len -= n) {
		if (!b->filling)
			return err_set(e, ERR_AGAIN, "%s: cannot be written",
			    b->out->file.name);
		if (b->filling->used == BATCH_SIZE && pass(b, e) < 0)
			return -1;
		n = BATCH_SIZE - b->filling->used;
		if (n > len)
			n = len;
		memcpy(b->filling->bytes + b->filling->used, at, n);
		b->filling->used += n;
	}
	return 0;
}

int
beside_end(struct beside *b, struct err *e)
{
	unsigned i;
	int rc = 0;

	if (!b)
		return 0;
	if (b->relay)
		rc = relay_end(b->relay, e);
	if (rc == 0 && b->filling)
		rc = zio_out_add(b->out, b->filling->bytes, b->filling->used,
		    e);
	for (i = 0; i < BATCHES; i++)
		mem_free(b->batches[i]);
	mem_free(b);
	return rc;
}
