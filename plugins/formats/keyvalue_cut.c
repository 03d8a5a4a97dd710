/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * keyvalue_cut.c - a line into names and values, and what is neither.
 */
#include <string.h>

#include "keyvalue.h"

/* What parts pairs more surely comes first. */
static const struct keyvalue_style styles[] = {
	{ .name = "json", .about = "JSON behind a text", .part = '{' },
	{ .name = "labels", .about = "labels and tabs (LTSV)", .part = ':',
	  .between = '\t', .strict = true },
	{ .name = "query", .about = "queries of URLs", .part = '=',
	  .between = '&', .coded = true, .strict = true },
	{ .name = "tabs", .about = "names and values between tabs",
	  .part = '=', .between = '\t' },
	{ .name = "bars", .about = "names and values between bars",
	  .part = '=', .between = '|' },
	{ .name = "semicolons", .about = "names and values between semicolons",
	  .part = '=', .between = ';' },
	{ .name = "commas", .about = "names and values between commas",
	  .part = '=', .between = ',' },
	{ .name = "blanks", .about = "names and values between blanks "
	  "(logfmt)", .part = '=', .between = ' ' }
};

#define SOUGHT_MOST	((size_t)1 << 20)	/* bytes of a line, in all */

#define N_STYLES	(sizeof(styles) / sizeof(styles[0]))

const char *const keyvalue_styles[] = {
	"", "json", "labels", "query", "tabs", "bars", "semicolons", "commas",
	"blanks", NULL
};

const struct keyvalue_style *
keyvalue_style_at(uint32_t i)
{
	return i < N_STYLES ? &styles[i] : NULL;
}

const struct keyvalue_style *
keyvalue_style_named(const char *name)
{
	for (uint32_t i = 0; i < N_STYLES; i++)
		if (strcmp(styles[i].name, name) == 0)
			return &styles[i];
	return NULL;
}

static bool
is_blank_sign(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_between(const struct keyvalue_style *s, char c)
{
	return c == s->between || (s->between == ' ' && c == '\t');
}

static bool
in_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c != '\0' &&
	    strchr("_.-/@[]%", c) != NULL);
}

/* The bytes of a name that its sign follows; 0: there is none at p. */
static size_t
name_at(const struct keyvalue_style *s, const char *p, size_t n)
{
	size_t	i = 0;

	if (n < 2 || !in_name(*p) || (*p >= '0' && *p <= '9') ||
	    strchr("-/.%[]@", *p) != NULL)
		return 0;
	while (i < n && i <= STANZA_KEY_MAX && in_name(p[i]))
		i++;
	if (i == n || i > STANZA_KEY_MAX || p[i] != s->part ||
	    (i + 1 < n && p[i + 1] == '='))
		return 0;
	return i;
}

/* What is in quotes or brackets, with them; 0: it does not end so. */
static size_t
enclosed(const struct keyvalue_style *s, const char *p, size_t n,
    struct keyvalue_rest *r)
{
	static const char	opens[] = "\"'[({", closes[] = "\"'])}";
	const char		*kind = n > 1 ? strchr(opens, *p) : NULL;
	size_t			 i, depth = 0;
	char			 close;

	if (kind == NULL || *kind == '\0' || r->sought > SOUGHT_MOST)
		return 0;
	close = closes[kind - opens];
	for (i = 1; i < n; i++) {
		if (p[i] == '\\' && close == *p)
			i++;
		else if (p[i] == close && depth-- == 0)
			break;
		else if (p[i] == *p)
			depth++;
	}
	if (i >= n) {
		r->sought += n;
		return 0;
	}
	i++;
	/* After it comes the next, perhaps behind a comma. */
	return i == n || is_between(s, p[i]) || ((p[i] == ',' ||
	    p[i] == ';') && (i + 1 == n || is_blank_sign(p[i + 1]))) ||
	    is_blank_sign(p[i]) ? i : 0;
}

static size_t
value_at(const struct keyvalue_style *s, const char *p, size_t n,
    struct keyvalue_rest *r)
{
	size_t	i = s->strict ? 0 : enclosed(s, p, n, r);

	if (i > 0)
		return i;
	while (i < n && !is_between(s, p[i]))
		i++;
	return i;
}

static struct stanza_text
trimmed(const char *p, size_t n)
{
	while (n > 0 && is_blank_sign(p[n - 1]))
		n--;
	while (n > 0 && is_blank_sign(*p)) {
		p++;
		n--;
	}
	return (struct stanza_text){ .p = p, .n = n };
}

static bool
add_pair(struct stanza *to, const char *p, size_t name, size_t value)
{
	struct stanza_item	*x = stanza_add(to);

	if (x == NULL)
		return false;
	x->what = ITEM_PAIR;
	x->key = (struct stanza_text){ .p = p, .n = name };
	x->value = trimmed(p + name + 1, value);
	x->raw = (struct stanza_text){ .p = p, .n = name + 1 + value };
	return true;
}

/* A piece that is in no pair. */
static void
add_rest(struct keyvalue_rest *r, const char *p, size_t n)
{
	struct stanza_text	t = trimmed(p, n);

	if (t.n == 0 || (t.n == 1 && strchr(",;|&", *t.p) != NULL))
		return;
	r->bytes += t.n;
	r->pieces++;
	if (r->text.n == 0)
		r->text.p = t.p;
	r->text.n = (size_t)(t.p + t.n - r->text.p);
}

/* A time at the beginning of the line stands for itself. */
static size_t
take_time(struct keyvalue_rest *r, const char *p, size_t n)
{
	size_t	at = n > 0 && *p == '[', len = keyvalue_time(p + at, n - at);

	if (len == 0)
		return 0;
	r->time = (struct stanza_text){ .p = p + at, .n = len };
	return 2 * at + len <= n ? 2 * at + len : n;
}

static uint32_t
cut_json(const char *p, size_t n, struct keyvalue_rest *r)
{
	size_t		 at = take_time(r, p, n);
	const char	*e = memchr(p, '{', n);

	add_rest(r, p + at, e == NULL ? n - at : e < p + at ? 0 :
	    (size_t)(e - p) - at);
	r->json = e != NULL && p[n - 1] == '}' ? e : NULL;
	return r->json != NULL;
}

uint32_t
keyvalue_cut(const struct keyvalue_style *s, struct stanza *to, const char *p,
    size_t n, struct keyvalue_rest *r)
{
	size_t		at, rest, name, value;
	uint32_t	pairs = 0;

	*r = (struct keyvalue_rest){ .bytes = 0 };
	while (n > 0 && is_blank_sign(p[n - 1]))
		n--;
	if (s->part == '{')
		return cut_json(p, n, r);
	for (at = rest = take_time(r, p, n); at < n;) {
		while (at < n && (is_between(s, p[at]) ||
		    is_blank_sign(p[at])))
			at++;
		name = name_at(s, p + at, n - at);
		if (name == 0) {
			at += value_at(s, p + at, n - at, r);
			continue;
		}
		add_rest(r, p + rest, at - rest);
		value = value_at(s, p + at + name + 1, n - at - name - 1, r);
		if (!add_pair(to, p + at, name, value))
			break;
		pairs++;
		rest = at += name + 1 + value;
	}
	add_rest(r, p + rest, n - rest);
	return pairs;
}
