/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_bid.c - is it XML, and which of its elements are the records?
 *
 * Of all elements that repeat, the records are those that hold the most: by
 * how many there are, times what is in each.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xml_format.h"

#define NODES_MAX	2000u

/* Elements of one path. */
struct node {
	struct node	*parent, *first, *next;
	char		*name;
	uint32_t	 count, values;	/* attributes, text */
	uint32_t	 run;		/* within the parent at hand */
	uint32_t	 most;		/* of such runs */
};

struct trial {
	struct node	*root, *at;
	struct xml_pool	 pool;
	uint32_t	 n, depth, unknown;	/* below what we keep */
	uint32_t	 begun, ended;		/* elements */
	bool		 failed, text;
	struct xml_reader reader;
};

static struct node *
child_of(struct trial *t, struct node *parent, const char *name)
{
	struct node	**at = parent == NULL ? &t->root : &parent->first, *x;

	for (; *at != NULL; at = &(*at)->next)
		if (strcmp((*at)->name, name) == 0)
			return *at;
	if (t->n >= NODES_MAX || (x = xml_alloc(&t->pool, sizeof(*x) +
	    strlen(name) + 1)) == NULL)
		return NULL;
	x->name = (char *)(x + 1);
	memcpy(x->name, name, strlen(name) + 1);
	x->parent = parent;
	t->n++;
	*at = x;
	return x;
}

static void
end_runs(struct node *x)
{
	for (struct node *c = x->first; c != NULL; c = c->next) {
		if (c->run > c->most)
			c->most = c->run;
		c->run = 0;
	}
}

static void
on_start(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int n_spaces, const xmlChar **spaces, int n,
    int n_defaulted, const xmlChar **attributes)
{
	struct trial	*t = arg;
	struct node	*x;

	(void)prefix;
	(void)uri;
	(void)n_spaces;
	(void)spaces;
	(void)n_defaulted;
	(void)attributes;
	t->depth++;
	t->begun++;
	x = t->unknown > 0 ? NULL : child_of(t, t->at, (const char *)local);
	if (x == NULL) {
		t->unknown++;
		return;
	}
	x->count++;
	x->run++;
	x->values += (uint32_t)n;
	t->at = x;
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
	if (t->at == NULL)
		return;
	t->at->values += t->text;
	t->text = false;
	end_runs(t->at);
	t->at = t->at->parent;
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

/* What is in it; of what repeats within it each counts. */
static uint32_t
fields(const struct node *x)
{
	uint32_t	n = x->values;

	for (const struct node *c = x->first; c != NULL; c = c->next)
		n += fields(c);
	return n;
}

/* The same of what is in it once. */
static uint32_t
own_fields(const struct node *x)
{
	uint32_t	n = x->values;

	for (const struct node *c = x->first; c != NULL; c = c->next)
		if (c->most < 2)
			n += own_fields(c);
	return n;
}

/* In a property list only a dict has names for what is in it. */
static bool
may_be_record(const struct trial *t, const struct node *x)
{
	return x->most >= 2 && (strcmp(t->root->name, "plist") != 0 ||
	    strcmp(x->name, "dict") == 0);
}

static void
find_records(const struct trial *t, const struct node *x,
    const struct node **best, double *score)
{
	double	is;

	for (const struct node *c = x->first; c != NULL; c = c->next) {
		is = !may_be_record(t, c) ? 0 :
		    fields(c) * log2(1.0 + c->count);
		if (is > *score) {
			*score = is;
			*best = c;
		}
		/*
		 * What repeats within a record is part of it; but what has
		 * nothing of its own is no record.
		 */
		if (c->most < 2 || own_fields(c) == 0)
			find_records(t, c, best, score);
	}
}

/* What everybody takes for the records of these, even if there is but one. */
static const struct known {
	const char	*root, *steps[4];
} known[] = {
	{ "rss", { "channel", "item" } },
	{ "feed", { "entry" } },
	{ "urlset", { "url" } },
	{ "sitemapindex", { "sitemap" } },
	{ "Workbook", { "Worksheet", "Table", "Row" } },
};

static const struct node *
known_records(const struct node *root)
{
	const struct node	*x;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(known[i].root, root->name) != 0)
			continue;
		x = root;
		for (size_t k = 0; x != NULL && known[i].steps[k] != NULL;
		    k++) {
			x = x->first;
			while (x != NULL &&
			    strcmp(x->name, known[i].steps[k]) != 0)
				x = x->next;
		}
		if (x != NULL)
			return x;
	}
	return NULL;
}

/* NULL: the root is the one record, and lists are but parts of it. */
static const struct node *
records_of(const struct trial *t, bool whole)
{
	const struct node	*best = known_records(t->root);
	double			 score = 0;

	if (best != NULL)
		return best;
	find_records(t, t->root, &best, &score);
	if (best != NULL && whole && fields(best) * 2 < fields(t->root) &&
	    best->count < 10)
		return NULL;
	return best;
}

static void
path_of(const struct node *x, char *out, size_t size)
{
	const struct node	*up[64];
	size_t			 n = 0, k = 0;

	for (; x != NULL && x->parent != NULL && n < 64; x = x->parent)
		up[n++] = x;
	out[0] = '\0';
	while (n > 0 && k + strlen(up[n - 1]->name) + 2 < size)
		k += (size_t)snprintf(out + k, size - k, "/%s",
		    up[--n]->name);
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
	for (struct node *x = t->at; x != NULL; x = x->parent)
		end_runs(x);
	good = t->root != NULL && (!t->failed || t->ended > 5);
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

	if (strcasecmp(t->root->name, "html") == 0)
		return true;
	if (strcmp(t->root->name, "table") != 0 || t->root->first == NULL)
		return false;
	for (const char *const *p = parts; *p != NULL; p++)
		if (strcmp(t->root->first->name, *p) == 0)
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
	struct trial		 t = { .n = 0 };
	const struct node	*best;
	char			 path[PATH_BYTES];
	bool			 declared = begins_so(s, "<?xml");

	if (s->binary || (!begins_so(s, "<") && !s->forced) ||
	    begins_so(s, "<!doctype html") || begins_so(s, "<html"))
		return PS_OK;
	if (!try_sample(s, &t) || (!s->forced && (is_page(&t) ||
	    (!declared && !is_likely(&t))))) {
		xml_pool_free(&t.pool);
		return PS_OK;
	}
	best = records_of(&t, s->whole);
	path_of(best, path, sizeof(path));
	bid->tier = declared || !t.failed ? PS_PROOF : PS_DECLARED;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 50;
	bid->records = bid->records_ok = best == NULL ? 1 : best->count;
	ps_suggest(self, guess, "records", path);
	ps_because(self, guess, "the elements of <%s> nest as XML's do",
	    t.root->name);
	if (best != NULL)
		ps_because(self, guess, "%u elements <%s> hold most of it",
		    best->count, best->name);
	if (!s->forced)
		ps_suggest(self, guess, "strict", "false");
	xml_pool_free(&t.pool);
	return PS_OK;
}
