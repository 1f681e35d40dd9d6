/*
 * publish.c - names, and the order of steps.
 *
 *	lock                            one run at a time
 *	write, seal                     the file has no name yet
 *	compare with latest             may stop with 5
 *	rename, sync                    (the caller, with its other outputs)
 *	switch latest, sync
 *	remove what is too old
 *
 * After a kill between the last three a snapshot more may lie there than
 * `latest` and --keep say; the next run puts that right.
 */
#include "extract/publish.h"

#include "base/clock.h"
#include "base/fault.h"
#include "io/folder.h"
#include "io/log.h"
#include "store/place.h"

#include <unistd.h>

#define LATEST "latest"
#define ENDING ".jsonl.gz"
#define PATH_CEILING ((size_t)1024 * 1024)

/* --- names --- */

/*
 * A text as one name in a path: letters, digits, `-`, `_`, `.` (not first) and
 * all beyond ASCII stay, other bytes become %XX.
 */
static void
add_name(struct buf *b, struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i]; /* as a byte */

		if (c > 0x7f || (c >= '0' && c <= '9') || c == '-' ||
		    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    c == '_' || (c == '.' && i > 0))
			buf_add_byte(b, text.at[i]);
		else
			buf_printf(b, "%%%02X", c);
	}
}

static const char *
join(struct arena *a, const char *folder, const char *name)
{
	struct buf b = BUF_INIT(PATH_CEILING);
	const char *path;

	buf_printf(&b, "%s%s", folder, name);
	path = arena_copy(a, b.at, b.len);
	buf_release(&b);
	return path;
}

/* "2026-11-23T18:30:00.5Z" becomes "2026-11-23/183000.5-RUN.jsonl.gz". */
static const char *
name_of(const struct head *h, struct arena *a)
{
	struct buf b = BUF_INIT(PATH_CEILING);
	const char *name;
	size_t i;

	buf_add(&b, h->created.at, CLOCK_DATE_SIZE - 1);
	buf_add_byte(&b, '/');
	for (i = CLOCK_DATE_SIZE; i < h->created.len; i++)
		if (h->created.at[i] != ':' && h->created.at[i] != 'Z')
			buf_add_byte(&b, h->created.at[i]);
	buf_add_byte(&b, '-');
	add_name(&b, h->run);
	buf_add_text(&b, ENDING);
	name = arena_copy(a, b.at, b.len);
	buf_release(&b);
	return name;
}

static bool
is_date(struct slice name)
{
	return name.len == CLOCK_DATE_SIZE - 1 && clock_date_valid(name);
}

/* "183000...-RUN.jsonl.gz": nothing else in the store is ours to remove. */
static bool
is_snapshot(struct slice name)
{
	struct slice end = SLICE(ENDING), digits = slice_from(name.at, 6);
	uint64_t number;

	return name.len > 6 + end.len && memchr(name.at, '-', name.len) &&
	    slice_equal(slice_from(name.at + name.len - end.len, end.len),
	    end) && text_to_number(digits, 235959, &number);
}

/* What a kill has left of a file or link that had no name yet. */
static bool
is_remnant(struct slice name)
{
	struct slice end = SLICE(".tmp");

	return name.len > end.len && name.at[0] == '.' &&
	    slice_equal(slice_from(name.at + name.len - end.len, end.len),
	    end);
}

/* --- what is there --- */

/* Where `latest` is gone or leads nowhere: the youngest that is there. */
static int
find_youngest(struct publish *p, struct err *e)
{
	struct slice *days, *files;
	size_t day_count, file_count;
	const char *folder;

	if (folder_list(&days, &day_count, p->folder, &p->texts, e) < 0)
		return -1;
	while (day_count--) {
		if (!is_date(days[day_count]))
			continue;
		folder = join(&p->texts, p->folder, days[day_count].at);
		if (folder_list(&files, &file_count, folder, &p->texts,
		    e) < 0)
			return -1;
		while (file_count--)
			if (is_snapshot(files[file_count])) {
				p->last = join(&p->texts, join(&p->texts,
				    days[day_count].at, "/"),
				    files[file_count].at);
				return 0;
			}
	}
	return 0;
}

