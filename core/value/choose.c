/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * choose.c - from facts to types and readings.
 *
 * Two questions can stay open in a column: whether `1,234` has a group or a
 * fraction, and which field of `03/04/2020` is the month.  The columns of a
 * document answer them for each other.
 */
#include "facts.h"

/*
 * The order of types, narrowest first.  What fits all of them as an address
 * is one, even if 10.238.143.107 has the look of a number with groups.
 */
static const enum ps_type lattice[] = {
	PS_BOOL, PS_INET, PS_INT, PS_DECIMAL, PS_REAL, PS_DATE, PS_TIME,
	PS_TIMESTAMP, PS_TIMESTAMPTZ, PS_UUID, PS_JSON, PS_BLOB, PS_TEXT
};

enum { OF_DOT = 1 << DOT, OF_COMMA = 1 << COMMA };

#define ID_DIGITS	9	/* shorter numbers may count something */

/* Digits that name things: always as many, in a column named after such. */
static bool
is_identifier(const struct facts *f)
{
	return (f->flags & NAMED_ID) != 0 && f->scale_max == 0 &&
	    f->exponent == INT16_MAX && f->digits >= ID_DIGITS &&
	    f->digits < 23 && f->least >= powers_of_ten[f->digits - 1];
}

/* Words and shapes may be a chance where all cells are the same. */
static bool
has_evidence(const struct facts *f, enum ps_type type)
{
	if ((f->flags & (FACTS_DECLARED | FACTS_WISH)) != 0)
		return true;
	switch (type) {
	case PS_BOOL:
		return f->bools_seen == (SAW_FALSE | SAW_TRUE) ||
		    (f->flags & NAMED_BOOL) != 0;
	case PS_UUID: case PS_INET: case PS_JSON:
		return memcmp(&f->min, &f->max, sizeof(f->min)) != 0;
	case PS_REAL:
		if (f->infinite * 10 > facts_values(f))
			return false;
		return !is_identifier(f);
	case PS_INT: case PS_DECIMAL:
		return !is_identifier(f);
	default:
		return true;
	}
}

/*
 * Null tokens must be fewer than 60 of 100 cells with something in; of those
 * that are told, or that other columns have, there may be any number.
 */
static bool
is_mostly_null(const struct facts *f)
{
	uint64_t values = facts_values(f);
	uint64_t tokens = facts_tokens(f) - facts_words(f);

	return values == 0 || ((f->flags & FACTS_SHARED) == 0 &&
	    tokens * 10 >= 6 * (values + tokens));
}

enum ps_type
first_type(const struct facts *f)
{
	if ((f->flags & FACTS_WISH) == 0 && is_mostly_null(f))
		return PS_TEXT;
	/* 20200131 is a number where the name does not say otherwise. */
	if ((f->fits & BIT(PS_INT)) != 0 && (f->fits & BIT(PS_DATE)) != 0 &&
	    (f->flags & NAMED_DATE) != 0)
		return PS_DATE;
	for (size_t i = 0; i < sizeof(lattice) / sizeof(lattice[0]); i++)
		if ((f->fits & BIT(lattice[i])) != 0)
			return has_evidence(f, lattice[i]) ?
			    lattice[i] : PS_TEXT;
	return PS_TEXT;
}

/* Decimal marks that the cells leave possible; 0 if they have no mark. */
static uint32_t
marks_of(const struct facts *f)
{
	uint32_t marks = 0;

	if ((f->fits & FITS_NUMBERS) == 0)
		return 0;
	if (f->marked[DOT].seen && (f->numbers & FORMATS_DOT) != 0)
		marks |= OF_DOT;
	if (f->marked[COMMA].seen && (f->numbers & FORMATS_COMMA) != 0)
		marks |= OF_COMMA;
	return marks;
}

/*
 * 1.234 is a decimal, unless commas are likely to be the marks and some cells
 * do without a dot, as groups would.  Nothing like it can be said of 1,234.
 */
static bool
dot_is_decimal(const struct facts *f, const struct preferences *p)
{
	return f->marked[DOT].scale_max > 0 &&
	    (!p->decimal_hint || f->scale_min != 0);
}

/*
 * 1,234 among 1234 has no groups as others have them; that its comma is a
 * decimal mark is said by nothing in the column.
 */
