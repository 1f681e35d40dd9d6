/*
 * policy.h - who owns what, and how closely it is compared.
 *
 * A reconcile policy, see bom-policy(5), read strictly into one table a record
 * type.  Without a file PLM owns everything and values are compared exactly.
 */
#ifndef RECONCILE_POLICY_H
#define RECONCILE_POLICY_H

#include "reconcile/comparison.h"
#include "reconcile/demand.h"
#include "reconcile/presence.h"
#include "reconcile/renaming.h"

enum policy_owner { POLICY_PLM, POLICY_ERP, POLICY_SHARED, POLICY_NOBODY };

struct policy_rule {
	enum policy_owner owner;
	struct comparison how;
	struct duty duty;
};

/* Where the rules of attrs and of members unknown to the schema stand. */
#define POLICY_ATTRS SCHEMA_MEMBERS_MOST
#define POLICY_UNKNOWN (SCHEMA_MEMBERS_MOST + 1)

struct policy_attr {
	struct slice name;
	bool owner_said; /* else the owner of attrs */
	bool way_said;   /* else the way of attrs */
	bool duty_said;  /* else the duty of attrs */
	struct policy_rule rule;
};

struct policy_type {
	bool compared; /* false: no member of it has an owner */
	enum policy_owner owner;
	struct presence plm_only; /* never POLICY_REMOVE */
	struct presence erp_only;
	struct duty duty; /* of its records */
	struct policy_rule members[SCHEMA_MEMBERS_MOST + 2];
	struct policy_attr *attrs; /* site fields with a rule of their own */
	size_t attr_count;
};

struct policy {
	struct slice name; /* empty: no file */
	struct policy_type types[TYPE_COUNT];
	struct demands exists; /* what must be there */
	struct renaming keys;
	struct policy_structure {
		bool checked; /* what is wrong with it is found */
		struct slice team, severity, impact;
	} structure;
	struct ydoc doc; /* names borrow from it */
	struct duty_words words;
};

/* The keys of a policy file, of a type and of a member; NULL-ended. */
extern const char *const policy_keys[];
extern const char *const policy_type_keys[];
extern const char *const policy_member_keys[];
extern const char *const policy_structure_keys[];
/* The values of owner, of plm_only, of erp_only. */
extern const char *const policy_owners[];
extern const char *const policy_plm_only[];
extern const char *const policy_erp_only[];

/* The policy without a file. */
void policy_init(struct policy *p);

/*
 * Reads a file ("-" is stdin).  0, or -1 with ERR_USAGE and the place.
 * Release in both cases.
 */
int policy_load(struct policy *p, const char *path, struct err *e) MUST_USE;
void policy_release(struct policy *p);

/* The rule of a site field; borrowed from the type. */
const struct policy_rule *policy_attr_rule(const struct policy_type *t,
    struct slice name);

/* False for the types that are no master data. */
bool policy_master_data(enum record_type type);

#endif
