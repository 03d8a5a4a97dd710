/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * number.c - numbers with groups, marks, currencies, brackets and exponents.
 *
 * The scan peels sign and affix from the outside, walks the body once, and
 * says which formats could have written it; `1,234` keeps two readings.
 */
#include "number.h"

#define NBSP		"\xc2\xa0"
#define NARROW		"\xe2\x80\xaf"
#define THIN		"\xe2\x80\x89"
#define QUOTE		"\xe2\x80\x99"
#define MINUS		"\xe2\x88\x92"
#define EURO		"\xe2\x82\xac"
#define POUND		"\xc2\xa3"
#define YEN		"\xc2\xa5"
#define RUPEE		"\xe2\x82\xb9"

const struct number_format number_formats[N_NUMBER_FORMATS] = {
	{ '.', "", false, "1234.56" },
	{ '.', ",", false, "1,234.56" },
	{ '.', " ", false, "1 234.56" },
	{ '.', NBSP, false, "1" NBSP "234.56" },
	{ '.', NARROW, false, "1" NARROW "234.56" },
	{ '.', "'", false, "1'234.56" },
	{ '.', QUOTE, false, "1" QUOTE "234.56" },
	{ '.', "_", false, "1_234.56" },
	{ '.', ",", true, "12,34,567.89" },
	{ ',', "", false, "1234,56" },
	{ ',', ".", false, "1.234,56" },
	{ ',', " ", false, "1 234,56" },
	{ ',', NBSP, false, "1" NBSP "234,56" },
	{ ',', NARROW, false, "1" NARROW "234,56" },
	{ ',', "'", false, "1'234,56" },
	{ ',', QUOTE, false, "1" QUOTE "234,56" },
	{ '.', THIN, false, "1" THIN "234.56" },
	{ ',', THIN, false, "1" THIN "234,56" }
};

/* What may stand between digits, and the formats in which it is the group. */
enum mark { M_NONE, M_COMMA, M_DOT, M_BLANK, M_NBSP, M_NARROW, M_THIN,
	M_APOSTROPHE, M_QUOTE, M_UNDERSCORE };
static const struct {
	uint8_t		 n;		/* bytes */
	uint32_t	 groups;
} marks[] = {
	[M_NONE] = { 0, 0 },
	[M_COMMA] = { 1, 1 << 1 },
	[M_DOT] = { 1, 1 << 10 },
	[M_BLANK] = { 1, 1 << 2 | 1 << 11 },
	[M_NBSP] = { 2, 1 << 3 | 1 << 12 },
	[M_NARROW] = { 3, 1 << 4 | 1 << 13 },
	[M_THIN] = { 3, 1 << 16 | 1 << 17 },
	[M_APOSTROPHE] = { 1, 1 << 5 | 1 << 14 },
	[M_QUOTE] = { 3, 1 << 6 | 1 << 15 },
	[M_UNDERSCORE] = { 1, 1 << 7 }
};
#define INDIAN		(1 << 8)