static uint32_t
only_comma(const struct preferences *p, uint32_t others, struct reading *r)
{
	if (p->decimal != ',' && others != OF_COMMA && (!p->decimal_hint ||
	    p->decimal == '.'))
		r->flags |= READING_UNSURE |
		    (p->decimal == '.' ? 0 : READING_OPEN);
	return OF_COMMA;
}

/* The one mark with which they are what the user says; 0 if there is none. */
static uint32_t
wished_mark(const struct facts *f, uint32_t marks)
{
	bool dot = (f->numbers & FORMATS_DOT) != 0;
	bool comma = (f->numbers & FORMATS_COMMA) != 0;
	uint32_t whole;

	if ((f->flags & FACTS_FORMAT) != 0 && dot != comma)
		return dot ? OF_DOT : OF_COMMA;
	if ((f->flags & FACTS_WISH) == 0 || (f->fits & BIT(PS_INT)) == 0)
		return 0;
	whole = (f->marked[DOT].scale_max == 0 ? marks & OF_DOT : 0) |
	    (f->marked[COMMA].scale_max == 0 ? marks & OF_COMMA : 0);
	return is_one(whole) ? whole : 0;
}

static uint32_t
choose_mark(const struct facts *f, const struct preferences *p,
    uint32_t others, struct reading *r)
{
	uint32_t marks = marks_of(f), wished = wished_mark(f, marks);

	if (wished != 0) {
		r->flags |= marks == 0 ? 0 : READING_DECIDED;
		return wished;
	}
	if (marks == 0)
		return (f->numbers & FORMATS_DOT) != 0 ? OF_DOT : OF_COMMA;
	if (marks == OF_DOT || (marks == OF_COMMA &&
	    (f->flags & COMMA_SURE) != 0)) {
		r->flags |= READING_DECIDED;
		return marks;
	}
	if (marks == OF_COMMA)
		return only_comma(p, others, r);
	if (p->decimal == ',' || p->decimal == '.')
		return p->decimal == ',' ? OF_COMMA : OF_DOT;
	if (is_one(others))
		return others;
	if (dot_is_decimal(f, p))
		return OF_DOT;
	if (p->decimal_hint)
		return OF_COMMA;
	r->flags |= READING_OPEN;
	return OF_DOT;			/* as thousands */
}

static void
set_mark(struct reading *r, const struct facts *f, uint32_t mark)
{
	uint32_t formats = f->numbers &
	    (mark == OF_COMMA ? FORMATS_COMMA : FORMATS_DOT);

	r->number = lowest(formats & FORMATS_ALL);
}

static void
choose_exponent(struct reading *r, const struct facts *f)
{
	uint32_t e = f->flags & EXP_ALL;

	if ((e & (EXP_LOWER | EXP_UPPER)) == 0)
		return;
	r->exponent = (uint8_t)(f->exponent > 3 ? 1 : f->exponent);
	r->e_style = (uint8_t)(((e & EXP_LOWER) == 0 ? E_UPPER : 0) |
	    ((e & EXP_PLUS) != 0 && (e & EXP_NO_PLUS) == 0 ? E_PLUS : 0) |
	    ((e & EXP_NONE) != 0 ? E_MIXED : 0));
	/* Where no positive exponent was seen, as C writes them. */
	if ((e & (EXP_PLUS | EXP_NO_PLUS)) == 0 && r->exponent > 1)
		r->e_style |= E_PLUS;
}

static void
choose_number(struct reading *r, const struct facts *f, uint32_t mark)
{
	uint32_t style = f->numbers >> STYLE_SHIFT;

	set_mark(r, f, mark);
	r->sign = lowest((f->numbers & SIGNS_ALL) >> SIGN_SHIFT);
	r->sides = (uint8_t)(((f->flags & (SIDE_APART | SIDE_CLOSE)) ==
	    SIDE_CLOSE ? SIDES_CLOSE : 0) |
	    ((f->flags & (SIDE_UPPER | SIDE_TITLE)) == SIDE_TITLE ?
	    SIDES_TITLE : 0));
	r->affix = lowest(f->affixes);
	/* 0.5 and 5 unless the column never has them. */
	r->style = (uint8_t)(((style & 1) == 0 && (style & 2) != 0 ?
	    ZERO_HIDDEN >> STYLE_SHIFT : 0) |
	    ((style & 4) == 0 && (style & 8) != 0 ?
	    MARK_SHOWN >> STYLE_SHIFT : 0));
	choose_exponent(r, f);
}

