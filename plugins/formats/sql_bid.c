/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_bid.c - is it a dump, and whose?
 *
 * The sample is read as it would be, without rows, under each dialect that its
 * signs speak for; what reads it best is meant.  Queries and functions alone
 * are no data, and nobody else's text gets through: every statement must be
 * one.
 */
#include <stdio.h>

#include "sql_format.h"

#define HEAD		2048u	/* where dumps say what they are */

static const struct sign {
	const char		*text;
	enum sql_dialect	 dialect;
	bool			 dump;	/* nothing else says so */
} signs[] = {
	{ "-- MySQL dump", SQL_MYSQL, true },
	{ "-- MariaDB dump", SQL_MYSQL, true },
	{ "-- phpMyAdmin SQL Dump", SQL_MYSQL, true },
	{ "-- Adminer", SQL_MYSQL, true },
	{ "HeidiSQL", SQL_MYSQL, false },
	{ "/*!40", SQL_MYSQL, false },
	{ "/*!50", SQL_MYSQL, false },
	{ "ENGINE=", SQL_MYSQL, false },
	{ "AUTO_INCREMENT", SQL_MYSQL, false },
	{ "LOCK TABLES", SQL_MYSQL, false },
	{ "`", SQL_MYSQL, false },
	{ "\\'", SQL_MYSQL, false },
	{ "-- PostgreSQL database", SQL_POSTGRES, true },
	{ "standard_conforming_strings", SQL_POSTGRES, false },
	{ "pg_catalog", SQL_POSTGRES, false },
	{ "FROM stdin", SQL_POSTGRES, false },
	{ "::", SQL_POSTGRES, false },
	{ "$$", SQL_POSTGRES, false },
	{ "PRAGMA foreign_keys=", SQL_SQLITE, true },
	{ "BEGIN TRANSACTION;", SQL_SQLITE, false },
	{ "AUTOINCREMENT", SQL_SQLITE, false },
	{ "/****** Object:", SQL_MSSQL, true },
	{ "SET ANSI_NULLS", SQL_MSSQL, false },
	{ "IDENTITY_INSERT", SQL_MSSQL, false },
	{ "[dbo].", SQL_MSSQL, false },
	{ "\nGO\n", SQL_MSSQL, false },
	{ "\nGO\r", SQL_MSSQL, false },
};

struct seen {
	uint32_t	signs[SQL_DIALECTS];
	const char	*dump;		/* what it says of itself */
};

/* The text is followed by a NUL, and may have others within. */
static bool
has(const char *p, size_t n, const char *what)
{
	size_t		 k = strlen(what);
	const char	*e;

	while (n >= k && (e = memchr(p, *what, n - k + 1)) != NULL) {
		if (memcmp(e, what, k) == 0)
			return true;
		n -= (size_t)(e - p) + 1;
		p = e + 1;
	}
	return false;
}

static void
look(const struct ps_sample *s, struct seen *x)
{
	size_t	head = s->length < HEAD ? s->length : HEAD;

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		const struct sign	*g = &signs[i];

		if (!has(s->text, g->dump ? head : s->length, g->text))
			continue;
		x->signs[g->dialect] += g->dump ? 4 : 1;
		if (g->dump && x->dump == NULL)
			x->dump = g->text;
	}
}

static enum sql_dialect
likeliest(const struct seen *x)
{
	int	best = SQL_STANDARD;

	for (int i = SQL_MYSQL; i < SQL_DIALECTS; i++)
		if (x->signs[i] > x->signs[best])
			best = i;
	return (enum sql_dialect)best;
}

/* All of the sample that is there whole, without rows. */
static void
try_dialect(struct ps_self *self, const struct ps_sample *sample,
    enum sql_dialect dialect, struct sql *s)
{
	struct sql_text	t = { .p = sample->text, .n = sample->length,
			    .last = sample->whole, .line = 1 };
	enum sql_result	r;

	memset(s, 0, sizeof(*s));
	sql_start(s, self, dialect);
	do {
		r = sql_step(s, &t);
		if (r == SQL_ANNOUNCE)
			s->target->announced = true;
	} while (r != SQL_MORE && r != SQL_END);
}

