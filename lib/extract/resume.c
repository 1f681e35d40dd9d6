/*
 * resume.c - lease, identity, folder.
 *
 * The files go before their marks: marks without files are noticed when they
 * are taken up, files without marks would lie there for ever.
 */
#include "extract/resume.h"

#include <unistd.h>

#include "base/fault.h"
#include "io/folder.h"
#include "io/log.h"
#include "store/db.h"

#define TOOL "bom-extract"
/* Changed when pages are kept in another form. */
#define FORM "pages 1"

/* --- identity --- */

/* Everything that a reader of the profile can see, and nothing else. */
static void
add_node(struct buf *b, const struct ydoc_node *n)
{
	const struct ydoc_node *child;

	buf_printf(b, "%d%d%zu:%zu:%zu:", (int)n->kind, (int)n->plain,
	    n->key.len, n->text.len, n->count);
	buf_add_slice(b, n->key);
	buf_add_slice(b, n->text);
	for (child = n->first; child; child = child->next)
		add_node(b, child);
}

static void
identify(struct resume *r, const struct resume_how *how)
{
	struct buf b = BUF_INIT(SIZE_MAX / 4);
	char *const *argument;

	buf_add_text(&b, FORM);
	add_node(&b, how->profile);
	for (argument = how->arguments; *argument; argument++) {
		buf_add_byte(&b, '\0');
		buf_add_text(&b, *argument);
	}
	hash_print(r->identity, hash_128(b.at, b.len));
	buf_release(&b);
}

/* --- folders --- */

static char *
folder_of(const struct resume *r, const char *identity)
{
	struct buf b = BUF_INIT(1024 * 1024);
	char *path;

	buf_printf(&b, "%s.pages%s%s", db_path(r->db), *identity ? "/" : "",
	    identity);
	path = mem_text(buf_text(&b));
	buf_release(&b);
	return path;
}

static void
cannot_remove(const char *path)
{
	log_warning("%s: cannot be removed: %s", path, strerror(errno));
}

/* The folder with the files in it; that there is none is fine. */
static int
remove_folder(const char *folder, struct err *e)
{
	struct buf path = BUF_INIT(1024 * 1024);
	struct arena a = ARENA_INIT;
	struct slice *names;
	size_t count, i;
	int rc = folder_list(&names, &count, folder, &a, e);

	for (i = 0; rc == 0 && i < count; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/%s", folder, names[i].at);
		if (unlink(buf_text(&path)) < 0 && errno != ENOENT)
			cannot_remove(buf_text(&path));
	}
	if (rc == 0 && rmdir(folder) < 0 && errno != ENOENT)
		cannot_remove(folder);
	buf_release(&path);
	arena_release(&a);
	return rc;
}

static int
forget(struct resume *r, const char *identity, struct err *e)
{
	char *folder = folder_of(r, identity), *all = folder_of(r, "");
	int rc = remove_folder(folder, e);

	/* Other extractions may have theirs in it. */
	if (rc == 0)
		(void)rmdir(all);
	mem_free(folder);
	mem_free(all);
	if (rc == 0 && fault_fires("resume.before-forget"))
		return err_set(e, ERR_AGAIN, "%s: not noted",
		    db_path(r->db));
	return rc < 0 ? -1 : extraction_end(r->db, slice_of(identity), e);
}

/* --- the run --- */

static int
sweep(struct resume *r, struct err *e)
{
	struct page page = PAGE_INIT;
	const struct page_cell *cell;
	int rc;

	rc = extraction_old(r->db, &page, slice_of(r->system), e);
	while (rc == 0 && (cell = page_next(&page)) != NULL)
		rc = forget(r, cell->bytes.at, e);
	page_release(&page);
	return rc;
}

static int
keep_pages(struct resume *r, const struct resume_how *how, struct err *e)
{
	const struct extraction x = {slice_of(r->identity), how->system,
	    how->most_s};
	struct buf words = BUF_INIT(4096);
	bool again;
	int rc;

	r->lease = (struct lease){TOOL, r->system, r->run};
	rc = lease_take(r->db, &r->lease, &words, e);
	if (rc == 0 && words.len)
		log_warning("%s", buf_text(&words));
	buf_release(&words);
	if (rc < 0)
		return -1;
	r->leased = true;
	if (sweep(r, e) < 0 ||
	    extraction_begin(r->db, &x, r->run, &again, e) < 0)
		return -1;
	r->keeps = true;
	r->folder = folder_of(r, r->identity);
	r->store = (struct pages_store){r->db, &r->lease,
	    slice_of(r->identity), r->folder};
	return 0;
}

int
resume_open(struct resume *r, const struct resume_how *how, struct err *e)
{
	struct run_info info = how->info;

	memset(r, 0, sizeof(*r));
	if (db_open(&r->db, how->state, DB_WRITE, e) < 0)
		return -1;
	r->system = mem_text(how->system.at);
	info.target = how->system;
	if (run_start(r->db, &info, r->run, e) < 0)
		return -1;
	r->started = true;
	identify(r, how);
	return how->keeps ? keep_pages(r, how, e) : 0;
}

int
resume_stage(struct resume *r, const char *stage, const struct run_counts *c,
    struct err *e)
{
	return run_stage_end(r->db, r->run, stage, c, e);
}

int
resume_done(struct resume *r, struct err *e)
{
	if (!r->keeps)
		return 0;
	r->keeps = false;
	if (fault_fires("resume.after-publish"))
		return err_set(e, ERR_AGAIN, "%s: pages are kept",
		    db_path(r->db));
	return forget(r, r->identity, e);
}

void
resume_close(struct resume *r, int status, const struct err *why)
{
	struct err ignored = ERR_INIT;

	if (r->leased && lease_release(r->db, &r->lease, &ignored) < 0)
		err_clear(&ignored);
	if (r->started && run_end(r->db, r->run, status, slice_of(why->text),
	    &ignored) < 0)
		err_clear(&ignored);
	db_close(r->db);
	mem_free(r->system);
	mem_free(r->folder);
	memset(r, 0, sizeof(*r));
}