static void
choose_dated(struct reading *r, const struct facts *f)
{
	uint32_t padded = f->dates & PADDED_ALL;
	uint32_t pads = f->dates & BARE_ALL & ~(padded << BARE_SHIFT);

	pads |= (f->dates & YEAR_4) != 0 ? YEAR_4 : YEAR_2;
	r->pads = (uint8_t)(pads >> PAD_SHIFT);
	r->month = lowest(f->months & MONTH_STYLES);
	r->letters = lowest(f->months >> CASE_SHIFT & 7);
	r->join = lowest(f->stamps & JOINS_ALL);
	r->zone = lowest(f->stamps >> ZONE_SHIFT);
	/* With seconds: those of facts in which nothing was seen. */
	r->time = f->times == TIMES_ALL ? TIME_ISO : lowest(f->times);
	r->fraction = f->fraction_min == f->fraction_max ?
	    f->fraction_max : -1;
}

/* Nothing is an empty cell, unless most that is NULL is written otherwise. */
static void
choose_token(struct reading *r, const struct facts *f)
{
	uint64_t empty = f->tokens[TOKEN_EMPTY] + f->quoted_empty, most = empty;
	unsigned absent = f->absent_as == 0 ? TOKEN_BACKSLASH_N :
	    (unsigned)__builtin_ctz(f->absent_as);

	for (unsigned i = 1; i < N_TOKENS; i++) {
		uint64_t n = f->tokens[i] +
		    (i == absent ? f->absent : 0);

		if (n > 0 && (r->tokens >> i & 1) != 0)
			r->flags |= READING_TOKENS;
		if (n > most && (r->tokens >> i & 1) != 0) {
			r->token = (uint8_t)i;
			most = n;
		}
	}
	for (unsigned i = 0; i < N_TOLD; i++)
		if (f->told[i] > most) {
			r->flags |= READING_TOKENS;
			r->token = (uint8_t)(TOLD_FIRST + i);
			most = f->told[i];
		}
	if (f->absent > f->tokens[TOKEN_EMPTY])
		r->absent = (uint8_t)absent;
	if (f->quoted_empty > 0 && f->tokens[TOKEN_EMPTY] + f->absent > 0)
		r->flags |= READING_EMPTY;
}

/* What follows from the format that was chosen. */
void
reading_finish(struct reading *r, const struct facts *own)
{
	struct facts f = *own;

	facts_as(&f, r);
	r->type = (uint8_t)first_type(&f);
	r->precision = r->scale = 0;
	if (r->type == PS_DECIMAL) {
		r->scale = f.scale_max;
		r->precision = greater(1, f.digits + f.scale_max);
	}
	r->fixed = f.scale_min == f.scale_max ? f.scale_max : -1;
	if (f.scale_min == INT16_MAX)
		r->fixed = 0;
	if (r->type != PS_TEXT && r->type != PS_JSON && r->type != PS_BLOB &&
	    f.blanks_min == f.blanks_max)
		r->blanks = (uint8_t)f.blanks_max;
	r->flags &= (uint8_t)~READING_FAST;
	if ((UNGROUPED >> r->number & 1) != 0 && r->sign == 0 &&
	    r->affix == 0 && r->words.n == 0 &&
	    r->style == 0 && r->blanks == 0 && r->exponent == 0)
		r->flags |= READING_FAST;
}

static bool
is_dated(const struct reading *r)
{
	return r->type == PS_DATE || r->type == PS_TIMESTAMP ||
	    r->type == PS_TIMESTAMPTZ;
}

bool
reading_order_open(const struct reading *r)
{
	return (r->flags & READING_OPEN) != 0 && is_dated(r) &&
	    (r->flags & READING_HINTED) == 0;
}

uint32_t
reading_hinted(const struct reading *r)
{
	return (r->flags & READING_OPEN) != 0 && is_dated(r) &&
	    (r->flags & READING_HINTED) != 0 ?
	    BIT(date_formats[r->date].order) : 0;
}