static int
find_last(struct publish *p, struct err *e)
{
	const char *link = join(&p->texts, p->folder, LATEST);
	int got = folder_link(&p->last, link, &p->texts, e);

	if (got < 0)
		return -1;
	if (p->last && access(join(&p->texts, p->folder, p->last),
	    F_OK) == 0)
		return 0;
	p->last = NULL;
	if (find_youngest(p, e) < 0)
		return -1;
	if (p->last)
		log_warning("%s: leads to no snapshot; the last one is taken "
		    "to be %s", link, p->last);
	return 0;
}

static int
lock(struct publish *p, struct err *e)
{
	const char *path = join(&p->texts, p->folder, ".lock");
	struct buf holders = BUF_INIT(4096);
	int got = folder_lock(&p->lock, path, e);

	if (got == 0) {
		place_holders(&holders, path);
		(void)err_set(e, ERR_AGAIN, "%s: %s publishes there at this "
		    "moment", p->folder, buf_text(&holders));
	}
	buf_release(&holders);
	return got > 0 ? 0 : -1;
}

/* --- the steps --- */

int
publish_open(struct publish *p, const struct publish_job *job,
    struct slice system, struct slice profile, struct err *e)
{
	struct buf b = BUF_INIT(PATH_CEILING);

	*p = (struct publish)PUBLISH_INIT;
	p->job = job;
	if (limit_parse(&p->shrink, "--max-shrink", job->max_shrink, e) < 0)
		return -1;
	if (!job->store)
		return 0;
	buf_printf(&b, "%s/", job->store);
	add_name(&b, system);
	buf_add_byte(&b, '/');
	add_name(&b, profile);
	buf_add_byte(&b, '/');
	p->folder = arena_copy(&p->texts, b.at, b.len);
	buf_release(&b);
	if (folder_make(p->folder, e) < 0 || lock(p, e) < 0)
		return -1;
	return find_last(p, e);
}

int
publish_head(struct publish *p, const struct head *h, struct err *e)
{
	const char *path;

	if (h->kind != HEAD_SNAPSHOT)
		return err_set(e, ERR_USAGE, "--publish: only whole snapshots "
		    "are published, this is an %s", head_kind_name(h->kind));
	p->name = name_of(h, &p->texts);
	path = join(&p->texts, p->folder, p->name);
	p->day = arena_copy(&p->texts, path, strlen(p->folder) +
	    CLOCK_DATE_SIZE - 1);
	if (folder_make(p->day, e) < 0 ||
	    stream_out_open(&p->out, path, true, e) < 0)
		return -1;
	return stream_out_head(&p->out, h, e);
}

/* A person has said that whatever is gone may be gone. */
static bool
accepts_all(const struct limit *l)
{
	return l->text && l->percent && !limit_over(l, 1, 1);
}

int
publish_line(struct publish *p, const struct stream_line *line, struct err *e)
{
	return p->out.open ? stream_out_hashed(&p->out, line, e) : 0;
}

/* True, and -1 aside, if both files are there and have the same bytes. */
static int
same_bytes(const char *one, const char *other, struct err *e)
{
	struct file_in in[2] = {FILE_IN_INIT, FILE_IN_INIT};
	char bytes[2][16384];
	uint64_t at = 0;
	ssize_t got = -1, more = 0;

	if (file_in_open(&in[0], one, e) < 0 ||
	    file_in_open(&in[1], other, e) < 0)
		goto out;
	for (;; at += (uint64_t)got) {
		got = file_read_at(in[0].fd, bytes[0], sizeof(bytes[0]), at, e);
		more = got < 0 ? -1 : file_read_at(in[1].fd, bytes[1],
		    sizeof(bytes[1]), at, e);
		if (got <= 0 || more != got ||
		    memcmp(bytes[0], bytes[1], (size_t)got) != 0)
			break;
	}
out:
	file_in_close(&in[0]);
	file_in_close(&in[1]);
	return got < 0 || more < 0 ? -1 : got == 0 && more == 0;
}

/*
 * A run that was killed between the rename and `latest` finds its own bytes
 * under its name when the clock stands still; anything else stays.
 */
static int
check_name(const struct publish *p, const char *now, struct arena *a,
    struct err *e)
{
	const char *path = join(a, p->folder, p->name);
	int same;

