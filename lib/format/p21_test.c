/* p21_test.c - instances taken apart. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "format/p21.h"

static struct arena arena = ARENA_INIT;

/* Values in a form for comparing: kind, text, what they hold. */
static void
show(struct buf *b, const struct p21_value *v)
{
	static const char kinds[] = "$*nseb#w(t";
	const struct p21_value *child;

	buf_add_byte(b, kinds[v->kind]);
	buf_add_slice(b, v->text);
	for (child = v->first; child; child = child->next) {
		buf_add_byte(b, ' ');
		show(b, child);
	}
	if (v->first || v->kind == P21_LIST)
		buf_add_byte(b, ')');
}

static const struct {
	const char *text;
	const char *wanted;
} good[] = {
	{"#1=A()", "1 A()"},
	{"#007 = a ( $ , * )", "7 A($ *)"},
	{"#2=B('it''s',1.,-2.5E-3,.5,+7,.T.,.not_known.,\"0FF\")",
	    "2 B(sit''s n1. n-2.5E-3 n.5 n+7 eT eNOT_KNOWN b0FF)"},
	{"#3=C((#4,#05),(),((1)))", "3 C(( #4 #5) () ( ( n1)))"},
	{"#6=D(LENGTH_MEASURE(25.4),IDENTIFIER(''))",
	    "6 D(tLENGTH_MEASURE n25.4) tIDENTIFIER s))"},
	{"#7=(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(.MILLI.,.METRE.))",
	    "7 LENGTH_UNIT() NAMED_UNIT(*) SI_UNIT(eMILLI eMETRE)"},
	{"#8 /* a = ( */ = ( A(1)\n /*b*/ B /**/ (2) ) ",
	    "8 A(n1) B(n2)"},
	{"FILE_SCHEMA(('AUTOMOTIVE_DESIGN { 1 }'))",
	    " FILE_SCHEMA(( sAUTOMOTIVE_DESIGN { 1 }))"},
	{"#9=E(@12,<part.stp#x;y>,\\N\\#1)", "9 E(w@12 w<part.stp#x;y> #1)"},
	{"#10=!OWN('x')", "10 !OWN(sx)"},
	{"#0=A(#0)", "0 A(#0)"},
};

static void
every_form_of_value_is_taken_apart(void **state)
{
	struct err e = ERR_INIT;
	struct p21_instance instance = {SLICE(""), 1, NULL};
	struct buf b = BUF_INIT(65536);
	const struct p21_part *part;
	const struct p21_value *v;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(good); i++) {
		buf_clear(&b);
		if (p21_parse(&instance, &arena, slice_of(good[i].text), "f",
		    &e) < 0)
			fail_msg("%s: %s", good[i].text, e.text);
		buf_add_slice(&b, instance.id);
		for (part = instance.first; part; part = part->next) {
			buf_printf(&b, " %.*s(", SLICE_ARGS(part->name));
			for (v = part->parameters.first; v; v = v->next) {
				show(&b, v);
				buf_add_text(&b, v->next ? " " : "");
			}
			buf_add_byte(&b, ')');
		}
		assert_string_equal(buf_text(&b), good[i].wanted);
	}
	buf_release(&b);
}

static const struct {
	const char *text;
	const char *wanted;
} bad[] = {
	{"#1", "f:5: #NUMBER= was expected"},
	{"#=A()", "f:5: #NUMBER= was expected"},
	{"#1=()", "f:5: an instance of nothing"},
	{"#1=A(", "f:5: a value is missing"},
	{"#1=A(1", "f:5: a comma or ) is missing"},
	{"#1=A(\n1,\n,)", "f:7: what is no value of Part 21"},
	{"#1=A('x)", "f:5: a text does not end"},
	{"#1=A(.T)", "f:5: what is no enumeration"},
	{"#1=A(#x)", "f:5: a # without a number"},
	{"#1=A(<x)", "f:5: a > is missing"},
	{"#1=A()B()", "f:5: more than an instance (a semicolon is missing)"},
	{"#1=(A()", "f:5: NAME(...) was expected"},
	{"#1=&SCOPE", "f:5: NAME(...) was expected"},
};

static void
what_is_wrong_is_said_with_its_line(void **state)
{
	struct p21_instance instance;
	struct buf b = BUF_INIT(65536);
	struct err e;
	size_t i;

	(void)state;
	instance.line = 5;
	for (i = 0; i < COUNT_OF(bad); i++) {
		e = (struct err)ERR_INIT;
		assert_int_equal(p21_parse(&instance, &arena,
		    slice_of(bad[i].text), "f", &e), -1);
		assert_string_equal(e.text, bad[i].wanted);
	}
	buf_add_text(&b, "#1=A(");
	for (i = 0; i < 2 * P21_DEPTH_MOST; i++)
		buf_add_byte(&b, '(');
	e = (struct err)ERR_INIT;
	assert_int_equal(p21_parse(&instance, &arena, buf_slice(&b), "f", &e),
	    -1);
	assert_string_equal(e.text, "f:5: lists are too deep in each other");
	buf_release(&b);
}

static void
the_name_is_known_before_the_rest(void **state)
{
	(void)state;
	assert_true(slice_is(p21_name(SLICE("#1 = PRODUCT ('x")), "PRODUCT"));
	assert_true(slice_is(p21_name(SLICE("FILE_NAME(")), "FILE_NAME"));
	assert_true(slice_is(p21_name(SLICE("#1=(A()")), ""));
	/* The end of a block may cut it. */
	assert_true(slice_is(p21_name(SLICE("#1=PROD")), ""));
}

static void
a_part_is_found_by_its_name(void **state)
{
	struct p21_instance instance = {SLICE(""), 1, NULL};
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(p21_parse(&instance, &arena,
	    SLICE("#1=(A(1)B(2))"), "f", &e), 0);
	assert_true(slice_is(p21_part(&instance, SLICE("B"))->parameters.first
	    ->text, "2"));
	assert_null(p21_part(&instance, SLICE("C")));
}

static int
release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_of_value_is_taken_apart),
		cmocka_unit_test(what_is_wrong_is_said_with_its_line),
		cmocka_unit_test(the_name_is_known_before_the_rest),
		cmocka_unit_test(a_part_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
