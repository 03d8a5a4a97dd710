/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_input.c - the bytes of the file, plain or out of its gzip members.
 *
 * A member mostly holds one record, but need not: what is shown never crosses
 * from one into the next, so that a record that breaks off is seen to.  After
 * damage the next member that begins with a record is sought; one that lies
 * in a file is sought from the byte behind the damaged one's first, since
 * there is no telling how much of what follows it took for its own.
 */
#include <stdio.h>
#include <string.h>

#include "warc.h"

#define AHEAD	512u	/* enough of a gzip member for its first bytes */
#define FIRST	12u	/* of a record, its first line */

static ptrdiff_t
read_raw(struct warc *w, char *to, size_t n, uint64_t at)
{
	const char	*p;
	ptrdiff_t	 got;

	if (w->seeks)
		return ps_pread(w->self, w->in, to, n, at);
	got = ps_peek(w->self, w->in, 1, &p);
	if (got <= 0)
		return got;
	if ((size_t)got < n)
		n = (size_t)got;
	memcpy(to, p, n);
	return ps_take(w->self, w->in, n) < PS_SKIP ? -1 : (ptrdiff_t)n;
}

/* At least k bytes behind raw_at; false: the file ends before. */
static bool
raw_need(struct warc *w, size_t k)
{
	ptrdiff_t	n;

	if (w->raw_n - w->raw_at >= k)
		return true;
	memmove(w->raw, w->raw + w->raw_at, w->raw_n - w->raw_at);
	w->raw_base += w->raw_at;
	w->raw_n -= w->raw_at;
	w->raw_at = 0;
	while (w->raw_n < k && !w->raw_end) {
		n = read_raw(w, w->raw + w->raw_n, WARC_ROOM - w->raw_n,
		    w->raw_base + w->raw_n);
		w->raw_end = n <= 0;
		w->raw_n += n > 0 ? (size_t)n : 0;
	}
	return w->raw_n >= k;
}

bool
warc_input_open(struct warc *w)
{
	w->seeks = ps_length(w->self, w->in) != -1;
	if (!raw_need(w, 3) || w->raw[0] != 0x1f)
		return true;
	w->gzip = inflateInit2(&w->z, 16 + MAX_WBITS) == Z_OK;
	return w->gzip;
}

void
warc_input_close(struct warc *w)
{
	if (w->gzip)
		inflateEnd(&w->z);
	w->gzip = false;
}

static ptrdiff_t
damage(struct warc *w, const char *why)
{
	snprintf(w->why, sizeof(w->why), "%s", why);
	w->damaged = true;
	return -1;
}

/* False: what follows the last member is none. */
static bool
begin_member(struct warc *w)
{
	w->member_at = w->raw_base + w->raw_at;
	if (!raw_need(w, 3) || memcmp(w->raw + w->raw_at, "\037\213\010", 3) !=
	    0 || inflateReset(&w->z) != Z_OK)
		return false;
	w->inside = w->fresh = true;
	return true;
}

/* What comes out of the member at hand, up to its end or a full window. */
static const char *
inflate_member(struct warc *w)
{
	size_t		 before = w->n;
	const char	*wrong = NULL;
	int		 st;

	w->z.next_out = (Bytef *)w->plain + w->n;
	w->z.avail_out = (uInt)(sizeof(w->plain) - w->n);
	while (w->inside && w->z.avail_out > 0 && wrong == NULL) {
		if (!raw_need(w, 1)) {
			wrong = "the file breaks off";
			break;
		}
		w->z.next_in = (Bytef *)w->raw + w->raw_at;
		w->z.avail_in = (uInt)(w->raw_n - w->raw_at);
		st = inflate(&w->z, Z_NO_FLUSH);
		w->raw_at = w->raw_n - w->z.avail_in;
		w->inside = st != Z_STREAM_END;
		if (st != Z_OK && st != Z_STREAM_END && st != Z_BUF_ERROR)
			wrong = w->z.msg != NULL ? w->z.msg :
			    "its gzip is damaged";
	}
	w->n = sizeof(w->plain) - w->z.avail_out;
	return !ps_unpacked(w->self, w->n - before) ?
	    "there is too much in it" : wrong;
}

/* Zeros behind the last one fill up a block of some medium. */
static bool
next_member(struct warc *w)
{
	while (raw_need(w, 1) && w->raw[w->raw_at] == '\0')
		w->raw_at++;
	return raw_need(w, 1);
}

