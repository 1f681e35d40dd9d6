/*
 * guess_words.c - the table, and the search in it.
 *
 * Phrases are in the form of guess_words_fold.  Of several that stand in a
 * header the one of most words wins, of these the longest; so "manufacturer
 * part number" is no part number, and "order quantity" no quantity.
 */
#include "extract/guess_words.h"

#define WORDS_MOST ((size_t)4096)

struct phrase {
	const char *text;
	enum guess_role role;
};

static const struct phrase phrases[] = {
    /* the thing in the row */
    {"part number", GUESS_ITEM}, {"part num", GUESS_ITEM},
    {"part no", GUESS_ITEM}, {"part nr", GUESS_ITEM},
    {"part id", GUESS_ITEM}, {"partnumber", GUESS_ITEM},
    {"partno", GUESS_ITEM}, {"p n", GUESS_ITEM}, {"pn", GUESS_ITEM},
    {"ipn", GUESS_ITEM}, {"internal part number", GUESS_ITEM},
    {"internal pn", GUESS_ITEM}, {"item number", GUESS_ITEM},
    {"itemnumber", GUESS_ITEM}, {"item", GUESS_ITEM},
    {"item id", GUESS_ITEM}, {"item code", GUESS_ITEM},
    {"part", GUESS_ITEM}, {"part code", GUESS_ITEM},
    {"material", GUESS_ITEM}, {"material number", GUESS_ITEM},
    {"materialnummer", GUESS_ITEM}, {"material nr", GUESS_ITEM},
    {"matnr", GUESS_ITEM}, {"teilenummer", GUESS_ITEM},
    {"teile nr", GUESS_ITEM}, {"artikel", GUESS_ITEM},
    {"artikelnummer", GUESS_ITEM}, {"artikel nr", GUESS_ITEM},
    {"sachnummer", GUESS_ITEM}, {"ident nr", GUESS_ITEM},
    {"identnummer", GUESS_ITEM}, {"product", GUESS_ITEM},
    {"product number", GUESS_ITEM}, {"product code", GUESS_ITEM},
    {"product id", GUESS_ITEM}, {"sku", GUESS_ITEM},
    {"stock code", GUESS_ITEM}, {"number", GUESS_ITEM},
    {"code", GUESS_ITEM}, {"id", GUESS_ITEM}, {"num", GUESS_ITEM},
    {"reference article", GUESS_ITEM}, {"codigo", GUESS_ITEM},
    {"set num", GUESS_ITEM},
    /* the two sides of a line */
    {"parent", GUESS_PARENT}, {"parent part number", GUESS_PARENT},
    {"parent part num", GUESS_PARENT}, {"parent number", GUESS_PARENT},
    {"parent item", GUESS_PARENT}, {"parent id", GUESS_PARENT},
    {"parent part", GUESS_PARENT}, {"parent pn", GUESS_PARENT},
    {"assembly", GUESS_PARENT}, {"assembly number", GUESS_PARENT},
    {"assembly part number", GUESS_PARENT}, {"father", GUESS_PARENT},
    {"next assembly", GUESS_PARENT}, {"used in", GUESS_PARENT},
    {"used on", GUESS_PARENT}, {"baugruppe", GUESS_PARENT},
    {"kopfmaterial", GUESS_PARENT}, {"parent material", GUESS_PARENT},
    {"bom id", GUESS_PARENT}, {"bom number", GUESS_PARENT},
    {"component", GUESS_COMPONENT}, {"component number", GUESS_COMPONENT},
    {"component part number", GUESS_COMPONENT},
    {"component id", GUESS_COMPONENT}, {"component item",
    GUESS_COMPONENT}, {"child", GUESS_COMPONENT},
    {"child part number", GUESS_COMPONENT}, {"child part num",
    GUESS_COMPONENT}, {"child item", GUESS_COMPONENT},
    {"child id", GUESS_COMPONENT}, {"child part", GUESS_COMPONENT},
    {"komponente", GUESS_COMPONENT}, {"composant", GUESS_COMPONENT},
    {"sub part", GUESS_COMPONENT}, {"sub item", GUESS_COMPONENT},
    /* structure */
    {"level", GUESS_LEVEL}, {"lvl", GUESS_LEVEL}, {"lev", GUESS_LEVEL},
    {"bom level", GUESS_LEVEL}, {"stufe", GUESS_LEVEL},
    {"ebene", GUESS_LEVEL}, {"indent", GUESS_LEVEL},
    {"structure level", GUESS_LEVEL}, {"niveau", GUESS_LEVEL},
    {"depth", GUESS_LEVEL}, {"hierarchy", GUESS_LEVEL},
    {"find number", GUESS_FIND_NUMBER}, {"find no", GUESS_FIND_NUMBER},
    {"find num", GUESS_FIND_NUMBER}, {"find", GUESS_FIND_NUMBER},
    {"item no", GUESS_FIND_NUMBER}, {"item num", GUESS_FIND_NUMBER},
    {"pos", GUESS_FIND_NUMBER}, {"pos nr", GUESS_FIND_NUMBER},
    {"position", GUESS_FIND_NUMBER}, {"pos no", GUESS_FIND_NUMBER},
    {"positionsnummer", GUESS_FIND_NUMBER}, {"line", GUESS_FIND_NUMBER},
    {"line no", GUESS_FIND_NUMBER}, {"line number", GUESS_FIND_NUMBER},
    {"row", GUESS_FIND_NUMBER}, {"seq", GUESS_FIND_NUMBER},
    {"sequence", GUESS_FIND_NUMBER}, {"no", GUESS_FIND_NUMBER},
    {"nr", GUESS_FIND_NUMBER}, {"bubble", GUESS_FIND_NUMBER},
    {"balloon", GUESS_FIND_NUMBER}, {"bom line", GUESS_FIND_NUMBER},
    /* how many, of what */
    {"quantity", GUESS_QUANTITY}, {"qty", GUESS_QUANTITY},
    {"qnty", GUESS_QUANTITY}, {"quantity per", GUESS_QUANTITY},
    {"qty per", GUESS_QUANTITY}, {"quantity per assembly",
    GUESS_QUANTITY}, {"qpa", GUESS_QUANTITY}, {"menge", GUESS_QUANTITY},
    {"anzahl", GUESS_QUANTITY}, {"stückzahl", GUESS_QUANTITY},
    {"amount", GUESS_QUANTITY}, {"count", GUESS_QUANTITY},
    {"usage quantity", GUESS_QUANTITY}, {"quantité", GUESS_QUANTITY},
    {"cantidad", GUESS_QUANTITY}, {"quantita", GUESS_QUANTITY},
    {"build quantity", GUESS_NOTHING}, {"order quantity", GUESS_NOTHING},
    {"order qty", GUESS_NOTHING}, {"extended qty", GUESS_NOTHING},
    {"extended quantity", GUESS_NOTHING}, {"ext qty", GUESS_NOTHING},
    {"total quantity", GUESS_NOTHING}, {"total qty", GUESS_NOTHING},
    {"pack quantity", GUESS_NOTHING}, {"minimum pack quantity",
    GUESS_NOTHING}, {"quantity on hand", GUESS_NOTHING},
    {"qty on hand", GUESS_NOTHING}, {"component count", GUESS_NOTHING},
    {"uom", GUESS_UOM}, {"unit", GUESS_UOM}, {"units", GUESS_UOM},
    {"unit of measure", GUESS_UOM}, {"me", GUESS_UOM},
    {"mengeneinheit", GUESS_UOM}, {"einheit", GUESS_UOM},
    {"um", GUESS_UOM}, {"u m", GUESS_UOM}, {"unité", GUESS_UOM},
    {"scrap", GUESS_SCRAP}, {"scrap percent", GUESS_SCRAP},
    {"scrap factor", GUESS_SCRAP}, {"ausschuss", GUESS_SCRAP},
    {"ref des", GUESS_REFDES}, {"refdes", GUESS_REFDES},
    {"reference", GUESS_REFDES}, {"references", GUESS_REFDES},
    {"reference s", GUESS_REFDES}, {"ref", GUESS_REFDES},
    {"refs", GUESS_REFDES}, {"designator", GUESS_REFDES},
    {"designators", GUESS_REFDES}, {"reference designator", GUESS_REFDES},
    {"reference designators", GUESS_REFDES}, {"bauteile", GUESS_REFDES},
    {"einbauplatz", GUESS_REFDES}, {"einbauplätze", GUESS_REFDES},
    {"referenz", GUESS_REFDES}, {"referenzen", GUESS_REFDES},
    {"parts", GUESS_REFDES}, {"location", GUESS_REFDES},
    /* in words */
    {"name", GUESS_NAME}, {"title", GUESS_NAME}, {"part name", GUESS_NAME},
    {"item name", GUESS_NAME}, {"benennung", GUESS_NAME},
    {"designation", GUESS_NAME}, {"kurztext", GUESS_NAME},
    {"product name", GUESS_NAME}, {"component name", GUESS_NAME},
    {"description", GUESS_DESCRIPTION}, {"desc", GUESS_DESCRIPTION},
    {"part description", GUESS_DESCRIPTION}, {"item description",
    GUESS_DESCRIPTION}, {"component description", GUESS_DESCRIPTION},
    {"descr", GUESS_DESCRIPTION}, {"bezeichnung", GUESS_DESCRIPTION},
    {"beschreibung", GUESS_DESCRIPTION}, {"material description",
    GUESS_DESCRIPTION}, {"libellé", GUESS_DESCRIPTION},
    {"note", GUESS_NOTE}, {"notes", GUESS_NOTE}, {"remark", GUESS_NOTE},
    {"remarks", GUESS_NOTE}, {"comment", GUESS_NOTE},
    {"comments", GUESS_NOTE}, {"bemerkung", GUESS_NOTE},
    {"bemerkungen", GUESS_NOTE}, {"bom note", GUESS_NOTE},
    /* state */
    {"rev", GUESS_REVISION}, {"revision", GUESS_REVISION},
    {"part revision", GUESS_REVISION}, {"part rev", GUESS_REVISION},
    {"item revision", GUESS_REVISION}, {"item rev", GUESS_REVISION},
    {"component revision", GUESS_REVISION}, {"component rev",
    GUESS_REVISION}, {"index", GUESS_REVISION}, {"child revision",
    GUESS_REVISION}, {"änderungsstand", GUESS_REVISION},
    {"parent revision", GUESS_PARENT_REVISION}, {"parent rev",
    GUESS_PARENT_REVISION}, {"assembly revision", GUESS_PARENT_REVISION},
    {"assembly rev", GUESS_PARENT_REVISION},
    {"lifecycle", GUESS_LIFECYCLE}, {"lifecycle state", GUESS_LIFECYCLE},
    {"life cycle", GUESS_LIFECYCLE}, {"lifecycle phase", GUESS_LIFECYCLE},
    {"state", GUESS_LIFECYCLE}, {"status", GUESS_LIFECYCLE},
    {"part status", GUESS_LIFECYCLE}, {"item status", GUESS_LIFECYCLE},
    {"category", GUESS_CATEGORY}, {"part category", GUESS_CATEGORY},
    {"part class", GUESS_CATEGORY}, {"class", GUESS_CATEGORY},
    {"type", GUESS_CATEGORY}, {"part type", GUESS_CATEGORY},
    {"item type", GUESS_CATEGORY}, {"commodity", GUESS_CATEGORY},
    {"warengruppe", GUESS_CATEGORY}, {"material group", GUESS_CATEGORY},
    {"make buy", GUESS_MAKE_BUY}, {"makebuy", GUESS_MAKE_BUY},
    {"make or buy", GUESS_MAKE_BUY}, {"procurement type", GUESS_MAKE_BUY},
    {"mass", GUESS_MASS}, {"weight", GUESS_MASS}, {"gewicht", GUESS_MASS},
    {"drawing", GUESS_DRAWING}, {"drawing number", GUESS_DRAWING},
    {"drawing no", GUESS_DRAWING}, {"zeichnung", GUESS_DRAWING},
    {"zeichnungsnummer", GUESS_DRAWING}, {"dwg", GUESS_DRAWING},
    {"plant", GUESS_PLANT}, {"werk", GUESS_PLANT}, {"site", GUESS_PLANT},
    {"effective from", GUESS_FROM}, {"valid from", GUESS_FROM},
    {"effectivity start", GUESS_FROM}, {"effective date", GUESS_FROM},
    {"eff from", GUESS_FROM}, {"start date", GUESS_FROM},
    {"from date", GUESS_FROM}, {"date in", GUESS_FROM},
    {"gültig ab", GUESS_FROM}, {"gültig von", GUESS_FROM},
    {"from", GUESS_FROM},
    {"effective to", GUESS_TO}, {"valid to", GUESS_TO},
    {"effectivity end", GUESS_TO}, {"eff to", GUESS_TO},
    {"end date", GUESS_TO}, {"to date", GUESS_TO}, {"date out", GUESS_TO},
    {"obsolete date", GUESS_TO}, {"gültig bis", GUESS_TO},
    {"valid until", GUESS_TO}, {"to", GUESS_TO},
    {"change order", GUESS_CHANGE_ORDER}, {"eco", GUESS_CHANGE_ORDER},
    {"ecn", GUESS_CHANGE_ORDER}, {"ecr", GUESS_NOTHING},
    {"change number", GUESS_CHANGE_ORDER}, {"änderungsnummer",
    GUESS_CHANGE_ORDER},
    /* who makes it, who sells it */
    {"manufacturer", GUESS_MANUFACTURER}, {"mfr", GUESS_MANUFACTURER},
    {"mfg", GUESS_MANUFACTURER}, {"manf", GUESS_MANUFACTURER},
    {"mf", GUESS_MANUFACTURER}, {"manufacturer name", GUESS_MANUFACTURER},
    {"mfr name", GUESS_MANUFACTURER}, {"mfg name", GUESS_MANUFACTURER},
    {"part manufacturer", GUESS_MANUFACTURER}, {"maker",
    GUESS_MANUFACTURER}, {"brand", GUESS_MANUFACTURER}, {"hersteller",
    GUESS_MANUFACTURER}, {"fabricant", GUESS_MANUFACTURER},
    {"mpn", GUESS_MPN}, {"manufacturer part number", GUESS_MPN},
    {"manufacturer part", GUESS_MPN}, {"manufacturer pn", GUESS_MPN},
    {"manufacturer part no", GUESS_MPN}, {"manufacturer part num",
    GUESS_MPN}, {"part manufacturer part number", GUESS_MPN},
    {"mfr part number", GUESS_MPN}, {"mfg part number", GUESS_MPN},
    {"mfr part no", GUESS_MPN}, {"mfr part", GUESS_MPN},
    {"mfg part", GUESS_MPN}, {"mfr pn", GUESS_MPN}, {"mfg pn", GUESS_MPN},
    {"mfr p n", GUESS_MPN}, {"mfg p n", GUESS_MPN}, {"mfgpn", GUESS_MPN},
    {"mfrpn", GUESS_MPN}, {"mfr no", GUESS_MPN}, {"manf #", GUESS_MPN},
    {"manf num", GUESS_MPN}, {"manufacturer number", GUESS_MPN},
    {"herstellernummer", GUESS_MPN}, {"hersteller nr", GUESS_MPN},
    {"hersteller teilenummer", GUESS_MPN}, {"mp n", GUESS_MPN},
    {"supplier", GUESS_SUPPLIER}, {"vendor", GUESS_SUPPLIER},
    {"seller", GUESS_SUPPLIER}, {"distributor", GUESS_SUPPLIER},
    {"supplier name", GUESS_SUPPLIER}, {"vendor name", GUESS_SUPPLIER},
    {"lieferant", GUESS_SUPPLIER}, {"fournisseur", GUESS_SUPPLIER},
    {"supplier part", GUESS_SUPPLIER_ITEM}, {"supplier part number",
    GUESS_SUPPLIER_ITEM}, {"supplier part no", GUESS_SUPPLIER_ITEM},
    {"supplier pn", GUESS_SUPPLIER_ITEM}, {"supplier p n",
    GUESS_SUPPLIER_ITEM}, {"vendor part", GUESS_SUPPLIER_ITEM},
    {"vendor part number", GUESS_SUPPLIER_ITEM}, {"vendor pn",
    GUESS_SUPPLIER_ITEM}, {"seller part number", GUESS_SUPPLIER_ITEM},
    {"distributor part number", GUESS_SUPPLIER_ITEM}, {"distributor pn",
    GUESS_SUPPLIER_ITEM}, {"bestellnummer", GUESS_SUPPLIER_ITEM},
    {"bestell nr", GUESS_SUPPLIER_ITEM}, {"order number",
    GUESS_SUPPLIER_ITEM}, {"order code", GUESS_SUPPLIER_ITEM},
    {"catalog number", GUESS_SUPPLIER_ITEM},
    {"moq", GUESS_MINIMUM}, {"minimum order quantity", GUESS_MINIMUM},
    {"minimum quantity", GUESS_MINIMUM}, {"min qty", GUESS_MINIMUM},
    {"min order qty", GUESS_MINIMUM}, {"mindestmenge", GUESS_MINIMUM},
    {"price", GUESS_PRICE}, {"unit price", GUESS_PRICE},
    {"unit cost", GUESS_PRICE}, {"cost", GUESS_PRICE},
    {"preis", GUESS_PRICE}, {"prix", GUESS_PRICE},
    {"total price", GUESS_NOTHING}, {"order unit price", GUESS_NOTHING},
    {"extended cost", GUESS_NOTHING}, {"total cost", GUESS_NOTHING},
    {"nre cost", GUESS_NOTHING}, {"out of pocket cost", GUESS_NOTHING},
    {"low cost", GUESS_NOTHING}, {"lowcost", GUESS_NOTHING},
    {"currency", GUESS_CURRENCY}, {"währung", GUESS_CURRENCY},
    {"lead time", GUESS_LEAD_TIME}, {"lead time days", GUESS_LEAD_TIME},
    {"leadtime", GUESS_LEAD_TIME}, {"lieferzeit", GUESS_LEAD_TIME},
    {"delivery time", GUESS_LEAD_TIME},
    /* electronic parts */
    {"value", GUESS_VALUE}, {"val", GUESS_VALUE}, {"wert", GUESS_VALUE},
    {"footprint", GUESS_FOOTPRINT}, {"package", GUESS_FOOTPRINT},
    {"case", GUESS_FOOTPRINT}, {"pattern", GUESS_FOOTPRINT},
    {"gehäuse", GUESS_FOOTPRINT}, {"footprint url", GUESS_NOTHING},
    {"lcsc", GUESS_SELLER}, {"lcsc part", GUESS_SELLER},
    {"lcsc part number", GUESS_SELLER}, {"digikey", GUESS_SELLER},
    {"digi key", GUESS_SELLER}, {"digi key part number", GUESS_SELLER},
    {"digikey part number", GUESS_SELLER}, {"digikey pn", GUESS_SELLER},
    {"mouser", GUESS_SELLER}, {"mouser part number", GUESS_SELLER},
    {"mouser pn", GUESS_SELLER}, {"farnell", GUESS_SELLER},
    {"newark", GUESS_SELLER}, {"arrow", GUESS_SELLER},
    {"avnet", GUESS_SELLER}, {"tme", GUESS_SELLER},
    {"reichelt", GUESS_SELLER}, {"conrad", GUESS_SELLER},
    {"element 14", GUESS_SELLER}, {"rs", GUESS_SELLER},
    {"onlinecomponents", GUESS_SELLER}, {"chip 1 stop", GUESS_SELLER},
    {"jlcpcb part", GUESS_SELLER}, {"jlcpcb", GUESS_SELLER},
    {"oc farnell", GUESS_SELLER}, {"oc newark", GUESS_SELLER},
    {"mouser url", GUESS_NOTHING}, {"url", GUESS_NOTHING},
    {"datasheet", GUESS_NOTHING}, {"date", GUESS_NOTHING},
    {"source", GUESS_NOTHING}, {"tool", GUESS_NOTHING},
    {"generator", GUESS_NOTHING},
};

