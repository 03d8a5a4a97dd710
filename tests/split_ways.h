/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * split_ways.h - the same bytes split with each way of finding marks: a test
 * and a fuzz target compare what came out.
 */
#ifndef PS_SPLIT_WAYS_H
#define PS_SPLIT_WAYS_H

#include "../plugins/formats/delimited.h"

enum { WAYS_CELLS = 64 };

static inline bool
same_cells(const struct record *a, const struct record *b)
{
	uint32_t	n = a->n < a->room ? a->n : a->room;

	for (uint32_t i = 0; i < n; i++)
		if (a->cells[i].p != b->cells[i].p ||
		    a->cells[i].n != b->cells[i].n ||
		    a->cells[i].flags != b->cells[i].flags)
			return false;
	return true;
}

static inline bool
same_record(const struct record *a, const struct record *b)
{
	if (a->kind != b->kind || a->start != b->start ||
	    a->stop != b->stop || a->next != b->next ||
	    a->lines != b->lines || a->whole != b->whole)
		return false;
	return a->kind != PS_RECORD_CELLS || (a->n == b->n &&
	    a->reading == b->reading && a->quoted == b->quoted &&
	    a->doubled == b->doubled && a->junk == b->junk &&
	    a->bare == b->bare && same_cells(a, b));
}

/* All records of p..end, portable against `way`; false if they differ. */
static inline bool
same_split(const struct dialect *d, const char *p, const char *end, bool eof,
    uint32_t k, enum marks_way way)
{
	struct ps_slice	cells[2][WAYS_CELLS];
	struct record	r[2] = { { .cells = cells[0], .room = WAYS_CELLS },
			    { .cells = cells[1], .room = WAYS_CELLS } };
	struct splitter	s[2];
	enum step	step[2];

	if (marks_way(way) == NULL)
		return true;
	for (int i = 0; i < 2; i++) {
		splitter_init(&s[i], d, p, end, eof);
		s[i].k = k;
	}
	s[0].scan = marks_way(MARKS_PORTABLE);
	s[1].scan = marks_way(way);
	do {
		for (int i = 0; i < 2; i++)
			step[i] = split_next(&s[i], &r[i]);
		if (step[0] != step[1] || (step[0] == STEP_RECORD &&
		    !same_record(&r[0], &r[1])))
			return false;
	} while (step[0] == STEP_RECORD);
	return s[0].p == s[1].p;
}

#endif
