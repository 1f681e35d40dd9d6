/* evidence.c - the entries of a pack, and the files in it. */
#include "reconcile/evidence.h"

#include "base/show.h"
#include "format/ytree.h"
#include "reconcile/acceptance.h"
#include "reconcile/report_json.h"
#include "store/db.h"

#define COPY_CEILING ((size_t)1024 * 1024 * 1024)
#define SUMMARY_MOST 1000
#define ENTRY_CEILING ((size_t)512 * 1024)

static const char *const names[WITNESS_LISTS] = {EVIDENCE_FINDINGS,
    EVIDENCE_DIFFERENCES, EVIDENCE_SAMPLES};

int
evidence_results(const struct reconcile *r, const struct witness *w,
    resultlines_put put, void *ctx, struct err *e)
{
	struct buf b = BUF_INIT(ENTRY_CEILING);
	int i, rc = resultlines_each(r, put, ctx, e);

	for (i = 0; rc == 0 && i < WITNESS_LISTS; i++) {
		buf_clear(&b);
		witness_add(&b, w, (enum witness_list)i);
		rc = put(ctx, "records", buf_slice(&b), e);
	}
	buf_release(&b);
	return rc;
}

/* --- opening --- */

static int
check_inputs(const struct evidence_job *job, struct err *e)
{
	struct file_in in;
	bool regular;
	int i;

	for (i = 0; i < 2; i++) {
		if (file_in_open(&in, job->inputs[i], e) < 0)
			return -1;
		regular = in.regular && in.fd != 0;
		file_in_close(&in);
		if (!regular)
			return err_set(e, ERR_USAGE, "%s: --evidence: cannot "
			    "be read again for its SHA-256 (expected a file)",
			    job->inputs[i]);
	}
	return 0;
}

static void
add_libraries(struct buf *b)
{
	char text[200];

	snprintf(text, sizeof(text), "SQLite %s, zlib %s, libyaml %s",
	    db_library_version(), zio_library_version(),
	    ytree_library_version());
	resultlines_text(b, "libraries", slice_of(text));
}

static int
write_first(struct evidence *v, struct err *e)
{
	struct buf b = BUF_INIT(ENTRY_CEILING);
	char created[CLOCK_TEXT_SIZE];
	int rc;

	clock_print(created, clock_now());
	resultlines_text(&b, "format", SLICE(PACK_FORMAT));
	resultlines_count(&b, "version", PACK_VERSION);
	resultlines_text(&b, "of", SLICE("reconcile"));
	resultlines_text(&b, "created", slice_of(created));
	resultlines_text(&b, "tool", v->job->tool);
	resultlines_text(&b, "tool_version", v->job->version);
	add_libraries(&b);
	resultlines_text(&b, "run", v->job->run);
	rc = pack_entry(&v->pack, "pack", buf_slice(&b), e);
	buf_release(&b);
	return rc;
}

static int
copy_file(struct evidence *v, const char *path, const char *name,
    struct err *e)
{
	struct zio_out out = ZIO_OUT_INIT;
	struct buf text = BUF_INIT(COPY_CEILING);
	int rc = -1;

	if (file_load(&text, path, COPY_CEILING, e) == 0 &&
	    pack_file_open(&v->pack, &out, name, e) == 0 &&
	    zio_out_add(&out, text.at, text.len, e) == 0)
		rc = pack_file_close(&v->pack, &out, name, e);
	zio_out_abandon(&out);
	buf_release(&text);
	return rc;
}

/* The policy finds its table beside itself, there and here. */
static int
copy_keys(struct evidence *v, struct err *e)
{
	static const char *const taken[] = {PACK_MANIFEST, EVIDENCE_POLICY,
	    EVIDENCE_FINDINGS, EVIDENCE_DIFFERENCES, EVIDENCE_SAMPLES,
	    EVIDENCE_OVERRIDES, EVIDENCE_SUMMARY};
	const char *name = strrchr(v->job->keys, '/');
	size_t i;

	name = name ? name + 1 : v->job->keys;
	for (i = 0; i < COUNT_OF(taken); i++)
		if (strcmp(name, taken[i]) == 0 || *name == '.')
			return err_set(e, ERR_USAGE, "%s: --evidence: its name "
			    "is one of evidence's own (expected another one)",
			    v->job->keys);
	return copy_file(v, v->job->keys, name, e);
}

static int
put_line(void *ctx, enum witness_list list, struct slice line, struct err *e)
{
	struct evidence *v = ctx;

	return zio_out_add(&v->lists[list], line.at, line.len, e);
}

void
evidence_init(struct evidence *v)
{
	int i;

	memset(v, 0, sizeof(*v));
	v->pack = (struct pack)PACK_INIT;
	v->overrides = (struct zio_out)ZIO_OUT_INIT;
	for (i = 0; i < WITNESS_LISTS; i++)
		v->lists[i] = (struct zio_out)ZIO_OUT_INIT;
	buf_init(&v->line, 4 * ZIO_LINE_MOST);
}

int
evidence_open(struct evidence *v, const struct evidence_job *job,
    struct err *e)
{
	int i;

