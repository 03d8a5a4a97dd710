/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_names.c - the names and units of columns, from the records of a
 * header.
 */
#include "layout_impl.h"

/* Cells k wide, row upon row. */
struct heading {
	struct ps_slice	*const *rows;
	uint32_t	 n;
};

/* A NUL ends no name; nothing but blanks and line ends is none. */
static void
clean_name(const struct ps_host *host, struct ps_slice *c)
{
	bool	 blank = true;
	char	*text;

	for (uint32_t i = 0; i < c->n; i++)
		blank = blank && (is_blank(c->p[i]) || c->p[i] == '\n' ||
		    c->p[i] == '\r' || c->p[i] == '\0');
	if (blank)
		c->n = 0;
	if (c->n == 0 || memchr(c->p, '\0', c->n) == NULL)
		return;
	text = host->alloc(host, c->n);
	for (uint32_t i = 0; i < c->n; i++)
		text[i] = c->p[i] == '\0' ? ' ' : c->p[i];
	c->p = text;
}

static bool
has_name_below(const struct heading *h, uint32_t row, uint32_t c)
{
	while (++row < h->n)
		if (h->rows[row][c].n > 0)
			return true;
	return false;
}

/*
 * A name over several columns stands in the first of them; there are names
 * below it.  It holds for the cells to its right that have names below and
 * none here, unless it is alone: then it is a title.
 */
static void
spread_names(const struct heading *h, uint32_t k)
{
	for (uint32_t row = 0; row + 1 < h->n; row++) {
		struct ps_slice	*names = h->rows[row], over = { .n = 0 };
		uint32_t	 filled = 0;

		for (uint32_t c = 0; c < k; c++)
			filled += names[c].n > 0;
		for (uint32_t c = 0; c < k; c++) {
			if (names[c].n > 0) {
				over = names[c];
				if (!has_name_below(h, row, c) ||
				    (c == 0 && filled == 1))
					over.n = 0;
			} else if (has_name_below(h, row, c))
				names[c] = over;
		}
	}
}

/*
 * A cell that goes down several records, each of which has its text, is one
 * name; but a record that is all as the one above was written twice.
 */
static void
merge_down(const struct heading *h, uint32_t k)
{
	for (uint32_t row = h->n; row-- > 1;) {
		struct ps_slice		*names = h->rows[row];
		const struct ps_slice	*above = h->rows[row - 1];
		uint32_t		 same = 0;

		for (uint32_t c = 0; c < k; c++)
			same += is_same(names[c], above[c]);
		for (uint32_t c = 0; c < k && same < k; c++)
			if (is_same(names[c], above[c]))
				names[c].n = 0;
	}
}

/* The names of one column, top down, with blanks between. */
static const char *
join_names(const struct ps_host *host, const struct heading *h, uint32_t c)
{
	size_t	 n = 0, at = 0;
	char	*text;

	for (uint32_t row = 0; row < h->n; row++)
		n += h->rows[row][c].n + (size_t)1;
	text = host->alloc(host, n + 1);
	for (uint32_t row = 0; row < h->n; row++) {
		struct ps_slice	name = h->rows[row][c];

		if (name.n == 0)
			continue;
		if (at > 0)
			text[at++] = ' ';
		memcpy(text + at, name.p, name.n);
		at += name.n;
	}
	text[at] = '\0';
	return at > 0 ? text : NULL;
}

static const char *
keep_unit(const struct ps_host *host, const char *name)
{
	size_t		 n = 0;
	const char	*unit = name != NULL ? unit_in_name(name, &n) : NULL;
	char		*text;

	if (unit == NULL)
		return NULL;
	text = host->alloc(host, n + 1);
	memcpy(text, unit, n);
	text[n] = '\0';
	return text;
}

void
layout_name(const struct ps_host *host, struct ps_slice *const *header,
    uint32_t n, uint32_t n_units, uint32_t k, struct ps_column *columns)
{
	struct heading	names = { header, n > n_units ? n - n_units : 0 };
	struct heading	units = { header + names.n, n - names.n };

	for (uint32_t row = 0; row < n; row++)
		for (uint32_t c = 0; c < k; c++)
			clean_name(host, &header[row][c]);
	for (uint32_t row = 0; row < units.n; row++)
		if (k > 0 && says_unit(&units.rows[row][0]))
			units.rows[row][0].n = 0;
	spread_names(&names, k);
	merge_down(&names, k);
	for (uint32_t c = 0; c < k; c++) {
		struct ps_column	*to = &columns[c];

		to->name = join_names(host, &names, c);
		to->unit = join_names(host, &units, c);
		if (to->unit == NULL)
			to->unit = keep_unit(host, to->name);
	}
}
