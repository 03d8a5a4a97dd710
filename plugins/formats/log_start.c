/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_start.c - which lines a pattern is looked for in: those that have a time
 * where most have it, or a level, or seconds since 1970.
 */
#include "log_find.h"

/* What records are known by, in this order. */
enum anchor { A_TIME, A_LEVEL, A_EPOCH, ANCHORS };

static bool
wanted(const struct log_token *t, enum anchor a)
{
	return a == A_LEVEL ? t->level : a == A_EPOCH ?
	    t->stamp == STAMP_EPOCH : t->stamp == STAMP_FULL ||
	    t->stamp == STAMP_CLOCK;
}

/* A cell of a table rather than a word: those are left to other formats. */
static bool
is_cell(const struct log_line *l, const struct log_token *t)
{
	const char	*e = t->p + t->n;

	for (const char *p = t->p; p < e; p++)
		if (*p == ',' || *p == ';' || *p == '"')
			return true;
	return e != NULL && e < l->p + l->n && *e == '\t';
}

/* Is it known by this, the token at `at`? */
static bool
is_known_by(const struct log_line *l, enum anchor a, uint32_t at)
{
	uint32_t	k;

	for (k = 0; k < at; k++)
		if (wanted(&l->tok[k], a) || (a != A_LEVEL &&
		    is_cell(l, &l->tok[k])))
			return false;
	return wanted(&l->tok[at], a) && (at == 0 ||
	    l->tok[at].stamp != STAMP_CLOCK) && (l->tok[at].p + l->tok[at].n ==
	    l->p + l->n || l->tok[at].p[l->tok[at].n] != '\t');
}

/* Where most lines have their first of these; *n of them. */
static uint32_t
first_of(const struct log_lines *l, enum anchor a, uint32_t *n)
{
	uint32_t	at[LOG_TOKENS] = { 0 }, best = 0, k;

	for (uint32_t i = 0; i < l->n; i++)
		for (k = 0; !l->line[i].done && k < LOG_BRIDGE + 2; k++)
			if (is_known_by(&l->line[i], a, k)) {
				at[k]++;
				break;
			}
	for (k = 0; k < LOG_BRIDGE + 2; k++)
		best = at[k] > at[best] ? k : best;
	*n = at[best];
	return best;
}

/* Are so many enough for a pattern, of those that are left? */
static bool
are_enough(enum anchor a, uint32_t at, uint32_t n, uint32_t all, bool first)
{
	if (n < 3)
		return false;
	if (a == A_TIME)
		return at > 0 ? n * 3 >= all : n * 20 >= all;
	return first && n * 10 >= all * 7 && (a == A_EPOCH || at <= 1);
}

/* Which lines to begin with: those that have a time where most have it. */
bool
log_start(struct log_build *b, struct log_lines *l, bool first)
{
	uint32_t	n = 0, at = 0, all = 0;
	enum anchor	a;

	for (uint32_t i = 0; i < l->n; i++)
		all += !l->line[i].done;
	for (a = A_TIME; a < ANCHORS; a++) {
		at = first_of(l, a, &n);
		if (are_enough(a, at, n, all, first))
			break;
	}
	if (a == ANCHORS)
		return false;
	for (uint32_t i = 0; i < l->n; i++)
		l->line[i].alive = !l->line[i].done &&
		    is_known_by(&l->line[i], a, at);
	b->lines = l;
	return true;
}
