/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_shape.c - what commands print without a header, and what dpkg -l does
 * with one: known by the shape of its lines.
 *
 * Sources: POSIX ls(1), "long format"; coreutils ls --time-style;
 * dpkg-query(1) -l; ip(8) -brief.
 */
#include <stdio.h>
#include <string.h>

#include "fixed.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char
char_at(const struct fixed_line *l, uint32_t place)
{
	return place < l->width ? l->p[fixed_byte(l, place)] : ' ';
}

/* drwxr-xr-x at this place, perhaps with a mark behind. */
static bool
is_mode_at(const struct fixed_line *l, uint32_t at)
{
	uint32_t	n = at + 10;

	if (l->width < at + 12 ||
	    memchr("-dlcbpsDCP", char_at(l, at), 10) == NULL)
		return false;
	for (uint32_t i = at + 1; i < n; i++)
		if (memchr("rwxsStT-", char_at(l, i), 8) == NULL)
			return false;
	n += memchr("+.@", char_at(l, n), 3) != NULL;
	return fixed_is_blank(l, n);
}

/* Behind numbers of inodes and blocks, if any: *at is its place. */
static bool
is_mode(const struct fixed_line *l, uint32_t *at)
{
	struct fixed_cursor	c = { l, 0 };

	for (int i = 0; i < 3 && fixed_word(&c, at) > 0; i++) {
		if (is_mode_at(l, *at))
			return true;
		if (!is_digit(char_at(l, *at)))
			return false;
	}
	return false;
}

static bool
is_month(const struct fixed_line *l, uint32_t at)
{
	static const char	names[] =
		"JanFebMarAprMayJunJulAugSepOctNovDec";

	for (uint32_t i = 0; i < 36; i += 3)
		if (char_at(l, at) == names[i] &&
		    char_at(l, at + 1) == names[i + 1] &&
		    char_at(l, at + 2) == names[i + 2])
			return true;
	return false;
}

/* 2024-01-31 at this place. */
static bool
is_day(const struct fixed_line *l, uint32_t at, uint32_t n)
{
	for (uint32_t i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? char_at(l, at + i) != '-' :
		    !is_digit(char_at(l, at + i)))
			return false;
	return n == 10;
}

/* `Jan 31 10:00', `Jan 31  2023', `2024-01-31 10:00[:00.0 +0100]'. */
static bool
find_date(const struct fixed_line *l, uint32_t *from, uint32_t *to)
{
	struct fixed_cursor	c = { l, 0 }, next;
	uint32_t	n, day, time;

	for (int i = 0; i < 9 && (n = fixed_word(&c, from)) > 0; i++) {
		next = c;
		if (n == 3 && is_month(l, *from) &&
		    fixed_word(&next, &day) <= 2 &&
		    is_digit(char_at(l, day)) &&
		    fixed_word(&next, &time) >= 4 &&
		    is_digit(char_at(l, time))) {
			*to = next.at;
			return true;
		}
		if (!is_day(l, *from, n) ||
		    (n = fixed_word(&next, &time)) < 5 ||
		    char_at(l, time + 2) != ':')
			continue;
		*to = next.at;
		if (n > 8 && fixed_word(&next, &time) == 5 &&
		    memchr("+-", char_at(l, time), 2) != NULL)
			*to = next.at;
		return true;
	}
	return false;
}

/* Rows of ls: between links and date, which places are blank in all? */
struct listing {
	uint32_t	rows, odd;
	bool		inodes;		/* numbers that are odd: no blocks */
	uint32_t	mode, mode_end;	/* places of it */
	uint32_t	date, date_end;
	uint8_t		ink[FIXED_INK];
};

static void
add_listed(struct listing *x, const struct fixed_row *r)
{
	struct fixed_cursor	first = { &r->line, 0 };
	uint32_t	from, to, mode, at;

	if (!is_mode(&r->line, &mode) || !find_date(&r->line, &from, &to) ||
	    to >= FIXED_INK || (x->rows > 0 && (from != x->date ||
	    mode != x->mode))) {
		x->odd++;
		return;
	}
	x->rows++;
	(void)fixed_word(&first, &at);
	x->inodes = x->inodes || (mode > 0 &&
	    (char_at(&r->line, first.at - 1) & 1) != 0);
	x->date = from;
	x->date_end = to > x->date_end ? to : x->date_end;
	x->mode = mode;
	x->mode_end = mode + 10 + !fixed_is_blank(&r->line, mode + 10) >
	    x->mode_end ? mode + 10 + !fixed_is_blank(&r->line, mode + 10) :
	    x->mode_end;
	for (uint32_t i = 0; i < from; i++)
		x->ink[i] |= (uint8_t)fixed_inked(r, i);
}

/* A column more; what is too much is part of the last, the size. */
static void
add_column(struct fixed_cuts *c, uint32_t from, uint32_t to, uint32_t most)
{
	if (c->n < most)
		c->at[c->n++] = (struct fixed_span){ (uint16_t)from,
		    (uint16_t)to };
	else
		c->at[c->n - 1].to = (uint16_t)to;
}

/* Columns from one place to another, where all rows have ink between. */
static void
add_columns(const struct listing *x, struct fixed_cuts *c, uint32_t from,
    uint32_t to, uint32_t most)
{
	uint32_t	start;

	for (uint32_t i = from; i < to; i++) {
		for (start = i; i < to && x->ink[i] != 0;)
			i++;
		if (i > start)
			add_column(c, start, i, most);
	}
}

