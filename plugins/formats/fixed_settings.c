/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_settings.c - files of /etc whose columns are words, one row a line:
 * known by what their first words are.
 *
 * Sources: services(5), fstab(5), hosts(5).
 */
#include <arpa/inet.h>
#include <string.h>

#include "fixed.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What a word of such a file may be. */
enum word_class {
	ANY, ADDRESS, PORT, DEVICE, POINT, NAME
};

/* Files of /etc whose columns are words; a comment behind them is one. */
static const struct {
	const char	*what, *names;
	uint32_t	 least, most;		/* words */
	enum fixed_words words;
	enum word_class	 first[3];
} tables[] = {
	{ "a table of services, services(5)",
	  "service\tport\taliases\tcomment", 2, 20, WORDS_REMARK,
	  { NAME, PORT, ANY } },
	{ "a table of file systems, fstab(5)",
	  "device\tmount point\ttype\toptions\tdump\tpass", 3, 6,
	  WORDS_REST, { DEVICE, POINT, NAME } },
	{ "a table of hosts, hosts(5)",
	  "address\thost\taliases\tcomment", 2, 20, WORDS_REMARK,
	  { ADDRESS, NAME, ANY } },
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
starts(const char *p, uint32_t n, const char *const *words)
{
	for (; *words != NULL; words++)
		if (n >= strlen(*words) &&
		    memcmp(p, *words, strlen(*words)) == 0)
			return true;
	return false;
}

/* 127.0.0.1, 2001:db8::7, fe80::1%eth0 */
static bool
is_address(const char *p, uint32_t n)
{
	char		text[INET6_ADDRSTRLEN];
	unsigned char	address[sizeof(struct in6_addr)];
	const char	*zone = memchr(p, '%', n);

	if (zone != NULL)
		n = (uint32_t)(zone - p);
	if (n >= sizeof(text))
		return false;
	memcpy(text, p, n);
	text[n] = '\0';
	return inet_pton(AF_INET, text, address) == 1 ||
	    inet_pton(AF_INET6, text, address) == 1;
}

static bool
is_of_class(const char *p, uint32_t n, enum word_class class)
{
	static const char *const	devices[] = {
		"/", "UUID=", "LABEL=", "PARTUUID=", "PARTLABEL=", "tmpfs",
		"proc", "sysfs", "devpts", "none", "//", "\\", NULL
	};
	static const char *const	points[] = {
		"/", "none", "swap", NULL
	};
	uint32_t			i = 0;

	switch (class) {
	case PORT:
		while (i < n && is_digit(p[i]))
			i++;
		return i > 0 && n - i > 2 && p[i] == '/' &&
		    is_letter(p[i + 1]);
	case ADDRESS:
		return is_address(p, n);
	case DEVICE:
		return starts(p, n, devices);
	case POINT:
		return starts(p, n, points);
	case NAME:
		return is_letter(*p) || is_digit(*p);
	default:
		return true;
	}
}

/* Does the line begin as a row of that table does? */
static bool
is_row_of(const struct fixed_line *l, size_t k)
{
	struct fixed_cursor	c = { l, 0 };
	uint32_t	from, n, words = 0;

	while ((n = fixed_word(&c, &from)) > 0 &&
	    l->p[fixed_byte(l, from)] != '#') {
		if (words < 3 && !is_of_class(l->p + fixed_byte(l, from),
		    n, tables[k].first[words]))
			return false;
		words++;
	}
	return words >= tables[k].least && words <= tables[k].most;
}

bool
fixed_settings(const struct fixed_text *t, struct fixed_table *table)
{
	struct fixed_cuts	*c = &table->cuts;
	uint32_t		 rows, i;

	for (size_t k = 0; k < sizeof(tables) / sizeof(*tables); k++) {
		rows = 0;
		for (i = 0; i < t->n; i++) {
			if (t->rows[i].kind != LINE_TEXT)
				continue;
			if (!is_row_of(&t->rows[i].line, k))
				break;
			rows++;
		}
		if (i < t->n || rows == 0)
			continue;
		c->n = 1;
		for (const char *p = tables[k].names; *p != '\0'; p++)
			c->n += *p == '\t';
		for (i = 0; i < c->n; i++)
			c->at[i] = (struct fixed_span){ (uint16_t)i,
			    (uint16_t)(i + 1) };
		c->words = tables[k].words;
		table->first = table->skip = 0;
		table->end = t->n;
		table->names = tables[k].names;
		table->what = tables[k].what;
		return true;
	}
	return false;
}
