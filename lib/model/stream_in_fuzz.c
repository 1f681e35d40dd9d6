/*
 * stream_in_fuzz.c - any bytes as a stream in a file.
 *
 * Laws held on the way: read as it stands and read in order, a stream is
 * accepted or refused alike, but for keys that stand twice, which only order
 * brings together; where it is accepted both give the same lines; and in
 * order means in order.
 */
#include "base/base.h"

#include <unistd.h>

#include "io/log.h"
#include "model/stream_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
	int status;
	struct figures figures; /* of the lines given */
	bool bare;
	struct err e;
};

static void
check_line(const struct stream_line *line, struct buf *last,
    enum stream_order order)
{
	struct slice key = slice_from(line->text.at, line->key_length);
	struct hash128 hash = hash_128(line->text.at, line->text.len);

	if (!hash_equal(hash, line->hash))
		BUG("a line with the hash of another");
	if (order != STREAM_ANY && last->len &&
	    slice_compare(buf_slice(last), key) >= 0)
		BUG("out of order");
	buf_clear(last);
	buf_add_slice(last, key);
}

static void
read_stream(struct outcome *o, const char *path, enum stream_order order)
{
	struct buf last = BUF_INIT(2 * KEY_MOST);
	struct stream_line line;
	struct stream_in in;
	bool resort;
	int got = -1;

	memset(o, 0, sizeof(*o));
	if (stream_in_open(&in, path, order, SORT_MEMORY_LEAST, &o->e) == 0)
		while ((got = stream_in_next(&in, &line, &o->e)) > 0) {
			if (line.head)
				continue;
			check_line(&line, &last, order);
			figures_add(&o->figures, line.type, line.hash);
		}
	resort = got < 0 && in.wants_resort;
	o->status = got < 0 ? (int)o->e.kind : 0;
	o->bare = in.bare;
	if (got == 0 && memcmp(&o->figures, &in.figures,
	    sizeof(in.figures)) != 0)
		BUG("another sum than that of the lines given");
	stream_in_close(&in);
	buf_release(&last);
	if (resort && order == STREAM_RESORTED)
		BUG("sorting does not help");
	if (resort)
		read_stream(o, path, STREAM_RESORTED);
}

static void
compare(const struct outcome *any, const struct outcome *sorted)
{
	if (any->status && !sorted->status)
		BUG("accepted in order, refused as it stands");
	if (sorted->status && !any->status &&
	    !strstr(sorted->e.text, "stands twice"))
		BUG("accepted as it stands, refused in order");
	if (any->status || sorted->status)
		return;
	if (any->bare != sorted->bare || memcmp(&any->figures,
	    &sorted->figures, sizeof(any->figures)) != 0)
		BUG("other lines in order than as it stands");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = ERR_INIT;
	struct outcome any, sorted;
	char path[32];
	int fd;

	log_init("fuzz", LOG_ERROR, LOG_TEXT);
	fd = file_scratch(&e);
	/* bytes are bytes */
	if (fd < 0 || file_write_at(fd, (const char *)data, size, 0, &e) < 0)
		BUG("no scratch file");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	read_stream(&any, path, STREAM_ANY);
	read_stream(&sorted, path, STREAM_SORTED);
	compare(&any, &sorted);
	close(fd);
	return 0;
}
