/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset_language.c - 8-bit text: is it anything but windows-1252?
 *
 * uchardet knows languages but always has an answer.  It is asked about words
 * with high bytes alone, and believed only where the bytes themselves do not
 * look like western text.
 */
#ifdef HAVE_CONFIG_H
# include <config.h>
#endif
#include <errno.h>
#include <iconv.h>
#include <string.h>
#ifdef HAVE_UCHARDET
# include <uchardet/uchardet.h>
#endif

#include "charset_impl.h"
#include "input_impl.h"
#include "str.h"

enum { EXCERPT = sizeof(((struct charset_evidence *)0)->p), ENOUGH = 12 };

/* What must be seen before an answer of that kind is believed. */
enum sort {
	LATIN,		/* judged by charset_latin.c instead */
	SCRIPT,		/* long runs of high bytes */
	WIDE		/* the same, and every character valid */
};

struct code {
	const char	*theirs;	/* uchardet's name */
	const char	*ours;		/* iconv's */
	enum sort	 sort;
};

/* Western ones are missing: they are read as windows-1252 unless declared. */
static const struct code codes[] = {
	{ "BIG5", "BIG5", WIDE },
	{ "EUC-JP", "EUC-JP", WIDE },
	{ "EUC-KR", "CP949", WIDE },
	{ "EUC-TW", "EUC-TW", WIDE },
	{ "GB18030", "GB18030", WIDE },
	{ "SHIFT_JIS", "CP932", WIDE },
	{ "UHC", "CP949", WIDE },
	{ "IBM866", "IBM866", SCRIPT },
	{ "ISO-8859-5", "ISO-8859-5", SCRIPT },
	{ "ISO-8859-6", "ISO-8859-6", SCRIPT },
	{ "ISO-8859-7", "windows-1253", SCRIPT },
	{ "ISO-8859-8", "windows-1255", SCRIPT },
	{ "KOI8-R", "KOI8-R", SCRIPT },
	{ "MAC-CYRILLIC", "MAC-CYRILLIC", SCRIPT },
	{ "TIS-620", "TIS-620", SCRIPT },
	{ "WINDOWS-1251", "windows-1251", SCRIPT },
	{ "WINDOWS-1253", "windows-1253", SCRIPT },
	{ "WINDOWS-1255", "windows-1255", SCRIPT },
	{ "WINDOWS-1256", "windows-1256", SCRIPT },
	{ "IBM850", "IBM850", LATIN },
	{ "IBM852", "IBM852", LATIN },
	{ "MACINTOSH", "MACINTOSH", LATIN },
	{ "ISO-8859-2", "ISO-8859-2", LATIN },
	{ "ISO-8859-15", "ISO-8859-15", LATIN },
	{ "ISO-8859-9", "windows-1254", LATIN },
	{ "WINDOWS-1250", "windows-1250", LATIN },
	{ "WINDOWS-1254", "windows-1254", LATIN },
	{ "WINDOWS-1257", "windows-1257", LATIN },
};

#define N_CODES	(sizeof(codes) / sizeof(codes[0]))

void
charset_warm(void)
{
	/* Never closed: what is closed is unloaded, and must be found again. */
	static const char *const more[] = {
		"windows-1252", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"
	};
	enum { N_MORE = sizeof(more) / sizeof(more[0]) };
	static iconv_t	kept[N_CODES + N_MORE];

	for (size_t i = 0; i < N_CODES + N_MORE; i++)
		if (kept[i] == NULL)
			kept[i] = iconv_open("UTF-8", i < N_CODES ?
			    codes[i].ours : more[i - N_CODES]);
}

/* Below are blanks, digits and most delimiters; above, second bytes too. */
static bool
in_word(unsigned char c)
{
	return c >= 0x40;
}

