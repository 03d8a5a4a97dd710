/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset_latin.c - text in Latin letters, a byte each: which encoding makes
 * words of it?
 *
 * Each language has its accented letters in the order in which they are met;
 * what one costs grows with its rank, and what no language has costs much.
 * The encoding with the cheapest language wins, if it does so clearly: bytes
 * that mean the same in windows-1252 tell about the language, too.
 */
#include <iconv.h>
#include <string.h>

#include "charset_impl.h"
#include "str.h"

enum group { WEST = 1, CENTRAL = 2, TURKISH = 4, BALTIC = 8 };

struct language {
	const char	*name;
	enum group	 group;
	const char	*letters;
};

static const struct language languages[] = {
	{ "German", WEST, "üäöß" },
	{ "French", WEST, "éèàêçâîôûëïœùü" },
	{ "Spanish", WEST, "óíáéñúüç" },
	{ "Portuguese", WEST, "ãçáéíóêõâúàô" },
	{ "Italian", WEST, "èàùòéì" },
	{ "Danish", WEST, "øåæéö" },
	{ "Swedish", WEST, "äåöé" },
	{ "Dutch", WEST, "ëéïüö" },
	{ "Icelandic", WEST, "áðíóþöýúæé" },
	{ "Czech", CENTRAL, "íáěéřčýžšůúóťďň" },
	{ "Slovak", CENTRAL, "áíčéšýžúľťôäňóďĺŕ" },
	{ "Polish", CENTRAL, "łóążęśćńź" },
	{ "Hungarian", CENTRAL, "áéóöőíüúű" },
	{ "Croatian", CENTRAL, "čšžćđ" },
	{ "Romanian", CENTRAL, "ăîşâţ" },
	{ "Turkish", TURKISH, "ıüşöğçİâî" },
	{ "Lithuanian", BALTIC, "ėšųžčįūąę" },
	{ "Latvian", BALTIC, "āīēšļūņžčķģ" },
};

struct latin {
	const char	*name;
	enum group	 group;
};

static const struct latin latins[] = {
	{ "windows-1252", WEST }, { "windows-1250", CENTRAL },
	{ "ISO-8859-2", CENTRAL }, { "windows-1254", TURKISH },
	{ "windows-1257", BALTIC }, { "IBM850", WEST },
	{ "IBM852", CENTRAL }, { "MACINTOSH", WEST },
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* Costs, in quarters of a bit. */
enum {
	FIRST = 8,		/* the commonest letter of a language */
	FOREIGN = 22,		/* a letter of a neighbour's */
	STRANGE = 44,		/* a letter that nobody there has */
	SIGN = 18,		/* a sign that texts have */
	ODD_SIGN = 48,		/* one that they have not */
	CAPITAL = 8,
	MISPLACED = 24,		/* a capital after a small letter, or such */
	MARGIN = 60,		/* to be better than windows-1252 by */
	MARGIN_TWO = 80,	/* the same on two different letters, */
	MARGIN_ONE = 160,	/* on one */
	MOST = 8		/* times that one byte counts */
};

/* Where a byte stands in its word. */
enum { AFTER_SMALL = 1, AMID = 2, IN_CAPITALS = 4, N_PLACES = 8 };

struct counts {
	unsigned	n[128][N_PLACES];
};

/* Letters of Latin-1 and Latin Extended-A in their small form. */
static uint32_t
small(uint32_t c)
{
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return c + 0x20;
	if (c == 0x178)
		return 0xff;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);
	return c >= 0x100 && c <= 0x177 ? c | 1 : c;
}

static bool
is_latin_letter(uint32_t c)
{
	return c >= 0xc0 && c < 0x180 && c != 0xd7 && c != 0xf7;
}

/* Its rank in a string of letters, or -1. */
static int
rank(const char *letters, uint32_t c)
{
	size_t		at = 0, n = strlen(letters);
	uint32_t	letter;

	for (int i = 0; at < n; i++) {
		at += utf8_decode(letters + at, n - at, &letter);
		if (letter == c)
			return i;
	}
	return -1;
}

/* Signs as they stand within words, and such as stand beside them only. */
static bool
is_usual_sign(uint32_t c, unsigned place)
{
	static const char amid[] = "’‘–—…·\u00a0";
	static const char beside[] = "“”„«»€£°º²³½"
			    "§©®™•¿¡";

	return rank(amid, c) >= 0 ||
	    ((place & AMID) == 0 && rank(beside, c) >= 0);
}

static bool
is_in_group(enum group group, uint32_t c)
{
	for (size_t i = 0; i < COUNT(languages); i++)
		if (languages[i].group == group &&
		    rank(languages[i].letters, c) >= 0)
			return true;
	return false;
}

static unsigned
cost(const struct language *l, uint32_t c, unsigned place)
{
	uint32_t	 low = small(c);
	unsigned	 bits;
	int		 r;

	if (!is_latin_letter(c))
		return is_usual_sign(c, place) ? SIGN : ODD_SIGN;
	if ((r = rank(l->letters, c)) < 0)
		r = rank(l->letters, low);
	bits = r >= 0 ? FIRST + (unsigned)r * 5 / 4 :
	    is_in_group(l->group, low) ? FOREIGN : STRANGE;
	if (c != low)
		bits += (place & AFTER_SMALL) != 0 ? MISPLACED : CAPITAL;
	else if ((place & IN_CAPITALS) != 0)
		bits += MISPLACED;
	return bits;
}

