/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_parent.c - rows that belong to a row of another table, in a range that
 * is not the first: the line they name counts from where that range begins.
 *
 * Who reads the range does not know how many lines there are before it, so
 * what its facts say of this column is found out here instead.
 */
#include <stdio.h>

#include "writer.h"

bool
parents_move(const struct writer *w, const struct doc_table *t)
{
	return t->has_parent && w->doc.line_base > 0;
}

static bool
number_of(const char *p, size_t n, uint64_t *value)
{
	*value = 0;
	if (n == 0 || n > 18)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		*value = 10 * *value + (uint64_t)(p[i] - '0');
	}
	return true;
}

/* The line as text, and the cell that says so; false if it is no line. */
static bool
move_cell(struct writer *w, size_t at, char text[24], size_t *n)
{
	struct ps_cell	c;
	uint64_t	line = 0;

	memcpy(&c, w->batch.p + at, sizeof(c));
	if (c.type == PS_INT)
		line = (uint64_t)c.value.integer;
	else if (c.type != PS_TEXT || !number_of(w->batch.p + c.value.offset,
	    c.length, &line))
		return false;
	line += w->doc.line_base;
	*n = (size_t)snprintf(text, 24, "%llu", (unsigned long long)line);
	if (c.type == PS_INT)
		c.value.integer = (int64_t)line;
	else {
		c.value.offset = w->batch.n;
		c.length = (uint32_t)*n;
		buf_add(&w->batch, text, *n);
	}
	memcpy(w->batch.p + at, &c, sizeof(c));
	return !w->batch.full;
}

enum ps_status
move_parents(struct writer *w, struct doc_table *t)
{
	struct slot_rows	 h;
	char			 text[24];
	size_t			 n, at;

	memcpy(&h, w->batch.p, sizeof(h));
	for (uint32_t row = 0; row < h.n_rows; row++) {
		at = h.cells + (size_t)row * h.n_columns *
		    sizeof(struct ps_cell);
		if (!move_cell(w, at, text, &n))
			return ps_fail(&w->self, PS_FAIL, 0,
			    "its worker sent a row of no line");
		facts_add(&t->facts[0], text, n, 0, PS_NULL);
	}
	return PS_OK;
}
