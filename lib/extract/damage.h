/*
 * damage.h - what spoils data on its way, and what is done about it.
 *
 * Each kind of damage has a name and one of three answers, which profiles can
 * change: the row is rejected with the name as its code, or counted with a
 * warning, or taken as it is.  bom-profile(5) says what each means.
 */
#ifndef EXTRACT_DAMAGE_H
#define EXTRACT_DAMAGE_H

#include "format/ydoc.h"
#include "model/record.h"

struct ere;

enum damage {
	DAMAGE_SCIENTIFIC,
	DAMAGE_LEADING_ZEROS,
	DAMAGE_DATE,
	DAMAGE_CUT,
	DAMAGE_MOJIBAKE,
	DAMAGE_FUSED_REVISION,
	DAMAGE_NOT_A_NUMBER,
	DAMAGE_REFDES_COUNT,
	DAMAGE_DUPLICATE,
	DAMAGE_COUNT
};

enum damage_answer { DAMAGE_REJECT, DAMAGE_WARN, DAMAGE_IGNORE };

/* For texts that identify something, and for others. */
struct damage_answers {
	enum damage_answer identifier[DAMAGE_COUNT];
	enum damage_answer other[DAMAGE_COUNT];
};

/* By enum damage, ended by NULL: the keys of `damage` and the codes. */
extern const char *const damage_names[];

extern const struct damage_answers damage_defaults;

/* Changes the answers that a map names; NULL: none. */
int damage_read(struct damage_answers *a, const struct ydoc_node *n,
    struct err *e) MUST_USE;

/* True for members that name a thing: item, component, mpn, document ... */
bool damage_identifies(enum record_type type, unsigned member);

/* What was found and not rejected, for a word at the end. */
struct damage_log {
	struct {
		uint64_t rows;
		unsigned source;  /* of the latest row */
		uint64_t ordinal; /* of it, so that it counts once */
		struct buf first; /* where, and what */
	} kinds[DAMAGE_COUNT];
};

struct damage_place {
	unsigned source;
	uint64_t ordinal;
	const char *file; /* NULL: to be left out */
	unsigned long line;
};

/* Who answers about the row at hand. */
struct damage_judge {
	const struct damage_answers *answers; /* NULL: nothing is damage */
	struct damage_log *log; /* or NULL */
	struct damage_place place;
};

/*
 * What the answer to a kind of damage is: false if the row is rejected, then
 * *why gets "CODE: " and the words; true otherwise, with a warning counted
 * where that is the answer.
 */
bool damage_passes(struct damage_judge *j, enum damage d, bool identifier,
    struct slice words, struct buf *why);

/* A text of a record: of which member, and how such texts look. */
struct damage_text {
	struct slice name;
	struct slice text;
	bool identifier;
	const struct ere *like; /* NULL: nobody says */
};

/* Whether it will use the words: making them takes longer than looking. */
bool damage_wants_words(const struct damage_judge *j, enum damage d,
    bool identifier);

/* All kinds of damage that a text can have, answered as above. */
bool damage_text_passes(struct damage_judge *j, const struct damage_text *t,
    struct buf *why);

/*
 * True unless the record is a line with a quantity and another number of
 * designators; then *why, if it is not NULL, gets the words.
 */
bool damage_refdes_fit(const struct record *r, struct buf *why);

void damage_log_init(struct damage_log *l);
void damage_log_release(struct damage_log *l);

/* The text says what it is, as "Name: \"x\": 255 ...". */
void damage_log_add(struct damage_log *l, enum damage d,
    const struct damage_place *p, struct slice text);
/* One warning for each kind that was found. */
void damage_log_tell(const struct damage_log *l);

#endif
