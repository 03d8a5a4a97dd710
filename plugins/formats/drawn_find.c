/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn_find.c - where a table begins, and which lines make a row of it.
 */
#include <string.h>

#include "drawn.h"

#define GROUPS_SEEN	6u	/* groups of lines that are looked at */

/* The lines of a text, one after the other. */
struct walk {
	const char	*p;
	size_t		 n;		/* of all */
	size_t		 at, next;	/* the line, the one behind it */
	size_t		 len;		/* of the line */
};

static bool
step(struct walk *w)
{
	size_t	whole;

	w->at = w->next;
	if (w->at >= w->n)
		return false;
	w->len = drawn_line(w->p + w->at, w->n - w->at, &whole);
	w->next = w->at + whole;
	return true;
}

static const char *
line_of(const struct walk *w)
{
	return w->p + w->at;
}

static bool
fits(const struct drawn_table *t, const struct walk *w)
{
	struct ps_slice	cells[DRAWN_COLUMNS];
	bool		moved;

	return drawn_cut(t, line_of(w), w->len, cells, &moved);
}

static uint32_t
filled(const struct drawn_table *t, const struct walk *w)
{
	struct ps_slice	cells[DRAWN_COLUMNS];
	uint32_t	n = 0;
	bool		moved;

	if (!drawn_cut(t, line_of(w), w->len, cells, &moved))
		return 0;
	for (uint32_t i = 0; i < t->rule.n; i++)
		n += cells[i].n > 0;
	return n;
}

/* What the first groups of lines between rules look like. */
struct groups {
	uint32_t	 n;		/* that hold something */
	uint32_t	 lines[GROUPS_SEEN];
	size_t		 end[GROUPS_SEEN];	/* behind the rule below */
	bool		 doubled;	/* the first ends in === */
	bool		 full;		/* lines below others have all cells */
};

static void
look(const struct drawn_table *t, struct walk w, struct groups *g)
{
	struct drawn_rule	rule;
	uint32_t		k;

	memset(g, 0, sizeof(*g));
	while (g->n < GROUPS_SEEN && step(&w)) {
		k = g->n;
		if (drawn_rule(line_of(&w), w.len, &rule) == RULE_JOINTS) {
			if (g->lines[k] == 0)
				return;
			g->doubled = g->doubled || (k == 0 && rule.doubled);
			g->end[k] = w.next;
			g->n++;
		} else if (!fits(t, &w)) {
			return;
		} else if (g->lines[k]++ > 0 && k > 0 &&
		    filled(t, &w) == t->rule.n)
			g->full = true;
	}
}

/* +---+---+ above the header, as of MySQL, or above all rows. */
static bool
find_grid(struct walk w, struct drawn_table *t)
{
	struct groups	g;

	t->kind = DRAWN_BARS;
	look(t, w, &g);
	if (g.n == 0 && g.lines[0] == 0)
		return false;
	t->rows = t->header = w.next;
	if (g.n == 0 || (g.n == 1 && g.lines[1] == 0))
		return true;		/* no rule parts a header from rows */
	t->n_header = g.end[0] - t->header;
	t->rows = g.end[0];
	if (g.n > 2 && (g.doubled || !g.full))
		t->kind = DRAWN_GROUPS;
	return true;
}

/* ==== ====, a header, ==== ====, rows, ==== ====: reStructuredText. */
static bool
find_simple(struct walk w, struct drawn_table *t)
{
	struct drawn_rule	rule;
	size_t			second = 0, third = 0, start = w.next;
	uint32_t		lines = 0;

	t->kind = DRAWN_SIMPLE;
	while (third == 0 && step(&w)) {
		if (drawn_rule(line_of(&w), w.len, &rule) == RULE_GAPS &&
		    rule.doubled && rule.n == t->rule.n)
			*(second == 0 ? &second : &third) = w.next;
		else if (second == 0 && (++lines > DRAWN_LINES ||
		    drawn_blank(line_of(&w), w.len)))
			return false;
		else if (second > 0 && third == 0 && lines > 0 &&
		    drawn_blank(line_of(&w), w.len))
			break;
	}
	if (second == 0 || lines == 0)
		return false;
	t->header = t->rows = start;
	if (third > 0) {
		t->n_header = second - start;
		t->rows = second;
	}
	return true;
}

/* The names of a Markdown table, of which some may be empty. */
static bool
names_all(const struct drawn_table *t, const struct walk *w)
{
	struct ps_slice	cells[DRAWN_COLUMNS];
	bool		others;

	return memchr(line_of(w), '|', w->len) != NULL &&
	    drawn_cut(t, line_of(w), w->len, cells, &others) && !others;
}

