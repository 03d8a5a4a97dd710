/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_bid.c - is it XML, and which of its elements are the records?
 *
 * The elements of the sample are told to a tree, as objects whose keys may
 * repeat; attributes and texts only count.
 */
#include <stdio.h>
#include <string.h>

#include "xml_format.h"

#define NAME_BYTES	200u

struct trial {
	struct ps_self	*self;
	struct ps_tree	*tree;		/* NULL before the root */
	char		 root[NAME_BYTES], first[NAME_BYTES]; /* in it */
	uint32_t	 depth, unknown;	/* below what we keep */
	uint32_t	 begun, ended;		/* elements */
	bool		 failed, text;
	struct xml_reader reader;
};

/* What everybody takes for the records of these, even if there is but one. */
static const struct known {
	const char	*root, *records;
} known[] = {
	{ "rss", "/channel/item" },
	{ "feed", "/entry" },
	{ "urlset", "/url" },
	{ "sitemapindex", "/sitemap" },
	{ "Workbook", "/Worksheet/Table/Row" },
};

static void
begin_tree(struct trial *t)
{
	struct ps_tree_options	o = { .repeats = "" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(t->root, known[i].root) == 0)
			o.path = known[i].records;
	/* In a property list only a dict has names for what is in it. */
	if (strcmp(t->root, "plist") == 0)
		o.repeats = "dict";
	t->tree = ps_tree_new(t->self, &o);
}

/* One more, whatever it is called. */
static void
tell_value(struct trial *t)
{
	ps_tree_value(t->self, t->tree, "", 0, "", 0, 0, 0);
}

static void
on_start(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int n_spaces, const xmlChar **spaces, int n,
    int n_defaulted, const xmlChar **attributes)
{
	struct trial	*t = arg;
	const char	*name = (const char *)local;

	(void)prefix;
	(void)uri;
	(void)n_spaces;
	(void)spaces;
	(void)n_defaulted;
	(void)attributes;
	t->depth++;
	if (t->begun++ == 0) {
		snprintf(t->root, sizeof(t->root), "%s", name);
		begin_tree(t);
	} else if (t->depth == 2 && t->first[0] == '\0')
		snprintf(t->first, sizeof(t->first), "%s", name);
	if (t->unknown > 0 || ps_tree_enter(t->self, t->tree, name,
	    strlen(name), PS_TREE_OBJECT, 0) != PS_TREE_GO) {
		t->unknown++;
		return;
	}
	while (n-- > 0)
		tell_value(t);
	t->text = false;
}

static void
on_end(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct trial	*t = arg;

	(void)local;
	(void)prefix;
	(void)uri;
	t->depth--;
	t->ended++;
	if (t->unknown > 0) {
		t->unknown--;
		return;
	}
	if (t->text)
		tell_value(t);
	t->text = false;
	(void)ps_tree_leave(t->self, t->tree);
}

static void
on_text(void *arg, const xmlChar *p, int n)
{
	struct trial	*t = arg;

	for (int i = 0; i < n && !t->text; i++)
		t->text = p[i] > ' ';
}

static void
on_error(void *arg, xmlErrorPtr error)
{
	struct trial	*t = arg;

	if (error->level == XML_ERR_FATAL)
		t->failed = true;
}

static void
start_document(void *arg)
{
	struct trial	*t = arg;

	xml_forget_standalone(&t->reader);
}

static xmlEntityPtr
on_entity(void *arg, const xmlChar *name)
{
	struct trial	*t = arg;

	return xml_entity(&t->reader, name);
}

static bool
try_sample(const struct ps_sample *s, struct trial *t)
{
	static const xmlSAXHandler	handlers = {
		.initialized = XML_SAX2_MAGIC,
		.startDocument = start_document,
		.startElementNs = on_start, .endElementNs = on_end,
		.characters = on_text, .cdataBlock = on_text,
		.getEntity = on_entity, .serror = on_error
	};
	bool	good;

	if (!xml_reader_open(&t->reader, &handlers, t))
		return false;
	(void)xmlParseChunk(t->reader.parser, s->text, (int)s->length,
	    s->whole);
	for (; s->whole && t->depth > t->unknown; t->depth--)
		(void)ps_tree_leave(t->self, t->tree);
	good = t->tree != NULL && (!t->failed || t->ended > 5);
	xml_reader_close(&t->reader);
	return good;
}

static bool
begins_so(const struct ps_sample *s, const char *what)
{
	size_t	i = 0, n = strlen(what);

	while (i < s->length && (unsigned char)s->text[i] <= ' ')
		i++;
	return s->length - i > n && strncasecmp(s->text + i, what, n) == 0;
}

/* A page, declared to be XML or not, or a table of one. */
static bool
is_page(const struct trial *t)
{
	static const char *const	parts[] = { "tr", "thead", "tbody",
					    "caption", "colgroup", NULL };

	if (strcasecmp(t->root, "html") == 0)
		return true;
	for (const char *const *p = parts; *p != NULL; p++)
		if (strcmp(t->root, "table") == 0 && strcmp(t->first, *p) == 0)
			return true;
	return false;
}

/* Without a declaration: elements end, too. */
static bool
is_likely(const struct trial *t)
{
	return t->ended * 2 + 3 >= t->begun && (!t->failed || t->ended > 9);
}

enum ps_status
xml_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct trial		 t = { .self = self };
	struct ps_tree_shape	 shape;
	bool			 declared = begins_so(s, "<?xml");

	if (s->binary || (!begins_so(s, "<") && !s->forced) ||
	    begins_so(s, "<!doctype html") || begins_so(s, "<html"))
		return PS_OK;
	if (!try_sample(s, &t) || (!s->forced && (is_page(&t) ||
	    (!declared && !is_likely(&t)))))
		return PS_OK;
	ps_tree_shape(self, t.tree, &shape);
	bid->tier = declared || !t.failed ? PS_PROOF : PS_DECLARED;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 50;
	bid->records = bid->records_ok = shape.records;
	ps_suggest(self, guess, "records", shape.path);
	ps_because(self, guess, "the elements of <%s> nest as XML's do",
	    t.root);
	if (shape.path[0] != '\0')
		ps_because(self, guess, "%u elements <%s> hold most of it",
		    shape.records, strrchr(shape.path, '/') + 1);
	if (!s->forced)
		ps_suggest(self, guess, "strict", "false");
	return PS_OK;
}
