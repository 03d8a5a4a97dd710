/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links_word.c - lists of words, as rel and robots have them, what
 * refreshes lead to, and the headers that have links in them (RFC 8288).
 */
#include <string.h>

#include "http_links_impl.h"

/* What is there to be read, as IANA's registry has it or as people write. */
static const char *const relations[] = {
	"alternate", "appendix", "archives", "chapter", "collection",
	"contents", "current", "describedby", "distribution", "enclosure",
	"first", "index", "item", "last", "next", "next-archive", "prev",
	"prev-archive", "previous", "related", "section", "start",
	"subsection", "toc", "up", "via"
};
/* Whatever else is said, these are no pages. */
static const char *const aids[] = {
	"apple-touch-icon", "dns-prefetch", "icon", "manifest", "mask-icon",
	"modulepreload", "nofollow", "pingback", "preconnect", "prefetch",
	"preload", "prerender", "stylesheet"
};

static bool
is_gap(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
	    c == ',' || c == ';';
}

static bool
next_word(const char **p, size_t *n, struct url_piece *out)
{
	size_t	i = 0;

	while (*n > 0 && is_gap(**p)) {
		(*p)++;
		(*n)--;
	}
	while (i < *n && !is_gap((*p)[i]))
		i++;
	*out = (struct url_piece){ *p, i };
	*p += i;
	*n -= i;
	return i > 0;
}

bool
links_has_word(const char *p, size_t n, const char *word)
{
	struct url_piece	w;

	while (next_word(&p, &n, &w))
		if (url_is_word(w.p, w.n, word))
			return true;
	return false;
}

const char *
links_relation(const char *p, size_t n)
{
	const char		*found = NULL;
	struct url_piece	 w;

	while (next_word(&p, &n, &w)) {
		for (size_t i = 0; i < sizeof(aids) / sizeof(*aids); i++)
			if (url_is_word(w.p, w.n, aids[i]))
				return NULL;
		for (size_t i = 0; found == NULL &&
		    i < sizeof(relations) / sizeof(*relations); i++)
			if (url_is_word(w.p, w.n, relations[i]))
				found = relations[i];
	}
	return found;
}

void
links_robots(struct links *l, const char *p, size_t n)
{
	if (l->options.ignore_robots)
		return;
	l->found.nofollow |= links_has_word(p, n, "nofollow") ||
	    links_has_word(p, n, "none");
	l->found.noindex |= links_has_word(p, n, "noindex") ||
	    links_has_word(p, n, "none");
}

static void
skip(const char **p, size_t *n, const char *set)
{
	while (*n > 0 && **p != '\0' && strchr(set, **p) != NULL) {
		(*p)++;
		(*n)--;
	}
}

#define BLANKS	" \t\n\r\f"

/* As the HTML standard reads it. */
bool
links_refresh(const char *p, size_t n, const char **to, size_t *n_to)
{
	const char	*end;
	char		 quote;

	skip(&p, &n, BLANKS);
	if (n == 0 || (!url_is_digit(*p) && *p != '.'))
		return false;
	skip(&p, &n, "0123456789.");
	skip(&p, &n, BLANKS);
	if (n > 0 && (*p == ';' || *p == ',')) {
		p++;
		n--;
	}
	skip(&p, &n, BLANKS);
	if (n > 3 && url_is_word(p, 3, "url")) {
		const char	*q = p + 3;
		size_t		 m = n - 3;

		skip(&q, &m, BLANKS);
		if (m > 0 && *q == '=') {
			p = q + 1;
			n = m - 1;
			skip(&p, &n, BLANKS);
		}
	}
	quote = n > 0 && (*p == '"' || *p == '\'') ? *p : '\0';
	if (quote != '\0') {
		p++;
		n--;
		end = memchr(p, quote, n);
		n = end == NULL ? n : (size_t)(end - p);
	}
	*to = p;
	*n_to = n;
	return n > 0;
}

const char *
links_attribute(const struct ps_html_tag *tag, const char *name, size_t *n)
{
	for (uint32_t i = 0; i < tag->n_pairs; i++) {
		const struct ps_html_pair	*a = &tag->pairs[i];

		if (!url_is_word(tag->bytes + a->name, a->n_name, name))
			continue;
		*n = a->n;
		return tag->bytes + a->at;
	}
	*n = 0;
	return NULL;
}
