/*
 * zio.c - lines out of one growing buffer, gzip by zlib.
 *
 * zlib's own gzip reader (gzread) takes garbage behind a member for the end
 * and owns the descriptor; so inflate is called here, and what stands between
 * members is looked at: nothing, zeros (tapes pad with them), a next member.
 */
#include "io/zio.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#define READ_SIZE ((size_t)256 * 1024)
#define GZIP_SIZE ((size_t)64 * 1024)
#define PIPE_SIZE (1024 * 1024)
/* windowBits: zlib's largest window, with gzip's header and trailer. */
#define GZIP_WINDOW (MAX_WBITS + 16)
/* On record lines level 6 packs a fifth smaller than 1, at 170 MB/s. */
#define GZIP_LEVEL 6

enum member { MEMBER_INSIDE, MEMBER_BETWEEN, MEMBER_PADDING };

struct zio_inflate {
	z_stream z;
	enum member member;
	unsigned char *input;
};

struct zio_deflate {
	z_stream z;
	gz_header header;
	bool finished;
	unsigned char output[GZIP_SIZE];
};

/* zlib's memory from our allocator, which never says no. */
static voidpf
z_alloc(voidpf ctx, uInt count, uInt size)
{
	(void)ctx;
	return mem_grow(NULL, count, size);
}

static void
z_free(voidpf ctx, voidpf p)
{
	(void)ctx;
	mem_free(p);
}

/* A pipe holds 64 KiB by default; both sides run longer with more. */
static void
pipe_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	struct stat st;

	/* refused above the user's limit: then it stays as it is */
	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE);
#else
	(void)fd;
#endif
}

int
zio_in_open(struct zio_in *in, const char *path, struct err *e)
{
	*in = (struct zio_in)ZIO_IN_INIT;
	if (file_in_open(&in->file, path, e) < 0)
		return -1;
	if (!in->file.regular)
		pipe_widen(in->file.fd);
	in->size = READ_SIZE;
	in->buffer = mem_grow(NULL, in->size, 1);
	return 0;
}

void
zio_in_close(struct zio_in *in)
{
	if (in->gzip) {
		inflateEnd(&in->gzip->z);
		mem_free(in->gzip->input);
		mem_free(in->gzip);
	}
	mem_free(in->buffer);
	file_in_close(&in->file);
	*in = (struct zio_in)ZIO_IN_INIT;
}

static int
gzip_damaged(const struct zio_in *in, const char *what, struct err *e)
{
	return err_set(
	    e, ERR_INPUT, "%s: damaged gzip data: %s", in->file.name, what);
}

static int
gzip_cut_short(const struct zio_in *in, struct err *e)
{
	return err_set(e, in->file.regular ? ERR_INPUT : ERR_AGAIN,
	    "%s: gzip data is cut short", in->file.name);
}

/* Takes over what was read to tell gzip from plain bytes. */
static void
gzip_begin(struct zio_in *in)
{
	struct zio_inflate *g = mem_zero(sizeof(*g));

	g->z.zalloc = z_alloc;
	g->z.zfree = z_free;
	if (inflateInit2(&g->z, GZIP_WINDOW) != Z_OK)
		BUG("inflateInit2 refuses its arguments");
	g->input = mem_grow(NULL, READ_SIZE, 1);
	memcpy(g->input, in->buffer, in->end);
	g->z.next_in = g->input;
	g->z.avail_in = (uInt)in->end; /* at most READ_SIZE */
	in->end = 0;
	in->gzip = g;
}

/*
 * Told by 1f 8b 08: no text begins so.  A pipe may give one byte at a time;
 * where fewer than three are all there is, two decide.
 */
static int
look(struct zio_in *in, struct err *e)
{
	ssize_t n = 1;

	in->looked = true;
	while (in->end < 3 && n > 0) {
		n = file_in_read(
		    &in->file, in->buffer + in->end, in->size - in->end, e);
		if (n < 0)
			return -1;
		in->end += (size_t)n; /* not negative here */
	}
	in->eof = n == 0;
	if (in->end < 2 ||
	    memcmp(in->buffer, "\x1f\x8b\x08", in->end < 3 ? 2 : 3) != 0)
		return 0;
	gzip_begin(in);
	return 0;
}

/* Keeps inflate's input filled; 1, or 0 at the end of the file, or -1. */
static int
gzip_input(struct zio_in *in, struct err *e)
{
	z_stream *z = &in->gzip->z;
	ssize_t n;

	if (z->avail_in)
		return 1;
	/* bytes are bytes: zlib counts in unsigned char */
	n = in->eof ? 0
		    : file_in_read(
			  &in->file, (char *)in->gzip->input, READ_SIZE, e);
	if (n < 0)
		return -1;
	in->eof = n == 0;
	z->next_in = in->gzip->input;
	z->avail_in = (uInt)n; /* at most READ_SIZE */
	return n > 0;
}

