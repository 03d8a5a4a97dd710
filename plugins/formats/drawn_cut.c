/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn_cut.c - a line cut into cells: at its bars where they are as many as
 * the table has, else where the rule says, and there cells may span columns.
 */
#include <string.h>

#include "drawn.h"

static struct ps_slice
slice(const char *p, size_t n)
{
	return ps_trimmed((struct ps_slice){ .p = p, .n = (uint32_t)n });
}

/* Where a row's own text begins and ends: within its outer bars. */
static void
inside(const char **p, size_t *n, bool *bars)
{
	size_t	bar;

	while (*n > 0 && (**p == ' ' || **p == '\t')) {
		++*p;
		--*n;
	}
	while (*n > 0 && ((*p)[*n - 1] == ' ' || (*p)[*n - 1] == '\t'))
		--*n;
	bar = drawn_bar(*p, *n);
	*bars = bar > 0;
	*p += bar;
	*n -= bar;
	if (*n >= 1 && drawn_bar(*p + *n - 1, 1) == 1)
		*n -= 1;
	else if (*n >= 3 && drawn_bar(*p + *n - 3, 3) == 3)
		*n -= 3;
}

/* At bars, all of them; how many cells there are, up to `most` kept. */
static uint32_t
at_bars(const char *p, size_t n, bool escapes, struct ps_slice *cells,
    uint32_t most)
{
	size_t		from = 0, bar;
	uint32_t	k = 0;

	for (size_t i = 0; i <= n; i++) {
		if (escapes && i < n && p[i] == '\\') {
			i++;
			continue;
		}
		bar = i < n ? drawn_bar(p + i, n - i) : 0;
		if (i < n && bar == 0)
			continue;
		if (k < most)
			cells[k] = slice(p + from, i - from);
		k++;
		from = i + bar;
		i += bar > 1 ? bar - 1 : 0;
	}
	return k;
}

static bool
cut_pipes(const struct drawn_table *t, const char *p, size_t n,
    struct ps_slice *cells, bool *moved)
{
	bool		bars;
	uint32_t	k;
	const char	*start = p;
	size_t		whole = n;

	inside(&p, &n, &bars);
	k = at_bars(p, n, true, cells, t->rule.n);
	if (k < 2 && !bars && memchr(start, '|', whole) == NULL)
		return false;
	for (uint32_t i = k; i < t->rule.n; i++)
		cells[i] = (struct ps_slice){ .p = p, .n = 0 };
	*moved = k != t->rule.n;
	return true;
}

/* The last cell may end in the bar at the line's end. */
static void
end_bar(struct ps_slice *c)
{
	if (c->n >= 1 && drawn_bar(c->p + c->n - 1, 1) == 1)
		c->n -= 1;
	else if (c->n >= 3 && drawn_bar(c->p + c->n - 3, 3) == 3)
		c->n -= 3;
	*c = ps_trimmed(*c);
}

/*
 * Where the rule has its columns: the bytes of each, from one to the next.
 * With bars a cell ends at the bar between; where there is none it spans.
 */
static bool
cut_places(const struct drawn_table *t, const char *p, size_t n,
    struct ps_slice *cells, bool bars, bool *moved)
{
	const struct drawn_rule	*r = &t->rule;
	uint32_t		 k = 0, at = 0, first = 0;
	size_t			 bytes, from = 0, bar = 0;
	bool			 any = false;

	for (uint32_t i = 0; i < r->n; i++)
		cells[i] = (struct ps_slice){ .p = p, .n = 0 };
	for (size_t i = 0; i <= n; i += bytes) {
		uint32_t width = i < n ? drawn_glyph(p + i, n - i, &bytes) :
		    (bytes = 1, 1);
		bool	 edge = k + 1 < r->n && at >= r->to[k] &&
		    at < r->from[k + 1] && i < n;

		bar = i < n ? drawn_bar(p + i, n - i) : 0;
		if (bars && at < r->from[0] && bar > 0)
			from = i + bar;
		else if (i == n || (edge && (bars ? bar > 0 :
		    p[i] == ' '))) {
			if (i > from)
				cells[first] = slice(p + from, i - from);
			if (i == n && bars && t->rule.outer)
				end_bar(&cells[first]);
			any = any || edge;
			from = i + (i < n ? bytes : 0);
			first = ++k < r->n ? k : r->n - 1;
		} else if (edge && at + width >= r->from[k + 1]) {
			*moved = true;		/* it goes on over the edge */
			k++;
		}
		at += width;
	}
	return any || r->n == 1 || !bars;
}

static bool
cut_bars(const struct drawn_table *t, const char *p, size_t n,
    struct ps_slice *cells, bool *moved)
{
	const char	*in = p;
	size_t		 m = n;
	bool		 bars;

	if (drawn_rule(p, n, NULL) == RULE_JOINTS)
		return false;
	if (t->rule.outer) {
		inside(&in, &m, &bars);
		if (!bars)
			return false;
	}
	if (at_bars(in, m, false, cells, t->rule.n) == t->rule.n)
		return true;
	return cut_places(t, p, n, cells, true, moved);
}

bool
drawn_cut(const struct drawn_table *t, const char *p, size_t n,
    struct ps_slice *cells, bool *moved)
{
	*moved = false;
	if (n > UINT32_MAX || drawn_blank(p, n))
		return false;
	switch (t->kind) {
	case DRAWN_PIPES:
		return cut_pipes(t, p, n, cells, moved);
	case DRAWN_BARS:
	case DRAWN_GROUPS:
		return cut_bars(t, p, n, cells, moved);
	case DRAWN_GAPS:
	case DRAWN_SIMPLE:
		return cut_places(t, p, n, cells, false, moved);
	default:
		return false;
	}
}

/* A mark of psql stands at p: its bytes, or 0. */
static size_t
mark(const char *p, size_t n)
{
	if (*p == '+')
		return 1;
	return n >= 3 && memcmp(p, "\xe2\x86\xb5", 3) == 0 ? 3 : 0;
}

/* Marks stand in the last places of columns. */
static bool
marks(const struct drawn_table *t, const char *p, size_t n, char *blank)
{
	const struct drawn_rule	*r = &t->rule;
	uint32_t		 at = 0, k = 0;
	size_t			 bytes, m;
	bool			 any = false;

	for (size_t i = 0; i < n && k < r->n; i += bytes) {
		at += drawn_glyph(p + i, n - i, &bytes);
		if (at == r->to[k] && (m = mark(p + i, n - i)) > 0) {
			any = true;
			if (blank != NULL)
				memset(blank + i, ' ', m);
		}
		while (k < r->n && at >= r->to[k])
			k++;
	}
	return any;
}

bool
drawn_goes_on(const struct drawn_table *t, const char *p, size_t n)
{
	return t->kind == DRAWN_BARS && marks(t, p, n, NULL);
}

void
drawn_unmark(const struct drawn_table *t, char *p, size_t n)
{
	(void)marks(t, p, n, p);
}