/* By enum guess_role. */
static const char *const names[GUESS_ROLES] = {
    "something else", "part number", "parent", "component", "level",
    "find number", "quantity", "unit of measure", "designators", "name",
    "description", "revision", "revision of the parent", "manufacturer",
    "manufacturer's part number", "supplier", "supplier's part number",
    "minimum quantity", "price", "currency", "lead time", "first day",
    "last day", "lifecycle", "category", "make or buy", "mass", "scrap",
    "plant", "drawing", "note", "change order", "value", "footprint",
    "supplier's part number",
};

static const struct {
	const char *text; /* folded, one word */
	const char *code;
} units[] = {
    {"ea", "EA"}, {"each", "EA"}, {"pc", "EA"}, {"pcs", "EA"},
    {"pce", "EA"}, {"piece", "EA"}, {"pieces", "EA"}, {"st", "EA"},
    {"stk", "EA"}, {"stck", "EA"}, {"stück", "EA"}, {"stuck", "EA"},
    {"no", "EA"}, {"nos", "EA"}, {"unit", "EA"}, {"units", "EA"},
    {"un", "EA"}, {"pza", "EA"}, {"pz", "EA"}, {"szt", "EA"},
    {"m", "MTR"}, {"meter", "MTR"}, {"metre", "MTR"}, {"mtr", "MTR"},
    {"mm", "MMT"}, {"cm", "CMT"}, {"km", "KMT"}, {"in", "INH"},
    {"inch", "INH"}, {"ft", "FOT"}, {"feet", "FOT"}, {"kg", "KGM"},
    {"kgm", "KGM"}, {"g", "GRM"}, {"gr", "GRM"}, {"mg", "MGM"},
    {"t", "TNE"}, {"lb", "LBR"}, {"lbs", "LBR"}, {"oz", "ONZ"},
    {"l", "LTR"}, {"ltr", "LTR"}, {"liter", "LTR"}, {"litre", "LTR"},
    {"ml", "MLT"}, {"m 2", "MTK"}, {"m²", "MTK"}, {"qm", "MTK"},
    {"m 3", "MTQ"}, {"m³", "MTQ"}, {"set", "SET"}, {"sets", "SET"},
    {"pair", "PR"}, {"pr", "PR"}, {"paar", "PR"}, {"h", "HUR"},
    {"hr", "HUR"}, {"hour", "HUR"}, {"min", "MIN"}, {"roll", "RO"},
    {"rolle", "RO"}, {"box", "BX"}, {"pack", "PK"}, {"pk", "PK"},
};

