/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * scan.c - what every format wants to know of a sample, found out once: how
 * often each byte occurs, where the lines are, what it costs as plain text.
 */
#include <string.h>

#include "bid.h"
#include "layout.h"
#include "mem.h"

#define LINE_BITS	2
#define LINE_END	(2 * PS_BIT)	/* of a line feed, a carriage return */
#define UNMODELLED	1.08	/* what a model of text would do worse */

/* Four tables, for equal bytes in a row would wait for each other. */
static void
count_bytes(const unsigned char *p, size_t n, uint32_t *out)
{
	uint32_t	t[4][256];
	size_t		at = 0;

	memset(t, 0, sizeof(t));
	for (; at + 4 <= n; at += 4) {
		t[0][p[at]]++;
		t[1][p[at + 1]]++;
		t[2][p[at + 2]]++;
		t[3][p[at + 3]]++;
	}
	for (; at < n; at++)
		t[0][p[at]]++;
	for (int i = 0; i < 256; i++)
		out[i] = t[0][i] + t[1][i] + t[2][i] + t[3][i];
}

static bool
is_blank(const char *p, size_t n)
{
	while (n > 0 && (*p == ' ' || *p == '\t' || *p == '\r')) {
		p++;
		n--;
	}
	return n == 0;
}

static void
note_line(struct ps_scan *s, const char *p, size_t n)
{
	if (n > s->longest)
		s->longest = (uint32_t)n;
	if (n == 0 || *p == ' ' || *p == '\t' || *p == '\r') {
		s->n_indented += n > 0 && *p != '\r';
		s->n_blank += is_blank(p, n);
	}
}

/* LF ends lines; a CR does only where there is no LF. */
static void
find_lines(const char *p, size_t n, struct ps_scan *s, uint32_t **lines,
    uint32_t *room)
{
	int		 end = s->histogram['\n'] == 0 ? '\r' : '\n';
	const char	*q, *stop = p + n, *start = p;
	size_t		 length;

	while (p < stop) {
		q = memchr(p, end, (size_t)(stop - p));
		if (q == NULL)
			q = stop;
		GROW(*lines, s->n_lines, *room);
		(*lines)[s->n_lines++] = (uint32_t)(p - start);
		length = (size_t)(q - p);
		if (q < stop && length > 0 && q[-1] == '\r')
			length--;
		note_line(s, p, length);
		p = q + 1;
	}
}

static double
plain_bits(const struct ps_scan *s)
{
	double		bits = LINE_BITS * PS_BIT * (double)s->n_lines;
	uint32_t	pairs;

	for (int i = 0; i < 256; i++)
		bits += s->histogram[i] * (double)(i == '\n' || i == '\r' ?
		    LINE_END : look_costs[i]);
	/* A CR before a LF says nothing of its own. */
	pairs = s->histogram['\n'] == 0 ? 0 :
	    s->histogram['\r'] < s->histogram['\n'] ? s->histogram['\r'] :
	    s->histogram['\n'];
	return UNMODELLED * (bits - LINE_END * (double)pairs) / PS_BIT;
}

void
scan_sample(const char *p, size_t n, struct ps_scan *s, uint32_t **lines,
    uint32_t *room)
{
	memset(s, 0, sizeof(*s));
	count_bytes((const unsigned char *)p, n, s->histogram);
	if (n > 0)
		find_lines(p, n, s, lines, room);
	s->lines = *lines;
	s->plain_bits = plain_bits(s);
}