#define AFFIX(before, behind, unit)					\
	{ before, behind, sizeof(before) - 1, sizeof(behind) - 1, UNIT_##unit }
const struct affix affixes[N_AFFIXES] = {
	AFFIX("", "", NONE),
	AFFIX("", "%", PERCENT), AFFIX("", " %", PERCENT),
	AFFIX("", NBSP "%", PERCENT), AFFIX("", NARROW "%", PERCENT),
	AFFIX("$", "", USD), AFFIX("$ ", "", USD),
	AFFIX("US$", "", USD), AFFIX("USD ", "", USD),
	AFFIX("", " USD", USD),
	AFFIX(EURO, "", EUR), AFFIX(EURO " ", "", EUR),
	AFFIX("", EURO, EUR), AFFIX("", " " EURO, EUR),
	AFFIX("", NBSP EURO, EUR), AFFIX("", NARROW EURO, EUR),
	AFFIX("EUR ", "", EUR), AFFIX("", " EUR", EUR),
	AFFIX(POUND, "", GBP), AFFIX(POUND " ", "", GBP),
	AFFIX("GBP ", "", GBP), AFFIX("", " GBP", GBP),
	AFFIX(YEN, "", YEN), AFFIX(RUPEE, "", INR),
	AFFIX(RUPEE " ", "", INR), AFFIX("Rs. ", "", INR),
	AFFIX("CHF ", "", CHF), AFFIX("", " CHF", CHF),
	AFFIX("kr ", "", KRONE), AFFIX("", " kr", KRONE),
	AFFIX("", " z\xc5\x82", ZLOTY), AFFIX("R$ ", "", REAL)
};

static bool
digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool
starts(const char *p, const char *end, const char *text, size_t n)
{
	return (size_t)(end - p) >= n && memcmp(p, text, n) == 0;
}

/* The longest affix around p..end (a sign may follow the currency). */
static void
peel_affix(struct number *x, const char **p, const char **end)
{
	size_t best = 0;

	for (uint8_t i = 1; i < N_AFFIXES; i++) {
		const struct affix *f = &affixes[i];
		size_t a = f->n_before, b = f->n_behind;

		if ((a > 0 && **p != f->before[0]) ||
		    (b > 0 && (*end)[-1] != f->behind[b - 1]) ||
		    (size_t)(*end - *p) <= a + b || a + b <= best ||
		    memcmp(*p, f->before, a) != 0 ||
		    memcmp(*end - b, f->behind, b) != 0)
			continue;
		best = a + b;
		x->affix = i;
	}
	*p += affixes[x->affix].n_before;
	*end -= affixes[x->affix].n_behind;
}

/* Takes a minus or plus from the front: its styles, or 0 if there is none. */
static uint32_t
peel_sign(struct number *x, const char **p, const char *end)
{
	if (starts(*p, end, MINUS, 3)) {
		*p += 3;
		x->negative = true;
		return SIGN_UNICODE;
	}
	if (*p == end || (**p != '-' && **p != '+'))
		return 0;
	x->negative = **p == '-';
	return *(*p)++ == '-' ? SIGN_MINUS | SIGN_OUTER | SIGN_PLUS : SIGN_PLUS;
}

/* CR or DR behind: credit and debit. */
static uint32_t
peel_side(struct number *x, const char *p, const char **end)
{
	const char *q = *end - 2;
	bool apart;

	if (*end - p < 3 || (q[1] != 'R' && q[1] != 'r') ||
	    (*q != 'C' && *q != 'D'))
		return 0;
	apart = q[-1] == ' ';
	x->seen |= (q[1] == 'R' ? SIDE_UPPER : SIDE_TITLE) |
	    (apart ? SIDE_APART : SIDE_CLOSE);
	x->negative = *q == 'D';
	*end = q - apart;
	return x->negative ? SIGN_DEBIT | SIGN_SIDES : SIGN_SIDES;
}

/* Brackets around, or a minus behind. */
static uint32_t
peel_ends(struct number *x, const char **p, const char **end)
{
	if (*end - *p > 2 && **p == '(' && (*end)[-1] == ')') {
		++*p;
		--*end;
		x->negative = true;
		return SIGN_BRACKETS;
	}
	if (*end - *p > 1 && (*end)[-1] == '-' && digit((*end)[-2])) {
		--*end;
		x->negative = true;
		return SIGN_BEHIND;
	}
	return peel_side(x, *p, end);
}

/* Everything around the body; the styles of sign that remain, 0 if bad. */
static uint32_t
peel(struct number *x, const char **p, const char **end)
{
	uint32_t ends, outer, inner = 0;
	int n;

	ends = peel_ends(x, p, end);
	outer = peel_sign(x, p, *end);
	if (*p < *end && (!digit(**p) || !digit((*end)[-1])))
		peel_affix(x, p, end);
	if (affixes[x->affix].before[0] != '\0')
		inner = peel_sign(x, p, *end);
	n = (ends != 0) + (outer != 0) + (inner != 0);
	if (n == 0)
		return SIGNS_NONE;
	if (affixes[x->affix].before[0] != '\0') {
		outer &= SIGN_OUTER;
		inner &= SIGN_MINUS;
	}
	return n > 1 ? 0 : ends | outer | inner;
}

static enum mark
mark_at(const char *p, const char *end)
{
	switch (*p) {
	case ',':	return M_COMMA;
	case '.':	return M_DOT;
	case ' ':	return M_BLANK;
	case '\'':	return M_APOSTROPHE;
	case '_':	return M_UNDERSCORE;
	case '\xc2':	return starts(p, end, NBSP, 2) ? M_NBSP : M_NONE;
	case '\xe2':
		return starts(p, end, NARROW, 3) ? M_NARROW :
		    starts(p, end, THIN, 3) ? M_THIN :
		    starts(p, end, QUOTE, 3) ? M_QUOTE : M_NONE;
	default:	return M_NONE;
	}
}

/* How the body is cut by marks: r0 s1 r1 ... sk rk. */
struct cuts {
	size_t		first, before, last;	/* r0, r(k-1), rk */
	unsigned	n;			/* k */
	enum mark	group, mark;		/* s1, sk */
	bool		same;			/* s1 = ... = s(k-1) */
	bool		threes;			/* r1 ... r(k-1) are 3 */
	bool		twos;			/* r1 ... r(k-2) are 2 */
};

static size_t
run(const char *p, const char *end)
{
	const char *from = p;

	while (p < end && digit(*p))
		p++;
	return (size_t)(p - from);
}

static const char *
cut(const char *p, const char *end, struct cuts *c)
{
	enum mark m;

	*c = (struct cuts){ .first = run(p, end), .same = true,
	    .threes = true, .twos = true };
	c->last = c->first;
	p += c->first;
	while (p < end && (m = mark_at(p, end)) != M_NONE) {
		c->same = c->same && (c->n < 2 || c->mark == c->group);
		if (c->n >= 1)
			c->threes = c->threes && c->last == 3;
		if (c->n >= 2)
			c->twos = c->twos && c->before == 2;
		if (c->n++ == 0)
			c->group = m;
		c->before = c->last;
		c->mark = m;
		p += marks[m].n;
		c->last = run(p, end);
		p += c->last;
	}
	return p;
}

/* Formats in which every mark is a group: the number is whole. */
static uint32_t
whole_formats(const struct cuts *c)
{
	uint32_t bits = 0;

	if (c->n == 0)
		return c->first > 3 ? UNGROUPED : FORMATS_ALL;
	if (!c->same || c->mark != c->group || c->last != 3 || c->first == 0)
		return 0;
	if (c->threes && c->first <= 3)
		bits |= marks[c->group].groups;
	if (c->group == M_COMMA && c->twos && c->first <= 2 &&
	    (c->n < 2 || c->before == 2))
		bits |= INDIAN;
	return bits;
}

/* Formats in which the last mark is the decimal mark. */
static uint32_t
fraction_formats(const struct cuts *c)
{
	uint32_t of_mark = c->mark == M_DOT ? FORMATS_DOT : FORMATS_COMMA;
	uint32_t bits = 0;

	if (c->n == 0 || (c->mark != M_DOT && c->mark != M_COMMA))
		return 0;
	if (c->n == 1)
		return of_mark & (c->first > 3 ? UNGROUPED : FORMATS_ALL);
	if (!c->same || c->group == c->mark || c->first == 0)
		return 0;
	if (c->threes && c->first <= 3)
		bits |= marks[c->group].groups & of_mark;
	if (c->group == M_COMMA && c->twos && c->before == 3 && c->first <= 2)
		bits |= INDIAN;
	return bits;
}

/* e-5, E+05 at p: false if what follows is none. */
static bool
scan_exponent(struct number *x, const char *p, const char *end)
{
	bool minus;
	size_t n;
	int e = 0;

	x->seen &= ~(uint32_t)EXP_NONE;
	x->seen |= *p++ == 'e' ? EXP_LOWER : EXP_UPPER;
	minus = p < end && *p == '-';
	if (p < end && *p == '+')
		x->seen |= EXP_PLUS;
	else if (!minus)
		x->seen |= EXP_NO_PLUS;
	if (p < end && (*p == '-' || *p == '+'))
		p++;
	n = run(p, end);
	if (n == 0 || n > 3 || p + n != end)
		return false;
	for (size_t i = 0; i < n; i++)
		e = e * 10 + (p[i] - '0');
	x->exponent = (int16_t)(minus ? -e : e);
	x->e_digits = (uint8_t)n;
	return !minus || e != 0;
}

/* Counts and value of all digits of the body. */
static void
count_digits(struct number *x, size_t *n)
{
	bool leading = true;

	*n = 0;
	for (const char *p = x->body; p < x->end; p++) {
		if (!digit(*p))
			continue;
		++*n;
		leading = leading && *p == '0';
		if (leading)
			continue;
		if (++x->significant <= 19)
			x->mantissa = x->mantissa * 10 + (uint64_t)(*p - '0');
	}
}

static uint32_t
styles(const struct cuts *c, bool whole, bool zero_first)
{
	uint32_t bits = STYLES_ALL;

	if (whole && c->n == 0)
		bits &= ~(uint32_t)MARK_SHOWN;
	else if (c->last == 0)
		bits &= ~(uint32_t)MARK_HIDDEN;
	if (!whole && c->first == 0)
		bits &= ~(uint32_t)ZERO_SHOWN;
	else if (!whole && c->first == 1 && zero_first)
		bits &= ~(uint32_t)ZERO_HIDDEN;
	return bits;
}

static bool
scan_body(struct number *x, struct cuts *c, size_t digits)
{
	bool zero = c->first > 0 && x->body[0] == '0';
	uint32_t whole = whole_formats(c), fraction = fraction_formats(c);

	if (zero && c->first > 1)
		return false;
	if (zero && c->n > 0)
		whole = 0;
	if (zero && c->n > 1)
		fraction = 0;
	if (c->first + c->last == 0)
		fraction = 0;
	for (unsigned m = DOT; m <= COMMA; m++) {
		uint32_t of_mark = m == DOT ? FORMATS_DOT : FORMATS_COMMA;
		bool is_whole = (whole & of_mark) != 0;

		x->scale[m] = is_whole ? 0 : (int16_t)c->last;
		x->whole[m] = (int16_t)(digits - (size_t)x->scale[m] - zero);
	}
	if (x->e_digits != 0) {
		whole &= UNGROUPED;
		fraction &= UNGROUPED;
		if (c->first != 1 || (zero && x->significant > 0) ||
		    x->affix != 0)
			return false;
	}
	x->bits = whole | fraction | styles(c, fraction == 0, zero);
	x->marked = c->n > 0 && (c->mark == M_DOT || c->mark == M_COMMA);
	if (x->marked && (x->bits & FORMATS_DOT) == 0)
		x->seen |= COMMA_SURE;
	return (whole | fraction) != 0;
}

bool
number_scan(const char *p, size_t n, struct number *x)
{
	const char *end = p + n, *rest;
	struct cuts c;
	uint32_t signs;
	size_t digits;

	*x = (struct number){ .seen = EXP_NONE };
	if (n > 2 * NUMBER_DIGITS_MAX || (signs = peel(x, &p, &end)) == 0)
		return false;
	rest = cut(p, end, &c);
	if (rest < end && ((*rest != 'e' && *rest != 'E') ||
	    !scan_exponent(x, rest, end)))
		return false;
	x->body = p;
	x->end = rest;
	count_digits(x, &digits);
	if (digits == 0 || digits > NUMBER_DIGITS_MAX ||
	    !scan_body(x, &c, digits))
		return false;
	/* -0 is no integer; with a fraction its sign is kept aside. */
	if (x->significant == 0 && signs != SIGNS_NONE && signs != SIGN_PLUS &&
	    (c.n == 0 || x->e_digits != 0))
		return false;
	x->bits |= signs;
	return true;
}

bool
number_scan_zeros(const char *p, size_t n, struct number *x, char *copy)
{
	size_t sign = n > 0 && (*p == '-' || *p == '+'), zeros = sign;

	while (zeros + 1 < n && p[zeros] == '0' && digit(p[zeros + 1]))
		zeros++;
	if (zeros == sign || n > CELL_TEXT_MAX)
		return false;
	memcpy(copy, p, sign);
	memcpy(copy + sign, p + zeros, n - zeros);
	return number_scan(copy, sign + n - zeros, x);
}

void
number_scan_plain(struct number *x, uint32_t formats)
{
	uint32_t plain = (formats & FORMATS_COMMA) != 0 ? 1 << FORMAT_COMMA :
	    1 << FORMAT_PLAIN;

	formats &= FORMATS_ALL;
	if ((x->bits & formats) == 0 && (x->bits & plain) != 0)
		x->bits |= formats;
}

size_t
number_digits(const struct number *x, char *out)
{
	size_t n = 0;

	for (const char *p = x->body; p < x->end; p++)
		if (digit(*p) && n < NUMBER_DIGITS_MAX)
			out[n++] = *p;
	return n;
}