void
choose_one(const struct facts *f, const struct preferences *p,
    uint32_t marks, uint32_t orders, struct reading *r)
{
	*r = (struct reading){ .fixed = -1, .fraction = -1 };
	r->tokens = p->tokens == 0 ? UINT32_MAX : p->tokens | 1;
	r->words = p->words;
	r->wish = (uint8_t)(((f->flags & FACTS_WISH) != 0 ? READING_WISH : 0) |
	    ((f->flags & FACTS_FORMAT) != 0 ? READING_FORMAT : 0));
	choose_number(r, f, choose_mark(f, p, marks, r));
	reading_set_order(r, f, choose_order(f, p, orders, r));
	choose_dated(r, f);
	r->boolean = lowest(f->bools);
	if ((f->flags & HEX_UPPER) != 0 && (f->flags & HEX_LOWER) == 0 &&
	    (f->fits & BIT(PS_UUID)) != 0)
		r->letters = 2;
	choose_token(r, f);
	reading_finish(r, f);
	/* An open date stays open even where it is text for its many NULLs. */
	if (r->type == PS_TEXT)
		r->flags &= (uint8_t)~READING_DECIDED;
	if (f->fits == FITS_TEXT)
		r->flags &= (uint8_t)~READING_OPEN;
}

/* The null tokens of a column, 1 << enum token. */
static uint32_t
tokens_of(const struct facts *f)
{
	uint32_t set = f->absent > 0 ? BIT(TOKEN_BACKSLASH_N) : 0;

	for (unsigned i = 1; i < N_TOKENS; i++)
		set |= f->tokens[i] > 0 ? BIT(i) : 0;
	return set;
}

/* What is NULL in one column is so in another, where it is most of it. */
static void
share_tokens(const struct facts *f, uint32_t n, struct reading *r)
{
	uint32_t shared = 0, own;

	for (uint32_t i = 0; i < n; i++)
		if (r[i].type != PS_TEXT)
			shared |= tokens_of(&f[i]);
	for (uint32_t i = 0; i < n; i++) {
		own = tokens_of(&f[i]);
		if (r[i].type != PS_TEXT || own == 0 || (own & ~shared) != 0 ||
		    f[i].fits == FITS_TEXT)
			continue;
		r[i].flags |= READING_SHARED;
		reading_finish(&r[i], &f[i]);
	}
}

void
readings_choose(const struct facts *f, uint32_t n,
    const struct preferences *p, struct reading *out)
{
	uint32_t marks = 0, orders = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t decided;

		choose_one(&f[i], p, 0, 0, &out[i]);
		decided = reading_decided(&out[i]);
		if (is_dated(&out[i]))
			orders |= decided;
		else
			marks |= decided;
	}
	for (uint32_t i = 0; i < n; i++)
		if ((out[i].flags & READING_DECIDED) == 0)
			choose_one(&f[i], p, marks, orders, &out[i]);
	share_tokens(f, n, out);
	hint_orders(f, n, p, out);
}

/* The mark or the order, as one bit; only of what had a choice. */
uint32_t
reading_decided(const struct reading *r)
{
	if ((r->flags & READING_DECIDED) == 0)
		return 0;
	if (is_dated(r))
		return BIT(date_formats[r->date].order);
	return (FORMATS_COMMA >> r->number & 1) != 0 ? OF_COMMA : OF_DOT;
}

bool
reading_settle(struct reading *r, const struct facts *own, uint32_t decided)
{
	static const struct preferences none;

	if ((r->flags & READING_OPEN) == 0)
		return false;
	if (is_dated(r)) {
		uint32_t order = decided & date_orders(own, &none);

		if (!is_one(order))
			return false;
		reading_set_order(r, own, order);
	} else {
		uint32_t mark = decided & marks_of(own);

		if (!is_one(mark))
			return false;
		set_mark(r, own, mark);
	}
	r->flags &= (uint8_t)~(READING_OPEN | READING_UNSURE |
	    READING_HINTED);
	r->hint = HINT_NONE;
	reading_finish(r, own);
	return true;
}

enum ps_type
column_type(const struct facts *merged, int16_t *precision, int16_t *scale)
{
	static const struct preferences none;
	struct facts f = *merged;
	struct reading r;
	enum ps_type type;

	if ((f.flags & FACTS_JOINED) == 0) {
		choose_one(&f, &none, 0, 0, &r);
		facts_as(&f, &r);
	}
	type = first_type(&f);
	*precision = *scale = 0;
	if (type == PS_DECIMAL) {
		*scale = f.scale_max;
		*precision = greater(1, f.digits + f.scale_max);
	}
	return type;
}

struct reading
reading_as(struct reading r, enum ps_type type)
{
	if (type == PS_TIMESTAMP && r.type == PS_DATE)
		r.join = N_JOINS;	/* a day, at no hour */
	if (type != r.type)
		r.precision = r.scale = 0;
	if (type == PS_INT || type == PS_BIGINT)
		r.fixed = 0;
	r.type = (uint8_t)type;
	return r;
}
