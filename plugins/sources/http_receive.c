/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_receive.c - a body as it comes: unpacked, counted, put away.
 *
 * It is unpacked here and not by libcurl, which takes a gzip that was cut off
 * for a whole one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "http.h"

#define OTHER_BODY	((uint64_t)1 << 20)	/* of what is no document */
#define BOMB_FLOOR	((uint64_t)64 << 20)
#define BOMB_RATIO	200u

#ifdef HAVE_ZLIB
struct unpacker {
	z_stream	 z;
	bool		 whole;		/* at the end of a member */
	bool		 once;		/* one was whole: then rubbish may */
					/* come */
	unsigned char	 out[65536];
};
#endif

/* False: too long, or no room for it. */
static bool
keep(struct request *r, const void *p, size_t n)
{
	const struct http_options	*o = r->self->options;
	struct body			*b = &r->job->body;

	if (b->size + n > (uint64_t)o->max_bytes)
		r->fault = FAULT_LONG;
	else if (b->size + n > BOMB_FLOOR && r->came > 0 &&
	    (b->size + n) / BOMB_RATIO > r->came)
		r->fault = FAULT_BOMB;
	else if (!body_add(b, p, n)) {
		r->fault = FAULT_ROOM;
		r->error = errno;
	}
	return r->fault == FAULT_NONE;
}

#ifdef HAVE_ZLIB
static bool
unpack(struct request *r, const char *p, size_t n)
{
	struct unpacker	*u = r->unpacker;
	int		 result = Z_OK;

	u->z.next_in = (unsigned char *)(uintptr_t)p;
	u->z.avail_in = (uInt)n;
	while (u->z.avail_in > 0 || u->z.avail_out == 0) {
		if (u->whole && inflateReset(&u->z) != Z_OK)
			break;
		u->whole = false;
		u->z.next_out = u->out;
		u->z.avail_out = sizeof(u->out);
		result = inflate(&u->z, Z_NO_FLUSH);
		if (!keep(r, u->out, sizeof(u->out) - u->z.avail_out))
			return false;
		u->whole = result == Z_STREAM_END ||
		    (result < 0 && u->once && u->z.total_out == 0);
		u->once |= u->whole;
		if (result < 0 || (u->whole && u->z.avail_in == 0))
			break;
	}
	if (result != Z_OK && result != Z_BUF_ERROR && !u->whole)
		r->fault = FAULT_PACKED;
	return r->fault == FAULT_NONE;
}

static bool
begin_gzip(struct request *r)
{
	struct unpacker	*u = http_need(malloc(sizeof(*u)));

	memset(&u->z, 0, sizeof(u->z));
	u->whole = u->once = false;
	/* By its first bytes either gzip or zlib. */
	if (inflateInit2(&u->z, 15 + 32) != Z_OK) {
		free(u);
		return false;
	}
	r->unpacker = u;
	return true;
}

static void
end_gzip(struct request *r)
{
	struct unpacker	*u = r->unpacker;

	if (u == NULL)
		return;
	(void)inflateEnd(&u->z);
	free(u);
	r->unpacker = NULL;
}
#endif

/* What its headers say, once the first bytes are there. */
static bool
begin(struct request *r)
{
	struct curl_header	*h;
	const char		*how = "identity";

	curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &r->status);
	r->begun = true;
	if (curl_easy_header(r->easy, "Content-Encoding", 0, CURLH_HEADER, -1,
	    &h) == CURLHE_OK) {
		how = h->value;
		if (h->amount > 1)
			how = "more than one";
	}
#ifdef HAVE_ZLIB
	if (strcasecmp(how, "gzip") == 0 || strcasecmp(how, "x-gzip") == 0 ||
	    strcasecmp(how, "deflate") == 0)
		return begin_gzip(r);
#endif
	if (strcasecmp(how, "identity") != 0 && *how != '\0' &&
	    r->status >= 200 && r->status <= 299)
		r->fault = FAULT_ENCODING;
	return r->fault == FAULT_NONE;
}

size_t
receive(char *p, size_t size, size_t n, void *arg)
{
	struct request	*r = arg;

	n *= size;
	if (!r->begun && !begin(r))
		return n + 1;
	r->came += n;
	if ((r->status < 200 || r->status > 299) && r->came > OTHER_BODY) {
		r->fault = FAULT_ENOUGH;
		return n + 1;
	}
#ifdef HAVE_ZLIB
	if (r->unpacker != NULL)
		return unpack(r, p, n) ? n : n + 1;
#endif
	return keep(r, p, n) ? n : n + 1;
}

void
receive_begin(struct request *r)
{
	r->begun = false;
	r->came = 0;
	r->fault = FAULT_NONE;
	r->unpacker = NULL;
}

bool
receive_end(struct request *r)
{
	bool	whole = true;

#ifdef HAVE_ZLIB
	if (r->unpacker != NULL) {
		whole = ((struct unpacker *)r->unpacker)->whole;
		end_gzip(r);
	}
#endif
	return whole;
}

const char *
receive_encodings(void)
{
#ifdef HAVE_ZLIB
	return "Accept-Encoding: gzip";
#else
	return "Accept-Encoding: identity";
#endif
}