/* Behind a member: 1 if another begins, 0 at the end, -1 on garbage. */
static int
gzip_between(struct zio_in *in, struct err *e)
{
	struct zio_inflate *g = in->gzip;
	int got;

	while ((got = gzip_input(in, e)) > 0) {
		if (*g->z.next_in == 0x1f && g->member == MEMBER_BETWEEN) {
			inflateReset(&g->z);
			g->member = MEMBER_INSIDE;
			return 1;
		}
		if (*g->z.next_in != 0)
			return gzip_damaged(in, "garbage behind its end", e);
		g->member = MEMBER_PADDING;
		g->z.next_in++;
		g->z.avail_in--;
	}
	return got;
}

/* Up to `size` bytes, more than 0, inflated: count, 0 at the end, -1. */
static ssize_t
gzip_read(struct zio_in *in, char *to, size_t size, struct err *e)
{
	struct zio_inflate *g = in->gzip;
	uInt room = (uInt)(size > READ_SIZE ? READ_SIZE : size);
	int got, answer;

	g->z.next_out = (Bytef *)to; /* bytes are bytes */
	g->z.avail_out = room;
	while (g->z.avail_out == room) {
		if (g->member != MEMBER_INSIDE &&
		    (got = gzip_between(in, e)) <= 0)
			return got;
		got = gzip_input(in, e);
		if (got < 0)
			return -1;
		answer = inflate(&g->z, Z_NO_FLUSH);
		if (answer == Z_STREAM_END)
			g->member = MEMBER_BETWEEN;
		else if (answer == Z_BUF_ERROR && !got)
			return gzip_cut_short(in, e);
		else if (answer != Z_OK && answer != Z_BUF_ERROR)
			return gzip_damaged(in,
			    g->z.msg ? g->z.msg : "it needs a dictionary", e);
	}
	return room - g->z.avail_out;
}

/* Reads behind in->end, where there is room: 1, or 0 at the end, or -1. */
static int
fill(struct zio_in *in, struct err *e)
{
	char *to;
	size_t room;
	ssize_t n;

	if (!in->looked) {
		if (look(in, e) < 0)
			return -1;
		if (in->end)
			return 1;
	}
	to = in->buffer + in->end;
	room = in->size - in->end;
	if (in->gzip)
		n = gzip_read(in, to, room, e);
	else
		n = in->eof ? 0 : file_in_read(&in->file, to, room, e);
	if (n < 0)
		return -1;
	if (!n)
		in->eof = true;
	in->end += (size_t)n; /* not negative here */
	return n > 0;
}

/*
 * Makes room for more of the line that begins at in->at: moves it to the
 * front, and grows the buffer when it is full nevertheless.
 */
static int
make_room(struct zio_in *in, struct err *e)
{
	size_t part = in->end - in->at;

	if (part > ZIO_LINE_MOST)
		return err_set(e, ERR_INPUT, "%s:%lu: line is over %zu MiB",
		    in->file.name, in->line + 1, ZIO_LINE_MOST >> 20);
	if (in->at) {
		memmove(in->buffer, in->buffer + in->at, part);
		in->at = 0;
		in->end = part;
	}
	if (in->end == in->size) {
		in->size *= 2;
		in->buffer = mem_grow(in->buffer, in->size, 1);
	}
	return 0;
}

static void
give(struct zio_in *in, struct slice *line, size_t len, bool ended)
{
	*line = slice_from(in->buffer + in->at, len);
	in->at += len + ended;
	in->bytes += len + ended;
	in->last_was_ended = ended;
	in->line++;
}

int
zio_in_line(struct zio_in *in, struct slice *line, struct err *e)
{
	size_t searched = 0, part;
	const char *newline;
	int got = 1;

	for (;;) {
		part = in->end - in->at;
		newline = part == searched
			      ? NULL
			      : memchr(in->buffer + in->at + searched, '\n',
				    part - searched);
		if (newline) /* it stands behind in->at */
			part = (size_t)(newline - (in->buffer + in->at));
		if (newline && part <= ZIO_LINE_MOST) {
			give(in, line, part, true);
			return 1;
		}
		if (!got)
			break;
		searched = part;
		if (make_room(in, e) < 0 || (got = fill(in, e)) < 0)
			return -1;
	}
	if (!part)
		return 0;
	give(in, line, part, false);
	return 1;
}

/* Plain bytes from the file to where they are wanted. */
static ssize_t
read_through(struct zio_in *in, char *to, size_t size, struct err *e)
{
	ssize_t n = file_in_read(&in->file, to, size, e);

	in->eof = n == 0;
	in->bytes += n > 0 ? (size_t)n : 0;
	return n;
}

ssize_t
zio_in_read(struct zio_in *in, char *to, size_t size, struct err *e)
{
	size_t n;
	int got;

	if (in->at == in->end && in->looked && !in->gzip && !in->eof)
		return read_through(in, to, size, e);
	if (in->at == in->end) {
		in->at = in->end = 0;
		got = fill(in, e);
		if (got <= 0)
			return got;
	}
	n = in->end - in->at;
	if (n > size)
		n = size;
	memcpy(to, in->buffer + in->at, n);
	in->at += n;
	in->bytes += n;
	return (ssize_t)n; /* at most the buffer's size */
}

