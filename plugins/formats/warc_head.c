/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_head.c - a first line, "name: value" lines and a blank one, as records
 * and answers of servers begin.  Line ends without CR are taken, too, and
 * lines that begin with a blank belong to the one before (RFC 9112, 5.2).
 */
#include <stdio.h>
#include <string.h>

#include "warc.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool
warc_starts(const char *text, const char *word)
{
	while (*word != '\0' && lower(*text) == lower(*word)) {
		text++;
		word++;
	}
	return *word == '\0';
}

bool
warc_is(const char *text, const char *word)
{
	return strlen(text) == strlen(word) && warc_starts(text, word);
}

const char *
warc_field(const struct warc_head *h, const char *name)
{
	for (unsigned i = 0; i < h->n_fields; i++)
		if (warc_is(h->field[i].name, name))
			return h->field[i].value;
	return NULL;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The line at p, which ends at `end`: trimmed, and with a NUL behind it. */
static char *
trim(char *p, char *end)
{
	while (p < end && is_blank(*p))
		p++;
	while (end > p && (is_blank(end[-1]) || end[-1] == '\r'))
		end--;
	*end = '\0';
	return p;
}

static void
add_field(struct warc_head *h, char *p, char *end)
{
	char	*colon = memchr(p, ':', (size_t)(end - p));

	if (colon == NULL || h->n_fields == WARC_FIELDS)
		return;
	h->field[h->n_fields].value = trim(colon + 1, end);
	h->field[h->n_fields++].name = trim(p, colon);
}

static void
split(struct warc_head *h)
{
	char	*end = h->text + h->n, *p = h->text, *line;
	bool	 first = true;

	for (; p < end; p = line + 1) {
		line = memchr(p, '\n', (size_t)(end - p));
		if (line == NULL)
			line = end;
		if (first)
			(void)trim(p, line);
		else
			add_field(h, p, line);
		first = false;
	}
}

/* The line before goes on: its end is but a blank. */
static void
join(struct warc_head *h)
{
	size_t	i = h->n;

	while (i > 0 && (h->text[i - 1] == '\n' || h->text[i - 1] == '\r'))
		h->text[--i] = ' ';
}

/* How many of these bytes belong to it; *done: its blank line is there. */
static size_t
take(struct warc_head *h, size_t *width, unsigned *lines, const char *p,
    size_t n, bool *done)
{
	size_t	i = 0;

	while (i < n && h->n < WARC_HEAD - 1 && !*done) {
		char	c = p[i++];

		if (*width == 0 && *lines > 1 && is_blank(c))
			join(h);
		h->text[h->n++] = c == '\0' ? '?' : c;
		if (c == '\n') {
			*done = *width == 0 && *lines > 0;
			*lines += 1;
			*width = 0;
		} else if (c != '\r')
			*width += 1;
	}
	return i;
}

/* As far as it is there, does it begin so? */
static bool
agrees(const struct warc_head *h, const char *p, size_t n, const char *begins)
{
	for (size_t i = h->n, k = 0; k < n && begins[i] != '\0'; i++, k++)
		if (p[k] != begins[i])
			return false;
	return true;
}

enum ps_status
warc_head_read(struct warc *w, struct warc_head *h, const char *begins,
    ptrdiff_t (*show)(struct warc *, const char **),
    void (*pass)(struct warc *, size_t))
{
	size_t		 width = 0, most = strlen(begins);
	unsigned	 lines = 0;
	bool		 done = false;
	const char	*p;
	ptrdiff_t	 n;

	h->n = h->n_fields = 0;
	while (!done) {
		if ((n = show(w, &p)) < 0)
			return PS_FAIL;
		if (n == 0 && h->n == 0)
			return PS_EOF;
		if (h->n < most && !agrees(h, p, (size_t)n, begins)) {
			snprintf(w->why, sizeof(w->why), "'%s' is expected "
			    "there", begins);
			return PS_FAIL;
		}
		if (n == 0 || h->n == WARC_HEAD - 1) {
			snprintf(w->why, sizeof(w->why), "a head %s",
			    n == 0 ? "breaks off" : "has no end");
			return PS_FAIL;
		}
		pass(w, take(h, &width, &lines, p, (size_t)n, &done));
	}
	split(h);
	h->text[h->n] = '\0';
	return PS_OK;
}
