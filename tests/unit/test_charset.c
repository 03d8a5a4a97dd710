/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_charset.c - encodings are found, binary files are no text, and bytes
 * that could be either are read as what they mostly are.
 */
#ifdef HAVE_CONFIG_H
# include <config.h>
#endif
#include <iconv.h>
#include <stdlib.h>

#include "../../core/input/charset.h"
#include "../tap.h"

struct sample {
	const char	*p;
	size_t		 n;
	bool		 whole;
	const char	*name;
	size_t		 bom;
};

#define WHOLE(s, ...)	{ s, sizeof(s) - 1, true, __VA_ARGS__ }
#define CUT(s, ...)	{ s, sizeof(s) - 1, false, __VA_ARGS__ }

static const struct sample samples[] = {
	WHOLE("", "UTF-8", 0),
	WHOLE("a,b\n1,2\n", "UTF-8", 0),
	WHOLE("\xef\xbb\xbf" "a,b\n", "UTF-8", 3),
	WHOLE("caf\xc3\xa9\n", "UTF-8", 0),
	CUT("caf\xc3", "UTF-8", 0),
	CUT("\xf0\x9f\x98", "UTF-8", 0),
	WHOLE("caf\xc3", "windows-1252", 0),
	WHOLE("caf\xe9;1\n", "windows-1252", 0),
	WHOLE("\xff\xfe" "a\0\n\0", "UTF-16LE", 2),
	WHOLE("\xfe\xff\0a\0\n", "UTF-16BE", 2),
	WHOLE("\xff\xfe\0\0a\0\0\0", "UTF-32LE", 4),
	WHOLE("\0\0\xfe\xff\0\0\0a", "UTF-32BE", 4),
	WHOLE("a\0,\0b\0\r\0\n\0", "UTF-16LE", 0),
	WHOLE("\0a\0,\0b\0\r\0\n", "UTF-16BE", 0),
	WHOLE("a\0\0\0,\0\0\0\n\0\0\0", "UTF-32LE", 0),
	WHOLE("\0\0\0a\0\0\0,\0\0\0\n", "UTF-32BE", 0),
	/* Cyrillic without a BOM: NULs in blanks and digits only */
	WHOLE("\x16\x04\x43\x04\x3a\x04;\0" "1\0\n\0", "UTF-16LE", 0),
	/* "Bush hid the facts" is not Chinese */
	WHOLE("Bush hid the facts", "UTF-8", 0),
	WHOLE("\x1f\x8b\x08\0\0\0\0\0", "binary", 0),
	WHOLE("%PDF-1.4\ntext\n", "binary", 0),
	WHOLE("\x7f" "ELF\2\1\1\0\0\0", "binary", 0),
	WHOLE("\0\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7", "binary", 0),
	/* text may have a few odd bytes */
	WHOLE("a,b\n\"x\0\"y\",2\nmore text here to read\n", "UTF-8", 0),
	WHOLE("\033[31mred\033[0m plain\n", "UTF-8", 0),
	WHOLE("a\001b\001c\n1\0012\0013\n", "UTF-8", 0),
	/* one row is damaged, the others are what they are */
	WHOLE("Andr\xc3\xa9,K\xc3\xb6ln\nBj\xf6rn,Oslo\n", "UTF-8", 0),
	WHOLE("\xc3\xa9\nfranc\xe9\nd\xe9j\xe0\n", "windows-1252", 0),
	/* a mark amid the text is no reason to doubt it */
	WHOLE("\xc3\xa9,1\n\xef\xbb\xbf\xc3\xa9,2\n", "UTF-8", 0),
	/* bytes first, then UTF-16, and the other way round */
	WHOLE("name,city\n1\0,\0\xe9\0\n\0" "2\0,\0\xe9\0\n\0", "UTF-8", 0),
	WHOLE("\xff\xfe" "a\0,\0b\0\n\0plain,text\n", "UTF-16LE", 2),
	/* signs beside figures and in units are no letters of Polish */
	WHOLE("5 m\xb3,\xb1" "3\n7 kg/m\xb3,\xb1" "1\n12 m\xb3/h,\xb9\n",
	    "windows-1252", 0),
	WHOLE("O\x92" "Brien,don\x92t,it\x92s,O\x92Neill,\x93so\x94\n",
	    "windows-1252", 0),
	/* what a document says of itself, where its bytes do not prove it */
	WHOLE("<?xml version='1.0' encoding = 'iso-8859-15'?><a>\xa4</a>",
	    "ISO-8859-15", 0),
	WHOLE("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><a>\x82\xa0</a>",
	    "CP932", 0),
	WHOLE("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xc3\xa9</a>",
	    "UTF-8", 0),
	WHOLE("<?xml version=\"1.0\" encoding=\"x\"?><a>\xe9</a>",
	    "windows-1252", 0),
	WHOLE("<?xml encoding=", "UTF-8", 0),
	WHOLE("<?xml\xe9 encoding", "windows-1252", 0),
	WHOLE("\xc3\xa9 \xc3\xa8 \xc3\xa0 \xc3\xb4 \xc3\xbc \xe9\n", "UTF-8",
	    0),
};

static void
test_samples(void)
{
	struct charset	c;

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		const struct sample *s = &samples[i];

		charset_guess(s->p, s->n, s->whole, &c);
		is_str(c.name, s->name, "sample %zu: %s", i, c.why);
		is_int(c.bom, s->bom, "... its BOM");
		ok(c.binary == (strcmp(c.name, "binary") == 0),
		    "... whether it is binary");
	}
}

