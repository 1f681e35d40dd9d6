/*
 * pack.c - the manifest's lines, and their hashes.
 *
 * A file is hashed when it is whole and on the disk, by reading it: what the
 * manifest answers for is what can be read back.
 */
#include "reconcile/pack.h"

#include "base/show.h"
#include "format/json.h"
#include "format/json_add.h"
#include "format/json_pointer.h"
#include "io/folder.h"

#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_MOST ((size_t)1024 * 1024)
#define PATH_CEILING ((size_t)64 * 1024)
#define ZEROS                              \
	"00000000000000000000000000000000" \
	"00000000000000000000000000000000"

static void
hash_text(char hex[AUDIT_HEX_SIZE], struct slice text)
{
	unsigned char hash[AUDIT_HASH_SIZE];

	audit_sha256(text.at, text.len, hash);
	audit_hex(hex, hash);
}

static char *
join(const char *folder, const char *name)
{
	struct buf b = BUF_INIT(PATH_CEILING);
	char *path;

	buf_printf(&b, "%s/%s", folder, name);
	path = mem_text(buf_text(&b));
	buf_release(&b);
	return path;
}

int
pack_hash_file(const char *path, uint64_t *bytes, char hex[AUDIT_HEX_SIZE],
    struct err *e)
{
	unsigned char hash[AUDIT_HASH_SIZE];
	struct audit_sha256 *sum;
	struct file_in in;
	char piece[65536];
	ssize_t got;

	if (file_in_open(&in, path, e) < 0)
		return -1;
	sum = audit_sha256_new();
	*bytes = 0;
	while ((got = file_in_read(&in, piece, sizeof(piece), e)) > 0) {
		audit_sha256_add(sum, piece, (size_t)got); /* above 0 */
		*bytes += (uint64_t)got;
	}
	audit_sha256_end(sum, hash);
	audit_hex(hex, hash);
	audit_sha256_free(sum);
	file_in_close(&in);
	return got < 0 ? -1 : 0;
}

/* --- writing --- */

int
pack_open(struct pack *p, const char *folder, const char *previous,
    struct err *e)
{
	struct buf name = BUF_INIT(PATH_CEILING);
	size_t len = strlen(folder);
	struct stat st;
	char *path;
	int rc = -1;

	*p = (struct pack)PACK_INIT;
	buf_init(&p->line, LINE_MOST);
	snprintf(p->seal, sizeof(p->seal), "%s", previous ? previous : ZEROS);
	while (len > 1 && folder[len - 1] == '/')
		len--;
	buf_add(&name, folder, len);
	p->folder = mem_text(buf_text(&name));
	buf_add_text(&name, PACK_PART);
	p->part = mem_text(buf_text(&name));
	buf_release(&name);
	if (lstat(p->folder, &st) == 0)
		return err_set(e, ERR_USAGE, "%s: is there already (expected "
		    "the name of a folder to be made)", p->folder);
	if (folder_remove(p->part, e) < 0 || folder_make(p->part, e) < 0)
		return -1;
	p->open = true;
	path = join(p->part, PACK_MANIFEST);
	rc = zio_out_open(&p->manifest, path, false, e);
	mem_free(path);
	return rc;
}

int
pack_entry(struct pack *p, const char *entry, struct slice members,
    struct err *e)
{
	buf_clear(&p->line);
	buf_printf(&p->line, "{\"entry\":\"%s\",", entry);
	buf_add_slice(&p->line, members);
	buf_printf(&p->line, "%s\"previous\":\"%s\"}", members.len ? "," : "",
	    p->seal);
	if (p->line.over)
		return err_set(e, ERR_INPUT, "%s: an entry becomes longer than "
		    "%zu bytes", p->folder, LINE_MOST);
	hash_text(p->seal, buf_slice(&p->line));
	p->entries++;
	buf_add_byte(&p->line, '\n');
	return zio_out_add(&p->manifest, p->line.at, p->line.len, e);
}

int
pack_file_open(struct pack *p, struct zio_out *out, const char *name,
    struct err *e)
{
	char *path = join(p->part, name);
	int rc = zio_out_open(out, path, false, e);

