/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * facts.h - what the files about facts and readings share: sets of types, and
 * how facts are kept in their one normal form.
 */
#ifndef PS_FACTS_H
#define PS_FACTS_H

#include <float.h>

#include "date.h"
#include "word.h"

#define BIT(type)	((uint32_t)1 << (type))

enum {
	FITS_NUMBERS	= 1 << PS_INT | 1 << PS_DECIMAL | 1 << PS_REAL,
	FITS_VALUES	= FITS_NUMBERS | 1 << PS_BOOL,
	FITS_STAMPS	= 1 << PS_TIMESTAMP | 1 << PS_TIMESTAMPTZ,
	FITS_DATED	= 1 << PS_DATE | FITS_STAMPS,
	FITS_CLOCKS	= 1 << PS_TIME | FITS_STAMPS,
	FITS_TEXT	= 1 << PS_TEXT,
	FITS_ALL	= FITS_NUMBERS | FITS_DATED | FITS_CLOCKS |
			  1 << PS_BOOL | 1 << PS_UUID | 1 << PS_INET |
			  1 << PS_JSON | 1 << PS_BLOB | FITS_TEXT
};

/* In facts.flags, above those of word.h. */
enum {
	FACTS_JOINED	= 1 << 16,
	FACTS_DECLARED	= 1 << 17,	/* the document names types */
	NAMED_ID	= 1 << 18,	/* what the column's name says */
	NAMED_BOOL	= 1 << 19,
	NAMED_DATE	= 1 << 20,
	FACTS_SHARED	= 1 << 21,	/* READING_SHARED, of joined facts */
	FACTS_WISH	= 1 << 22,	/* the user says what the type is */
	FACTS_FORMAT	= 1 << 23	/* and how it is written */
};

/* Bits of facts.steps, four for each date order. */
enum { STEP_UP = 1, STEP_DOWN = 2, STEP_DAYS = 4, STEP_MONTHS = 8,
	STEPS_ALL = 0xfff };
#define NO_DAY	INT32_MIN

static inline int16_t
lesser(int16_t a, int b)
{
	return b < a ? (int16_t)b : a;
}

static inline int16_t
greater(int16_t a, int b)
{
	return b > a ? (int16_t)b : a;
}

static inline bool
is_one(uint32_t bits)
{
	return bits != 0 && (bits & (bits - 1)) == 0;
}

static inline uint8_t
lowest(uint32_t bits)
{
	return bits == 0 ? 0 : (uint8_t)__builtin_ctz(bits);
}

/* The text may be the least or greatest; it is the first of its column. */
void	facts_extreme(struct facts *, const char *, size_t);
void	facts_first(struct facts *, const char *, size_t);
/* facts_shape.c: true if the cell is a word that is told to be NULL. */
bool	facts_add_told(struct facts *, const char *, size_t);
/* facts_shape.c: the types that a cell is, noted; it is no number or date. */
uint32_t facts_shape(struct facts *, const char *, size_t);
/* PS_REAL's bit if it is what numbers may come to. */
uint32_t facts_infinite(struct facts *, const char *, size_t);
/* Back to the normal form after something was narrowed. */
void	facts_narrow(struct facts *);
/* The next date of a column, in every order in which it is one. */
void	steps_add(struct facts *, const struct date *);
void	steps_merge(struct facts *, const struct facts *from);
uint32_t orders_of(uint32_t dates);	/* 1 << enum date_order */

/* Ways of writing that a plain number (number.h) leaves open. */
static inline uint32_t
plain_bits(unsigned mark, bool fraction, bool minus, unsigned whole)
{
	uint32_t bits = !fraction ? FORMATS_ALL : mark == DOT ? FORMATS_DOT :
	    FORMATS_COMMA;

	if (whole > 3)
		bits &= UNGROUPED;
	bits |= ZERO_SHOWN | MARK_HIDDEN;
	if (!fraction || whole > 0)
		bits |= ZERO_HIDDEN;
	if (fraction)
		bits |= MARK_SHOWN;
	return bits | (minus ? SIGN_MINUS | SIGN_PLUS | SIGN_OUTER :
	    SIGNS_NONE);
}

/* Numbers from `least` to `greatest` that have no decimal mark. */
static inline void
facts_whole(struct facts *f, double least, double greatest, int digits)
{
	f->least = least < f->least ? least : f->least;
	f->greatest = greatest > f->greatest ? greatest : f->greatest;
	f->digits = greater(f->digits, digits);
	f->scale_min = 0;
}

/* The mark that plain numbers of the column would have. */
static inline unsigned
plain_mark(const struct facts *f)
{
	return (f->numbers & FORMATS_DOT) != 0 ? DOT : COMMA;
}

/* Cells that are neither empty nor a null token; of these and tokens. */
uint64_t facts_values(const struct facts *);
uint64_t facts_tokens(const struct facts *);
uint64_t facts_words(const struct facts *);	/* of these, those told */
/* As the reading takes them: one mark, and only types that it can give. */
void	facts_as(struct facts *, const struct reading *);
/* The first type that fits; facts_as() was done. */
enum ps_type first_type(const struct facts *);
/* hint_order.c: open orders as the rest of the document suggests. */
void	hint_orders(const struct facts *, uint32_t n,
	    const struct preferences *, struct reading *);
/* One of these: the date formats are those of that order. */
void	reading_set_order(struct reading *, const struct facts *,
	    uint32_t order);
/* choose_order.c: orders that the cells leave possible; the one to take. */
uint32_t date_orders(const struct facts *, const struct preferences *);
uint32_t choose_order(const struct facts *, const struct preferences *,
	    uint32_t others, struct reading *);
void	choose_one(const struct facts *, const struct preferences *,
	    uint32_t marks, uint32_t orders, struct reading *);
/* Without flags, type or precision: those follow from format and facts. */
void	reading_finish(struct reading *, const struct facts *);

#endif
