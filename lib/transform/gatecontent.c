/* gatecontent.c - one pass over the spool, a hash a bundle. */
#include "transform/gatecontent.h"

#include "model/recin.h"

struct signing {
	struct gatework *work;
	struct audit_sha256 **hashes; /* by bundle root; NULL: not signed */
};

static int
add_line(struct signing *s, struct audit_sha256 *hash, struct slice line,
    enum record_type type, struct err *e)
{
	struct gatework *w = s->work;
	struct buf text = BUF_INIT(ZIO_LINE_MOST);
	struct record r;
	int rc = 0;

	if (type != TYPE_PLANT_ITEM) {
		audit_sha256_add_part(hash, line);
		return 0;
	}
	rc = recin_parse(&r, line, JSON_AT("<record>", 1), &w->record, e);
	if (rc == 0) {
		r.values[PLANT_ITEM_ON_HAND] = value_of_text(SLICE(""));
		r.values[PLANT_ITEM_ON_ORDER] = value_of_text(SLICE(""));
		r.values[PLANT_ITEM_OPEN_DEMAND] = value_of_text(SLICE(""));
		record_add_line(&text, &r);
		audit_sha256_add_part(hash, buf_slice(&text));
	}
	buf_release(&text);
	return rc;
}

static int
add_lines(struct signing *s, struct err *e)
{
	struct gatework *w = s->work;
	struct spool_cursor c;
	struct stream_line line;
	int got;

	spool_cursor_open(&c, w->in, (enum record_type)0,
	    (enum record_type)(TYPE_COUNT - 1)); /* all types */
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		struct audit_sha256 *hash;
		uint32_t bundle;
		struct key k;

		arena_reset(&w->record);
		if (!key_parse_prefix(&k, line.text, &w->record))
			BUG("a line of the spool without a key");
		bundle = gatework_exempt(k.type) ? BUNDLE_NONE
		    : bundles_find(&w->bundles, &k);
		if (bundle == BUNDLE_NONE)
			continue;
		hash = s->hashes[bundles_root(&w->bundles, bundle)];
		if (hash && add_line(s, hash, line.text, k.type, e) < 0) {
			got = -1;
			break;
		}
	}
	spool_cursor_close(&c);
	return got;
}

/* Puts the digests into the findings that need one. */
static void
end_hashes(struct signing *s)
{
	struct gatework *w = s->work;
	unsigned char hash[AUDIT_HASH_SIZE];
	char hex[AUDIT_HEX_SIZE];
	size_t i;
	uint32_t b;

	for (i = 0; i < w->gone_count; i++) {
		b = bundles_root(&w->bundles, w->gone[i].bundle);
		if (s->hashes[b])
			audit_sha256_add_part(s->hashes[b], w->gone[i].line);
	}
	for (b = 0; b < w->bundles.count; b++) {
		if (!s->hashes[b])
			continue;
		audit_sha256_end(s->hashes[b], hash);
		audit_hex(hex, hash);
		for (i = 0; i < w->findings.count; i++) {
			struct gatefinding *f = &w->findings.list[i];

			if (f->gate->action == GATE_APPROVE &&
			    bundles_root(&w->bundles, f->bundle) == b)
				snprintf(f->content, sizeof(f->content),
				    "%.32s", hex);
		}
	}
}

int
gatecontent_find(struct gatework *w, struct err *e)
{
	struct signing s = {w, mem_zero((w->bundles.count + 1) *
	    sizeof(*s.hashes))};
	bool any = false;
	size_t i;
	uint32_t b;
	int rc = 0;

	for (i = 0; i < w->findings.count; i++) {
		const struct gatefinding *f = &w->findings.list[i];

		b = bundles_root(&w->bundles, f->bundle);
		if (f->gate->action != GATE_APPROVE || s.hashes[b])
			continue;
		s.hashes[b] = audit_sha256_new();
		any = true;
	}
	if (any)
		rc = add_lines(&s, e);
	if (any && rc == 0)
		end_hashes(&s);
	for (b = 0; b < w->bundles.count; b++)
		audit_sha256_free(s.hashes[b]);
	mem_free(s.hashes);
	return rc;
}
