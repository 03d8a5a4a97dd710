/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * why.c - why a column has its type, and not the next best one.
 */
#include <stdarg.h>
#include <stdio.h>

#include "facts.h"
#include "why.h"

/* Puts a clause behind what is there. */
static void __attribute__((format(printf, 3, 4)))
say(char *out, size_t size, const char *fmt, ...)
{
	size_t n = strlen(out);
	va_list ap;

	if (n > 0 && n + 2 < size) {
		memcpy(out + n, "; ", 3);
		n += 2;
	}
	va_start(ap, fmt);
	vsnprintf(out + n, size - n, fmt, ap);
	va_end(ap);
}

#define BECAUSE(w, ...)	say((w)->because, sizeof((w)->because), __VA_ARGS__)

static void __attribute__((format(printf, 3, 4)))
rather_than(struct why *w, enum ps_type type, const char *fmt, ...)
{
	va_list ap;

	snprintf(w->runner_up, sizeof(w->runner_up), "%s", type_names[type]);
	va_start(ap, fmt);
	vsnprintf(w->against, sizeof(w->against), fmt, ap);
	va_end(ap);
}

static const char *
s(uint64_t n)
{
	return n == 1 ? "" : "s";
}

#define U(n)	((unsigned long long)(n))

static void
count(struct why *w, uint64_t n, const struct why_tally *t, const char *what)
{
	BECAUSE(w, "%llu of %llu cell%s %s %s", U(n), U(t->values),
	    s(t->values), n == 1 ? "is" : "are", what);
}

/* Words that stand for nothing. */
static void
say_tokens(struct why *w, const struct why_tally *t, const struct reading *r)
{
	const char *word = r->token < N_TOKENS ? token_text[r->token] :
	    told_text(&r->words, r->token - (unsigned)TOLD_FIRST);

	if (t->tokens > 0 && word != NULL)
		BECAUSE(w, "%llu cell%s %s null, as '%s'", U(t->tokens),
		    s(t->tokens), t->tokens == 1 ? "is" : "are", word);
}

/* What the mark was told by. */
static void
say_mark(struct why *w, const struct facts *f, const struct reading *r,
    const struct preferences *p)
{
	const struct number_format *format = &number_formats[r->number];
	bool both = f->marked[DOT].seen && f->marked[COMMA].seen &&
	    (f->numbers & FORMATS_DOT) != 0 &&
	    (f->numbers & FORMATS_COMMA) != 0;

	if ((r->flags & READING_OPEN) != 0)
		BECAUSE(w, "commas may be decimal marks, too: --decimal "
		    "decides");
	else if (both && p->decimal != 0)
		BECAUSE(w, "'%c' is the decimal mark, as --decimal says",
		    format->mark);
	else if (both && format->mark == ',')
		BECAUSE(w, "',' is the decimal mark, as %s",
		    p->decimal_hint ? "';' parts the cells" :
		    "in other columns");
	else if (f->marked[COMMA].seen && format->mark == ',')
		BECAUSE(w, "',' is the decimal mark");
	if (format->group[0] != '\0' && (r->flags & READING_OPEN) == 0)
		BECAUSE(w, "'%s' parts thousands", format->group);
}

static void
why_number(const struct why_tally *t, const struct facts *f,
    const struct reading *r, const struct preferences *p, struct why *w)
{
	count(w, t->numbers, t, r->type == PS_INT ? "whole numbers" :
	    "numbers");
	say_mark(w, f, r, p);
	if (r->type == PS_INT && t->days == t->values)
		rather_than(w, PS_DATE, "the column's name speaks of no date");
	else if (r->type == PS_INT)
		rather_than(w, PS_DECIMAL, "no cell has a fraction");
	else if (r->type == PS_REAL)
		rather_than(w, PS_DECIMAL, "%llu cell%s an exponent, or "
		    "come to no end", U(t->exponents + t->infinite),
		    t->exponents + t->infinite == 1 ? " has" : "s have");
	else if (t->fractions > 0)
		rather_than(w, PS_INT, "%llu cell%s a fraction",
		    U(t->fractions), t->fractions == 1 ? " has" : "s have");
	else
		rather_than(w, PS_INT, "some have too many digits");
}

