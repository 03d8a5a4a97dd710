/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_token.c - what lines of logs begin with: times, levels, brackets, names
 * with a colon behind them, numbers, words.
 *
 * A token is what ends at a blank, but times hold blanks and brackets do, too.
 */
#include <string.h>

#include "log.h"

#define LONGEST		300u		/* bracket */

/* The bytes up to where the bracket that opens at p closes, or 0. */
static size_t
closes(const char *p, size_t n)
{
	char	open = *p, shut = open == '[' ? ']' : open == '(' ? ')' : '>';
	int	depth = 0;

	if (n > LONGEST)
		n = LONGEST;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == open)
			depth++;
		else if (p[i] == shut && --depth == 0)
			return i + 1;
	}
	return 0;
}

static bool
is_mark(char c)
{
	return c == ':' || c == ',' || c == ';' || c == '|';
}

/* What stands right behind, and the blanks after that. */
static void
finish(const char *p, size_t n, size_t at, struct log_token *t)
{
	if (t->mark == '\0' && at < n && is_mark(p[at]) && (p[at] == '|' ||
	    at + 1 == n || log_is_blank(p[at + 1])))
		t->mark = p[at++];
	t->gap = 0;
	while (at < n && log_is_blank(p[at])) {
		at++;
		t->gap++;
	}
	t->end = (uint32_t)at;
}

/* A level, with blanks to fill it up; a time, alone or with more behind it. */
static void
look_inside(struct log_token *t)
{
	size_t	n = t->n, k = 0;

	while (n > 0 && t->p[n - 1] == ' ')
		n--;
	t->level = n > 0 && log_severity(t->p, n) == n;
	t->stamp = log_stamp(t->p, n, &k);
	if (t->stamp == NO_STAMP || k == n)
		return;
	if (t->stamp != STAMP_FULL || (t->p[k] != ' ' && (t->p[k] != ':' ||
	    k + 1 == n || t->p[k + 1] != ' ')))
		t->stamp = NO_STAMP;
	else
		t->more = t->p[k];
}

static bool
bracket(const char *p, size_t n, size_t at, struct log_token *t)
{
	size_t	k = 0;

	if (p[at] != '[' && p[at] != '(' && p[at] != '<')
		return false;
	if ((k = closes(p + at, n - at)) < 2 || (p[at] == '<' && k > 6))
		return false;
	if (p[at] != '<' && at + k < n && !log_is_blank(p[at + k]) &&
	    !is_mark(p[at + k]) && p[at + k] != '[' && p[at + k] != '(' &&
	    p[at + k] != '-')
		return false;
	t->kind = TOK_BRACKET;
	t->open = p[at];
	t->p = p + at + 1;
	t->n = (uint32_t)k - 2;
	look_inside(t);
	finish(p, n, (size_t)(t->p + t->n + 1 - p), t);
	return true;
}

static bool
all_digits(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!log_is_digit(p[i]))
			return false;
	return n > 0;
}

/* 10.0.0.1, 10.0.0.1:80, 550e8400-..., 0x1f: what no word is */
static bool
is_address(const char *p, size_t n)
{
	uint32_t	dots = 0, hex = 0, other = 0, dashes = 0;

	for (size_t i = 0; i < n; i++) {
		dots += p[i] == '.';
		dashes += p[i] == '-';
		hex += log_is_digit(p[i]) || (p[i] >= 'a' && p[i] <= 'f');
		other += !log_is_digit(p[i]) && p[i] != '.' && p[i] != ':';
	}
	return (dots == 3 && other == 0) || (n == 36 && dashes == 4 &&
	    hex == 32) || (n > 3 && p[0] == '0' && p[1] == 'x') ||
	    (n >= 16 && hex == n);
}

static bool
is_dash(const char *p, size_t n)
{
	return n <= 3 && (*p == '-' || (n == 1 && (*p == '|' || *p == ':'))) &&
	    (n < 2 || p[1] == '-') && (n < 3 || p[2] == '-');
}

/* name[12], name[12] (detail), each with its colon */
static bool
name(const char *p, size_t n, size_t at, size_t to, struct log_token *t)
{
	size_t	q = to, open = to, k;

	if (to > at + 2 && p[to - 1] == ':')
		q = to - 1;
	else if (to == at + 1 || p[to - 1] != ']')
		return false;
	if (p[q - 1] == ']') {
		for (open = q - 1; open > at && log_is_digit(p[open - 1]);)
			open--;
		if (open <= at + 1 || p[open - 1] != '[' || open == q - 1)
			open = to;
	}
	t->pid = open < to;
	if (q == to) {		/* no colon yet */
		if (!t->pid || q + 2 >= n || p[q] != ' ' || p[q + 1] != '(' ||
		    (k = closes(p + q + 1, n - q - 1)) == 0 ||
		    q + 1 + k >= n || p[q + 1 + k] != ':')
			return false;
		t->detail = true;
		q += 1 + k;
	}
	t->kind = TOK_NAME;
	t->p = p + at;
	t->n = (uint32_t)((t->pid ? open - 1 : q) - at);
	t->mark = ':';
	finish(p, n, q + 1, t);
	return true;
}

static void
word(const char *p, size_t n, size_t at, struct log_token *t)
{
	size_t	to = at, k;

	while (to < n && !log_is_blank(p[to]) && p[to] != '|')
		to++;
	if (to == at && to < n)
		to++;		/* a bar */
	if (name(p, n, at, to, t))
		return;
	t->pid = false;
	k = to - at;
	if (k > 1 && is_mark(p[to - 1])) {
		k--;
		to--;
	}
	t->p = p + at;
	t->n = (uint32_t)k;
	t->kind = all_digits(t->p, k) ? TOK_INT : is_address(t->p, k) ?
	    TOK_ADDRESS : is_dash(t->p, k) ? TOK_DASH : TOK_WORD;
	finish(p, n, to, t);
}

void
log_token(const char *p, size_t n, size_t at, struct log_token *t)
{
	size_t	k;

	memset(t, 0, sizeof(*t));
	t->end = (uint32_t)at;
	if (at >= n)
		return;
	if ((t->stamp = log_stamp(p + at, n - at, &k)) != NO_STAMP) {
		t->kind = TOK_STAMP;
	} else if ((k = log_severity(p + at, n - at)) > 0 && (k > 1 ||
	    at + 1 == n || log_is_blank(p[at + 1]))) {
		t->kind = TOK_LEVEL;
		t->level = true;
	} else {
		if (!bracket(p, n, at, t))
			word(p, n, at, t);
		return;
	}
	t->p = p + at;
	t->n = (uint32_t)k;
	finish(p, n, at + k, t);
}
