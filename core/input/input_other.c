/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_other.c - what the lines of a block are that are not UTF-8.
 *
 * They are looked at from the first of them on, as far as the block goes: so
 * the answer depends on the document alone, wherever reading began.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "charset.h"
#include "input_impl.h"

/* Whole lines of it; returns the bytes used. */
static size_t
add_lines(struct charset_evidence *e, const char *p, size_t n, bool last)
{
	size_t	used = last ? n : last_unit(p, n);

	charset_add(e, p, used);
	return used;
}

static ssize_t
read_at(int fd, char *p, size_t n, uint64_t at)
{
	ssize_t	got;

	do
		got = pread(fd, p, n, (off_t)at);
	while (got == -1 && errno == EINTR);
	return got;
}

/* From a file: the lines in [from, to). */
static void
see_file(struct ps_input *in, struct charset_evidence *e, uint64_t from,
    uint64_t to)
{
	struct block	b = block_get(in, PIECE_BYTES);
	size_t		used, want;
	ssize_t		got;

	to = to < in->size ? to : in->size;
	while (from < to && !charset_is_full(e)) {
		want = to - from < PIECE_BYTES ? (size_t)(to - from) :
		    PIECE_BYTES;
		if ((got = read_at(in->fd, b.p, want, from)) <= 0)
			break;
		used = add_lines(e, b.p, (size_t)got, from + (uint64_t)got >=
		    to);
		from += used > 0 ? used : (size_t)got;
	}
	block_put(in, b);
}

/* From what comes in: as much is read as is looked at. */
static void
see_stream(struct ps_input *in, struct charset_evidence *e, uint64_t to)
{
	uint64_t	place = raw_place(in);
	size_t		seen = 0, have;
	bool		last;
	size_t		most = place < to ? (size_t)(to - place) : 0;

	while (seen < most && !charset_is_full(e)) {
		have = in->raw_n - in->raw_head;
		if (have - seen < PIECE_BYTES && !in->eof) {
			read_raw(in, PIECE_BYTES);
			continue;
		}
		have = (have < most ? have : most) - seen;
		if (have == 0)
			break;
		last = seen + have == most || (in->eof && have <= PIECE_BYTES);
		seen += add_lines(e, in->raw.p + in->raw_head + seen,
		    have < PIECE_BYTES ? have : PIECE_BYTES,
		    last && have <= PIECE_BYTES);
	}
}

void
decide_other(struct ps_input *in)
{
	struct charset_evidence	 e;
	struct charset_choice	 choice;
	uint64_t		 block = in->line_place / RANGE_BYTES;
	uint64_t		 to = (block + 1) * RANGE_BYTES;

	charset_begin(&e);
	in->other.wanted = false;
	in->other.block = block;
	if (!in->regular)
		see_stream(in, &e, to);
	else
		see_file(in, &e, raw_place(in), to);
	in->other.name = charset_of(&e, &choice);
	if (in->other.name != NULL && !open_iconv(in, in->other.name))
		in->other.name = NULL;
}
