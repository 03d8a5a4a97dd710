/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_bid.c - is it a web archive?  Its first line says so, plain or as the
 * first bytes out of a gzip member.
 */
#include <string.h>

#include "warc.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "WARC/1.0" and the end of the line; 0.17 and 0.18 were drafts in use. */
bool
warc_begins(const char *p, size_t n)
{
	size_t	i = 7;

	if (n < 9 || memcmp(p, "WARC/", 5) != 0 || (p[5] != '0' &&
	    p[5] != '1') || p[6] != '.')
		return false;
	while (i < n && i < 10 && is_digit(p[i]))
		i++;
	if (i == 7)
		return false;
	return i < n && (p[i] == '\n' || (p[i] == '\r' && i + 1 < n &&
	    p[i + 1] == '\n'));
}

bool
warc_begins_gzip(const char *p, size_t n)
{
	char		out[16];
	z_stream	z = { .next_out = (Bytef *)out,
			    .avail_out = sizeof(out) };
	int		st;

	if (n < 18 || memcmp(p, "\037\213\010", 3) != 0 ||
	    inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
		return false;
	z.next_in = (Bytef *)(uintptr_t)p;
	z.avail_in = n > UINT16_MAX ? UINT16_MAX : (uInt)n;
	st = inflate(&z, Z_NO_FLUSH);
	inflateEnd(&z);
	return (st == Z_OK || st == Z_BUF_ERROR || st == Z_STREAM_END) &&
	    warc_begins(out, sizeof(out) - z.avail_out);
}

enum ps_status
warc_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	bool	plain = warc_begins(s->text, s->length);

	if (!plain && !warc_begins_gzip(s->text, s->length))
		return PS_OK;
	bid->tier = PS_PROOF;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 90;
	ps_because(self, guess, plain ? "it begins as a web archive does" :
	    "a web archive, compressed");
	return PS_OK;
}
