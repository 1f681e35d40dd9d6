/*
 * guess_format.c - magic words and names of root elements.
 */
#include "extract/guess_format.h"

#include "extract/guess_bytes.h"
#include "extract/guess_rows.h"
#include "format/json.h"
#include "format/shipped.h"
#include "format/workbook.h"

/* So much is looked at, unpacked. */
#define LOOKED_AT ((size_t)4 * 1024 * 1024)

static bool
holds(struct slice s, const char *text)
{
	return memmem(s.at, s.len, text, strlen(text)) != NULL;
}

/* Standards that a shipped profile reads, by what stands in their files. */
static const struct {
	enum guess_format format;
	const char *first, *second; /* both must be there */
	const char *profile;
} standards[] = {
    {GUESS_XML, "<IPC-2581", "", "ipc-2581"},
    {GUESS_XML, "<PLMXML", "", "plmxml"},
    {GUESS_XML, "<export", "<design>", "kicad-xml"},
    {GUESS_XML, "/B2MML", "", "b2mml"},
    {GUESS_XML, "b2mml", "", "b2mml"},
    {GUESS_JSON, "\"bomFormat\"", "CycloneDX", "cyclonedx"},
    {GUESS_JSON, "\"model\": \"part.", "\"fields\"", "inventree"},
    {GUESS_JSON, "\"model\":\"part.", "\"fields\"", "inventree"},
    {GUESS_JSON, "\"model\": \"build.build\"", "\"fields\"", "inventree"},
    {GUESS_JSON, "\"model\": \"input.", "\"fields\"", "frepple"},
    {GUESS_STEP, "ISO-10303-21", "", "step"},
};

/* One object, or array, a line: the first line is one by itself. */
static bool
json_lines(struct slice s, const char *path)
{
	struct slice rest = s, line = slice_cut(&rest, '\n');
	struct arena texts = ARENA_INIT;
	struct err ignored = ERR_INIT;
	struct json j;
	bool is;

	json_init(&j, line, path, 1, &texts);
	is = json_skip(&j, &ignored) == 0 && json_end(&j, &ignored) == 0 &&
	    slice_trim(rest).len && *slice_trim(rest).at == '{';
	arena_release(&texts);
	return is;
}

int
guess_format_find(enum guess_format *out, const char **shipped,
    const char *path, struct err *e)
{
	struct buf b = BUF_INIT(LOOKED_AT + 65536);
	struct slice s;
	bool whole;
	size_t i;

	*shipped = NULL;
	*out = GUESS_DELIMITED;
	if (workbook_refuse(path, path, e) < 0)
		return -1;
	if (guess_bytes_load(&b, path, LOOKED_AT, &whole, e) < 0) {
		buf_release(&b);
		return -1;
	}
	s = buf_slice(&b);
	if (slice_begins(s, SLICE("\xef\xbb\xbf")))
		s = slice_from(s.at + 3, s.len - 3);
	s = slice_trim(s);
	if (slice_begins(s, SLICE("SQLite format 3")))
		*out = GUESS_SQLITE;
	else if (slice_begins(s, SLICE("ISO-10303-21")))
		*out = GUESS_STEP;
	else if (s.len && *s.at == '<')
		*out = GUESS_XML;
	else if (s.len && (*s.at == '{' || *s.at == '['))
		*out = json_lines(s, path) ? GUESS_JSON_LINES : GUESS_JSON;
	for (i = 0; i < COUNT_OF(standards) && !*shipped; i++)
		if (standards[i].format == *out &&
		    holds(s, standards[i].first) &&
		    holds(s, standards[i].second) &&
		    shipped_find(&shipped_sources,
		    standards[i].profile))
			*shipped = standards[i].profile;
	buf_release(&b);
	return 0;
}

int
guess_format_tables(struct guess_keys_table **out, size_t *count,
    const char *path, struct arena *a, struct err *e)
{
	struct guess_table t;
	size_t i;
	int rc = guess_rows_read(&t, path, "    format: sqlite\n"
	    "    query: SELECT name, sql FROM sqlite_master WHERE type IN "
	    "('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
	    "ORDER BY name\n", e);

	*count = t.row_count;
	*out = arena_alloc(a, (t.row_count + 1) * sizeof(**out));
	for (i = 0; i < t.row_count; i++)
		(*out)[i] = (struct guess_keys_table){
		    slice_copy(t.rows[i].cells[0], a),
		    slice_copy(t.rows[i].cells[1], a)};
	guess_table_release(&t);
	return rc;
}