/* Who said which of day and month comes first. */
static void
say_order(struct why *w, const struct why_tally *t, const struct facts *f,
    const struct reading *r, const struct preferences *p)
{
	static const char *const orders[N_ORDERS] = {
		"the day comes first", "the month comes first",
		"the year comes first"
	};
	unsigned order = date_formats[r->date].order;
	uint64_t sure = order == ORDER_DMY ? t->day_first : t->month_first;

	if (date_formats[r->date].named || r->date == DATE_COMPACT)
		return;
	if (reading_hinted(r) != 0)
		BECAUSE(w, "nothing tells the order; %s suggest that %s: "
		    "--dates decides", hint_text(r->hint), orders[order]);
	else if ((r->flags & READING_OPEN) != 0)
		BECAUSE(w, "day or month first: --dates decides");
	else if (order != ORDER_YMD && sure > 0)
		BECAUSE(w, "%llu %s a %s number above 12, so %s", U(sure),
		    sure == 1 ? "has" : "have",
		    order == ORDER_DMY ? "first" : "second", orders[order]);
	else if (order != ORDER_YMD && p->date_order != 0)
		BECAUSE(w, "%s, as --dates says", orders[order]);
	else if (order != ORDER_YMD && r->date % 3 == 2)
		BECAUSE(w, "%s where dots part the numbers", orders[order]);
	else if (order != ORDER_YMD && (orders_of(f->dates) & (orders_of(
	    f->dates) - 1)) != 0)
		BECAUSE(w, "%s, as %s", orders[order],
		    (r->flags & READING_DECIDED) != 0 ?
		    "they follow each other so" : "in other columns");
	else
		BECAUSE(w, "%s", orders[order]);
}

/* The other order of day and month. */
static void
against_order(const struct why_tally *t, const struct reading *r,
    struct why *w)
{
	bool day = date_formats[r->date].order == ORDER_DMY;
	uint64_t n = day ? t->day_first : t->month_first;

	rather_than(w, PS_DATE, "%llu of %llu cells would be none", U(n),
	    U(t->values));
	snprintf(w->runner_up, sizeof(w->runner_up), "date, %s first",
	    day ? "month" : "day");
}

static void
why_dated(const struct why_tally *t, const struct facts *f,
    const struct reading *r, const struct preferences *p, struct why *w)
{
	if (r->type == PS_DATE) {
		count(w, t->days, t, "days");
		say_order(w, t, f, r, p);
		if (t->day_first + t->month_first > 0)
			against_order(t, r, w);
		else if (r->date == DATE_COMPACT)
			rather_than(w, PS_INT, "the column's name speaks of "
			    "a date");
		else
			rather_than(w, PS_TIMESTAMP, "no cell has a time");
		return;
	}
	count(w, t->days + t->moments, t, "days");
	say_order(w, t, f, r, p);
	if (r->type == PS_TIMESTAMPTZ)
		rather_than(w, PS_TIMESTAMP, "zones are told");
	else
		rather_than(w, PS_DATE, "%llu cell%s a time",
		    U(t->moments), t->moments == 1 ? " has" : "s have");
}

/* All cells are of a kind, but not of one way to write it. */
static bool
why_mixed(const struct why_tally *t, uint64_t n, const char *what,
    enum ps_type type, struct why *w)
{
	if (n < t->values || n == 0)
		return false;
	count(w, n, t, what);
	if (t->odd.text[0] != '\0') {
		BECAUSE(w, "no one way to write them fits '%s' and '%s'",
		    t->first.text, t->odd.text);
		rather_than(w, type, "that would change what is written");
	}
	return true;
}

static bool
is_token_column(const struct why_tally *t)
{
	return t->tokens * 10 >= 6 * (t->values + t->tokens);
}

static enum ps_type
kind_of_most(const struct why_tally *t)
{
	return t->numbers > 0 ? t->fractions > 0 ? PS_DECIMAL : PS_INT :
	    t->days > 0 ? PS_DATE : t->moments > 0 ? PS_TIMESTAMP :
	    t->times > 0 ? PS_TIME : PS_BOOL;
}

