/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_shape.c - what commands print without a header, and what dpkg -l does
 * with one: known by the shape of its lines.
 *
 * Sources: POSIX ls(1), "long format"; coreutils ls --time-style;
 * dpkg-query(1) -l; ip(8) -brief.
 */
#include <string.h>

#include "fixed.h"

/* A place of a line, and what is left of it. */
struct cursor {
	const struct fixed_line	*l;
	uint32_t		 at;
};

static char
char_at(const struct fixed_line *l, uint32_t place)
{
	return place < l->width ? l->p[fixed_byte(l, place)] : ' ';
}

/* The next word: its first place; 0 width: there is none. */
static uint32_t
word(struct cursor *c, uint32_t *from)
{
	while (c->at < c->l->width && fixed_is_blank(c->l, c->at))
		c->at++;
	*from = c->at;
	while (c->at < c->l->width && !fixed_is_blank(c->l, c->at))
		c->at++;
	return c->at - *from;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* drwxr-xr-x, perhaps with a mark behind. */
static bool
is_mode(const struct fixed_line *l)
{
	uint32_t	n = 10;

	if (l->width < 12 || memchr("-dlcbpsDCP", char_at(l, 0), 10) == NULL)
		return false;
	for (uint32_t i = 1; i < 10; i++)
		if (memchr("rwxsStT-", char_at(l, i), 8) == NULL)
			return false;
	if (memchr("+.@", char_at(l, 10), 3) != NULL)
		n++;
	return fixed_is_blank(l, n);
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
	struct cursor	c = { l, 0 }, next;
	uint32_t	n, day, time;

	for (int words = 0; words < 9 && (n = word(&c, from)) > 0; words++) {
		next = c;
		if (n == 3 && is_month(l, *from) && word(&next, &day) <= 2 &&
		    is_digit(char_at(l, day)) && word(&next, &time) >= 4 &&
		    is_digit(char_at(l, time))) {
			*to = next.at;
			return true;
		}
		if (!is_day(l, *from, n) || (n = word(&next, &time)) < 5 ||
		    char_at(l, time + 2) != ':')
			continue;
		*to = next.at;
		if (n > 8 && word(&next, &time) == 5 &&
		    memchr("+-", char_at(l, time), 2) != NULL)
			*to = next.at;
		return true;
	}
	return false;
}

/* Rows of ls: between links and date, which places are blank in all? */
struct listing {
	uint32_t	rows, odd;
	uint32_t	mode;		/* places of it */
	uint32_t	date, date_end;
	uint8_t		ink[FIXED_INK];
};

static void
add_listed(struct listing *x, const struct fixed_row *r)
{
	uint32_t	from, to;

	if (!is_mode(&r->line) || !find_date(&r->line, &from, &to) ||
	    to >= FIXED_INK || (x->rows > 0 && from != x->date)) {
		x->odd++;
		return;
	}
	x->rows++;
	x->date = from;
	x->date_end = to > x->date_end ? to : x->date_end;
	if (!fixed_is_blank(&r->line, 10))
		x->mode = 11;
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

static void
cut_listing(const struct listing *x, struct fixed_table *t)
{
	static const char *const	names[] = {
		"mode\tlinks\tsize\tdate\tname",
		"mode\tlinks\towner\tsize\tdate\tname",
		"mode\tlinks\towner\tgroup\tsize\tdate\tname"
	};
	struct fixed_cuts		*c = &t->cuts;
	uint32_t			 start;

	c->n = 0;
	add_column(c, 0, x->mode, 1);
	for (uint32_t i = x->mode; i < x->date; i++) {
		for (start = i; i < x->date && x->ink[i] != 0;)
			i++;
		if (i > start)
			add_column(c, start, i, 5);
	}
	t->names = names[c->n < 3 ? 0 : c->n - 3];
	add_column(c, x->date, x->date_end, FIXED_COLUMNS);
	add_column(c, x->date_end + 1, FIXED_OPEN, FIXED_COLUMNS);
}

static bool
find_listing(const struct fixed_text *t, struct fixed_table *table)
{
	struct listing	*x = ps_alloc(t->self, sizeof(*x));
	uint32_t	 first = 0;

	while (first < t->n && t->rows[first].kind != LINE_TEXT)
		first++;
	if (first < t->n && t->rows[first].line.n > 6 &&
	    memcmp(t->rows[first].line.p, "total ", 6) == 0)
		first++;
	if (first == t->n || !is_mode(&t->rows[first].line))
		return false;
	memset(x, 0, sizeof(*x));
	x->mode = 10;
	for (uint32_t i = first; i < t->n; i++)
		if (t->rows[i].kind == LINE_TEXT)
			add_listed(x, &t->rows[i]);
	if (x->rows == 0 || x->odd * 10 > x->rows)
		return false;
	table->skip = table->first = first;
	table->end = t->n;
	table->what = "what ls -l prints";
	cut_listing(x, table);
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
		struct cursor		 at = { l, 0 };
		uint32_t		 from, n;

		if (t->rows[i].kind == LINE_BLANK)
			continue;
		if (l->at != NULL || word(&at, &from) == 0 || from > 0 ||
		    (n = word(&at, &from)) == 0 || from < 17 ||
		    !is_state(l, from, n) || (word(&at, &from) > 0 &&
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
	    find_links(t, table)) {
		table->declared = true;
		fixed_kinds(t, table);
		return true;
	}
	memset(table, 0, sizeof(*table));
	return fixed_known(t, table);
}