static bool
is_small(unsigned char c)
{
	return (unsigned char)(c - 'a') < 26;
}

static bool
is_capital(unsigned char c)
{
	return (unsigned char)(c - 'A') < 26;
}

static bool
may_be_letter(unsigned char c)
{
	return c >= 0x80 || (unsigned char)((c | 0x20) - 'a') < 26;
}

/* Words: what stands in "cm\xb3" or alone is a sign as well as a letter. */
static void
count_word(const unsigned char *s, size_t n, struct counts *to)
{
	unsigned	*c, place;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < 0x80 || n < 3 || (n == 3 && i == 2))
			continue;
		place = i > 0 && is_small(s[i - 1]) ? AFTER_SMALL : 0;
		if (i > 0 && i + 1 < n)
			place |= is_capital(s[i - 1]) && is_capital(s[i + 1]) ?
			    AMID | IN_CAPITALS : AMID;
		c = &to->n[s[i] - 0x80][place];
		*c += *c < MOST;
	}
}

static void
count(const struct charset_evidence *x, struct counts *to)
{
	const unsigned char	*s = (const unsigned char *)x->p;
	size_t			 from, at = 0;

	memset(to, 0, sizeof(*to));
	while (at < x->n) {
		for (from = at; at < x->n && may_be_letter(s[at]); at++)
			continue;
		count_word(s + from, at - from, to);
		at++;
	}
}

/* What the bytes mean; 0 where they mean nothing. */
static bool
read_codes(const char *name, uint32_t *codes)
{
	iconv_t	cd = iconv_open("UTF-8", name);
	char	in, out[8], *from, *to;
	size_t	left, room;

	if (cd == (iconv_t)-1)
		return false;
	for (unsigned i = 0; i < 128; i++) {
		in = (char)(i + 0x80);
		from = &in;
		to = out;
		left = 1;
		room = sizeof(out);
		codes[i] = 0;
		if (iconv(cd, &from, &left, &to, &room) != (size_t)-1)
			utf8_decode(out, sizeof(out) - room, &codes[i]);
		else
			iconv(cd, NULL, NULL, NULL, NULL);
	}
	iconv_close(cd);
	return true;
}

static unsigned
total(const struct language *l, const struct counts *c, const uint32_t *codes)
{
	unsigned	sum = 0;

	for (unsigned i = 0; i < 128; i++)
		for (unsigned k = 0; k < N_PLACES; k++)
			if (c->n[i][k] > 0)
				sum += c->n[i][k] * cost(l, codes[i], k);
	return sum;
}

/* Letters of that language that would be something else in windows-1252. */
static unsigned
own_letters(const struct language *l, const struct counts *c,
    const uint32_t *codes, const uint32_t *western)
{
	unsigned	found = 0;

	for (unsigned i = 0; i < 128; i++)
		for (unsigned k = 0; k < N_PLACES; k++)
			if (c->n[i][k] > 0 && codes[i] != western[i] &&
			    (rank(l->letters, codes[i]) >= 0 ||
			    rank(l->letters, small(codes[i])) >= 0)) {
				found++;
				break;
			}
	return found;
}

/* The best of an encoding's languages. */
struct fit {
	const char	*name, *language;
	unsigned	 cost;
	bool		 sure;		/* better than windows-1252 */
};

static void
fit_languages(const struct latin *latin, const struct counts *c,
    const uint32_t *codes, const uint32_t *western, struct fit *best)
{
	unsigned	 sum, own;
	unsigned	 margin;
	bool		 sure;
	unsigned	 least = western == codes ? UINT32_MAX : best[0].cost;
	struct fit	*to = western == codes ? &best[0] : &best[1];

	for (size_t i = 0; i < COUNT(languages); i++) {
		const struct language *l = &languages[i];

		if (l->group != latin->group)
			continue;
		sum = total(l, c, codes);
		own = own_letters(l, c, codes, western);
		margin = own > 2 ? MARGIN : own == 2 ? MARGIN_TWO : MARGIN_ONE;
		sure = own > 0 && sum + margin <= least;
		if (sure < to->sure || (sure == to->sure && sum >= to->cost))
			continue;
		if (western != codes && own == 0)
			continue;
		*to = (struct fit){ latin->name, l->name, sum, sure };
	}
}

void
charset_latin(const struct charset_evidence *x, struct charset_choice *out)
{
	struct counts	 c;
	uint32_t	 western[128], codes[128];
	struct fit	 best[2] = { { .cost = UINT32_MAX },
			    { .cost = UINT32_MAX } };
	const struct fit *to;

	count(x, &c);
	if (!read_codes(latins[0].name, western))
		return;
	fit_languages(&latins[0], &c, western, western, best);
	for (size_t i = 1; i < COUNT(latins); i++)
		if (read_codes(latins[i].name, codes))
			fit_languages(&latins[i], &c, codes, western, best);
	to = &best[best[1].sure];
	if (to->cost == 0)
		return;			/* no words at all */
	out->name = best[1].sure ? to->name : NULL;
	out->language = to->language;
	out->runner_up = best[!best[1].sure].name;
	out->bits = ((double)best[!best[1].sure].cost - to->cost) / 4;
}