const char *
guess_role_name(enum guess_role role)
{
	return names[role];
}

/* --- folding --- */

enum letter { LETTER_NONE, LETTER_SMALL, LETTER_CAPITAL, LETTER_DIGIT };

static enum letter
letter_of(char byte)
{
	unsigned char c = (unsigned char)byte;

	if (c >= 'A' && c <= 'Z')
		return LETTER_CAPITAL;
	if (c >= '0' && c <= '9')
		return LETTER_DIGIT;
	return (c >= 'a' && c <= 'z') || c > 0x7f || c == '#' ? LETTER_SMALL
							      : LETTER_NONE;
}

/*
 * Words end at blanks and marks, where digits begin or end, at a capital
 * behind a small letter: PartNo; and before the last capital of several that
 * a small one follows: MFGName is "mfg name".
 */
static bool
new_word(struct slice s, size_t i)
{
	enum letter before = letter_of(s.at[i - 1]), now = letter_of(s.at[i]);
	enum letter after = i + 1 < s.len ? letter_of(s.at[i + 1])
					  : LETTER_NONE;

	if ((before == LETTER_DIGIT) != (now == LETTER_DIGIT) ||
	    s.at[i] == '#')
		return true;
	if (now != LETTER_CAPITAL)
		return false;
	return before == LETTER_SMALL ||
	    (before == LETTER_CAPITAL && after == LETTER_SMALL &&
	    i + 2 < s.len);
}