/* All cells would have the type: why it is not believed. */
static bool
why_doubted(const struct why_tally *t, const struct reading *r, struct why *w)
{
	if (t->all.fits == FITS_TEXT || t->values == 0)
		return false;
	if (is_token_column(t)) {
		BECAUSE(w, "%llu of %llu cells are words for nothing",
		    U(t->tokens), U(t->values + t->tokens));
		rather_than(w, kind_of_most(t), "too few have a value");
	} else if ((r->flags & READING_UNSURE) != 0) {
		BECAUSE(w, "commas may part thousands or be decimal marks: "
		    "--decimal decides");
		rather_than(w, PS_DECIMAL, "1,234 among 1234 is not clear");
	} else if (t->truths == t->values) {
		BECAUSE(w, "all cells are '%s': a truth value has two",
		    t->first.text);
		rather_than(w, PS_BOOL, "the other word does not occur");
	} else if (t->shapes == t->values) {
		BECAUSE(w, "all cells are the same");
		rather_than(w, (t->all.fits & BIT(PS_UUID)) != 0 ? PS_UUID :
		    (t->all.fits & BIT(PS_INET)) != 0 ? PS_INET : PS_JSON,
		    "one value may be a chance");
	} else if (t->numbers == t->values) {
		BECAUSE(w, "numbers that name things, as '%s'",
		    t->first.text);
		rather_than(w, PS_INT, "they count nothing");
	} else {
		return false;
	}
	return true;
}

/* Most cells are numbers or days; those that are not are told. */
static bool
why_spoiled(const struct why_tally *t, struct why *w)
{
	bool days = t->days + t->moments > t->numbers;
	uint64_t n = days ? t->days + t->moments : t->numbers;
	uint64_t rest = t->values - n;
	const struct shown_cell *odd = days ? &t->no_day : &t->no_number;

	if (n == 0 || rest == 0)
		return false;
	BECAUSE(w, "%llu of %llu cells %s no %s%s, as '%s'", U(rest),
	    U(t->values), rest == 1 ? "is" : "are", days ? "day" : "number",
	    s(rest), odd->text);
	rather_than(w, days ? PS_DATE : t->fractions > 0 ? PS_DECIMAL :
	    PS_INT, "%llu of %llu %s", U(n), U(t->values),
	    n == 1 ? "is one" : "are such");
	return true;
}

static void
why_text(const struct why_tally *t, const struct reading *r, struct why *w)
{
	if (t->values == 0) {
		BECAUSE(w, "no cell has a value");
	} else if (t->zeros > 0 && t->zeros + t->numbers == t->values) {
		BECAUSE(w, "%llu of %llu cells begin with a zero, as '%s'",
		    U(t->zeros), U(t->values), t->zero.text);
		rather_than(w, PS_INT, "zeros would be lost");
	} else if (!why_doubted(t, r, w) &&
	    !why_mixed(t, t->numbers, "numbers", PS_DECIMAL, w) &&
	    !why_mixed(t, t->days + t->moments, "days", PS_DATE, w) &&
	    !why_spoiled(t, w)) {
		BECAUSE(w, "%llu cell%s no number%s and no day%s, as '%s'",
		    U(t->values), t->values == 1 ? " is" : "s are",
		    s(t->values), s(t->values), t->first.text);
	}
}

static void
why_other(const struct why_tally *t, const struct reading *r, struct why *w)
{
	static const struct {
		enum ps_type	type;
		const char	*what;
	} kinds[] = {
		{ PS_BOOL, "truth values" }, { PS_TIME, "times of day" },
		{ PS_UUID, "UUIDs" }, { PS_INET, "internet addresses" },
		{ PS_JSON, "JSON texts" }, { PS_BLOB, "bytes" }
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].type == (enum ps_type)r->type)
			count(w, t->values, t, kinds[i].what);
	rather_than(w, PS_TEXT, "no cell is anything else");
}

void
why_column(const struct why_tally *t, const struct facts *f,
    const struct reading *r, const struct preferences *p, struct why *w)
{
	memset(w, 0, sizeof(*w));
	switch (r->type) {
	case PS_INT: case PS_DECIMAL: case PS_REAL:
		why_number(t, f, r, p, w);
		break;
	case PS_DATE: case PS_TIMESTAMP: case PS_TIMESTAMPTZ:
		why_dated(t, f, r, p, w);
		break;
	case PS_TEXT: case PS_NULL:
		why_text(t, r, w);
		return;
	default:
		why_other(t, r, w);
		break;
	}
	say_tokens(w, t, r);
	if (reading_order_open(r))
		rather_than(w, PS_DATE, "nothing tells which number is the "
		    "day");
}
