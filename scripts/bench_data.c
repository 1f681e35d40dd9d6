/*
 * bench_data.c - BOM lines made from a seed, as streams and as CSV.
 *
 * usage: bench_data FOLDER LINES SEED; used by scripts/bench
 *
 * Line i is a function of i and the seed alone, so that any order can be
 * written without keeping the lines.  Of a thousand lines 16 have another
 * quantity in the new stream, 2 stand only in the old and 2 only in the new
 * one.  What was made is said on standard output as shell assignments.
 */
#include "io/log.h"
#include "model/scan.h"
#include "model/stream_out.h"

#define LINES_A_PARENT 20
#define LINE_MOST 1024

enum side { SIDE_OLD, SIDE_NEW };
enum fate { FATE_SAME, FATE_CHANGED, FATE_REMOVED, FATE_ADDED };

struct maker {
	const char *folder;
	uint64_t seed;
	uint32_t lines;
	uint32_t *shuffled; /* the numbers below `lines` in random order */
};

/* The members of one line as texts; no designators where the first is 0. */
struct parts {
	char parent[16];
	char component[16];
	char find_number[16];
	char revision;
	char quantity[32];
	const char *uom;
	unsigned refdes[2];
	char from[16];
	char change_order[16];
	char note[32];
};

/* splitmix64: a random number for each place. */
static uint64_t
mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

/* The random number `which` of line i, below `below`. */
static unsigned
draw(const struct maker *m, uint32_t i, unsigned which, unsigned below)
{
	return (unsigned)(mix(m->seed ^ mix((uint64_t)i << 8 | which)) % below);
}

static enum fate
fate_of(const struct maker *m, uint32_t i)
{
	unsigned n = draw(m, i, 0, 1000);

	if (n >= 20)
		return FATE_SAME;
	if (n >= 4)
		return FATE_CHANGED;
	return n >= 2 ? FATE_REMOVED : FATE_ADDED;
}

static bool
stands_in(enum fate fate, enum side side)
{
	return fate != (side == SIDE_OLD ? FATE_ADDED : FATE_REMOVED);
}

/* Three of four are whole numbers, the others thousandths. */
static void
fill_quantity(char *to, size_t size, unsigned thousandths)
{
	int n = snprintf(to, size, "%u.%03u", thousandths / 1000,
	    thousandths % 1000);

	while (to[n - 1] == '0')
		n--;
	if (to[n - 1] == '.')
		n--;
	to[n] = '\0';
}

static void
fill(struct parts *p, const struct maker *m, uint32_t i, enum side side)
{
	unsigned thousandths = 1 + draw(m, i, 1, 12);

	memset(p, 0, sizeof(*p));
	if (draw(m, i, 3, 4))
		thousandths *= 1000;
	else
		thousandths *= 125;
	if (side == SIDE_NEW && fate_of(m, i) == FATE_CHANGED)
		thousandths += 1000;
	fill_quantity(p->quantity, sizeof(p->quantity), thousandths);
	p->uom = thousandths % 1000 ? "MTR" : "EA";
	snprintf(p->parent, sizeof(p->parent), "A-%07u", i / LINES_A_PARENT);
	p->revision = (char)('A' + i / LINES_A_PARENT % 3);
	snprintf(p->find_number, sizeof(p->find_number), "%04u",
	    (i % LINES_A_PARENT + 1) * 10);
	snprintf(p->component, sizeof(p->component), "P-%07u",
	    draw(m, i, 4, m->lines / 4 + 1));
	snprintf(p->from, sizeof(p->from), "20%02u-%02u-01",
	    10 + draw(m, i, 5, 16), 1 + draw(m, i, 6, 12));
	if (!draw(m, i, 7, 3)) {
		p->refdes[0] = 1 + draw(m, i, 2, 400);
		p->refdes[1] = p->refdes[0] + 1 + draw(m, i, 8, 9);
	}
	if (!draw(m, i, 9, 8))
		snprintf(p->change_order, sizeof(p->change_order), "ECO-%05u",
		    draw(m, i, 10, 100000));
	if (!draw(m, i, 11, 8))
		snprintf(p->note, sizeof(p->note), "L\xc3\xa4nge %u mm",
		    draw(m, i, 12, 1000));
}

