/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * facts.c - each cell narrows what is known of its column.
 *
 * Cells that tell nothing new about their column (the same type, the same
 * format) take a short way through; all others take the long one.
 */
#include "facts.h"

static uint64_t
head(const struct fact_text *t)
{
	uint64_t x;

	memcpy(&x, t->text, sizeof(x));
	return __builtin_bswap64(x);
}

/* Least and greatest text; nearly always its first bytes lie in between. */
static inline void
note_text(struct facts *f, const char *p, size_t n, uint64_t word)
{
	uint64_t x = __builtin_bswap64(word);
	uint64_t low = head(&f->min), high = head(&f->max);

	if (x > low && x < high)
		return;
	if (n <= 8 && ((x == low && f->min.n == n && x < high) ||
	    (x == high && f->max.n == n && x > low)))
		return;
	facts_extreme(f, p, n);
}

static double
value_of(const struct number *x, unsigned mark)
{
	char digits[NUMBER_DIGITS_MAX];
	int scale = x->scale[mark] - x->exponent;

	if (x->significant <= CELL_DIGITS)
		return number_real(x->mantissa, scale, x->negative);
	return number_real_text(digits, number_digits(x, digits), -scale,
	    x->negative);
}

static void
note_number(struct facts *f, const struct number *x)
{
	for (unsigned m = DOT; m <= COMMA; m++) {
		struct facts_marked *to = &f->marked[m];
		double v;

		if ((x->bits & f->numbers &
		    (m == DOT ? FORMATS_DOT : FORMATS_COMMA)) == 0)
			continue;
		v = value_of(x, m);
		to->seen = 1;
		to->least = v < to->least ? v : to->least;
		to->greatest = v > to->greatest ? v : to->greatest;
		to->digits = greater(to->digits, x->whole[m]);
		to->scale_min = lesser(to->scale_min, x->scale[m]);
		to->scale_max = greater(to->scale_max, x->scale[m]);
	}
}


/* Types that a scanned number is; a double may have all its 17 digits. */
static uint32_t
number_types(const struct number *x, enum ps_type type)
{
	uint64_t most = (uint64_t)INT64_MAX + x->negative;
	uint32_t fits = BIT(PS_INT) | BIT(PS_DECIMAL) | BIT(PS_REAL);

	if (x->e_digits > 0)
		fits &= BIT(PS_REAL);
	if (x->significant > 19 || x->mantissa > most)
		fits &= ~BIT(PS_INT);
	if (!number_is_real(x) || (x->significant > REAL_DIGITS &&
	    type != PS_REAL))
		fits &= ~BIT(PS_REAL);
	return fits;
}

static uint32_t
add_number(struct facts *f, const char *p, size_t n, enum ps_type type)
{
	char copy[CELL_TEXT_MAX];
	struct number x;

	if ((f->flags & FACTS_WISH) != 0)
		skip_plus(&p, &n);
	if (!number_scan(p, n, &x) && ((f->flags & FACTS_WISH) == 0 ||
	    !number_scan_zeros(p, n, &x, copy)))
		return 0;
	if ((f->flags & FACTS_FORMAT) != 0)
		number_scan_plain(&x, f->numbers);
	f->numbers &= x.bits;
	f->affixes &= (uint32_t)1 << x.affix;
	f->flags |= x.seen;
	if (x.e_digits > 0)
		f->exponent = lesser(f->exponent, x.e_digits);
	if (x.marked)
		note_number(f, &x);
	else
		{
		double v = value_of(&x, DOT);

		facts_whole(f, v, v, x.whole[DOT]);
	}
	return number_types(&x, type);
}

static void
note_clock(struct facts *f, const struct clock *x)
{
	f->times &= x->formats;
	f->fraction_min = lesser(f->fraction_min, x->n_fraction);
	f->fraction_max = greater(f->fraction_max, x->n_fraction);
}

static void
note_date(struct facts *f, const struct date *x)
{
	f->dates &= x->formats;
	f->months &= x->months;
	steps_add(f, x);
}

