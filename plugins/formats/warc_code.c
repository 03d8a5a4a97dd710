/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_code.c - the chunks in which an answer was sent (RFC 9112, 7.1), put
 * together again.
 */
#include <stdio.h>
#include <string.h>

#include "warc.h"

#define SIZE_DIGITS	15u

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static ptrdiff_t
wrong(struct warc *w, const char *why)
{
	snprintf(w->why, sizeof(w->why), "%s", why);
	return -1;
}

/* The next byte of the block; -1: none, and w->why. */
static int
next_byte(struct warc *w)
{
	const char	*p;
	ptrdiff_t	 n = warc_block_show(w, &p);
	int		 c;

	if (n == 0)
		return (int)wrong(w, "its last chunk is not there");
	if (n < 0)
		return -1;
	c = (unsigned char)*p;
	warc_block_pass(w, 1);
	return c;
}

/* The line with the size of a chunk; what follows ';' is of no use. */
static bool
read_size(struct warc *w)
{
	struct warc_body *b = &w->body;
	unsigned	 digits = 0;
	int		 c, d;

	b->chunk = 0;
	while ((c = next_byte(w)) >= 0 && (d = hex((char)c)) >= 0) {
		if (digits++ == SIZE_DIGITS)
			return wrong(w, "a chunk without end") == 0;
		b->chunk = b->chunk << 4 | (uint64_t)d;
	}
	if (c >= 0 && digits == 0)
		return wrong(w, "a chunk that does not say its size") == 0;
	while (c >= 0 && c != '\n')
		c = next_byte(w);
	b->state = b->chunk == 0 ? CHUNK_LAST : CHUNK_DATA;
	return c >= 0;
}

/* The line end behind a chunk. */
static bool
read_end(struct warc *w)
{
	int	c = next_byte(w);

	if (c == '\r')
		c = next_byte(w);
	w->body.state = CHUNK_SIZE;
	return c == '\n' || (c >= 0 &&
	    wrong(w, "a chunk longer than it says") == 0);
}

ptrdiff_t
warc_unchunk(struct warc *w, const char **p)
{
	struct warc_body *b = &w->body;
	ptrdiff_t	 n;

	if (!b->chunked)
		return warc_block_show(w, p);
	while (b->state == CHUNK_SIZE || b->state == CHUNK_END)
		if (!(b->state == CHUNK_SIZE ? read_size(w) : read_end(w)))
			return -1;
	if (b->state == CHUNK_LAST)
		return 0;
	if ((n = warc_block_show(w, p)) == 0)
		return wrong(w, "its last chunk is not there");
	return n > 0 && (uint64_t)n > b->chunk ? (ptrdiff_t)b->chunk : n;
}

void
warc_unchunk_pass(struct warc *w, size_t n)
{
	struct warc_body *b = &w->body;
	const char	*p;

	if (b->chunked && warc_block_show(w, &p) >= (ptrdiff_t)n)
		digest_add(&w->payload[1], p, n);
	warc_block_pass(w, n);
	if (!b->chunked)
		return;
	b->chunk -= n;
	if (b->chunk == 0)
		b->state = CHUNK_END;
}
