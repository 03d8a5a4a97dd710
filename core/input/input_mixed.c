/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_mixed.c - text whose lines need not be in one encoding.
 *
 * Files grow by what others append, are joined from parts, or are damaged in
 * a row.  So every line is judged by itself: valid UTF-8 wins, else it is what
 * the document, or the block around it, is read as.  Lines are cut at fixed
 * places where they are very long, so that no answer depends on how the bytes
 * came in or on where reading began.
 */
#include <string.h>

#include "charset_impl.h"
#include "input_impl.h"
#include "mem.h"
#include "str.h"

#define LOOK_BACK	4096u	/* for a good place to cut a very long line */

enum how { AS_UTF8, AS_BYTES, AS_OTHER, AS_WIDE };

static bool
is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Where a line without an end is cut: after a byte no character ends with. */
static size_t
cut_long(const char *p)
{
	size_t	at = UNIT_BYTES;

	while (at > UNIT_BYTES - LOOK_BACK && (unsigned char)p[at - 1] >= 0x30)
		at--;
	if (at > UNIT_BYTES - LOOK_BACK)
		return at;
	for (at = UNIT_BYTES; at > UNIT_BYTES - 4; at--)
		if (((unsigned char)p[at] & 0xc0) != 0x80)
			break;
	return at;
}

void
pass_units(struct ps_input *in, const char *p, size_t n, uint64_t place)
{
	size_t	at = n;

	if (n == 0)
		return;
	in->amid_unit = !is_end(p[n - 1]);
	while (at > 0 && !is_end(p[at - 1]))
		at--;
	if (at > 0)
		in->line_place = place + at;
}

size_t
last_unit(const char *p, size_t n)
{
	const char	*end = n > 0 ? memrchr(p, '\n', n) : NULL;
	size_t		 at = end != NULL ? (size_t)(end - p) + 1 : 0;

	end = n > at ? memrchr(p + at, '\r', n - at) : NULL;
	if (end != NULL)
		at = (size_t)(end - p) + 1;
	while (n - at > UNIT_BYTES)
		at += cut_long(p + at);
	return at;
}

/* Right after "\r\0" in UTF-16LE, "\n\0" belongs to it. */
static bool
is_amid_wide(const struct ps_input *in)
{
	return in->wide != NULL && strcmp(in->wide, "UTF-16LE") == 0;
}

/* The line's length with its end; 0 if more must be read to know. */
static size_t
unit_length(const struct ps_input *in, const char *p, size_t n, bool last)
{
	size_t	most = n < UNIT_BYTES ? n : UNIT_BYTES, at = 0;
	bool	wide;

	while (at < most && !is_end(p[at]))
		at++;
	if (at == most) {
		if (n > UNIT_BYTES)
			return cut_long(p);
		return last ? n : 0;
	}
	/* "\n\0": the other half of a line end in UTF-16LE */
	wide = at % 2 == 0 && (at > 0 ? memchr(p, '\0', at) != NULL :
	    is_amid_wide(in));
	at++;
	if (!wide)
		return at;
	if (at == n)
		return last ? at : 0;
	return at + (p[at] == '\0');
}

/* Windows-1252 and nothing else, as told. */
static bool
is_western_alone(const struct ps_input *in)
{
	return in->other.western && in->other.alone;
}

/* Every character by itself: UTF-8 where it is valid. */
static void
put_bytes(struct ps_input *in, const char *p, size_t n)
{
	size_t		at = 0, length;
	uint32_t	code;
	bool		alone = is_western_alone(in);

	while (at < n) {
		length = ascii_span(p + at, n - at);
		put_text_bytes(in, p + at, length);
		at += length;
		if (at == n)
			break;
		length = alone ? 1 : utf8_decode(p + at, n - at, &code);
		if (length > 1)
			put_text_bytes(in, p + at, length);
		else
			in->undecodable += !put_1252(in, p[at]) ||
			    !in->other.western;
		at += length;
	}
}