void
guess_words_fold(struct buf *b, struct slice header)
{
	bool gap = false;
	size_t i;

	for (i = 0; i < header.len; i++) {
		char c = header.at[i];

		if (letter_of(c) == LETTER_NONE) {
			gap = true;
			continue;
		}
		if (b->len && (gap || (i && new_word(header, i))))
			buf_add_byte(b, ' ');
		gap = false;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		/* À to Þ in UTF-8 */
		else if (i && header.at[i - 1] == '\xc3' &&
		    (unsigned char)c >= 0x80 && (unsigned char)c <= 0x9e)
			c = (char)(c + 0x20);
		buf_add_byte(b, c);
	}
}

/* --- searching --- */

static unsigned
count_words(struct slice s)
{
	unsigned n = s.len > 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		n += s.at[i] == ' ';
	return n;
}

/* Whether the phrase stands in the text, between words. */
static bool
holds(struct slice text, struct slice phrase)
{
	const char *at = text.at, *end = text.at + text.len;

	while ((at = memmem(at, (size_t)(end - at), phrase.at,
	    phrase.len)) != NULL) {
		if ((at == text.at || at[-1] == ' ') &&
		    (at + phrase.len == end || at[phrase.len] == ' '))
			return true;
		at++;
	}
	return false;
}

