/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links_bytes.c - what stands between the bytes of an answer and their
 * reader: gzip, as sitemaps are packed, and UTF-16.
 */
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "http_links_impl.h"

#define PIECE	(16u << 10)

#ifdef HAVE_ZLIB

struct links_gzip {
	z_stream	z;
	uint64_t	n;		/* bytes that came out */
	bool		ended;		/* a member did, none has begun since */
	char		out[PIECE];
};

static struct links_gzip *
begin(struct links *l)
{
	struct links_gzip	*g = calloc(1, sizeof(*g));

	/* 16: with the header of gzip. */
	if (g == NULL || inflateInit2(&g->z, 15 + 16) != Z_OK) {
		free(g);
		links_break(l, "there is no memory to unpack it");
		return NULL;
	}
	return l->gzip = g;
}

/* One step; false: there is no more to be had from this input. */
static bool
inflate_some(struct links *l, struct links_gzip *g)
{
	size_t	n;
	int	result;

	/* Another member may follow; zeros may, too, and mean nothing. */
	if (g->ended) {
		while (g->z.avail_in > 0 && *g->z.next_in == 0) {
			g->z.next_in++;
			g->z.avail_in--;
		}
		if (g->z.avail_in == 0)
			return false;
		inflateReset(&g->z);
		g->ended = false;
	}
	g->z.next_out = (Bytef *)g->out;
	g->z.avail_out = PIECE;
	result = inflate(&g->z, Z_NO_FLUSH);
	n = PIECE - g->z.avail_out;
	g->n += n;
	if (n > 0)
		links_read(l, g->out, n);
	g->ended = result == Z_STREAM_END;
	/* What is behind the bytes that told so does not count. */
	if (l->found.kind == LINKS_NONE)
		return false;
	if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
		links_break(l, "its gzip is damaged");
	else if (g->n > LINKS_UNPACKED)
		links_break(l, "more than 64 MiB are packed in it");
	return result == Z_STREAM_END ? g->z.avail_in > 0 :
	    result == Z_OK && (g->z.avail_in > 0 || g->z.avail_out == 0);
}

void
links_unpack(struct links *l, const char *p, size_t n)
{
	struct links_gzip	*g = l->gzip == NULL ? begin(l) : l->gzip;
	Bytef			 in[PIECE];

	while (g != NULL && n > 0) {
		size_t	k = n < sizeof(in) ? n : sizeof(in);

		memcpy(in, p, k);
		p += k;
		n -= k;
		g->z.next_in = in;
		g->z.avail_in = (uInt)k;
		while (l->found.broken == NULL && l->found.kind != LINKS_NONE &&
		    inflate_some(l, g))
			continue;
		if (l->found.broken != NULL || l->found.kind == LINKS_NONE)
			return;
	}
}

void
links_unpack_end(struct links *l)
{
	if (l->gzip == NULL)
		return;
	if (!l->gzip->ended && l->found.kind != LINKS_NONE)
		links_break(l, "its gzip is cut off");
	inflateEnd(&l->gzip->z);
	free(l->gzip);
	l->gzip = NULL;
}

#else

void
links_unpack(struct links *l, const char *p, size_t n)
{
	(void)p;
	(void)n;
	l->found.kind = LINKS_NONE;
}

void
links_unpack_end(struct links *l)
{
	(void)l;
}

#endif

/* One unit of UTF-16, into room for 4 bytes; how many. */
static size_t
put_unit(struct links_wide *w, uint32_t unit, char *to)
{
	uint32_t	high = w->high;

	w->high = 0;
	if (unit >= 0xd800 && unit < 0xdc00) {
		w->high = unit;
		return 0;
	}
	if (high != 0 && unit >= 0xdc00 && unit < 0xe000)
		unit = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
	return ps_put_utf8(unit, to);
}

void
links_widen(struct links *l, const char *p, size_t n)
{
	struct links_wide	*w = &l->wide;
	char			 out[512 + 4];
	size_t			 k = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char	c = (unsigned char)p[i];

		if (!w->half) {
			w->first = c;
			w->half = true;
			continue;
		}
		w->half = false;
		k += put_unit(w, w->order > 0 ? (uint32_t)w->first << 8 | c :
		    (uint32_t)c << 8 | w->first, out + k);
		if (k >= 512) {
			links_read(l, out, k);
			k = 0;
		}
	}
	if (k > 0)
		links_read(l, out, k);
}
