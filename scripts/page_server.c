/*
 * page_server.c - a small server for tests, which gives rows by pages.
 *
 * usage: page_server URLFILE DATA
 *
 * Goes into the background when it listens on loopback and has written its
 * URL into URLFILE; ends when that file is gone.  DATA has one JSON object a
 * line; the id of the first is 1.  Asked for limit=N rows (default 2):
 *
 *	/offset?offset=N   {"total":T,"rows":[...]} behind the first N
 *	/page?page=N       [...], from page 1; none behind the last
 *	/missing?page=N    the same, but 404 behind the last
 *	/keyset?after=ID   [...] with ids above ID; filter=id gt 'ID' is known
 *	/cursor?cursor=C   {"rows":[...],"next":C,"more":true}
 *	/link?skip=N       {"value":[...],"@odata.nextLink":"link?skip=N"}
 *	/header?skip=N     [...], with a header Link
 *	/rpc               POST of {"after":ID,"limit":N}: {"result":[...]}
 *	/busy              as /offset, but first 503, then {"error":"busy"}
 *	/same              [...]: the first page, whatever is asked
 *	/moving            as /offset, with a row less in total on each page
 *	/doubled           as /offset, with the last row before again
 *	/elsewhere         as /link, to another server
 *	/html, /refused    no JSON; {"error":"no such view"}
 *	/hook              202; adds what was posted to URLFILE.hook: the
 *	                   headers Content-Type and X-Sign, and the body
 */
#include <stdatomic.h>

#include "io/file.h"
#include "net/mock_server.h"

#define DATA_MOST ((size_t)1024 * 1024)
#define LINES_MOST 1000

static struct slice lines[LINES_MOST];
static long count;
static const char *url_file;
static atomic_uint *asked; /* for /busy; shared by all processes */

/* The number behind NAME in the request, or `otherwise`. */
static long
number(const char *text, const char *name, long otherwise)
{
	const char *at = strstr(text, name);

	if (!at)
		return otherwise;
	at += strlen(name);
	at += strspn(at, "=: '\"");
	if (strncmp(at, "%20gt%20%27", 11) == 0)
		at += 11;
	return *at >= '0' && *at <= '9' ? strtol(at, NULL, 10) : otherwise;
}

static void
add_rows(struct buf *b, long from, long limit)
{
	long i;

	buf_add_byte(b, '[');
	for (i = from; i < from + limit && i < count; i++) {
		buf_add_text(b, i > from ? ",\n" : "");
		buf_add_slice(b, lines[i]);
	}
	buf_add_byte(b, ']');
}

static bool
asks(const struct mock_request *r, const char *path)
{
	const char *at = strchr(r->text, ' ');
	size_t len = strlen(path);

	return at && strncmp(at + 1, path, len) == 0 &&
	    strchr("? ", at[1 + len]);
}

static void
answer_rows(const struct mock_request *r, struct buf *b, long limit)
{
	long offset = number(r->text, "offset=", 0), total = count;

	if (asks(r, "/moving"))
		total -= offset / limit;
	if (asks(r, "/doubled") && offset)
		offset--;
	buf_printf(b, "{\"total\":%ld,\"rows\":", total);
	add_rows(b, offset, limit);
	buf_add_byte(b, '}');
	mock_answer(r, 200, "", buf_text(b));
}

static void
answer_list(const struct mock_request *r, struct buf *b, long limit)
{
	long page = number(r->text, "page=", 1), after;

	if (asks(r, "/page") || asks(r, "/missing")) {
		if (asks(r, "/missing") && (page - 1) * limit >= count) {
			mock_answer(r, 404, "", "no such page");
			return;
		}
		add_rows(b, (page - 1) * limit, limit);
	} else if (asks(r, "/same")) {
		add_rows(b, 0, limit);
	} else {
		after = number(r->text, "after", number(r->text, "filter=id",
		    0));
		if (asks(r, "/rpc"))
			buf_add_text(b, "{\"id\":1,\"result\":");
		add_rows(b, after, limit);
		if (asks(r, "/rpc"))
			buf_add_byte(b, '}');
	}
	mock_answer(r, 200, "", buf_text(b));
}

