/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_bid.c - is it YAML, how many documents, and where are their records?
 *
 * Much text is YAML by its grammar: headers of mails, prose with colons, what
 * is written beside Markdown.  So without the name of a YAML file it must be
 * made of maps with names for keys, none of them twice, and be nested or begin
 * with `---`; and with it, it must be no text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yaml_format.h"

#define SHARE		0.6	/* of its lines begin a key or item */
#define LOOKS_SHARE	0.4	/* ... of those that look so at a glance */
#define WORDS_SHARE	0.9	/* of its keys are like names */
#define FOLDED_SHARE	0.1	/* of its lines go on with others */
#define KEYS_LEAST	3u
#define PIECE		((size_t)64 << 10)

struct verdict {
	struct look	 look;
	uint32_t	 lines;		/* no blank ones, no comments */
	uint64_t	 broken_at;	/* line, or 0 */
	uint32_t	 broken;	/* documents */
};

static bool
ends_in(const char *name, const char *const *ends)
{
	size_t	n = name == NULL ? 0 : strlen(name), m, k;

	for (; *ends != NULL; ends++) {
		m = strlen(*ends);
		for (k = 0; k < m && m < n; k++)
			if ((name[n - m + k] | 0x20) != (*ends)[k])
				break;
		if (k == m)
			return true;
	}
	return false;
}

static bool
is_named(const struct ps_sample *s)
{
	static const char *const	ends[] = { ".yaml", ".yml", ".cff",
					    ".raml", NULL };

	return ends_in(s->doc->name, ends) || (s->doc->mime != NULL &&
	    strstr(s->doc->mime, "yaml") != NULL);
}

/* What begins like YAML and goes on otherwise. */
static bool
is_named_otherwise(const struct ps_sample *s)
{
	static const char *const	ends[] = { ".md", ".markdown", ".mdown",
					    ".mdx", ".rmd", ".qmd", ".rst",
					    ".html", ".htm", ".adoc", ".py",
					    ".csv", ".tsv", ".log", NULL };

	return ends_in(s->doc->name, ends);
}

static size_t
line_end(const struct ps_sample *s, uint32_t i)
{
	return i + 1 < s->scan->n_lines ? s->scan->lines[i + 1] : s->length;
}

/* A key, an item or the beginning of a document, at a glance. */
static bool
looks_like(const char *p, size_t n)
{
	const char	*colon;

	while (n > 0 && (unsigned char)p[n - 1] <= ' ')
		n--;
	if (n == 0)
		return false;
	if (p[0] == '-' && (n == 1 || p[1] == ' ' || (n == 3 &&
	    memcmp(p, "---", 3) == 0)))
		return true;
	colon = memchr(p, ':', n);
	while (colon != NULL && colon + 1 < p + n && colon[1] != ' ')
		colon = memchr(colon + 1, ':', (size_t)(p + n - colon) - 1);
	return colon != NULL;
}

/* Lines that say something; and is it worth to parse them? */
static bool
glance(const struct ps_sample *s, struct verdict *v)
{
	uint32_t	like = 0;

	for (uint32_t i = 0; i < s->scan->n_lines; i++) {
		size_t	from = s->scan->lines[i], to = line_end(s, i);

		while (from < to && (unsigned char)s->text[from] <= ' ')
			from++;
		if (from == to || s->text[from] == '#')
			continue;
		v->lines++;
		like += looks_like(s->text + from, to - from);
	}
	return like >= LOOKS_SHARE * v->lines && like > 0;
}

/* All of the sample up to its last whole line, if it goes on. */
static size_t
whole_lines(const struct ps_sample *s)
{
	uint32_t	n = s->scan->n_lines;

	return s->whole || n < 2 ? s->length : s->scan->lines[n - 1];
}

/* What the sample lacks is no fault of the document. */
static bool
is_at_end(const struct events *v, const struct ps_sample *s)
{
	return !s->whole && v->at_sample == v->n_sample &&
	    v->parser.problem_mark.index >= v->parser.mark.index;
}

/* The sample as events; where it breaks off first, or 0. */
static uint64_t
run(struct yaml *y, const struct ps_sample *s)
{
	struct events	*v = &y->events;
	struct event	 e = { .kind = EV_SCALAR };
	uint64_t	 broken_at = 0;
	size_t		 n;

	v->self = y->self;
	v->sample = s->text;
	v->n_sample = whole_lines(s);
	if (!events_open(v))
		return 1;
	while (e.kind != EV_END) {
		if (events_next(v, &e) && yaml_tell(y, &e))
			continue;
		/* Aliases without end are the reader's to tell. */
		if (v->bomb || is_at_end(v, s))
			break;
		broken_at = broken_at == 0 ? v->line : broken_at;
		yaml_cut(y);
		(void)events_rest(v, PIECE, &n);
		if (!events_skip(v))
			break;
	}
	return broken_at;
}