static void
put_wide(struct ps_input *in, const char *p, size_t n, bool big)
{
	const unsigned char	*s = (const unsigned char *)p;
	uint32_t		 code, high = 0;
	char			 text[4];

	for (size_t i = 0; i + 1 < n; i += 2) {
		code = big ? (uint32_t)s[i] << 8 | s[i + 1] :
		    (uint32_t)s[i + 1] << 8 | s[i];
		if (i == 0 && code == 0xfeff)
			continue;
		if (code >> 10 == 0x36) {
			high = code;
			continue;
		}
		if (code >> 10 == 0x37)
			code = 0x10000 + ((high & 0x3ff) << 10) +
			    (code & 0x3ff);
		put_text_bytes(in, text, ps_put_utf8(code, text));
	}
}

/* What its text is longer than it, for those who ask for places. */
static void
note_length(struct ps_input *in, uint64_t start, size_t n)
{
	uint64_t	from = start - (uint64_t)in->drift;
	int32_t		extra = (int32_t)(in->base + in->n - start) -
			    (int32_t)n;
	uint32_t	kept = in->n_repairs - in->first_repair;

	if (from + n <= in->limit)
		in->limit_drift += extra;
	else if (from < in->limit)
		in->limit_drift = (int64_t)(start + 1 - in->limit);
	if (extra == 0)
		return;
	in->drift += extra;
	if (in->n_repairs == in->repairs_room && in->first_repair > kept) {
		memmove(in->repairs, in->repairs + in->first_repair,
		    kept * sizeof(*in->repairs));
		in->first_repair = 0;
		in->n_repairs = kept;
	}
	GROW(in->repairs, in->n_repairs, in->repairs_room);
	in->repairs[in->n_repairs++] = (struct repair){
	    in->base + in->n, extra };
}

/* Amid lines of bytes; "\n\0" is one where the lines before were, too. */
static const char *
wide_name(const struct ps_input *in, const char *p, size_t n)
{
	const char	*name;

	if (in->other.alone)
		return NULL;
	name = charset_wide(p, n);
	return n == 2 && name != in->wide ? NULL : name;
}

/*
 * The end of a line that began before the range, which was opened a byte
 * early: who reads that line judges it.
 */
static bool
is_fragment(const struct ps_input *in)
{
	return in->line_place == in->start &&
	    (in->start + 1) % RANGE_BYTES == 0;
}

static bool
is_decided(struct ps_input *in)
{
	if (!in->other.fixed && !is_fragment(in) &&
	    in->other.block != in->line_place / RANGE_BYTES)
		in->other.wanted = true;
	return !in->other.wanted;
}

static enum how
choose_first(const struct ps_input *in, const struct charset_line *l)
{
	if (in->other.alone)
		return AS_OTHER;
	if (l->invalid == 0)
		return l->bits >= charset_chance(in->other.name) ? AS_UTF8 :
		    AS_OTHER;
	return l->bits >= 24 && l->sequences > 4 * l->invalid ? AS_BYTES :
	    AS_OTHER;
}

/* False: it must be decided first what lines of this block are. */
static bool
choose(struct ps_input *in, const struct charset_line *l, enum how *how)
{
	if (in->other.first && l->sequences + l->invalid > 0) {
		*how = choose_first(in, l);
		return true;
	}
	*how = l->invalid == 0 && !is_western_alone(in) ? AS_UTF8 : AS_BYTES;
	if (l->invalid <= l->sequences)
		return true;
	if (!is_decided(in))
		return false;
	if (in->other.name != NULL && !is_fragment(in))
		*how = AS_OTHER;
	return true;
}

/* Whether windows-1252 says nothing about some byte. */
static bool
has_holes(const char *p, size_t n)
{
	static const char	holes[] = "\x81\x8d\x8f\x90\x9d";

	for (size_t i = 0; i + 1 < sizeof(holes); i++)
		if (memchr(p, holes[i], n) != NULL)
			return true;
	return false;
}

/* What it is read as, if that is not as the document should be. */
static const char *
odd_reading(const struct ps_input *in, enum how how,
    const struct charset_line *l)
{
	const struct other	*o = &in->other;

	switch (how) {
	case AS_UTF8:
		return o->first || o->western ? "UTF-8" : NULL;
	case AS_BYTES:
		if (!o->western)
			return "windows-1252";
		return l->sequences > 0 && !o->alone ? "UTF-8" : NULL;
	default:
		return o->first ? NULL : o->name;
	}
}