static struct zio_deflate *
deflate_new(void)
{
	struct zio_deflate *g = mem_zero(sizeof(*g));

	g->z.zalloc = z_alloc;
	g->z.zfree = z_free;
	if (deflateInit2(&g->z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8,
		Z_DEFAULT_STRATEGY) != Z_OK)
		BUG("deflateInit2 refuses its arguments");
	/* no time, no name, and one system for all: same input, same bytes */
	g->header.os = 255;
	if (deflateSetHeader(&g->z, &g->header) != Z_OK)
		BUG("deflateSetHeader refuses its arguments");
	return g;
}

static bool
ends_in_gz(const char *path)
{
	size_t n = path ? strlen(path) : 0;

	return n > 3 && memcmp(path + n - 3, ".gz", 3) == 0;
}

int
zio_out_open(struct zio_out *out, const char *path, bool gzip, struct err *e)
{
	*out = (struct zio_out)ZIO_OUT_INIT;
	if (file_out_open(&out->file, path, e) < 0)
		return -1;
	if (gzip || ends_in_gz(path))
		out->gzip = deflate_new();
	return 0;
}

/* Runs deflate until it has taken all input, or with Z_FINISH ended. */
static int
gzip_run(struct zio_out *out, int flush, struct err *e)
{
	struct zio_deflate *g = out->gzip;
	size_t n;

	do {
		g->z.next_out = g->output;
		g->z.avail_out = GZIP_SIZE;
		if (deflate(&g->z, flush) == Z_STREAM_ERROR)
			BUG("deflate's state is broken");
		n = GZIP_SIZE - g->z.avail_out;
		/* bytes are bytes: zlib counts in unsigned char */
		if (file_out_add(&out->file, (char *)g->output, n, e) < 0)
			return -1;
	} while (!g->z.avail_out);
	return 0;
}

int
zio_out_add(struct zio_out *out, const char *at, size_t len, struct err *e)
{
	size_t n;

	if (!out->gzip)
		return file_out_add(&out->file, at, len, e);
	/* finishing failed, and ~fail is to follow: there is no way back */
	if (out->gzip->finished)
		return err_set(e, ERR_AGAIN, "%s: the gzip stream has ended",
		    out->file.name);
	for (; len; at += n, len -= n) {
		n = len > READ_SIZE ? READ_SIZE : len;
		/* zlib does not write through next_in, C89 has no const */
		out->gzip->z.next_in = (z_const Bytef *)(uintptr_t)at;
		out->gzip->z.avail_in = (uInt)n; /* at most READ_SIZE */
		if (gzip_run(out, Z_NO_FLUSH, e) < 0)
			return -1;
	}
	return 0;
}

int
zio_out_finish(struct zio_out *out, struct err *e)
{
	if (out->gzip && !out->gzip->finished) {
		out->gzip->finished = true;
		if (gzip_run(out, Z_FINISH, e) < 0)
			return -1;
	}
	return file_out_flush(&out->file, e);
}

void
zio_pack(struct buf *to, struct slice text)
{
	struct zio_deflate *g = deflate_new();
	size_t most = deflateBound(&g->z, text.len);

	if (most > UINT_MAX) {
		to->over = true;
	} else if (buf_reserve(to, most)) {
		/* as in zio_out_add; both lengths are at most UINT_MAX */
		g->z.next_in = (z_const Bytef *)(uintptr_t)text.at;
		g->z.avail_in = (uInt)text.len;
		g->z.next_out = (Bytef *)to->at + to->len;
		g->z.avail_out = (uInt)most;
		if (deflate(&g->z, Z_FINISH) != Z_STREAM_END)
			BUG("deflateBound is too small");
		to->len += g->z.total_out;
	}
	deflateEnd(&g->z);
	mem_free(g);
}

int
zio_out_publish(struct zio_out *out, struct err *e)
{
	return zio_out_publish_all(&out, 1, e);
}

int
zio_out_publish_all(struct zio_out *const *outs, size_t count, struct err *e)
{
	struct file_out **files = mem_grow(NULL, count, sizeof(*files));
	size_t i;
	int rc = 0;

	for (i = 0; i < count && rc == 0; i++) {
		files[i] = &outs[i]->file;
		if (files[i]->name)
			rc = zio_out_finish(outs[i], e);
	}
	if (rc == 0)
		rc = file_out_publish_all(files, count, e);
	mem_free(files);
	for (i = 0; i < count; i++)
		zio_out_abandon(outs[i]);
	return rc;
}

void
zio_out_abandon(struct zio_out *out)
{
	if (out->gzip)
		deflateEnd(&out->gzip->z);
	mem_free(out->gzip);
	out->gzip = NULL;
	file_out_abandon(&out->file);
}

const char *
zio_library_version(void)
{
	return zlibVersion();
}