/* The Latin ones need no library; each says what else it could have been. */
static const struct {
	const char	*p, *name, *other;
} latins[] = {
	{ "P\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd k\xf9\xf2 m\xecsto "
	  "\xf8" "eka mno\x9estv\xed \xe8\xedslo \xfa\xe8" "et d\xf9m",
	  "windows-1250",
	  "windows-1252" },
	{ "wojew\xf3" "dztwo \xb6l\xb1skie \xb3\xf3" "dzkie \xbcr\xf3" "d\xb3o "
	  "cz\xea\xb6\xe6 ksi\xb1\xbfka", "ISO-8859-2", "windows-1252" },
	{ "SE\x84OR SE\x84ORA ESPA\x84" "A MU\x84OZ PE\x84" "A A\x84O "
	  "IBA\x84" "EZ NU\x84" "EZ", "MACINTOSH", "windows-1252" },
	{ "\xe9l\xe8ve fran\xe7" "ais d\xe9j\xe0 o\xf9 \xeatre for\xeat",
	  "windows-1252", NULL },
};

static void
test_latins(void)
{
	struct charset	c;

	for (size_t i = 0; i < sizeof(latins) / sizeof(*latins); i++) {
		charset_guess(latins[i].p, strlen(latins[i].p), true, &c);
		is_str(c.name, latins[i].name, "latin %zu: %s", i, c.why);
		if (latins[i].other == NULL)
			continue;
		is_str(c.runner_up, latins[i].other, "... rather than");
		ok(c.bits > 10, "... by %.0f bits", c.bits);
	}
}

/* What lines that are not UTF-8 are read as. */
static void
test_other(void)
{
	static const char	text[] = "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\n"
				    "\xd0\x9a\xd0\xb0\xd0\xb7\xd0\xb0\n"
				    "m\xecsto \xf8" "eka \xfa\xe8" "et "
				    "mno\x9estv\xed d\xf9m P\xf8\xedli\x9a "
				    "k\xf9\xf2\n";
	struct charset		c;

	charset_guess(text, sizeof(text) - 1, true, &c);
	is_str(c.name, "UTF-8", "mostly UTF-8: %s", c.why);
	is_str(c.other, "windows-1250", "and lines that are something else");
}

#ifdef HAVE_UCHARDET
static const struct {
	const char	*encoding, *text;
} languages[] = {
	{ "windows-1251",
	    "1;Москва;столица Российской Фед"
	    "ерации\n2;Санкт-Петербург;город "
	    "на реке Неве\n" },
	{ "KOI8-R",
	    "1;Москва;столица Российской Фед"
	    "ерации\n2;Санкт-Петербург;город "
	    "на реке Неве\n" },
	{ "SHIFT_JIS",
	    "1;東京都;日本の首都です\n2;大阪府;西日本"
	    "の中心\n" },
	{ "EUC-JP",
	    "1;東京都;日本の首都です\n2;大阪府;西日本"
	    "の中心\n" },
	{ "GB18030",
	    "1;北京市;中华人民共和国的首都\n2;上海市;"
	    "最大的城市\n" },
	{ "CP949",
	    "1;서울;대한민국의 수도이다\n2;부산;제2의 "
	    "도시이다\n" },
	{ "windows-1253",
	    "1;Αθήνα;η πρωτεύουσα της Ελλάδας"
	    "\n" },
	{ "windows-1252",
	    "1;Köln;die größte Stadt im Westen; schöne Grüße\n2;"
	    "Übersee;ein Ort für müde Städter;äöüß\n" },
	{ "windows-1252",
	    "1;élève;où être né;français, déjà reçu l’été"
	    "\n" },
};

static void
test_languages(void)
{
	struct charset	 c;
	char		 raw[20000], back[60000], text[30000], *from, *to;
	size_t		 left, room, n, length;

	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
		iconv_t	cd = iconv_open(languages[i].encoding, "UTF-8");

		for (length = 0; length < 3000; length +=
		    strlen(languages[i].text))
			memcpy(text + length, languages[i].text,
			    strlen(languages[i].text));
		from = text;
		to = raw;
		left = length;
		room = sizeof(raw);
		iconv(cd, &from, &left, &to, &room);
		iconv_close(cd);
		n = sizeof(raw) - room;
		charset_guess(raw, n, true, &c);
		/* another name is fine if the text is the same */
		cd = iconv_open("UTF-8", c.name);
		from = raw;
		to = back;
		left = n;
		room = sizeof(back);
		iconv(cd, &from, &left, &to, &room);
		iconv_close(cd);
		ok(sizeof(back) - room == length &&
		    memcmp(back, text, length) == 0, "%s is read as %s",
		    languages[i].encoding, c.name);
	}
}
#endif

/* No sample may do harm, whatever is in it. */
static void
test_noise(void)
{
	struct charset	 c;
	uint64_t	 seed = 88172645463325252;
	char		*p;
	size_t		 n;

	for (int round = 0; round < 2000; round++) {
		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		n = seed % 600;
		p = malloc(n + 1);
		for (size_t i = 0; i < n; i++) {
			uint64_t r = (seed + i) * 0x9e3779b97f4a7c15;

			p[i] = (char)(round % 3 == 0 ? r >> 56 :
			    round % 3 == 1 ? 0x80 | r >> 57 :
			    r >> 63 ? 0 : 'a');
		}
		charset_guess(p, n, round % 2 == 0, &c);
		free(p);
		if (c.name == NULL || c.why[0] == '\0')
			break;
	}
	ok(c.name != NULL && c.why[0] != '\0', "noise always has an answer");
}

int
main(void)
{
	charset_warm();
	test_samples();
	test_latins();
	test_other();
#ifdef HAVE_UCHARDET
	test_languages();
#endif
	test_noise();
	return done_testing();
}