/* As bom-stream(5) wants it: the caller lets the library confirm that. */
static struct slice
print_json(char line[LINE_MOST], const struct parts *p)
{
	char refdes[64] = "";
	int n;

	if (p->refdes[0])
		snprintf(refdes, sizeof(refdes),
		    ",\"refdes\":[\"R%u\",\"R%u\"]", p->refdes[0],
		    p->refdes[1]);
	n = snprintf(line, LINE_MOST, "{\"type\":\"bom_line\","
	    "\"parent\":\"%s\",\"parent_revision\":\"%c\",\"plant\":\"1000\","
	    "\"usage\":\"mfg\",\"alternative\":\"01\",\"find_number\":\"%s\","
	    "\"component\":\"%s\",\"occurrence\":\"\",\"quantity\":%s,"
	    "\"uom\":\"%s\"%s,\"effective_from\":\"%s\"%s%s%s%s%s%s}",
	    p->parent, p->revision, p->find_number, p->component, p->quantity,
	    p->uom, refdes, p->from,
	    *p->change_order ? ",\"change_order\":\"" : "", p->change_order,
	    *p->change_order ? "\"" : "", *p->note ? ",\"note\":\"" : "",
	    p->note, *p->note ? "\"" : "");

	return slice_from(line, (size_t)n); /* the parts have their sizes */
}

static int
write_line(struct stream_out *out, const struct parts *p, struct err *e)
{
	char line[LINE_MOST];
	struct slice text = print_json(line, p);
	struct scan found;

	if (!scan_line(&found, text))
		BUG("a line that is not canonical");
	return stream_out_line(out, text, found.type, e);
}

static int
write_stream(const struct maker *m, const char *name, enum side side,
    const uint32_t *order, struct err *e)
{
	struct stream_out out = STREAM_OUT_INIT;
	char path[PATH_MAX];
	struct parts p;
	struct head h;
	uint32_t i;
	int rc;

	head_init(&h, HEAD_SNAPSHOT);
	h.system = slice_of("bench");
	h.sorted = !order;
	snprintf(path, sizeof(path), "%s/%s.jsonl", m->folder, name);
	rc = stream_out_open(&out, path, false, e);
	if (rc == 0)
		rc = stream_out_head(&out, &h, e);
	for (i = 0; i < m->lines && rc == 0; i++) {
		uint32_t at = order ? order[i] : i;

		if (!stands_in(fate_of(m, at), side))
			continue;
		fill(&p, m, at, side);
		rc = write_line(&out, &p, e);
	}
	if (rc == 0)
		rc = stream_out_publish(&out, e);
	printf("%s=%" PRIu64 "\n", name, out.figures.records);
	stream_out_close(&out);
	return rc;
}

/*
 * 107 bytes on average, as an engineering system writes them: long numbers, a
 * remark in each row, and quotes round those that have a comma in them.
 */
static struct slice
print_csv(char row[LINE_MOST], const struct parts *p)
{
	char refdes[64] = "", remark[64];
	int n;

	if (p->refdes[0])
		snprintf(refdes, sizeof(refdes), "R%u R%u", p->refdes[0],
		    p->refdes[1]);
	if (*p->note)
		snprintf(remark, sizeof(remark), "\"%s, cut to size\"",
		    p->note);
	else
		snprintf(remark, sizeof(remark), "as drawn on sheet %c of %s",
		    *p->quantity, p->parent);
	n = snprintf(row, LINE_MOST, "%s-10-00,%c,1000,mfg,01,%s,%s-10-00,%s,"
	    "%s,%s,%s,%s,%s\n", p->parent, p->revision, p->find_number,
	    p->component, p->quantity, p->uom, refdes, p->from,
	    p->change_order, remark);
	return slice_from(row, (size_t)n); /* the parts have their sizes */
}

