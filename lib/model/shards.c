/* shards.c - a flag for each part. */
#include "model/shards.h"

void
shards_release(struct shards *s)
{
	mem_free(s->seen);
	*s = (struct shards)SHARDS_INIT;
}

int
shards_add(struct shards *s, const struct head *h, struct err *e)
{
	if (!s->heads++ && h->shard_n) {
		s->n = h->shard_n;
		s->seen = mem_zero(s->n * sizeof(*s->seen));
	}
	if (h->shard_n != s->n)
		return err_set(e, ERR_INPUT, "shard: heads disagree on the "
		    "number of shards (%u and %u)", s->n, h->shard_n);
	if (!s->n)
		return 0;
	if (s->seen[h->shard_k - 1])
		return err_set(e, ERR_INPUT, "shard %u of %u stands twice",
		    h->shard_k, s->n);
	s->seen[h->shard_k - 1] = true;
	return 0;
}

int
shards_check(const struct shards *s, struct err *e)
{
	unsigned i;

	for (i = 0; s->heads > 1 && i < s->n; i++)
		if (!s->seen[i])
			return err_set(e, ERR_INPUT, "shard %u of %u is "
			    "missing", i + 1, s->n);
	return 0;
}
