/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_ld.c - items that a page tells in JSON (JSON-LD).
 *
 * Each script is one item, a list of them, or has them in @graph; an item is a
 * row of the table of its @type.
 */
#include <stdlib.h>
#include <string.h>

#include "html_dom.h"
#include "json_parse.h"

struct ld {
	struct ld	*next;
	struct html_text text;		/* as it is, blanks and all */
	uint64_t	 line;
};

#define LD_MAX	((size_t)16 << 20)

void
html_begin_ld(struct html *h, const struct ps_html_tag *tag)
{
	static const char	kind[] = "application/ld+json";
	size_t			n;
	const char		*type = ps_html_value(tag, PS_A_TYPE, &n);
	struct ld		*x;

	h->in_ld = false;
	if (type == NULL || n < sizeof(kind) - 1 ||
	    strncasecmp(type, kind, sizeof(kind) - 1) != 0 ||
	    (x = calloc(1, sizeof(*x))) == NULL)
		return;
	x->line = tag->line;
	if (h->last_ld == NULL)
		h->last_ld = &h->ld;
	*h->last_ld = x;
	h->last_ld = &x->next;
	h->this_ld = x;
	h->in_ld = true;
}

void
html_add_ld(struct html *h, const char *p, size_t n)
{
	if ((h->ld_bytes += n) > LD_MAX)
		h->wrong = "more than 16 MiB of JSON-LD";
	else
		html_text_put(h, &h->this_ld->text, p, n);
}

void
html_drop_ld(struct html *h)
{
	struct ld	*x;

	while ((x = h->ld) != NULL) {
		h->ld = x->next;
		free(x->text.p);
		free(x);
	}
}

/* A part of a text that is known to be JSON. */
struct piece {
	const char	*p, *end;
};

static void
skip_blanks(struct piece *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' ||
	    *s->p == '\n' || *s->p == '\r' || *s->p == ','  || *s->p == ':'))
		s->p++;
}

static struct piece
take_string(struct piece *s)
{
	bool		escapes;
	struct piece	is = { s->p + 1, s->p + 1 };
	size_t		n = json_string(is.p, (size_t)(s->end - is.p),
			    &escapes);

	is.end = n >= STRING_BAD ? s->end : is.p + n;
	s->p = is.end < s->end ? is.end + 1 : s->end;
	return is;
}

/* The value that comes next, with all in it. */
static struct piece
take_value(struct piece *s)
{
	struct piece	is;
	size_t		depth = 0;

	skip_blanks(s);
	is.p = s->p;
	while (s->p < s->end) {
		char	c = *s->p;

		if (c == '"')
			(void)take_string(s);
		else {
			if (depth == 0 && (c == ',' || c == ']' || c == '}'))
				break;
			depth += c == '{' || c == '[';
			depth -= c == '}' || c == ']';
			s->p++;
		}
		if (depth == 0 && (c == '"' || c == '}' || c == ']'))
			break;
	}
	is.end = s->p;
	return is;
}

/* The value of a member, or nothing. */
static struct piece
member_of(struct piece object, const char *name)
{
	struct piece	key, value;
	size_t		n = strlen(name);

	object.p++;
	for (;;) {
		skip_blanks(&object);
		if (object.p >= object.end || *object.p != '"')
			return (struct piece){ NULL, NULL };
		key = take_string(&object);
		value = take_value(&object);
		if ((size_t)(key.end - key.p) == n &&
		    memcmp(key.p, name, n) == 0)
			return value;
	}
}

static struct piece
type_of(struct piece item)
{
	static const char	none[] = "item";
	struct piece		type = member_of(item, "@type");

	if (type.p != NULL && *type.p == '[') {
		type.p++;
		skip_blanks(&type);
	}
	if (type.p == NULL || *type.p != '"')
		return (struct piece){ none, none + 4 };
	type = take_string(&type);
	for (const char *s = type.p; s < type.end; s++)
		if (*s == '/' || *s == '#' || *s == ':')
			type.p = s + 1;
	return type.p < type.end ? type : (struct piece){ none, none + 4 };
}

static void
tell_item(struct html *h, struct piece item, uint64_t line)
{
	struct piece	type = type_of(item);
	struct json	*j = calloc(1, sizeof(*j));
	size_t		at = 0, n = (size_t)(item.end - item.p);

	if (j != NULL && html_enter_type(h, type.p,
	    (size_t)(type.end - type.p))) {
		j->self = h->self;
		j->tree = h->tree;
		j->out = h->out;
		json_start(j);
		j->line = line;
		j->by_line = true;
		while (json_parse(j, item.p, n, &at, true) == JSON_FULL &&
		    at < n)
			continue;
		(void)ps_tree_leave(h->self, h->tree);
		free(j->key);
	}
	free(j);
}

static void
tell_items(struct html *h, struct piece s, uint64_t line)
{
	struct piece	graph;

	skip_blanks(&s);
	if (s.p < s.end && *s.p == '{') {
		graph = member_of(s, "@graph");
		if (graph.p == NULL || *graph.p != '[') {
			s = take_value(&s);
			tell_item(h, s, line);
			return;
		}
		s = graph;
	}
	if (s.p >= s.end || *s.p != '[')
		return;
	for (s.p++;;) {
		struct piece	item = take_value(&s);

		if (item.p >= item.end)
			return;
		if (*item.p == '{')
			tell_item(h, item, line);
	}
}

static bool
is_json(const char *p, size_t n, const char **why)
{
	struct json	*j = calloc(1, sizeof(*j));
	size_t		 at = 0;
	bool		 good;

	*why = "no memory for it";
	if (j == NULL)
		return false;
	json_start(j);
	good = json_parse(j, p, n, &at, true) == JSON_DONE;
	*why = j->wrong;
	free(j->key);
	free(j);
	return good;
}

/* The type of the first item of a text, whatever it is. */
static struct piece
first_type(struct piece s)
{
	struct piece	graph;

	skip_blanks(&s);
	if (s.p < s.end && *s.p == '{') {
		graph = member_of(s, "@graph");
		if (graph.p == NULL || *graph.p != '[')
			return type_of(take_value(&s));
		s = graph;
	}
	for (s.p += s.p < s.end; s.p < s.end;) {
		struct piece	item = take_value(&s);

		if (item.p >= item.end)
			break;
		if (*item.p == '{')
			return type_of(item);
	}
	return (struct piece){ NULL, NULL };
}

const char *
html_ld_type(const struct html *h, size_t *n)
{
	const char	*why;

	for (const struct ld *x = h->ld; x != NULL; x = x->next) {
		struct piece	s = { x->text.p, x->text.p + x->text.n };

		if (x->text.n == 0 || !is_json(s.p, x->text.n, &why))
			continue;
		s = first_type(s);
		*n = (size_t)(s.end - s.p);
		if (s.p != NULL)
			return s.p;
	}
	return NULL;
}

void
html_tell_ld(struct html *h)
{
	for (struct ld *x = h->ld; x != NULL; x = x->next) {
		struct piece	s = { x->text.p, x->text.p + x->text.n };
		const char	*why;

		if (x->text.n == 0)
			continue;
		if (is_json(x->text.p, x->text.n, &why))
			tell_items(h, s, x->line);
		else
			ps_issue(h->self, h->out, PS_REJECTED, x->line,
			    "broken-json", why == NULL ? "it is not JSON" :
			    why, x->text.p, x->text.n);
	}
}