	mem_free(path);
	return rc;
}

int
pack_file_close(struct pack *p, struct zio_out *out, const char *name,
    struct err *e)
{
	struct buf members = BUF_INIT(PATH_CEILING);
	char *path = join(p->part, name);
	char hex[AUDIT_HEX_SIZE];
	uint64_t bytes;
	int rc = -1;

	if (zio_out_publish(out, e) == 0 &&
	    pack_hash_file(path, &bytes, hex, e) == 0) {
		buf_add_text(&members, "\"name\":");
		json_add_string(&members, slice_of(name));
		buf_printf(&members, ",\"bytes\":%" PRIu64 ",\"sha256\":\"%s\"",
		    bytes, hex);
		rc = pack_entry(p, "file", buf_slice(&members), e);
	}
	mem_free(path);
	buf_release(&members);
	return rc;
}

int
pack_end(struct pack *p, struct err *e)
{
	char members[64];

	snprintf(members, sizeof(members), "\"entries\":%" PRIu64,
	    p->entries + 1);
	if (pack_entry(p, "end", slice_of(members), e) < 0)
		return -1;
	return zio_out_publish(&p->manifest, e);
}

int
pack_publish(struct pack *p, struct err *e)
{
	if (folder_publish(p->part, p->folder, e) < 0)
		return -1;
	p->open = false;
	return 0;
}

void
pack_release(struct pack *p)
{
	struct err ignored = ERR_INIT;

	zio_out_abandon(&p->manifest);
	/* what it cannot remove, the next run of the same name does */
	if (p->open && folder_remove(p->part, &ignored) < 0)
		err_clear(&ignored);
	mem_free(p->folder);
	mem_free(p->part);
	buf_release(&p->line);
	*p = (struct pack)PACK_INIT;
}

/* --- checking --- */

void
pack_problem(struct pack_check *c, const char *fmt, ...)
{
	struct buf plain = BUF_INIT(LINE_MOST);
	char words[4096];
	va_list list;

	va_start(list, fmt);
	vsnprintf(words, sizeof(words), fmt, list);
	va_end(list);
	show_plain(&plain, slice_of(words), sizeof(words));
	c->problems++;
	if (c->problem)
		c->problem(c->problem_ctx, buf_text(&plain));
	buf_release(&plain);
}

int
pack_member(struct slice *out, struct slice line, const char *name,
    struct arena *a, struct err *e)
{
	struct json_value v;
	char pointer[64];
	struct json j;
	int found;

	*out = SLICE("");
	snprintf(pointer, sizeof(pointer), "/%s", name);
	json_init(&j, line, PACK_MANIFEST, 1, a);
	found = json_pointer(&j, slice_of(pointer), e);
	if (found > 0 && json_value(&j, &v, e) < 0)
		return -1;
	if (found > 0 && (v.kind == JSON_STRING || v.kind == JSON_NUMBER))
		*out = v.text;
	return found < 0 ? -1 : 0;
}

/* A name that leads out of the folder is none of a pack. */
static bool
plain_name(struct slice name)
{
	return name.len && name.len < 256 && !memchr(name.at, '/', name.len) &&
	    !memchr(name.at, '\0', name.len) && name.at[0] != '.';
}

static int
check_file(struct pack_check *c, const char *folder, struct slice line,
    struct arena *a, struct err *e)
{
	struct err trouble = ERR_INIT;
	struct slice name, size, sum;
	char hex[AUDIT_HEX_SIZE];
	uint64_t bytes, said;
	char *path;

	if (pack_member(&name, line, "name", a, e) < 0 ||
	    pack_member(&size, line, "bytes", a, e) < 0 ||
	    pack_member(&sum, line, "sha256", a, e) < 0)
		return -1;
	if (!plain_name(name) || !text_to_number(size, UINT64_MAX, &said)) {
		pack_problem(c, PACK_MANIFEST ": an entry names no file of the "
		    "pack: \"%.*s\"", SLICE_ARGS(name));
		return 0;
	}
	path = join(folder, arena_copy(a, name.at, name.len));
	if (pack_hash_file(path, &bytes, hex, &trouble) < 0)
		pack_problem(c, "%s", trouble.text);
	else if (bytes != said)
		pack_problem(c, "%s: has %" PRIu64 " bytes (expected %" PRIu64
		    ")", path, bytes, said);
	else if (!slice_is(sum, hex))
		pack_problem(c, "%s: has SHA-256 %s (expected %.*s)", path,
		    hex, SLICE_ARGS(sum));
	mem_free(path);
	return 0;
}

