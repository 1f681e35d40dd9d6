/* sieve_test.c - plain streams are sieved, others left to the pairing. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/sieve.h"
#include "model/sketch_lines.h"

#define HEAD "{\"@stream\":{\"format\":\"bomtools\",\"version\":1," \
    "\"kind\":\"snapshot\",\"sorted\":true}}\n"
#define A "{\"type\":\"item\",\"item\":\"A\"}"
#define B "{\"type\":\"item\",\"item\":\"B\",\"name\":\"Bolt\"}"
#define C "{\"type\":\"item\",\"item\":\"C\"}"

/* A stream as it is written down, with a seal that suits the lines. */
struct odd {
	const char *what;
	const char *before; /* in the place of the head */
	const char *lines[6];
	const char *behind; /* the seal's records too many, or more text */
	int answer; /* 2: 1 where both sides are as odd, behind their keys */
};

static const struct odd odds[] = {
    {"as tools write it", HEAD, {A, B, C}, NULL, 1},
    {"no records", HEAD, {NULL}, NULL, 1},
    {"a key twice, with equal lines", HEAD, {A, B, B}, NULL, 0},
    {"a key twice, with other lines", HEAD, {A, B,
	"{\"type\":\"item\",\"item\":\"B\",\"name\":\"Nut\"}"}, NULL, 0},
    {"out of order", HEAD, {A, C, B}, NULL, 0},
    {"a blank too many", HEAD, {A, "{\"type\": \"item\",\"item\":\"B\"}"},
	NULL, 0},
    {"CR LF", HEAD, {A, B "\r"}, NULL, 0},
    {"an empty line", HEAD, {A, "", B}, NULL, 0},
    {"an unknown member", HEAD,
	{A, "{\"type\":\"item\",\"item\":\"B\",\"zone\":1}"}, NULL, 2},
    {"an unknown type", HEAD, {A, "{\"type\":\"thing\",\"item\":\"B\"}"},
	NULL, 0},
    {"no UTF-8", HEAD, {A, "{\"type\":\"item\",\"item\":\"\xff\"}"}, NULL, 0},
    {"a change", HEAD,
	{A, "{\"type\":\"item\",\"item\":\"B\",\"change\":{\"op\":\"add\"}}"},
	NULL, 0},
    {"bare", "", {A, B}, NULL, 0},
    {"a blank before the head", " " HEAD, {A, B}, NULL, 0},
    {"a further head", HEAD HEAD, {A, B}, NULL, 0},
    {"a head behind records", HEAD, {A,
	"{\"@stream\":{\"format\":\"bomtools\",\"version\":1,"
	"\"kind\":\"snapshot\"}}"}, NULL, 0},
    {"an empty line at the end", HEAD, {A, B}, "\n", 0},
    {"lines behind the end", HEAD, {A, B}, A "\n", 0},
    {"no end", HEAD, {A, B}, "cut", 0},
    {"a newline short", HEAD, {A, B}, "short", 0},
    {"a figure too high", HEAD, {A, B}, "figure", 0},
};

static void
write_odd(const char *path, const struct odd *o, bool sorted)
{
	static const char unsorted[] = "{\"@stream\":{\"format\":\"bomtools\","
	    "\"version\":1,\"kind\":\"snapshot\"}}\n";
	bool figure = o->behind && strcmp(o->behind, "figure") == 0;
	bool tail = o->behind && !figure && strcmp(o->behind, "cut") != 0 &&
	    strcmp(o->behind, "short") != 0;
	const char *head = o->before;
	struct hash128 sum = {0, 0};
	char digest[HASH_TEXT_SIZE], headed[HASH_TEXT_SIZE];
	FILE *f = fopen(path, "w");
	size_t i;

	assert_non_null(f);
	if (!sorted && strcmp(head, HEAD) == 0)
		head = unsorted;
	fputs(head, f);
	for (i = 0; o->lines[i]; i++) {
		fprintf(f, "%s\n", o->lines[i]);
		sum = hash_plus(sum, hash_128(o->lines[i],
		    strlen(o->lines[i])));
	}
	hash_print(digest, sum);
	hash_print(headed, hash_128(head, strlen(head) ? strlen(head) - 1
	    : 0));
	if (*head && (!o->behind || strcmp(o->behind, "cut") != 0)) {
		fprintf(f, "{\"~seal\":{\"records\":%zu", i + figure);
		if (i)
			fprintf(f, ",\"counts\":{\"item\":%zu}", i + figure);
		fprintf(f, ",\"digest\":\"%s\",\"head\":\"%s\"}}", digest,
		    headed);
		if (!o->behind || strcmp(o->behind, "short") != 0)
			fputc('\n', f);
	}
	if (tail)
		fputs(o->behind, f);
	assert_int_equal(fclose(f), 0);
}