static uint32_t
add_dated(struct facts *f, const char *p, size_t n)
{
	uint32_t formats = f->dates |
	    ((f->flags & FACTS_FORMAT) != 0 ? DATES_TOLD : 0);
	struct stamp x;
	uint32_t fits = 0;

	if ((f->fits & FITS_DATED) != 0) {
		size_t used = date_scan(p, n, formats, f->months, &x.date);

		if (used == n)		/* and midnight, among moments */
			fits = BIT(PS_DATE) | BIT(PS_TIMESTAMP);
		else if (used > 0 && stamp_scan(p, n, formats,
		    f->months, &x))
			fits = x.zone.formats == ZONE_NONE ?
			    BIT(PS_TIMESTAMP) : BIT(PS_TIMESTAMPTZ);
		if (fits != 0 && (f->flags & FACTS_FORMAT) != 0)
			x.date.months |= CASES_ALL;
		if (fits != 0)
			note_date(f, &x.date);
		if (fits != 0 && (fits & BIT(PS_DATE)) == 0) {
			note_clock(f, &x.clock);
			f->stamps &= x.bits;
		}
	}
	if (fits == 0 && (f->fits & BIT(PS_TIME)) != 0 &&
	    time_scan(p, n, &x.clock) == n) {
		note_clock(f, &x.clock);
		fits = BIT(PS_TIME);
	}
	return fits;
}

/* The masks at the head of facts: narrowing starts from a change of these. */
#define MASKS_SIZE							\
	(offsetof(struct facts, bools) + sizeof(uint32_t) -		\
	    offsetof(struct facts, fits))

static bool
is_whole(const struct facts *f)
{
	return (f->fits & BIT(PS_INT)) == 0 ||
	    (f->marked[DOT].scale_max | f->marked[COMMA].scale_max) == 0;
}

/* The long way: every type that is still in question. */
static void __attribute__((noinline))
add_value(struct facts *f, const char *p, size_t n, enum ps_type type)
{
	char before[MASKS_SIZE];
	uint32_t fits = 0;
	bool canonical;

	if (f->sample.n == 0)
		facts_first(f, p, n);
	memcpy(before, &f->fits, MASKS_SIZE);
	if (type == PS_BLOB)
		fits = BIT(PS_BLOB);
	else if (type != PS_TEXT) {
		if ((f->fits & FITS_NUMBERS) != 0)
			fits = add_number(f, p, n, type);
		/* 10.238.143.107 may be both. */
		if (fits != 0 && (f->fits & BIT(PS_INET)) != 0 &&
		    is_inet(p, n, &canonical))
			fits |= BIT(PS_INET);
		if (fits == 0 && (f->fits & BIT(PS_REAL)) != 0)
			fits = facts_infinite(f, p, n);
		/* 20200131, too; the column's name will say. */
		if ((fits == 0 || (n == 8 && (f->fits & BIT(PS_DATE)) != 0)) &&
		    (f->fits & (FITS_DATED | FITS_CLOCKS)) != 0)
			fits |= add_dated(f, p, n);
		if (fits == 0)
			fits = facts_shape(f, p, n);
	}
	f->fits &= fits | FITS_TEXT;
	if (memcmp(before, &f->fits, MASKS_SIZE) != 0 || !is_whole(f))
		facts_narrow(f);
}

static void __attribute__((noinline))
add_null(struct facts *f, const char *p, size_t n, unsigned flags,
    enum ps_type type)
{
	enum token t = n > 0 ? token_find(p, n) : N_TOKENS;

	if (t < N_TOKENS) {
		f->absent++;
		f->absent_as |= UINT32_C(1) << t;
	} else if (n == 0 && (flags & PS_ABSENT) == 0 &&
	    ((flags & PS_QUOTED) != 0 || type == PS_TEXT))
		f->quoted_empty++;
	else
		f->tokens[TOKEN_EMPTY]++;
}