static ptrdiff_t
inflate_more(struct warc *w)
{
	const char	*wrong = NULL;

	w->at = w->n = 0;
	w->fresh = false;
	while (w->n == 0 && wrong == NULL) {
		if (w->damaged)
			return -1;
		if (!w->inside && !next_member(w))
			return 0;
		if (!w->inside && !begin_member(w))
			return damage(w, "what follows is not gzip");
		wrong = inflate_member(w);
	}
	if (wrong != NULL)
		(void)damage(w, wrong);
	return w->n == 0 ? -1 : (ptrdiff_t)w->n;
}

/* At least k bytes of this member in the window, unless it ends. */
static void
plain_need(struct warc *w, size_t k)
{
	const char	*wrong;

	if (w->n - w->at >= k || !w->inside || w->damaged)
		return;
	w->fresh = w->fresh && w->at == 0;
	memmove(w->plain, w->plain + w->at, w->n - w->at);
	w->n -= w->at;
	w->at = 0;
	if ((wrong = inflate_member(w)) != NULL)
		(void)damage(w, wrong);
}

ptrdiff_t
warc_show(struct warc *w, const char **p)
{
	if (!w->gzip) {
		if (!raw_need(w, 1))
			return 0;
		*p = w->raw + w->raw_at;
		return (ptrdiff_t)(w->raw_n - w->raw_at);
	}
	if (w->at == w->n) {
		ptrdiff_t	n = inflate_more(w);

		if (n <= 0)
			return n;
	}
	*p = w->plain + w->at;
	return (ptrdiff_t)(w->n - w->at);
}

void
warc_pass(struct warc *w, size_t n)
{
	if (w->gzip)
		w->at += n;
	else
		w->raw_at += n;
}

uint64_t
warc_offset(const struct warc *w)
{
	return w->gzip ? w->member_at : w->raw_base + w->raw_at;
}

bool
warc_skip(struct warc *w, uint64_t n)
{
	uint64_t	 to = w->raw_base + w->raw_at + n, length;
	const char	*p;
	ptrdiff_t	 k;

	if (w->seeks && !w->gzip && n > w->raw_n - w->raw_at) {
		length = (uint64_t)ps_length(w->self, w->in);
		warc_seek(w, to < length ? to : length);
		return to <= length;
	}
	for (; n > 0; n -= (uint64_t)k) {
		if ((k = warc_show(w, &p)) <= 0)
			return false;
		if ((uint64_t)k > n)
			k = (ptrdiff_t)n;
		warc_pass(w, (size_t)k);
	}
	return true;
}

void
warc_seek(struct warc *w, uint64_t at)
{
	w->raw_base = at;
	w->raw_at = w->raw_n = w->at = w->n = 0;
	w->raw_end = w->inside = w->damaged = w->fresh = false;
}

/* A gzip member that begins with a record. */
static bool
find_member(struct warc *w)
{
	const char	*p;

	if (w->seeks && w->inside)
		warc_seek(w, w->member_at + 1);
	w->inside = w->damaged = w->fresh = false;
	w->at = w->n = 0;
	while (raw_need(w, 1) && ps_unpacked(w->self, 0)) {
		p = memchr(w->raw + w->raw_at, 0x1f, w->raw_n - w->raw_at);
		w->raw_at = p == NULL ? w->raw_n : (size_t)(p - w->raw);
		if (p == NULL)
			continue;
		(void)raw_need(w, AHEAD);
		if (warc_begins_gzip(w->raw + w->raw_at, w->raw_n - w->raw_at))
			return true;
		w->raw_at++;
	}
	return false;
}

/* The next line that is a record's first; false: none, or damage again. */
static bool
find_record(struct warc *w)
{
	const char	*p, *first;
	ptrdiff_t	 n;

	while ((n = warc_show(w, &p)) > 0) {
		first = memchr(p, 'W', (size_t)n);
		warc_pass(w, first == NULL ? (size_t)n : (size_t)(first - p));
		if (first == NULL)
			continue;
		if (w->gzip)
			plain_need(w, FIRST);
		else
			(void)raw_need(w, FIRST);
		n = warc_show(w, &p);
		if (n <= 0 || warc_begins(p, (size_t)n))
			return n > 0;
		warc_pass(w, 1);
	}
	return false;
}

bool
warc_resync(struct warc *w)
{
	w->lost = false;
	return (!w->damaged && find_record(w)) ||
	    (w->damaged && find_member(w));
}

bool
warc_member_ends(struct warc *w)
{
	const char	*wrong;

	if (!w->gzip)
		return true;
	if (w->at == w->n && w->inside && !w->damaged) {
		w->at = w->n = 0;
		w->fresh = false;
		if ((wrong = inflate_member(w)) != NULL)
			(void)damage(w, wrong);
	}
	return w->at == w->n && !w->inside;
}
