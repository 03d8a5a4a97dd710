/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_biff.c - records and texts of an XLS (MS-XLS 2.4 and 2.5.293).
 *
 * A record holds at most 8 KB; what is longer goes on in records that continue
 * it, and text that does says anew there how wide its characters are.
 */
#include <string.h>

#include "spreadsheet_xls.h"

enum { CONTINUE = 0x3c, WIDE = 1, PHONETIC = 4, RICH = 8 };

unsigned
ss_u16(const char *p)
{
	return (unsigned)ps_little(p, 2);
}

uint32_t
ss_u32(const char *p)
{
	return (uint32_t)ps_little(p, 4);
}

double
ss_f64(const char *p)
{
	uint64_t	bits = ps_little(p, 8);
	double		v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

bool
ss_next_record(struct ss_xls *x, struct ss_record *r)
{
	const char	*p;

	if (x->stream.n < 4 || x->at > x->stream.n - 4)
		return false;
	p = x->stream.p + x->at;
	r->type = ss_u16(p);
	r->n = ss_u16(p + 2);
	r->p = p + 4;
	if (r->n > x->stream.n - x->at - 4)
		return false;
	x->at += 4 + r->n;
	return true;
}

static void
add_utf8(struct ss_bytes *to, uint32_t c)
{
	char	p[4];

	ss_add(to, p, ps_put_utf8(c, p));
}

static void
add_code_page(struct ss_xls *x, struct ss_bytes *to, const char *p, size_t n)
{
	char	 out[4], *in = (char *)(uintptr_t)p, *o;
	size_t	 left = n, room;

	while (left > 0) {
		size_t	one = left;

		o = out;
		room = sizeof(out);
		(void)iconv(x->iconv, &in, &left, &o, &room);
		ss_add(to, out, sizeof(out) - room);
		if (left == one && room == sizeof(out)) {
			add_utf8(to, 0xfffd);
			in++;
			left--;
		}
	}
}

void
ss_add_chars(struct ss_book *b, struct ss_bytes *to, const char *p, size_t n,
    bool wide)
{
	if (b->xls->old && b->xls->iconv != (iconv_t)-1) {
		add_code_page(b->xls, to, p, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t	c = wide ? ss_u16(p + 2 * i) :
				    (unsigned char)p[i];

		if (c >= 0xd800 && c < 0xdc00 && i + 1 < n && wide &&
		    (ss_u16(p + 2 * i + 2) & 0xfc00) == 0xdc00)
			c = 0x10000 + ((c & 0x3ff) << 10) +
			    (ss_u16(p + 2 * ++i) & 0x3ff);
		else if ((c & 0xf800) == 0xd800 || c == 0)
			c = 0xfffd;
		add_utf8(to, c);
	}
}

bool
ss_add_string(struct ss_book *b, struct ss_bytes *to, const char *p,
    size_t room, unsigned head)
{
	size_t	n;
	bool	wide = false;

	if (room < head)
		return false;
	n = head == 1 ? (unsigned char)*p : ss_u16(p);
	p += head;
	room -= head;
	if (!b->xls->old && n > 0) {
		if (room == 0)
			return false;
		wide = (*p & WIDE) != 0;
		p++;
		room--;
	}
	if (n << wide > room)
		n = room >> wide;
	ss_add_chars(b, to, p, n, wide);
	return true;
}

/* Where text is read that goes on from record to record. */
struct text {
	struct ss_book		*book;
	struct ss_record	 r;
	size_t			 at;
	bool			 ended;
};

/* Into the record that continues this one. */
static void
go_on(struct text *t)
{
	struct ss_xls	*x = t->book->xls;
	size_t		 before = x->at;

	if (!ss_next_record(x, &t->r) || t->r.type != CONTINUE) {
		x->at = before;
		t->ended = true;
	}
	t->at = 0;
}

static uint32_t
take(struct text *t, unsigned n)
{
	uint32_t	v = 0;

	for (unsigned i = 0; i < n && !t->ended; i++) {
		if (t->at == t->r.n)
			go_on(t);
		if (!t->ended && t->at < t->r.n)
			v |= (uint32_t)(unsigned char)t->r.p[t->at++] <<
			    8 * i;
	}
	return v;
}

static void
skip(struct text *t, size_t n)
{
	while (n > 0 && !t->ended) {
		size_t	k = t->r.n - t->at < n ? t->r.n - t->at : n;

		t->at += k;
		n -= k;
		if (n > 0)
			go_on(t);
	}
}

static void
read_string(struct text *t)
{
	size_t		n = take(t, 2), k;
	unsigned	flags = take(t, 1);
	size_t		runs = flags & RICH ? take(t, 2) : 0;
	size_t		phonetic = flags & PHONETIC ? take(t, 4) : 0;
	bool		wide = (flags & WIDE) != 0;

	while (n > 0 && !t->ended) {
		k = (t->r.n - t->at) >> wide;
		if (k > n)
			k = n;
		ss_add_chars(t->book, &t->book->strings.text, t->r.p + t->at,
		    k, wide);
		t->at += k << wide;
		n -= k;
		if (n == 0)
			break;
		go_on(t);
		if (!t->ended)
			wide = (take(t, 1) & WIDE) != 0;
	}
	skip(t, 4 * runs + phonetic);
}

void
ss_read_shared(struct ss_book *b, const struct ss_record *r)
{
	struct text	t = { .book = b, .r = *r };
	uint32_t	n;

	(void)take(&t, 4);
	n = take(&t, 4);
	for (uint32_t i = 0; i < n && !t.ended && b->wrong[0] == '\0'; i++) {
		read_string(&t);
		if (!t.ended || b->strings.text.n > 0)
			ss_end_string(b);
	}
}