static void
cut_listing(const struct fixed_text *text, const struct listing *x,
    struct fixed_table *t)
{
	static const char *const	first[] = {
		"", "blocks\t", "inode\tblocks\t"
	};
	static const char *const	middle[] = {
		"", "", "size\t", "owner\tsize\t", "owner\tgroup\tsize\t"
	};
	struct fixed_cuts		*c = &t->cuts;
	uint32_t			 before, n;
	char				*names = ps_alloc(text->self, 128);

	c->n = 0;
	add_columns(x, c, 0, x->mode, 2);
	before = c->n;
	add_column(c, x->mode, x->mode_end, FIXED_COLUMNS);
	add_columns(x, c, x->mode_end, x->date, before + 5);
	n = c->n - before;
	snprintf(names, 128, "%smode\tlinks\t%sdate\tname",
	    before == 1 && x->inodes ? "inode\t" : first[before],
	    middle[n < 5 ? n - 1 : 4]);
	t->names = names;
	add_column(c, x->date, x->date_end, FIXED_COLUMNS);
	add_column(c, x->date_end + 1, FIXED_OPEN, FIXED_COLUMNS);
}

static bool
find_listing(const struct fixed_text *t, struct fixed_table *table)
{
	struct listing	*x = ps_alloc(t->self, sizeof(*x));
	uint32_t	 first = 0, at;

	while (first < t->n && t->rows[first].kind != LINE_TEXT)
		first++;
	if (first < t->n && t->rows[first].line.n > 6 &&
	    memcmp(t->rows[first].line.p, "total ", 6) == 0)
		first++;
	if (first == t->n || !is_mode(&t->rows[first].line, &at))
		return false;
	memset(x, 0, sizeof(*x));
	for (uint32_t i = first; i < t->n; i++)
		if (t->rows[i].kind == LINE_TEXT)
			add_listed(x, &t->rows[i]);
	if (x->rows == 0 || x->odd * 10 > x->rows)
		return false;
	table->skip = table->first = first;
	table->end = t->n;
	table->what = "what ls -l prints";
	cut_listing(t, x, table);
	return table->cuts.n > 4;
}

/* +++-=====-=====: the marks of dpkg -l are its columns. */
static bool
find_packages(const struct fixed_text *t, struct fixed_table *table)
{
	const struct fixed_line	*l = NULL;
	struct fixed_cuts	*c = &table->cuts;
	uint32_t		 i = 0, start;

	for (; i < t->n && i < 10; i++) {
		l = &t->rows[i].line;
		if (l->n > 8 && memcmp(l->p, "+++-=", 5) == 0)
			break;
	}
	if (i == 0 || i == t->n || i == 10 || t->rows[i - 1].line.n < 8 ||
	    memcmp(t->rows[i - 1].line.p, "||/ Name", 8) != 0)
		return false;
	c->n = 0;
	for (uint32_t p = 0; p < l->width; p++) {
		for (start = p; p < l->width && char_at(l, p) != '-';)
			p++;
		if (p > start)
			add_column(c, start, p, FIXED_COLUMNS);
	}
	c->at[c->n - 1].to = FIXED_OPEN;
	table->skip = i - 1;
	table->header = 1;
	table->first = i + 1;
	table->end = t->n;
	table->names = "Status\tName\tVersion\tArchitecture\tDescription";
	table->what = "what dpkg -l prints";
	return c->n == 5;
}

static bool
is_state(const struct fixed_line *l, uint32_t at, uint32_t n)
{
	static const char *const	states[] = {
		"UP", "DOWN", "UNKNOWN", "DORMANT", "TESTING", "NOTPRESENT",
		"LOWERLAYERDOWN", NULL
	};

	for (int i = 0; states[i] != NULL; i++)
		if (strlen(states[i]) == n && memcmp(l->p + at, states[i],
		    n) == 0)
			return true;
	return false;
}

/* lo               UNKNOWN        127.0.0.1/8 ::1/128 */
static bool
find_links(const struct fixed_text *t, struct fixed_table *table)
{
	struct fixed_cuts	*c = &table->cuts;
	bool			 flags = false;

	for (uint32_t i = 0; i < t->n; i++) {
		const struct fixed_line	*l = &t->rows[i].line;
		struct fixed_cursor		 at = { l, 0 };
		uint32_t		 from, n;

		if (t->rows[i].kind == LINE_BLANK)
			continue;
		if (l->at != NULL || fixed_word(&at, &from) == 0 || from > 0 ||
		    (n = fixed_word(&at, &from)) == 0 || from < 17 ||
		    !is_state(l, from, n) || (fixed_word(&at, &from) > 0 &&
		    memchr(l->p + from, '.', l->n - from) == NULL &&
		    memchr(l->p + from, ':', l->n - from) == NULL))
			return false;
		flags = flags || l->p[l->n - 1] == '>';
	}
	*c = (struct fixed_cuts){ .n = flags ? 4 : 3, .at = {
		{ 0, 16 }, { 17, 31 }, { 32, flags ? 49 : FIXED_OPEN },
		{ 50, FIXED_OPEN }
	} };
	table->first = 0;
	table->end = t->n;
	table->names = flags ? "interface\tstate\tmac\tflags" :
	    "interface\tstate\taddresses";
	table->what = "what ip -br prints";
	return true;
}

bool
fixed_shape(const struct fixed_text *t, struct fixed_table *table)
{
	if (find_listing(t, table) || find_packages(t, table) ||
	    find_links(t, table) || fixed_settings(t, table)) {
		table->declared = true;
		fixed_kinds(t, table);
		return true;
	}
	memset(table, 0, sizeof(*table));
	return fixed_known(t, table);
}
