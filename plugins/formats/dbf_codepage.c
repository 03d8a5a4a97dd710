/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * dbf_codepage.c - the encoding that a .cpg beside a table tells.
 */
#include <stdio.h>
#include <string.h>

#include "dbf.h"

#define CODEPAGE_MAX	48u

static bool
begins(const char *p, size_t n, const char *with)
{
	return n > strlen(with) && memcmp(p, with, strlen(with)) == 0;
}

/* What is written there, as iconv would have it: 1252, ISO 88591, UTF8. */
static void
set_name(const char *p, size_t n, char *name)
{
	const char	*before = "";

	while (n > 0 && (unsigned char)p[n - 1] <= ' ')
		n--;
	while (n > 0 && (unsigned char)*p <= ' ') {
		p++;
		n--;
	}
	if (begins(p, n, "ANSI ")) {
		p += 5;
		n -= 5;
	} else if (begins(p, n, "ISO ") || begins(p, n, "ISO-")) {
		p += 4;
		n -= 4;
	}
	if (begins(p, n, "8859")) {
		p += p[4] == '-' ? 5 : 4;
		n -= p[-1] == '-' ? 5 : 4;
		before = "ISO-8859-";
	} else if (n > 0 && *p >= '0' && *p <= '9')
		before = "CP";
	else if (n == 4 && memcmp(p, "UTF8", 4) == 0) {
		p = "UTF-8";
		n = 5;
	}
	snprintf(name, CODEPAGE_MAX, "%s%.*s", before, n > 32 ? 0 : (int)n, p);
}

const char *
dbf_codepage(struct ps_self *self)
{
	struct ps_input	*in = ps_beside(self, ".cpg");
	char		 text[64], to[8], *name;
	ptrdiff_t	 n = in == NULL ? -1 : ps_pread(self, in, text,
			    sizeof(text), 0);
	size_t		 bad;

	if (n <= 0)
		return NULL;
	name = ps_alloc(self, CODEPAGE_MAX);
	set_name(text, (size_t)n, name);
	return *name != '\0' && ps_utf8(self, name, "", 0, to, &bad) !=
	    SIZE_MAX ? name : NULL;
}