/* So much of it must be good that it may be called by its name. */
static bool
is_mostly_good(const struct ps_sample *s, const struct verdict *v)
{
	if (v->look.documents > 1)
		return v->broken * 2 <= v->look.documents;
	return v->broken_at > 3 && v->broken_at > s->scan->n_lines / 2;
}

static bool
look(struct ps_self *self, const struct ps_sample *s, struct verdict *v)
{
	struct yaml	*y = calloc(1, sizeof(*y));

	if (y == NULL)
		return false;
	y->self = self;
	y->look = &v->look;
	v->broken_at = run(y, s);
	v->broken = y->events.broken;
	yaml_free(y);
	free(y);
	return v->broken_at == 0 || s->forced || (is_named(s) &&
	    is_mostly_good(s, v));
}

static bool
has_marker(const struct ps_sample *s)
{
	return s->length > 4 && (memcmp(s->text, "---", 3) == 0 ||
	    memcmp(s->text, "%YAML", 5) == 0);
}

/* Without a name for it: nothing else may be so. */
static bool
is_plainly(const struct ps_sample *s, const struct verdict *v)
{
	const struct look	*l = &v->look;
	uint32_t		 lines = v->lines > l->inside - l->folded ?
				    v->lines - l->inside + l->folded : 0;

	return !is_named_otherwise(s) && l->scalars == 0 && l->doubles == 0 &&
	    l->keys >= KEYS_LEAST && (l->nested > 0 || has_marker(s)) &&
	    l->words >= WORDS_SHARE * l->keys &&
	    l->folded <= FOLDED_SHARE * lines && l->lines >= SHARE * lines;
}

static void
tell_kinds(struct ps_self *self, const struct look *l, struct ps_guess *guess)
{
	char	path[80];

	snprintf(path, sizeof(path), "/%s", l->kinds[l->most]);
	ps_suggest(self, guess, "kind", "kind");
	ps_suggest(self, guess, "records", path);
	ps_because(self, guess, "%u of %u documents have a kind: each of the "
	    "%u kinds is a table", l->with_kind, l->documents, l->n_kinds);
}

/* Where the records are: the same events once more, into a tree. */
static void
tell_shape(struct ps_self *self, const struct ps_sample *s, bool many,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct ps_tree_options	 o = { .sequence = many };
	struct yaml		*y = calloc(1, sizeof(*y));

	if (y == NULL)
		return;
	y->self = self;
	y->tree = ps_tree_new(self, &o);
	(void)run(y, s);
	tree_form_tell(self, s, y->tree, guess, bid);
	yaml_free(y);
	free(y);
}

static void
tell(struct ps_self *self, const struct ps_sample *s, const struct verdict *v,
    struct ps_guess *guess, struct ps_bid *bid)
{
	uint32_t	documents = v->look.documents;
	/* Lists one after the other are one list. */
	bool		many = documents > 1 && v->look.lists < documents;

	tell_shape(self, s, many, guess, bid);
	ps_suggest(self, guess, "sequence", many ? "true" : "false");
	if (v->look.n_kinds > 1 && 2 * v->look.with_kind > documents)
		tell_kinds(self, &v->look, guess);
	if (!s->forced)
		ps_suggest(self, guess, "strict", "false");
	if (v->broken_at != 0)
		ps_because(self, guess, "YAML, broken in line %llu, "
		    "documents: %u", (unsigned long long)v->broken_at,
		    documents);
	else
		ps_because(self, guess, "it follows the grammar of YAML: %u "
		    "keys, documents: %u", v->look.keys, documents);
}

static char
first_sign(const struct ps_sample *s)
{
	for (size_t i = 0; i < s->length; i++)
		if ((unsigned char)s->text[i] > ' ')
			return s->text[i];
	return '\0';
}

enum ps_status
yaml_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct verdict	 v = { .lines = 0 };
	char		 first = first_sign(s);
	bool		 named = is_named(s), json, like;


	json = first == '{' || first == '[';

	if (s->binary || first == '\0' || (json && !named && !s->forced))
		return PS_OK;
	like = glance(s, &v);
	if (!like && !named && !s->forced)
		return PS_OK;
	if (!look(self, s, &v) || (!s->forced && (named ? v.look.scalars > 0 ||
	    v.look.documents == 0 : !is_plainly(s, &v))))
		return PS_OK;
	bid->tier = named && !json && v.broken_at == 0 ? PS_PROOF :
	    PS_DECLARED;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 50;
	tell(self, s, &v, guess, bid);
	return PS_OK;
}