/* Cuts off the number that ends a header, if other words stand before it. */
static unsigned
cut_number(struct slice *text)
{
	const char *blank = memrchr(text->at, ' ', text->len);
	uint64_t number;
	size_t len;

	if (!blank)
		return 0;
	len = (size_t)(blank - text->at);
	if (!text_to_number(slice_from(blank + 1, text->len - len - 1), 99,
	    &number))
		return 0;
	text->len = len;
	return (unsigned)number; /* at most 99 */
}

bool
guess_word_find(struct guess_word *out, struct slice header)
{
	struct buf folded = BUF_INIT(WORDS_MOST);
	struct slice text, phrase;
	size_t best = 0, i;
	unsigned words;

	guess_words_fold(&folded, header);
	text = buf_slice(&folded);
	memset(out, 0, sizeof(*out));
	out->number = cut_number(&text);
	for (i = 0; i < COUNT_OF(phrases); i++) {
		phrase = slice_of(phrases[i].text);
		words = count_words(phrase);
		if (words < out->words || !holds(text, phrase) ||
		    (words == out->words && phrase.len <= best))
			continue;
		out->role = phrases[i].role;
		out->phrase = phrases[i].text;
		out->words = words;
		out->whole = phrase.len == text.len;
		best = phrase.len;
	}
	buf_release(&folded);
	return out->words > 0;
}

const char *
guess_words_unit(struct slice text)
{
	struct buf folded = BUF_INIT(WORDS_MOST);
	const char *code = NULL;
	size_t i;

	guess_words_fold(&folded, text);
	for (i = 0; i < COUNT_OF(units) && !code; i++)
		if (slice_is(buf_slice(&folded), units[i].text))
			code = units[i].code;
	buf_release(&folded);
	return code;
}
