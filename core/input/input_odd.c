/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_odd.c - what is to be told of lines in another encoding.
 *
 * A run of lines alike is told once; runs end with their block of the
 * document, so that whoever reads a range tells the same as who reads all.
 */
#include <string.h>

#include "input_impl.h"
#include "mem.h"

#define TOLD_MAX	20u	/* in a block */

void
odd_line(struct ps_input *in, uint64_t place)
{
	uint64_t	block = place / RANGE_BYTES;

	if (in->run.block != block)
		in->run = (struct odd_run){ .block = block };
}

void
note_odd(struct ps_input *in, enum odd_kind kind, const char *reading,
    uint64_t offset, uint64_t place, const char *p, size_t n)
{
	struct odd_run	*r = &in->run;
	const char	**now = kind == ODD_READING ? &r->reading : &r->bytes;
	struct oddity	*o;

	if (kind != ODD_MARK) {
		if (*now == reading)
			return;
		*now = reading;
	}
	if (r->told > TOLD_MAX)
		return;
	GROW(in->odd, in->n_odd, in->odd_room);
	o = &in->odd[in->n_odd++];
	*o = (struct oddity){ .reading = reading, .offset = offset,
	    .place = place, .kind = r->told++ == TOLD_MAX ? ODD_MORE : kind,
	    .n = n < sizeof(o->raw) ? (uint32_t)n : sizeof(o->raw) };
	while (o->n > 0 && (p[o->n - 1] == '\n' || p[o->n - 1] == '\r'))
		o->n--;
	memcpy(o->raw, p, o->n);
}

bool
input_oddity(struct ps_input *in, struct oddity *out)
{
	window_count(in);
	if (in->first_odd == in->odd_counted) {
		if (in->odd_counted == in->n_odd)
			in->n_odd = in->first_odd = in->odd_counted = 0;
		return false;
	}
	*out = in->odd[in->first_odd++];
	return true;
}