/* The short way of numbers: true if the cell told nothing new. */
static inline bool
note_plain(struct facts *f, unsigned mark, enum plain plain, uint64_t value,
    bool minus, unsigned whole, unsigned scale)
{
	struct facts_marked *to = &f->marked[mark];
	int64_t signed_value;
	double v;

	if (plain == PLAIN_NOT || f->affixes != 1 ||
	    value >= 1000000000000000 ||
	    (plain == PLAIN_FRACTION && (f->fits & BIT(PS_INT)) != 0) ||
	    (f->numbers & ~plain_bits(mark, plain == PLAIN_FRACTION, minus,
	    whole)) != 0)
		return false;
	if (plain == PLAIN_FRACTION && mark == COMMA &&
	    (scale != 3 || whole > 3 || whole == 0))
		f->flags |= COMMA_SURE;
	/* Among exponents; elsewhere the first number has set it. */
	if ((f->fits & BIT(PS_DECIMAL)) == 0)
		f->flags |= EXP_NONE;
	signed_value = (int64_t)(value ^ (0 - (uint64_t)minus)) + minus;
	v = (double)signed_value;
	if (scale == 0) {
		facts_whole(f, v, v, (int)whole);
		return true;
	}
	v /= powers_of_ten[scale];
	to->seen = 1;
	to->least = v < to->least ? v : to->least;
	to->greatest = v > to->greatest ? v : to->greatest;
	to->digits = greater(to->digits, (int)whole);
	to->scale_min = lesser(to->scale_min, (int)scale);
	to->scale_max = greater(to->scale_max, (int)scale);
	return true;
}

static inline bool
add_plain(struct facts *f, const char *p, size_t n, uint64_t word)
{
	unsigned mark = plain_mark(f), whole = 0, scale = 0;
	uint64_t value = 0;
	bool minus = false;
	enum plain plain = plain_number(p, n, word, mark == DOT ? '.' : ',',
	    &value, &minus, &whole, &scale);

	return note_plain(f, mark, plain, value, minus, whole, scale);
}

/* hh:mm:ss at p, and what may follow; true if it told nothing new. */
static inline bool
add_clock(struct facts *f, const char *p, size_t n, uint32_t join)
{
	size_t i = 8;

	if (n < 8 || !time_is_iso(p) || f->stamps == STAMPS_ALL)
		return false;
	if (n > 8 && p[8] == '.') {
		for (i = 9; i < n && i < 9 + FRACTION_MAX; i++)
			if ((unsigned char)(p[i] - '0') > 9)
				break;
		if (i == 9 || (f->times & ~(uint32_t)(1 << TIME_ISO)) != 0)
			return false;
		i -= 9;
		if (f->fraction_min > (int)i || f->fraction_max < (int)i)
			return false;
		i += 9;
	} else if (f->fraction_min != 0 || (f->times & ~(uint32_t)6) != 0) {
		return false;
	}
	if (i == n)
		return f->stamps == (join | ZONE_NONE);
	return f->stamps == (join | ZONE_ISO) && zone_is_iso(p + i, n - i);
}

/* The short way of padded numeric dates and of ISO timestamps. */
static inline bool
add_iso(struct facts *f, const char *p, size_t n)
{
	uint32_t formats = f->dates & ~(uint32_t)(YEAR_4 | PADDED_ALL);
	struct day day;

	if (n < 10 || (formats & (formats - 1)) != 0 || formats >= 1 << 9 ||
	    !date_at(p, (unsigned)__builtin_ctz(formats), &day))
		return false;
	if (n == 10)
		return f->fits == (BIT(PS_DATE) | BIT(PS_TIMESTAMP) |
		    FITS_TEXT);
	if ((f->fits & FITS_STAMPS) == 0 || (p[10] != ' ' && p[10] != 'T'))
		return false;
	return add_clock(f, p + 11, n - 11,
	    p[10] == ' ' ? 1 << JOIN_SPACE : 1 << JOIN_T);
}

/* A time of day alone. */
static inline bool
add_time(const struct facts *f, const char *p, size_t n)
{
	return n == 8 && f->fits == (BIT(PS_TIME) | FITS_TEXT) &&
	    f->fraction_min == 0 && (f->times & ~(uint32_t)6) == 0 &&
	    time_is_iso(p);
}

/* True if one of the short ways could be gone. */
static inline bool
add_quickly(struct facts *f, const char *p, size_t n, uint64_t word)
{
	if ((f->fits & FITS_NUMBERS) != 0)
		return (f->fits & BIT(PS_DATE)) == 0 &&
		    add_plain(f, p, n, word);
	if ((f->fits & FITS_DATED) != 0)
		return add_iso(f, p, n);
	return (f->fits & BIT(PS_TIME)) != 0 && add_time(f, p, n);
}