	evidence_init(v);
	v->job = job;
	if (!job->folder)
		return 0;
	v->open = true;
	witness_init(&v->witness);
	v->witness.put = put_line;
	v->witness.ctx = v;
	if (check_inputs(job, e) < 0 ||
	    pack_open(&v->pack, job->folder, job->previous, e) < 0 ||
	    write_first(v, e) < 0 ||
	    (job->policy && copy_file(v, job->policy, EVIDENCE_POLICY,
	    e) < 0) || (job->keys && copy_keys(v, e) < 0))
		return -1;
	for (i = 0; i < WITNESS_LISTS; i++)
		if (pack_file_open(&v->pack, &v->lists[i], names[i], e) < 0)
			return -1;
	return pack_file_open(&v->pack, &v->overrides, EVIDENCE_OVERRIDES, e);
}

/* --- what is seen --- */

int
evidence_see(void *ctx, const struct reconcile_seen *seen, struct err *e)
{
	struct evidence *v = ctx;

	return witness_see(&v->witness, seen, e);
}

void
evidence_again(void *ctx)
{
	struct evidence *v = ctx;

	witness_again(&v->witness);
}

int
evidence_found(void *ctx, const struct finding *one, struct err *e)
{
	struct evidence *v = ctx;

	if (witness_found(&v->witness, one, e) < 0)
		return -1;
	if (!finding_accepted(one))
		return 0;
	buf_clear(&v->line);
	if (acceptance_add(&v->line, one, v->job->db, clock_now(), e) < 0)
		return -1;
	return zio_out_add(&v->overrides, v->line.at, v->line.len, e);
}

/* --- writing --- */

/* As --format json would; but its seal can be known only behind it. */
static int
write_summary(struct evidence *v, const struct summary *s, struct err *e)
{
	struct summary mine = *s;
	struct zio_out out = ZIO_OUT_INIT;
	int rc = -1;

	mine.seal = mine.evidence = NULL;
	mine.most = SUMMARY_MOST; /* all of them have a file of their own */
	if (pack_file_open(&v->pack, &out, EVIDENCE_SUMMARY, e) == 0 &&
	    report_json(&out, &mine, e) == 0)
		rc = pack_file_close(&v->pack, &out, EVIDENCE_SUMMARY, e);
	zio_out_abandon(&out);
	return rc;
}

/* What a side was, as far as its stream says it. */
static void
add_stream(struct buf *b, const struct stream_in *in)
{
	resultlines_text(b, "system", in->head.system);
	resultlines_text(b, "kind", slice_of(head_kind_name(in->head.kind)));
	resultlines_text(b, "created", in->head.created);
	resultlines_text(b, "run", in->head.run);
	resultlines_count(b, "records", in->figures.records);
	resultlines_hash(b, "digest", in->figures.digest);
}

static int
write_input(struct evidence *v, const char *side, const char *path,
    const struct stream_in *in, struct err *e)
{
	struct buf b = BUF_INIT(ENTRY_CEILING), name = BUF_INIT(ENTRY_CEILING);
	char hex[AUDIT_HEX_SIZE];
	uint64_t bytes;
	int rc = pack_hash_file(path, &bytes, hex, e);

	if (rc == 0) {
		show_plain(&name, slice_of(path), ENTRY_CEILING / 2);
		resultlines_text(&b, "side", slice_of(side));
		resultlines_text(&b, "name", buf_slice(&name));
		add_stream(&b, in);
		resultlines_count(&b, "bytes", bytes);
		resultlines_text(&b, "sha256", slice_of(hex));
		rc = pack_entry(&v->pack, "input", buf_slice(&b), e);
	}
	buf_release(&name);
	buf_release(&b);
	return rc;
}

static int
put_entry(void *ctx, const char *entry, struct slice members, struct err *e)
{
	return pack_entry(ctx, entry, members, e);
}

int
evidence_write(struct evidence *v, const struct summary *s, struct err *e)
{
	const struct reconcile *r = s->r;
	int i;

	if (!v->open)
		return 0;
	if (witness_finish(&v->witness, e) < 0 ||
	    write_input(v, "plm", v->job->inputs[0], &r->pair.left.in, e) < 0 ||
	    write_input(v, "erp", v->job->inputs[1], &r->pair.right.in,
	    e) < 0 || evidence_results(r, &v->witness, put_entry, &v->pack,
	    e) < 0)
		return -1;
	for (i = 0; i < WITNESS_LISTS; i++)
		if (pack_file_close(&v->pack, &v->lists[i], names[i], e) < 0)
			return -1;
	if (pack_file_close(&v->pack, &v->overrides, EVIDENCE_OVERRIDES,
	    e) < 0 || write_summary(v, s, e) < 0)
		return -1;
	return pack_end(&v->pack, e);
}

int
evidence_publish(struct evidence *v, struct err *e)
{
	return v->open ? pack_publish(&v->pack, e) : 0;
}

void
evidence_release(struct evidence *v)
{
	int i;

	if (v->open) {
		witness_release(&v->witness);
		for (i = 0; i < WITNESS_LISTS; i++)
			zio_out_abandon(&v->lists[i]);
		zio_out_abandon(&v->overrides);
		pack_release(&v->pack);
	}
	buf_release(&v->line);
	evidence_init(v);
}