/* A line of names over a rule: each column has one. */
static bool
find_headed(struct walk w, struct drawn_table *t)
{
	struct walk	head = w;

	if (drawn_blank(line_of(&w), w.len) || !step(&w) ||
	    drawn_rule(line_of(&w), w.len, &t->rule) == NO_RULE ||
	    (t->rule.style == RULE_JOINTS && t->rule.outer))
		return false;
	t->kind = t->rule.style == RULE_PIPES ? DRAWN_PIPES :
	    t->rule.style == RULE_JOINTS ? DRAWN_BARS : DRAWN_GAPS;
	if (t->kind == DRAWN_PIPES ? !names_all(t, &head) :
	    filled(t, &head) != t->rule.n)
		return false;
	t->header = head.at;
	t->n_header = w.next - head.at;
	t->rows = w.next;
	return t->kind != DRAWN_GAPS || (step(&w) && fits(t, &w) &&
	    drawn_rule(line_of(&w), w.len, NULL) == NO_RULE);
}

/* The header of a record and its fields, up to a blank line or the next. */
static bool
is_field(const struct walk *w, uint32_t lines)
{
	bool	begins = drawn_record(line_of(w), w->len);

	return lines == 0 ? begins : !begins &&
	    !drawn_blank(line_of(w), w->len) &&
	    !drawn_footer(line_of(w), w->len);
}

bool
drawn_find(const char *p, size_t n, struct drawn_table *t)
{
	struct walk		w = { .p = p, .n = n };
	enum drawn_style	style;

	t->kind = NO_TABLE;
	t->header = t->n_header = t->rows = 0;
	if (!step(&w))
		return false;
	if (drawn_record(line_of(&w), w.len)) {
		t->kind = DRAWN_FIELDS;
		return step(&w) && is_field(&w, 1) &&
		    drawn_field(line_of(&w), w.len,
		    &(uint32_t){ 0 }, &(struct ps_slice){ 0 },
		    &(struct ps_slice){ 0 });
	}
	style = drawn_rule(line_of(&w), w.len, &t->rule);
	if (style == RULE_JOINTS && t->rule.outer)
		return find_grid(w, t);
	if (style == RULE_GAPS && t->rule.doubled)
		return find_simple(w, t);
	return style == NO_RULE && find_headed(w, t);
}

/* Where a span of a rule begins or ends, columns do, too. */
static bool
same_places(const struct drawn_rule *t, const struct drawn_rule *r)
{
	uint32_t	k = 0;

	for (uint32_t i = 0; i < r->n; i++) {
		while (k < t->n && t->from[k] < r->from[i])
			k++;
		if (k == t->n || t->from[k] != r->from[i])
			return false;
		while (k + 1 < t->n && t->to[k] < r->to[i])
			k++;
		if (t->to[k] != r->to[i])
			return false;
	}
	return true;
}

/* A row of nothing but dashes is none, unless it is drawn as a rule is. */
static bool
is_rule_of(const struct drawn_table *t, const char *p, size_t n,
    struct drawn_rule *rule)
{
	enum drawn_style	style = drawn_rule(p, n, rule);

	if (style == NO_RULE || style != t->rule.style)
		return false;
	if (style == RULE_JOINTS || (t->kind == DRAWN_SIMPLE && rule->doubled))
		return true;
	if (style == RULE_GAPS)
		return same_places(&t->rule, rule);
	for (uint32_t i = 0; i < rule->n; i++)
		if (rule->to[i] - rule->from[i] < 3)
			return false;
	return memchr(p, ' ', n) == NULL;
}

/* Whether a line belongs to the record of which so many lines are there. */
static bool
is_more(const struct drawn_table *t, const struct walk *w, uint32_t lines,
    bool goes_on)
{
	struct drawn_rule	rule;
	struct ps_slice		cells[DRAWN_COLUMNS];
	bool			moved;

	if (t->kind == DRAWN_FIELDS)
		return is_field(w, lines);
	if (lines > 0 && !goes_on && t->kind != DRAWN_GROUPS &&
	    t->kind != DRAWN_SIMPLE)
		return false;
	if (is_rule_of(t, line_of(w), w->len, &rule) ||
	    (lines == 0 && drawn_footer(line_of(w), w->len)) ||
	    !drawn_cut(t, line_of(w), w->len, cells, &moved))
		return false;
	return lines == 0 || goes_on || t->kind == DRAWN_GROUPS ||
	    cells[0].n == 0;
}

uint32_t
drawn_next(const struct drawn_table *t, const char *p, size_t n,
    size_t *bytes)
{
	struct walk	w = { .p = p, .n = n };
	uint32_t	lines = 0;
	bool		goes_on = false;

	for (*bytes = 0; lines < DRAWN_LINES && step(&w); lines++) {
		if (!is_more(t, &w, lines, goes_on))
			break;
		*bytes = w.next;
		goes_on = drawn_goes_on(t, line_of(&w), w.len);
	}
	return lines;
}

bool
drawn_within(const struct drawn_table *t, const char *p, size_t n, bool *ends)
{
	struct drawn_rule	rule;

	*ends = false;
	if (t->kind == DRAWN_FIELDS || !is_rule_of(t, p, n, &rule))
		return false;
	*ends = t->kind == DRAWN_SIMPLE && rule.doubled;
	return true;
}
