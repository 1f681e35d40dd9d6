/*
 * gatework.h - one run of the gates: what is judged, found, held.
 *
 * The parts of the work in their order: gatework_judge and gatewhole.h find,
 * gateverdict.h decides what is held, gating.h gives the records away.
 */
#ifndef TRANSFORM_GATEWORK_H
#define TRANSFORM_GATEWORK_H

#include "transform/bundle.h"
#include "transform/gatefinding.h"
#include "transform/gateplan.h"
#include "transform/gatestock.h"
#include "transform/waiver.h"

/* An acknowledged record that the change takes away. */
struct gatework_gone {
	struct slice line; /* as acknowledged */
	uint32_t bundle;
};

/* A withheld record of the input: its bundle is held. */
struct gatework_withheld {
	uint32_t bundle;
	struct slice exception;
	struct slice reason; /* in words */
};

/* Why a bundle is held, by the index of the one that stands for it. */
struct gatework_cause {
	bool held;
	bool dependent;
	struct slice exception; /* "" where there is none */
	struct slice reason;
};

struct gatework {
	struct gating *gating;
	const struct spool *in;
	const struct gating_wish *wish;
	const char *target;
	struct around around;
	struct gatecheck check;
	struct bundles bundles;
	struct gatefindings findings;
	struct waivers waivers;
	struct gatework_gone *gone;
	size_t gone_count, gone_size;
	struct gatework_withheld *withheld;
	size_t withheld_count, withheld_size;
	struct gatework_cause *causes; /* one a bundle */
	struct gating_counts counts;
	struct arena texts;
	struct arena record; /* of the record in flight */
	bool any_held;
	bool moves[TYPE_COUNT]; /* its changes change the bundle */
};

/* Reads spool and ledger, asks all gates, joins what moves together. */
int gatework_judge(struct gatework *w, struct err *e) MUST_USE;

/* Notes what a gate found of a record. */
int gatework_find(struct gatework *w, struct gate *g, const struct record *r,
    struct slice found, struct err *e) MUST_USE;

/* True for records that are no master data and always pass. */
bool gatework_exempt(enum record_type type);

#endif