static int
check_first(struct slice line, struct arena *a, struct err *e)
{
	struct slice format, version;
	uint64_t number;

	if (pack_member(&format, line, "format", a, e) < 0 ||
	    pack_member(&version, line, "version", a, e) < 0)
		return -1;
	if (!slice_is(format, PACK_FORMAT) ||
	    !text_to_number(version, UINT64_MAX, &number))
		return err_set(e, ERR_INPUT, PACK_MANIFEST ":1: is no manifest "
		    "of an evidence pack (expected \"format\":\"" PACK_FORMAT
		    "\")");
	if (number > PACK_VERSION)
		return err_set(e, ERR_USAGE, PACK_MANIFEST ":1: is of version "
		    "%" PRIu64 ", this program knows %d (expected a newer "
		    "program)", number, PACK_VERSION);
	return 0;
}

/* One line: its place in the chain, and what it says. */
static int
check_line(struct pack_check *c, const char *folder, struct slice line,
    uint64_t number, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct slice entry, previous;
	int rc = -1;

	if (pack_member(&entry, line, "entry", &a, e) < 0 ||
	    pack_member(&previous, line, "previous", &a, e) < 0)
		goto out;
	if (number == 1 && check_first(line, &a, e) < 0)
		goto out;
	if (number > 1 && !slice_is(previous, c->seal))
		pack_problem(c, PACK_MANIFEST ":%" PRIu64 ": the chain is "
		    "broken: the line before has SHA-256 %s (expected %.*s)",
		    number, c->seal, SLICE_ARGS(previous));
	hash_text(c->seal, line);
	if (slice_is(entry, "file") &&
	    check_file(c, folder, line, &a, e) < 0)
		goto out;
	rc = c->entry ? c->entry(c->ctx, entry, line, e) : 0;
out:
	arena_release(&a);
	return rc;
}

/* The last line says how many there are. */
static int
check_last(struct pack_check *c, struct slice last, uint64_t lines,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct slice entry, count;
	uint64_t number = 0;
	int rc = -1;

	if (pack_member(&entry, last, "entry", &a, e) == 0 &&
	    pack_member(&count, last, "entries", &a, e) == 0) {
		if (!slice_is(entry, "end"))
			pack_problem(c, PACK_MANIFEST ": is cut short "
			    "(expected an end)");
		else if (!text_to_number(count, UINT64_MAX, &number) ||
		    number != lines)
			pack_problem(c, PACK_MANIFEST ": has %" PRIu64
			    " entries (expected %.*s)", lines,
			    SLICE_ARGS(count));
		rc = 0;
	}
	arena_release(&a);
	return rc;
}

int
pack_check(struct pack_check *c, const char *folder, struct err *e)
{
	char *path = join(folder, PACK_MANIFEST);
	struct buf last = BUF_INIT(LINE_MOST + 1);
	struct zio_in in = ZIO_IN_INIT;
	uint64_t lines = 0;
	struct slice line;
	int got = -1;

	c->problems = 0;
	c->seal[0] = '\0';
	if (zio_in_open(&in, path, e) == 0) {
		while ((got = zio_in_line(&in, &line, e)) > 0) {
			if (check_line(c, folder, line, ++lines, e) < 0) {
				got = err_in(e, "%s", folder);
				break;
			}
			buf_clear(&last);
			buf_add_slice(&last, line);
		}
		zio_in_close(&in);
	}
	if (got == 0 && !lines)
		got = err_set(e, ERR_INPUT, "%s: is empty", path);
	if (got == 0)
		got = check_last(c, buf_slice(&last), lines, e);
	buf_release(&last);
	mem_free(path);
	return got;
}
