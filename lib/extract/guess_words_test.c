/* guess_words_test.c - headers of real exports, and what they mean. */
#include "extract/guess_words.h"

#include <setjmp.h>

#include <cmocka.h>

static void
headers_become_words(void **state)
{
	static const char *const cases[][2] = {
	    {"PartNumber", "part number"}, {"MFG1_PN", "mfg 1 pn"},
	    {"Reference(s)", "reference s"}, {"QUANTITY", "quantity"},
	    {"manf#", "manf #"}, {"Qty.", "qty"}, {"  ", ""},
	    {"St\xc3\x9c" "ck", "st\xc3\xbc" "ck"}, {"MPN/Value", "mpn value"},
	    {"SupplierPN", "supplier pn"}, {"IPNs", "ipns"},
	    {"Item No.", "item no"}, {"CAGECode", "cage code"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(1024);

		guess_words_fold(&b, slice_of(cases[i][0]));
		assert_string_equal(buf_text(&b), cases[i][1]);
		buf_release(&b);
	}
}

static void
the_longest_phrase_says_what_a_header_means(void **state)
{
	static const struct {
		const char *header;
		enum guess_role role;
		unsigned number;
		bool whole;
	} cases[] = {
	    {"Part Number", GUESS_ITEM, 0, true},
	    {"P/N", GUESS_ITEM, 0, true}, {"PN", GUESS_ITEM, 0, true},
	    {"IPN", GUESS_ITEM, 0, true}, {"Material", GUESS_ITEM, 0, true},
	    {"inventory_id", GUESS_ITEM, 0, false},
	    {"Komponente", GUESS_COMPONENT, 0, true},
	    {"child_part_num", GUESS_COMPONENT, 0, true},
	    {"parent_part_num", GUESS_PARENT, 0, true},
	    {"Assembly", GUESS_PARENT, 0, true},
	    {"Qty", GUESS_QUANTITY, 0, true},
	    {"Quantity 1", GUESS_QUANTITY, 1, true},
	    {"Quantity Per PCB", GUESS_QUANTITY, 0, false},
	    {"Menge", GUESS_QUANTITY, 0, true},
	    {"Order Quantity", GUESS_NOTHING, 0, true},
	    {"minimum_order_quantity", GUESS_MINIMUM, 0, true},
	    {"Ref Des", GUESS_REFDES, 0, true},
	    {"Designator", GUESS_REFDES, 0, true},
	    {"Reference(s)", GUESS_REFDES, 0, true},
	    {"Level", GUESS_LEVEL, 0, true}, {"Lvl", GUESS_LEVEL, 0, true},
	    {"Stufe", GUESS_LEVEL, 0, true},
	    {"Find No.", GUESS_FIND_NUMBER, 0, true},
	    {"Item No.", GUESS_FIND_NUMBER, 0, true},
	    {"Pos", GUESS_FIND_NUMBER, 0, true},
	    {"UOM", GUESS_UOM, 0, true}, {"ME", GUESS_UOM, 0, true},
	    {"Description", GUESS_DESCRIPTION, 0, true},
	    {"Bezeichnung", GUESS_DESCRIPTION, 0, true},
	    {"Manufacturer", GUESS_MANUFACTURER, 0, true},
	    {"Mfg", GUESS_MANUFACTURER, 0, true},
	    {"MPN", GUESS_MPN, 0, true}, {"MPN2", GUESS_MPN, 2, true},
	    {"Manufacturer Part Number", GUESS_MPN, 0, true},
	    {"Mfr Part Number (Input)", GUESS_MPN, 0, false},
	    {"manf#", GUESS_MPN, 0, true},
	    {"Supplier", GUESS_SUPPLIER, 0, true},
	    {"Vendor", GUESS_SUPPLIER, 0, true},
	    {"Supplier Part", GUESS_SUPPLIER_ITEM, 0, true},
	    {"LCSC", GUESS_SELLER, 0, true},
	    {"Digikey3", GUESS_SELLER, 3, true},
	    {"Rev", GUESS_REVISION, 0, true},
	    {"Effective From", GUESS_FROM, 0, true},
	    {"part_class", GUESS_CATEGORY, 0, true},
	    {"Datasheet2", GUESS_NOTHING, 2, true},
	};
	struct guess_word w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		if (!guess_word_find(&w, slice_of(cases[i].header)) ||
		    w.role != cases[i].role || w.whole != cases[i].whole ||
		    w.number != cases[i].number)
			fail_msg("%s: %s, %u", cases[i].header,
			    guess_role_name(w.role), w.number);
	}
	assert_false(guess_word_find(&w, SLICE("rgb")));
	assert_false(guess_word_find(&w, SLICE("")));
	/* within a word a phrase says nothing */
	assert_false(guess_word_find(&w, SLICE("Departing")));
}

static void
each_role_has_a_name(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < GUESS_ROLES; i++)
		assert_non_null(guess_role_name((enum guess_role)i));
}

static void
units_are_known_by_what_people_write(void **state)
{
	static const char *const cases[][2] = {
	    {"pcs", "EA"}, {"Stk.", "EA"}, {"St\xc3\xbc" "ck", "EA"},
	    {"EA", "EA"}, {"kg", "KGM"}, {"MM", "MMT"}, {"set", "SET"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(guess_words_unit(slice_of(cases[i][0])),
		    cases[i][1]);
	assert_null(guess_words_unit(SLICE("furlong")));
	assert_null(guess_words_unit(SLICE("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_become_words),
	    cmocka_unit_test(the_longest_phrase_says_what_a_header_means),
	    cmocka_unit_test(each_role_has_a_name),
	    cmocka_unit_test(units_are_known_by_what_people_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