static bool
is_ascii_letter(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static void
add_word(struct charset_evidence *x, const char *word, size_t n)
{
	const unsigned char	*s = (const unsigned char *)word;

	if (n > 256)
		n = 256;
	if (x->n + n + 1 > EXCERPT)
		n = EXCERPT - x->n - 1;
	for (size_t i = 0; i < n; i++) {
		x->letters += is_ascii_letter(s[i]);
		if (s[i] < 0x80)
			continue;
		x->high++;
		x->runs += i == 0 || s[i - 1] < 0x80;
	}
	memcpy(x->p + x->n, word, n);
	x->n += n;
	x->p[x->n++] = ' ';
}

static void
add_words(struct charset_evidence *x, const char *p, size_t n)
{
	const unsigned char	*s = (const unsigned char *)p;
	size_t			 at = 0, start;
	bool			 high;

	while (at < n && x->n + 1 < EXCERPT) {
		while (at < n && !in_word(s[at]))
			at++;
		high = false;
		for (start = at; at < n && in_word(s[at]); at++)
			high |= s[at] >= 0x80;
		if (high)
			add_word(x, p + start, at - start);
	}
}

void
charset_begin(struct charset_evidence *x)
{
	x->n = x->high = x->runs = x->letters = 0;
}

void
charset_add(struct charset_evidence *x, const char *p, size_t n)
{
	struct charset_line	l;
	size_t			at = 0, length;

	for (; at < n && !charset_is_full(x); at += length) {
		at += ascii_span(p + at, n - at);
		while (at > 0 && at < n && p[at - 1] != '\n' &&
		    p[at - 1] != '\r')
			at--;
		length = charset_line_length(p + at, n - at);
		charset_look(p + at, length, &l);
		if (l.invalid > l.sequences &&
		    memchr(p + at, '\0', length) == NULL)
			add_words(x, p + at, length);
	}
}

bool
charset_is_full(const struct charset_evidence *x)
{
	return x->n + 1 >= EXCERPT;
}

#ifdef HAVE_UCHARDET
static const struct code *
ask(const struct charset_evidence *x)
{
	uchardet_t		 u = uchardet_new();
	const struct code	*found = NULL;
	const char		*name;

	if (uchardet_handle_data(u, x->p, x->n) == 0) {
		uchardet_data_end(u);
		name = uchardet_get_charset(u);
		for (size_t i = 0; i < N_CODES; i++)
			if (strcmp(codes[i].theirs, name) == 0)
				found = &codes[i];
	}
	uchardet_delete(u);
	return found;
}
#else
static const struct code *
ask(const struct charset_evidence *x)
{
	(void)x;
	return NULL;
}
#endif

/* Whether every word is valid in it, but for the last, which may be cut. */
static bool
is_valid(const struct code *c, const struct charset_evidence *x)
{
	char	 out[1024], *to, *from;
	size_t	 room, left = x->n, got;
	iconv_t	 cd = iconv_open("UTF-8", c->ours);
	const char *p = x->p;

	if (cd == (iconv_t)-1)
		return false;
	memcpy(&from, &p, sizeof(from));
	do {
		to = out;
		room = sizeof(out);
		got = iconv(cd, &from, &left, &to, &room);
	} while (got == (size_t)-1 && errno == E2BIG);
	iconv_close(cd);
	return got != (size_t)-1 || left < 4;
}

static bool
is_believable(const struct code *c, const struct charset_evidence *x)
{
	switch (c->sort) {
	case SCRIPT:
		return x->high >= 2 * x->runs && x->high > 2 * x->letters;
	case WIDE:
		return x->high > x->letters && is_valid(c, x);
	default:
		return false;
	}
}

bool
charset_same(const char *a, const char *b)
{
	while (*a != '\0' && to_lower((unsigned char)*a) ==
	    to_lower((unsigned char)*b)) {
		a++;
		b++;
	}
	return to_lower((unsigned char)*a) == to_lower((unsigned char)*b);
}

const char *
charset_of(const struct charset_evidence *x, struct charset_choice *out)
{
	const struct code	*c;

	memset(out, 0, sizeof(*out));
	if (x->high >= ENOUGH && 2 * x->high >= 3 * x->runs &&
	    (c = ask(x)) != NULL && is_believable(c, x)) {
		out->name = c->ours;
		out->runner_up = "windows-1252";
	} else {
		charset_latin(x, out);
	}
	return out->name;
}

static const struct code *
code_of(const char *name)
{
	for (size_t i = 0; i < N_CODES; i++)
		if (charset_same(codes[i].ours, name) ||
		    charset_same(codes[i].theirs, name))
			return &codes[i];
	return NULL;
}

const char *
charset_iconv_name(const char *name)
{
	const struct code	*c = code_of(name);

	return c == NULL ? NULL : c->ours;
}

const char *
charset_by_lines(const char *name)
{
	const struct code	*c = code_of(name);

	return c == NULL ? NULL : c->sort == WIDE ? c->ours : name;
}

size_t
charset_chance(const char *name)
{
	const struct code	*c = code_of(name);

	return c == NULL || c->sort == LATIN ? 6 : 12;
}