struct place {
	char folder[64], paths[2][80];
};

static int
opens(const struct place *s, size_t memory)
{
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	struct pairing pair;
	struct sieve sieve;
	int answer = sieve_open(&sieve, &pair, paths, memory, NULL);

	sieve_release(&sieve);
	if (answer)
		pairing_release(&pair);
	return answer;
}

static void
whatever_is_odd_is_left_to_the_pairing(void **state)
{
	struct place s;
	size_t i;
	int side, sorted, answer;

	(void)state;
	sketch_folder_make(s.folder, s.paths);
	for (i = 0; i < COUNT_OF(odds); i++)
		for (side = 0; side < 2; side++)
			for (sorted = 0; sorted < 2; sorted++) {
				write_odd(s.paths[side], &odds[i], sorted);
				write_odd(s.paths[!side], &odds[0], sorted);
				answer = odds[i].answer == 1 || (!sorted &&
				    strcmp(odds[i].what, "out of order") == 0);
				if (opens(&s, SORT_MEMORY_LEAST) != answer)
					fail_msg("%s, side %d, sorted %d: "
					    "not %d", odds[i].what, side,
					    sorted, answer);
				/* of equal lines only the keys are read */
				answer = answer || odds[i].answer;
				write_odd(s.paths[!side], &odds[i], sorted);
				if (opens(&s, SORT_MEMORY_LEAST) != answer)
					fail_msg("%s, twice, sorted %d: not "
					    "%d", odds[i].what, sorted,
					    answer);
			}
	sketch_folder_remove(s.folder, s.paths);
}

static void
files_that_cannot_be_read_twice_are_left_to_the_pairing(void **state)
{
	const char *const paths[][2] = {{"-", "-"}, {"/dev/null", "/dev/null"},
	    {"/nowhere/at/all", "/nowhere/at/all"}};
	struct pairing pair;
	struct sieve sieve;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(paths); i++) {
		assert_int_equal(sieve_open(&sieve, &pair, paths[i],
		    SORT_MEMORY_LEAST, NULL), 0);
		sieve_release(&sieve);
	}
}

/* One byte of a large stream becomes another one. */
static void
damage(const char *path, long offset)
{
	FILE *f = fopen(path, "r+");
	int c;

	assert_non_null(f);
	assert_int_equal(fseek(f, offset, SEEK_SET), 0);
	c = fgetc(f);
	assert_int_equal(fseek(f, offset, SEEK_SET), 0);
	assert_true(fputc(c == '7' ? '8' : '7', f) != EOF);
	assert_int_equal(fclose(f), 0);
}

static long
size_of(const char *path)
{
	FILE *f = fopen(path, "r");
	long size;

	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	size = ftell(f);
	assert_int_equal(fclose(f), 0);
	return size;
}

/*
 * In two halves and out of scratch files too; wherever a byte is damaged the
 * stream is not sieved.
 */
static void
large_streams_are_sieved_unless_damaged(void **state)
{
	struct sketch_lines lines = {20000, 3, 1, 10, true};
	struct place s;
	int sorted, i;
	long size;

	(void)state;
	sketch_folder_make(s.folder, s.paths);
	for (sorted = 0; sorted < 2; sorted++) {
		lines.sorted = sorted;
		lines.side = 1;
		sketch_write(s.paths[0], &lines);
		lines.side = 2;
		sketch_write(s.paths[1], &lines);
		size = size_of(s.paths[1]);
		assert_true(size > 8 * 1024 * 1024);
		assert_int_equal(opens(&s, SORT_MEMORY_LEAST), 1);
		assert_int_equal(opens(&s, SORT_MEMORY_DEFAULT), 1);
		for (i = 0; i < 4; i++) {
			damage(s.paths[1], i == 3 ? size - 90
			    : size / 100 * (10 + 40 * i));
			assert_int_equal(opens(&s, SORT_MEMORY_LEAST), 0);
			sketch_write(s.paths[1], &lines);
		}
	}
	sketch_folder_remove(s.folder, s.paths);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whatever_is_odd_is_left_to_the_pairing),
	    cmocka_unit_test(
		files_that_cannot_be_read_twice_are_left_to_the_pairing),
	    cmocka_unit_test(large_streams_are_sieved_unless_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
