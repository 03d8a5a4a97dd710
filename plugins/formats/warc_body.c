/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_body.c - the body of an answer as it was meant: out of its chunks, and
 * uncompressed.
 *
 * Archives keep answers as they were sent; but some programs keep bodies that
 * they had decoded, with the head as it was.  So what a head says of a body is
 * believed where the body looks like it.
 */
#include <stdio.h>
#include <string.h>

#include "warc.h"

static bool
is_size(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

static bool
looks_chunked(struct warc *w)
{
	const char	*p;
	ptrdiff_t	 n = warc_block_show(w, &p), i;

	for (i = 0; i < n && i < 16 && is_size(p[i]); i++)
		continue;
	return i > 0 && (i == n || p[i] == '\r' || p[i] == '\n' ||
	    p[i] == ';' || p[i] == ' ');
}

static const struct {
	const char	*name;
	enum warc_coding coding;
} codings[] = {
	{ "gzip", WARC_GZIP }, { "x-gzip", WARC_GZIP },
	{ "deflate", WARC_DEFLATE }, { "identity", WARC_PLAIN },
	{ "none", WARC_PLAIN }, { "", WARC_PLAIN },
#ifdef HAVE_BROTLI
	{ "br", WARC_BROTLI },
#endif
};

#define N_CODINGS	(sizeof(codings) / sizeof(codings[0]))

/* False: none that is known. */
static bool
find_coding(struct warc *w, const char *name)
{
	for (size_t i = 0; i < N_CODINGS && name != NULL; i++)
		if (warc_is(name, codings[i].name)) {
			w->body.coding = codings[i].coding;
			return true;
		}
	if (name != NULL)
		snprintf(w->why, sizeof(w->why), "it is encoded as '%.40s', "
		    "which is not known here", name);
	return name == NULL;
}

/* The first bytes, which say what it is. */
static void
look_ahead(struct warc *w)
{
	struct warc_body *b = &w->body;
	const char	*p;

	while (b->n_first < sizeof(b->first) && warc_unchunk(w, &p) > 0) {
		b->first[b->n_first++] = *p;
		warc_unchunk_pass(w, 1);
	}
}

static bool
is_zlib(const unsigned char *p)
{
	return (p[0] & 15) == 8 && (p[0] << 8 | p[1]) % 31 == 0;
}

static void
begin_coding(struct warc *w)
{
	struct warc_body	*b = &w->body;
	const unsigned char	*p = (const unsigned char *)b->first;
	int			 bits = 16 + MAX_WBITS;

	if (b->coding == WARC_GZIP && (b->n_first < 2 || p[0] != 0x1f ||
	    p[1] != 0x8b))
		b->coding = WARC_PLAIN;
	if (b->n_first == 0)
		b->coding = WARC_PLAIN;
#ifdef HAVE_BROTLI
	if (b->coding == WARC_BROTLI)
		b->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
#endif
	if (b->coding == WARC_DEFLATE)
		bits = b->n_first == 2 && is_zlib(p) ? MAX_WBITS : -MAX_WBITS;
	if (b->coding == WARC_GZIP || b->coding == WARC_DEFLATE)
		b->inflates = inflateInit2(&b->z, bits) == Z_OK;
}

bool
warc_body_begin(struct warc *w, const struct warc_head *http)
{
	const char	*transfer = NULL;

	memset(&w->body, 0, sizeof(w->body));
	w->in_payload = true;
	if (http == NULL)
		return true;
	transfer = warc_field(http, "Transfer-Encoding");
	w->body.chunked = transfer != NULL && warc_is(transfer, "chunked") &&
	    looks_chunked(w);
	if (!find_coding(w, warc_field(http, "Content-Encoding")))
		return false;
	if (w->body.coding != WARC_PLAIN) {
		look_ahead(w);
		begin_coding(w);
	}
	return true;
}

void
warc_body_end(struct warc *w)
{
	if (w->body.inflates)
		inflateEnd(&w->body.z);
	w->body.inflates = false;
#ifdef HAVE_BROTLI
	if (w->body.brotli != NULL)
		BrotliDecoderDestroyInstance(w->body.brotli);
	w->body.brotli = NULL;
#endif
}

/* What was looked at comes first. */
static ptrdiff_t
coded_show(struct warc *w, const char **p)
{
	struct warc_body *b = &w->body;

	if (b->first_at == b->n_first)
		return warc_unchunk(w, p);
	*p = b->first + b->first_at;
	return b->n_first - b->first_at;
}

static void
coded_pass(struct warc *w, size_t n)
{
	struct warc_body *b = &w->body;

	if (b->first_at == b->n_first)
		warc_unchunk_pass(w, n);
	else
		b->first_at += (unsigned)n;
}

static ptrdiff_t
wrong(struct warc *w, const char *why)
{
	snprintf(w->why, sizeof(w->why), "its compressed body %s", why);
	return -1;
}

/* One step: how much was taken of n bytes, or -1. */
static ptrdiff_t
inflate_step(struct warc *w, const char *p, size_t n)
{
	struct warc_body *b = &w->body;
	int		 st;

	if (b->at_end) {
		/* Files may follow each other; what else does is nothing. */
		if (b->coding != WARC_GZIP || *p != 0x1f)
			return (ptrdiff_t)n;
		(void)inflateReset(&b->z);
		b->at_end = false;
	}
	b->z.next_in = (Bytef *)(uintptr_t)p;
	b->z.avail_in = (uInt)n;
	st = inflate(&b->z, Z_NO_FLUSH);
	b->at_end = st == Z_STREAM_END;
	if (st != Z_OK && st != Z_STREAM_END && st != Z_BUF_ERROR)
		return wrong(w, "is damaged");
	return (ptrdiff_t)(n - b->z.avail_in);
}

#ifdef HAVE_BROTLI
static ptrdiff_t
brotli_step(struct warc *w, const char *p, size_t n)
{
	struct warc_body	*b = &w->body;
	const uint8_t		*in = (const uint8_t *)p;
	size_t			 left = n, room = b->z.avail_out;
	uint8_t			*out = b->z.next_out;
	BrotliDecoderResult	 st;

	if (b->at_end)
		return (ptrdiff_t)n;
	st = BrotliDecoderDecompressStream(b->brotli, &left, &in, &room, &out,
	    NULL);
	b->z.next_out = out;
	b->z.avail_out = (uInt)room;
	b->at_end = st == BROTLI_DECODER_RESULT_SUCCESS;
	if (st == BROTLI_DECODER_RESULT_ERROR)
		return wrong(w, "is damaged");
	return (ptrdiff_t)(n - left);
}
#endif

static ptrdiff_t
decode_step(struct warc *w, const char *p, size_t n)
{
#ifdef HAVE_BROTLI
	if (w->body.coding == WARC_BROTLI)
		return w->body.brotli != NULL ? brotli_step(w, p, n) :
		    wrong(w, "cannot be read: no memory");
#endif
	return w->body.inflates ? inflate_step(w, p, n) :
	    wrong(w, "cannot be read: no memory");
}

static ptrdiff_t
decode(struct warc *w, char *to, size_t room)
{
	struct warc_body *b = &w->body;
	const char	*p = "";
	ptrdiff_t	 n, used;
	size_t		 out = 0;

	b->z.next_out = (Bytef *)to;
	b->z.avail_out = (uInt)room;
	while (out == 0) {
		if ((n = coded_show(w, &p)) < 0)
			return -1;
		used = n == 0 && b->at_end ? 0 : decode_step(w, p, (size_t)n);
		if (used < 0)
			return -1;
		out = room - b->z.avail_out;
		if (n == 0 && out == 0)
			return b->at_end ? 0 : wrong(w, "breaks off");
		coded_pass(w, (size_t)used);
	}
	digest_add(&w->payload[2], to, out);
	return (ptrdiff_t)out;
}

ptrdiff_t
warc_body_read(struct warc *w, char *to, size_t n)
{
	const char	*p;
	ptrdiff_t	 got;

	if (n > 1u << 20)
		n = 1u << 20;
	if (w->body.coding != WARC_PLAIN)
		return decode(w, to, n);
	if ((got = warc_unchunk(w, &p)) <= 0)
		return got;
	if ((size_t)got > n)
		got = (ptrdiff_t)n;
	memcpy(to, p, (size_t)got);
	warc_unchunk_pass(w, (size_t)got);
	return got;
}