/* A cell of a column that is not yet known to be text. */
static void __attribute__((noinline))
add_typed(struct facts *f, const char *p, size_t n, uint64_t word,
    enum ps_type type)
{
	if (n <= TOKEN_LONGEST && token_start(*p)) {
		enum token t = token_find(p, n);

		if (t < N_TOKENS) {
			f->tokens[t]++;
			return;
		}
	}
	if (f->words.n > 0 && facts_add_told(f, p, n))
		return;
	note_text(f, p, n, word);
	f->blanks_min = 0;
	if (!add_quickly(f, p, n, word))
		add_value(f, p, n, type);
}

/* Whole numbers are no words, and doubles no decimals. */
static void
narrow_declared(struct facts *f, enum ps_type type)
{
	uint32_t fits = type == PS_REAL ? BIT(PS_REAL) | FITS_TEXT :
	    type == PS_INT ? FITS_NUMBERS | FITS_TEXT : FITS_ALL;

	if ((f->fits & ~fits) == 0)
		return;
	f->fits &= fits;
	facts_narrow(f);
}

/* The document says what it is: nothing is asked of a text. */
static void __attribute__((noinline))
add_declared(struct facts *f, const char *p, size_t n, enum ps_type type)
{
	if (type != PS_TEXT && type != PS_BLOB) {
		f->flags |= FACTS_DECLARED;
		add_typed(f, p, n, load_word(p, n), type);
		narrow_declared(f, type);
		return;
	}
	facts_extreme(f, p, n);
	f->blanks_min = 0;
	add_value(f, p, n, type);
}

/* A cell without blanks around. */
static inline void
add_bare(struct facts *f, const char *p, size_t n, enum ps_type type)
{
	uint64_t word = load_word(p, n);

	if (f->fits == FITS_TEXT)
		note_text(f, p, n, word);
	else if (type == PS_NULL)
		add_typed(f, p, n, word, type);
	else
		add_declared(f, p, n, type);
}

/*
 * Blanks around, or another control character: typed without them, but a text
 * is what it is.
 */
static void __attribute__((noinline))
add_padded(struct facts *f, const char *p, size_t n, enum ps_type type)
{
	const char *q = p;
	size_t k = n;
	enum token t;
	int before;

	if (!trim(&q, &k)) {
		add_bare(f, p, n, type);
		return;
	}
	t = type == PS_TEXT ? N_TOKENS : token_find(q, k);
	if (t < N_TOKENS) {
		if (f->fits != FITS_TEXT || t == TOKEN_EMPTY) {
			f->tokens[t]++;
			f->padded += f->fits != FITS_TEXT;
		} else {
			facts_extreme(f, q, k);
		}
		return;
	}
	if (f->words.n > 0 && type != PS_TEXT && facts_add_told(f, q, k)) {
		f->padded += f->fits != FITS_TEXT;
		return;
	}
	facts_extreme(f, p, n);
	if (f->sample.n == 0)
		facts_first(f, p, n);
	if (f->fits == FITS_TEXT)
		return;
	f->padded++;
	before = q - p > UINT8_MAX ? UINT8_MAX : (int)(q - p);
	f->blanks_min = lesser(f->blanks_min, before);
	f->blanks_max = greater(f->blanks_max, before);
	add_value(f, q, k, type);
}

void
facts_add(struct facts *f, const char *p, size_t n, unsigned flags,
    enum ps_type type)
{
	/* What the user says of a column goes before what the document says. */
	if ((f->flags & FACTS_WISH) != 0) {
		type = type == PS_TEXT ? PS_NULL : type;
		flags &= ~(unsigned)PS_STRING;
	}
	f->cells++;
	if (n > f->longest)
		f->longest = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
	if (n == 0 || (flags & PS_ABSENT) != 0)
		add_null(f, p, n, flags, type);
	else if ((unsigned char)*p <= ' ' || (unsigned char)p[n - 1] <= ' ')
		add_padded(f, p, n, type);
	else
		add_bare(f, p, n, type);
	if ((flags & PS_STRING) != 0 && n > 0 &&
	    (f->fits & FITS_VALUES) != 0) {
		f->fits &= ~(uint32_t)FITS_VALUES;
		facts_narrow(f);
	}
}