static uint32_t
faults(const struct sql *s)
{
	return s->strange + s->bad;
}

/* A sign may be a chance: 'C:\' is no escape of MySQL. */
static struct sql *
best_reading(struct ps_self *self, const struct ps_sample *sample,
    const struct seen *x)
{
	struct sql	*s = ps_alloc(self, sizeof(*s)), *plain;

	try_dialect(self, sample, likeliest(x), s);
	if (faults(s) == 0 || s->dialect == SQL_STANDARD || x->dump != NULL)
		return s;
	plain = ps_alloc(self, sizeof(*plain));
	try_dialect(self, sample, SQL_STANDARD, plain);
	return faults(plain) < faults(s) ? plain : s;
}

/* What begins otherwise is nothing for a closer look. */
static bool
may_be(const struct ps_sample *s)
{
	static const char	first[] = "-/#\\CDIRSUBPLWGTAcdirsubplwgta";
	size_t			i = 0;

	while (i < s->length && (unsigned char)s->text[i] <= ' ')
		i++;
	return i < s->length && strchr(first, s->text[i]) != NULL &&
	    (has(s->text, s->length, "INSERT") ||
	    has(s->text, s->length, "insert") ||
	    has(s->text, s->length, "COPY ") ||
	    has(s->text, s->length, "CREATE") ||
	    has(s->text, s->length, "create") ||
	    has(s->text, s->length, "Insert") ||
	    has(s->text, s->length, "REPLACE") ||
	    has(s->text, s->length, "database dump"));
}

static bool
is_named(const struct ps_sample *s)
{
	const char	*name = s->doc == NULL ? NULL : s->doc->name;
	size_t		 n = name == NULL ? 0 : strlen(name);

	return n > 4 && (name[n - 4] == '.' || name[n - 4] == 'g' ||
	    name[n - 4] == 'p') && (name[n - 3] | 32) == 's' &&
	    (name[n - 2] | 32) == 'q' && (name[n - 1] | 32) == 'l';
}

/* A dump says so or has data; scripts may have a strange word or two. */
static enum ps_tier
tier_of(const struct seen *x, const struct sql *s, bool named)
{
	bool	clean = s->strange == 0 && s->bad * 10 <= s->rows;

	if (x->dump != NULL && s->strange <= s->statements / 8)
		return PS_DECLARED;
	if (s->rows + s->creates == 0)
		return PS_NO;
	if (clean)
		return s->rows > 0 || named ? PS_DECLARED : PS_NO;
	return named && s->strange <= s->statements / 4 && s->rows > s->bad ?
	    PS_STATISTICAL : PS_NO;
}

static void
tell(struct ps_self *self, const struct seen *x, const struct sql *s,
    struct ps_guess *guess)
{
	if (x->dump != NULL)
		ps_because(self, guess, "it says '%s'", x->dump);
	ps_because(self, guess, "%u statements of SQL, %u of them make tables; "
	    "%u rows in the sample", s->statements, s->creates, s->rows);
	if (s->strange + s->bad > 0)
		ps_because(self, guess, "%u statements are none, %u rows are "
		    "broken", s->strange, s->bad);
	ps_decided(self, guess, "dialect", sql_dialects[s->dialect],
	    x->signs[s->dialect] > 0 ? "words that only it has" :
	    "nothing speaks for another", NULL, 0);
}

enum ps_status
sql_probe(struct ps_self *self, const struct ps_sample *sample,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct seen	 x = { .dump = NULL };
	struct sql	*s;
	bool		 named = is_named(sample);

	if (sample->binary || (!sample->forced && !may_be(sample)))
		return PS_OK;
	look(sample, &x);
	s = best_reading(self, sample, &x);
	ps_suggest(self, guess, "dialect", sql_dialects[s->dialect]);
	bid->tier = sample->forced ? PS_DECLARED : tier_of(&x, s, named);
	bid->bits_saved = 0.8 * sample->scan->plain_bits;
	bid->records = s->rows + s->bad;
	bid->records_ok = s->rows;
	bid->specificity = 60;
	if (bid->tier != PS_NO)
		tell(self, &x, s, guess);
	return PS_OK;
}