/* What is put into the window, and where it is from. */
struct unit {
	const char	*p;
	size_t		 n;
	uint64_t	 start;		/* in the text */
	uint64_t	 place;		/* in the document */
};

static void
tell(struct ps_input *in, const struct unit *u, enum odd_kind kind,
    const char *reading, size_t at)
{
	if (!is_fragment(in))
		note_odd(in, kind, reading, u->start, u->place + at,
		    u->p + at, u->n - at);
}

/* Through iconv; what it refuses is kept.  Returns where it first did. */
static size_t
put_other(struct ps_input *in, const struct unit *u)
{
	const char	*from = u->p;
	size_t		 left = u->n;

	return put_iconv(in, &from, &left, true);
}

static void
put_narrow(struct ps_input *in, const struct unit *u, enum how how,
    const struct charset_line *l)
{
	const char	*reading = odd_reading(in, how, l);
	const char	*code = "windows-1252";
	size_t		 bad = SIZE_MAX;

	if (how == AS_OTHER) {
		code = in->other.name;
		bad = put_other(in, u);
	} else {
		put_bytes(in, u->p, u->n);
		if (how == AS_BYTES && has_holes(u->p, u->n))
			bad = l->first;
	}
	if (l->sequences + l->invalid == 0)
		return;
	if (reading != NULL)
		tell(in, u, ODD_READING, reading, l->first);
	else
		in->run.reading = NULL;
	if (bad < u->n)
		tell(in, u, ODD_BYTES, code, bad);
	else
		in->run.bytes = NULL;
}

/* One line.  False: a decision is wanted before. */
static bool
put_unit(struct ps_input *in, const char *p, size_t n, uint64_t place)
{
	struct unit	 u = { p, n, in->base + in->n, place };
	const char	*wide = wide_name(in, p, n);
	struct charset_line l;
	enum how	 how = AS_WIDE;

	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		u = (struct unit){ p + 3, n - 3, u.start, place + 3 };
	if (!in->amid_unit)
		in->line_place = place;
	charset_look(u.p, u.n, &l);
	if (wide == NULL && !choose(in, &l, &how))
		return false;
	odd_line(in, in->line_place);
	if (u.p > p)
		note_odd(in, ODD_MARK, "UTF-8", u.start, place, p, 3);
	if (wide != NULL) {
		tell(in, &u, ODD_READING, wide, 0);
		put_wide(in, p, n, strcmp(wide, "UTF-16BE") == 0);
	} else {
		put_narrow(in, &u, how, &l);
	}
	note_length(in, u.start, n);
	in->wide = wide;
	pass_units(in, p, n, place);
	return true;
}

/* Whole lines that are as they should be. */
static size_t
put_plain(struct ps_input *in, const char *p, size_t n, uint64_t place,
    bool last)
{
	bool		 own = in->other.first || in->other.western;
	size_t		 span = own ? ascii_span(p, n) : utf8_span(p, n);
	const char	*nul = span > 0 ? memchr(p, '\0', span) : NULL;

	if (nul != NULL)
		span = (size_t)(nul - p);
	if (span < n || !last)
		span = last_unit(p, span);
	if (span > 0) {
		if (!own && in->run.reading != NULL &&
		    ascii_span(p, span) < span)
			in->run.reading = in->run.bytes = NULL;
		pass_units(in, p, span, place);
		put_text_bytes(in, p, span);
		in->wide = NULL;
	}
	return span;
}

size_t
convert_mixed(struct ps_input *in, const char *p, size_t n, bool last)
{
	uint64_t	place = raw_place(in);
	size_t		at = 0, length;

	while (at < n) {
		window_room(in, 4 * (n - at));
		if (p[at] != '\n' || !is_amid_wide(in))
			at += put_plain(in, p + at, n - at, place + at,
			    last);
		if (at == n)
			break;
		length = unit_length(in, p + at, n - at, last);
		if (length == 0 || !put_unit(in, p + at, length, place + at))
			break;
		at += length;
	}
	return at;
}