/* The old lines as an engineering system exports them: in no order. */
static int
write_csv(const struct maker *m, struct err *e)
{
	static const char names[] =
	    "Parent,Revision,Plant,Usage,Alternative,Position,Component,"
	    "Quantity,Unit,Designators,ValidFrom,Change,Remark\n";
	struct zio_out out = ZIO_OUT_INIT;
	char path[PATH_MAX], room[LINE_MOST];
	struct slice row = slice_of(names);
	struct parts p;
	uint32_t i;
	int rc;

	snprintf(path, sizeof(path), "%s/lines.csv", m->folder);
	rc = zio_out_open(&out, path, false, e);
	if (rc == 0)
		rc = zio_out_add(&out, row.at, row.len, e);
	for (i = 0; i < m->lines && rc == 0; i++) {
		uint32_t at = m->shuffled[i];

		if (!stands_in(fate_of(m, at), SIDE_OLD))
			continue;
		fill(&p, m, at, SIDE_OLD);
		row = print_csv(room, &p);
		rc = zio_out_add(&out, row.at, row.len, e);
	}
	if (rc == 0)
		return zio_out_publish(&out, e);
	zio_out_abandon(&out);
	return -1;
}

/* Fisher and Yates, with the random numbers `which` of the lines. */
static void
shuffle(struct maker *m, unsigned which)
{
	uint32_t i, j, kept;

	for (i = m->lines - 1; i > 0; i--) {
		j = draw(m, i, which, i + 1);
		kept = m->shuffled[i];
		m->shuffled[i] = m->shuffled[j];
		m->shuffled[j] = kept;
	}
}

/* Two orders, since two exports have no order in common. */
static int
make(struct maker *m, struct err *e)
{
	uint32_t i;

	m->shuffled = mem_grow(NULL, m->lines, sizeof(*m->shuffled));
	for (i = 0; i < m->lines; i++)
		m->shuffled[i] = i;
	shuffle(m, 13);
	if (write_stream(m, "old", SIDE_OLD, NULL, e) < 0 ||
	    write_stream(m, "new", SIDE_NEW, NULL, e) < 0 ||
	    write_stream(m, "old_shuffled", SIDE_OLD, m->shuffled, e) < 0 ||
	    write_csv(m, e) < 0)
		return -1;
	shuffle(m, 14);
	return write_stream(m, "new_shuffled", SIDE_NEW, m->shuffled, e);
}

static void
print_fates(const struct maker *m)
{
	unsigned long counts[FATE_ADDED + 1] = {0};
	uint32_t i;

	for (i = 0; i < m->lines; i++)
		counts[fate_of(m, i)]++;
	printf("changed=%lu\nremoved=%lu\nadded=%lu\n", counts[FATE_CHANGED],
	    counts[FATE_REMOVED], counts[FATE_ADDED]);
}

int
main(int argc, char **argv)
{
	struct maker m = {0};
	struct err e = ERR_INIT;
	uint64_t lines;

	if (argc != 4 ||
	    !text_to_number(slice_of(argv[2]), 50000000, &lines) || !lines ||
	    !text_to_number(slice_of(argv[3]), UINT64_MAX, &m.seed)) {
		fprintf(stderr, "usage: bench_data FOLDER LINES SEED\n");
		return 2;
	}
	m.folder = argv[1];
	m.lines = (uint32_t)lines; /* 50 million at most */
	if (make(&m, &e) < 0) {
		fprintf(stderr, "bench_data: %s\n", e.text);
		return e.kind;
	}
	print_fates(&m);
	mem_free(m.shuffled);
	return 0;
}