	if (access(path, F_OK) < 0)
		return 0;
	same = same_bytes(path, now, e);
	if (same != 0)
		return same < 0 ? -1 : 0;
	return err_set(e, ERR_USAGE, "%s: another snapshot of this time and "
	    "run is there (expected a later BOM_NOW): it stays, and nothing "
	    "is published", path);
}

int
publish_check(struct publish *p, struct err *e)
{
	struct shrink_job job = {.limit = &p->shrink,
	    .memory = p->job->memory};
	char now[32];

	if (!p->out.open)
		return 0;
	if (stream_out_seal(&p->out, e) < 0)
		return -1;
	/* the file has no name yet, but a descriptor */
	snprintf(now, sizeof(now), "/proc/self/fd/%d", p->out.zio.file.fd);
	job.now = now;
	if (access(now, R_OK) < 0)
		job.now = p->out.zio.file.temporary;
	if (check_name(p, job.now, &p->texts, e) < 0)
		return -1;
	if (!p->last)
		return 0;
	job.name = p->last;
	job.before = join(&p->texts, p->folder, p->last);
	if (shrink_check(&job, e) == 0)
		return 0;
	if (e->kind != ERR_INPUT)
		return -1;
	if (!accepts_all(&p->shrink))
		return err_in(e, "the last snapshot cannot be compared with "
		    "(--max-shrink 100%% publishes all the same)");
	log_warning("the last snapshot cannot be compared with: %s", e->text);
	err_clear(e);
	return 0;
}

/* A folder of one day, which goes too when it is empty. */
static int
clear_day(struct publish *p, struct slice day, bool old, struct err *e)
{
	const char *folder = join(&p->texts, p->folder, day.at), *path;
	struct slice *files;
	size_t count, i, left = 0;

	if (folder_list(&files, &count, folder, &p->texts, e) < 0)
		return -1;
	folder = join(&p->texts, folder, "/");
	for (i = 0; i < count; i++) {
		path = join(&p->texts, folder, files[i].at);
		if (!is_remnant(files[i]) && (!old || !is_snapshot(files[i]) ||
		    strcmp(path + strlen(p->folder), p->name) == 0))
			left++;
		else if (unlink(path) < 0 && errno != ENOENT)
			return err_sys(e, "%s", path);
	}
	if (!left && rmdir(folder) < 0 && errno != ENOENT)
		return err_sys(e, "%s", folder);
	return 0;
}

/* Days before the first of the last `keep` days, and what kills have left. */
static int
clear_old(struct publish *p, struct err *e)
{
	char today[CLOCK_TEXT_SIZE], first[CLOCK_DATE_SIZE] = "";
	struct slice *names;
	size_t count, i;

	clock_print(today, clock_now());
	if (p->job->keep && !clock_date_print(first, clock_days(
	    slice_from(today, CLOCK_DATE_SIZE - 1)) - p->job->keep + 1))
		first[0] = '\0';
	if (folder_list(&names, &count, p->folder, &p->texts, e) < 0)
		return -1;
	for (i = 0; i < count; i++) {
		if (is_remnant(names[i]) &&
		    unlink(join(&p->texts, p->folder, names[i].at)) < 0 &&
		    errno != ENOENT)
			return err_sys(e, "%s%s", p->folder, names[i].at);
		if (is_date(names[i]) && clear_day(p, names[i],
		    strcmp(names[i].at, first) < 0, e) < 0)
			return -1;
	}
	return 0;
}

int
publish_finish(struct publish *p, struct err *e)
{
	if (!p->job->store)
		return 0;
	if (fault_fires("publish.before-latest"))
		return err_sys(e, "%s", p->folder);
	if (folder_switch(join(&p->texts, p->folder, LATEST), p->name, e) < 0)
		return -1;
	log_note("published as %s%s", p->folder, p->name);
	if (fault_fires("publish.before-removal"))
		return err_sys(e, "%s", p->folder);
	return clear_old(p, e);
}

void
publish_close(struct publish *p)
{
	stream_out_close(&p->out);
	/* Where nothing was published it may be empty. */
	if (p->day)
		rmdir(p->day);
	if (p->lock >= 0)
		close(p->lock);
	arena_release(&p->texts);
	*p = (struct publish)PUBLISH_INIT;
}