static void
answer_link(const struct mock_request *r, struct buf *b, long limit)
{
	long skip = number(r->text, "skip=", number(r->text, "cursor=", 0));
	bool more = skip + limit < count;
	char head[200] = "";

	if (asks(r, "/header")) {
		add_rows(b, skip, limit);
		if (more)
			snprintf(head, sizeof(head), "Link: </header?skip=0>; "
			    "rel=\"first\", </header?skip=%ld&limit=%ld>; "
			    "rel=\"next\"\r\n", skip + limit, limit);
		mock_answer(r, 200, head, buf_text(b));
		return;
	}
	buf_add_text(b, asks(r, "/cursor") ? "{\"rows\":" : "{\"value\":");
	add_rows(b, skip, limit);
	if (asks(r, "/cursor"))
		buf_printf(b, ",\"more\":%s,\"next\":\"%ld\"", more ? "true"
		    : "false", skip + limit);
	else if (more)
		buf_printf(b, ",\"@odata.nextLink\":\"%s?skip=%ld&limit=%ld\"",
		    asks(r, "/elsewhere") ? "http://127.0.0.2:1/link" : "link",
		    skip + limit, limit);
	buf_add_byte(b, '}');
	mock_answer(r, 200, "", buf_text(b));
}

/* Twice it does not work, then it does: so on each page. */
static bool
busy(const struct mock_request *r)
{
	unsigned turn = atomic_fetch_add(asked, 1) % 3;

	if (turn == 0)
		mock_answer(r, 503, "Retry-After: 0\r\n", "later");
	else if (turn == 1)
		mock_answer(r, 200, "", "{\"error\":\"the view is busy\"}");
	return turn < 2;
}

static void
keep_header(FILE *f, const struct mock_request *r, const char *name)
{
	const char *at = strcasestr(r->text, name);

	if (at)
		fprintf(f, "%.*s\n", (int)strcspn(at, "\r\n"), at);
}

static void
answer_hook(const struct mock_request *r)
{
	const char *body = strstr(r->text, "\r\n\r\n");
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s.hook", url_file);
	f = fopen(path, "a");
	if (f) {
		keep_header(f, r, "Content-Type:");
		keep_header(f, r, "X-Sign:");
		fprintf(f, "%s\n", body ? body + 4 : "");
		fclose(f);
	}
	mock_answer(r, f ? 202 : 500, "", "");
}

static void
answer(const struct mock_request *r)
{
	struct buf b = BUF_INIT(DATA_MOST * 2);
	long limit = number(r->text, "limit", 2);

	if (asks(r, "/html"))
		mock_answer(r, 200, "", "<html>Please log in</html>");
	else if (asks(r, "/refused"))
		mock_answer(r, 200, "", "{\"error\":\"no such view\"}");
	else if (asks(r, "/hook"))
		answer_hook(r);
	else if (asks(r, "/offset") || asks(r, "/moving") ||
	    asks(r, "/doubled") || (asks(r, "/busy") && !busy(r)))
		answer_rows(r, &b, limit);
	else if (asks(r, "/link") || asks(r, "/header") ||
	    asks(r, "/cursor") || asks(r, "/elsewhere"))
		answer_link(r, &b, limit);
	else if (asks(r, "/page") || asks(r, "/missing") || asks(r, "/same") ||
	    asks(r, "/keyset") || asks(r, "/rpc"))
		answer_list(r, &b, limit);
	else if (!asks(r, "/busy"))
		mock_answer(r, 404, "", "nothing here");
	buf_release(&b);
}

static void
load(struct buf *data, const char *path)
{
	struct err e = ERR_INIT;
	struct slice rest;

	if (file_load(data, path, DATA_MOST, &e) < 0) {
		fprintf(stderr, "page_server: %s\n", e.text);
		exit(2);
	}
	rest = buf_slice(data);
	while (rest.at && count < LINES_MOST) {
		lines[count] = slice_cut(&rest, '\n');
		count += lines[count].len > 0;
	}
}

int
main(int argc, char **argv)
{
	struct buf data = BUF_INIT(DATA_MOST);
	struct mock_server m;
	int ready[2];
	FILE *file;
	char c;

	if (argc != 3 || pipe(ready) < 0) {
		fprintf(stderr, "usage: page_server URLFILE DATA\n");
		return 2;
	}
	url_file = argv[1];
	load(&data, argv[2]);
	asked = mmap(NULL, sizeof(*asked), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (fork() > 0) {
		close(ready[1]);
		return read(ready[0], &c, 1) == 1 ? 0 : 1;
	}
	setsid();
	close(ready[0]);
	if (!freopen("/dev/null", "w", stdout) ||
	    !freopen("/dev/null", "w", stderr))
		return 1;
	mock_open(&m, answer);
	file = fopen(argv[1], "w");
	if (!file || fprintf(file, "%s\n", m.url) < 0 || fclose(file) != 0 ||
	    write(ready[1], "", 1) != 1) {
		mock_close(&m);
		return 1;
	}
	close(ready[1]);
	while (access(argv[1], F_OK) == 0)
		usleep(200000);
	mock_close(&m);
	buf_release(&data);
	return 0;
}
