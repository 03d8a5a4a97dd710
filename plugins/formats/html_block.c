/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_block.c - elements that follow each other and are alike: cards, results,
 * entries.
 *
 * Five or more children of one element, of one name and class, are records if
 * all their text is in pieces, two at least that are not the same in all of
 * them, and most pieces are in most of them.  Sections of prose are alike, too:
 * so no more than one piece may be long.  What a piece is called is said by its
 * class, else by its element.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html_dom.h"

enum {
	LEAST = 5,			/* records */
	FIELDS = 48,			/* of a record, */
	NODES = 1000,			/* found in so many nodes */
	LONG = 200			/* bytes of a piece */
};

/* A place in each of the records. */
struct field {
	const struct node *is;		/* the first element met there */
	uint32_t	 nth;		/* of those called alike */
	uint32_t	 met;		/* in how many records */
	uint32_t	 links;
	uint32_t	 column, link;
	const char	*value;		/* of the first link */
	bool		 differ;	/* ... from which others do */
	uint64_t	 text;		/* hash of the first */
	bool		 varies;	/* ... which is not that of all */
	size_t		 bytes;		/* of all of them */
};

struct group {
	struct field	 fields[FIELDS];
	uint32_t	 n, records, met;
	uint32_t	 bare;		/* records with text of their own */
	bool		 over;		/* there is more in one of them */
};

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Up to the first blank. */
static size_t
first_word(const char *p)
{
	return p == NULL ? 0 : strcspn(p, " \t\r\n");
}

static bool
is_alike(const struct node *a, const struct node *b)
{
	size_t	n = first_word(a->class);

	return same_text(a->name, b->name) && n == first_word(b->class) &&
	    (n == 0 || memcmp(a->class, b->class, n) == 0);
}

static bool
is_blank(const char *p, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if ((unsigned char)p[i] > ' ')
			return false;
	return true;
}

/* Text stands in it, not in its elements alone. */
static bool
has_text(const struct node *x)
{
	for (const struct node *c = x->first; c != NULL; c = c->next)
		if (c->text != NULL && !is_blank(c->text, c->n_text))
			return true;
	return false;
}

/* The next piece of a record; *left counts the nodes that are looked at. */
static struct node *
next_piece(struct node *x, const struct node *record, uint32_t *left)
{
	bool	inside = x == record || !has_text(x);

	while ((x = html_dom_next(x, record, inside)) != NULL && *left > 0) {
		--*left;
		if (x->taken || x->scope)
			return NULL;
		if (x->text == NULL && (has_text(x) || x->id == PS_H_IMG))
			return x;
		inside = true;
	}
	return NULL;
}

/* Where the piece leads: a link is it, around it or in it. */
static const char *
link_of(const struct node *x, const struct node *record)
{
	for (const struct node *c = x; c != record; c = c->parent)
		if (c->id == PS_H_A || c->id == PS_H_IMG)
			return c->value;
	for (const struct node *c = x; c != NULL;
	    c = html_dom_next(c, x, true))
		if (c->id == PS_H_A && c->value != NULL)
			return c->value;
	return NULL;
}

static struct field *
field_of(struct group *g, const struct node *x, const uint32_t *seen)
{
	uint32_t	nth = 0;

	for (uint32_t i = 0; i < g->n; i++)
		if (is_alike(g->fields[i].is, x))
			nth += seen[i];
	for (uint32_t i = 0; i < g->n; i++)
		if (is_alike(g->fields[i].is, x) && g->fields[i].nth == nth)
			return &g->fields[i];
	if (g->n == FIELDS) {
		g->over = true;
		return NULL;
	}
	g->fields[g->n] = (struct field){ .is = x, .nth = nth,
	    .link = NO_COLUMN };
	return &g->fields[g->n++];
}

static void
learn_text(struct html *h, struct field *f, const struct node *x)
{
	uint64_t	hash = 0xcbf29ce484222325u;

	html_dom_whole(h, x, &h->flow);
	for (size_t i = 0; i < h->flow.n && i < LONG; i++)
		hash = (hash ^ (unsigned char)h->flow.p[i]) * 0x100000001b3u;
	if (f->met == 0)
		f->text = hash;
	f->varies |= hash != f->text;
	f->bytes += h->flow.n;
}

static void
learn(struct html *h, struct group *g, struct node *record)
{
	uint32_t	 seen[FIELDS] = { 0 }, left = NODES;
	struct field	*f;

	g->records++;
	g->bare += has_text(record);
	for (struct node *x = next_piece(record, record, &left); x != NULL;
	    x = next_piece(x, record, &left)) {
		const char	*link = link_of(x, record);

		if ((f = field_of(g, x, seen)) == NULL)
			continue;
		seen[f - g->fields] = 1;
		learn_text(h, f, x);
		f->met++;
		g->met++;
		if (link == NULL)
			continue;
		if (f->links++ == 0)
			f->value = link;
		f->differ |= strcmp(f->value, link) != 0;
	}
	g->over |= left == 0;
}

/* Nobody writes a paragraph or an entry of a list for a field. */
static bool
is_prose(const struct node *x)
{
	return x->class == NULL && (x->id == PS_H_P || x->id == PS_H_LI ||
	    x->id == PS_H_PRE);
}

/* Most of what there is, is in most records; and two pieces at least. */
static bool
is_group(const struct group *g)
{
	uint32_t	common = 0, in_common = 0, texts = 0, longs = 0;
	uint32_t	prose = 0;

	for (uint32_t i = 0; i < g->n; i++) {
		const struct field	*f = &g->fields[i];

		longs += f->bytes > (size_t)LONG * f->met;
		if (f->met * 2 < g->records)
			continue;
		common++;
		prose += is_prose(f->is);
		texts += f->varies && f->is->id != PS_H_IMG;
		in_common += f->met;
	}
	return g->records >= LEAST && common >= 2 && texts >= 2 &&
	    !g->over && longs <= 1 && prose < common &&
	    g->bare * 10 <= g->records && g->n <= 2 * common + 2 &&
	    in_common * 10 >= g->met * 8;
}

/* What a link in a heading says, the heading does. */
static const struct node *
namer_of(const struct node *x)
{
	return x->id == PS_H_A && x->class == NULL &&
	    x->parent->id == PS_H_HEADING ? x->parent : x;
}

static void
name_of(const struct field *f, const char *behind, char *to, size_t room)
{
	const struct node	*x = namer_of(f->is);
	size_t			 n = first_word(x->class);
	const char		*p = n > 0 ? x->class : x->name;
	char			 number[12] = "";

	if (n == 0)
		n = strlen(p);
	if (f->nth > 0)
		snprintf(number, sizeof(number), "_%u", f->nth + 1);
	snprintf(to, room, "%.*s%s%s", n > 100 ? 100 : (int)n, p, number,
	    behind);
}

static void
make_columns(struct html *h, struct grid *to, struct group *g)
{
	char	name[HTML_NAME];

	for (uint32_t i = 0; i < g->n; i++) {
		struct field	*f = &g->fields[i];

		name_of(f, "", name, sizeof(name));
		f->column = html_made_column(h, to, name);
		if (f->links * 2 < f->met || !f->differ)
			continue;
		name_of(f, f->is->id == PS_H_IMG ? "_image" : "_link", name,
		    sizeof(name));
		f->link = html_made_column(h, to, name);
	}
}

static void
tell(struct html *h, struct grid *to, struct group *g, struct node *record)
{
	uint32_t	 seen[FIELDS] = { 0 }, left = NODES;
	struct field	*f;

	if (html_made_row(h, to, record->line) == NULL)
		return;
	for (struct node *x = next_piece(record, record, &left); x != NULL;
	    x = next_piece(x, record, &left)) {
		const char	*link = link_of(x, record);

		if ((f = field_of(g, x, seen)) == NULL)
			continue;
		seen[f - g->fields] = 1;
		html_dom_whole(h, x, &h->flow);
		html_made_cell(h, to, f->column, h->flow.p, h->flow.n);
		if (f->link != NO_COLUMN && link != NULL)
			html_made_cell(h, to, f->link, link, strlen(link));
		x->taken = true;
	}
}

/* The children that are alike to this one, from it on. */
static bool
take_group(struct html *h, struct node *first, const char *heading)
{
	struct group	*g = calloc(1, sizeof(*g));
	struct grid	*to;
	bool		 good = false;

	for (struct node *x = first; g != NULL && x != NULL; x = x->next)
		if (x->text == NULL && is_alike(x, first))
			learn(h, g, x);
	if (g != NULL && is_group(g) &&
	    (to = html_made_new(h, heading)) != NULL) {
		good = true;
		make_columns(h, to, g);
		for (struct node *x = first; x != NULL; x = x->next)
			if (x->text == NULL && is_alike(x, first)) {
				tell(h, to, g, x);
				x->again = true;
			}
		html_made_end(h, to);
	}
	free(g);
	return good;
}

static uint32_t
count_alike(const struct node *first)
{
	uint32_t	n = 0;

	for (const struct node *x = first; x != NULL && n < LEAST;
	    x = x->next)
		n += x->text == NULL && is_alike(x, first);
	return n;
}

static const char *
heading_of(struct html *h, const struct node *x)
{
	const char	*to;

	html_dom_whole(h, x, &h->flow);
	to = html_copy(h, &h->dom, h->flow.p, h->flow.n);
	return to == NULL ? "" : to;
}

static bool
may_be_record(const struct node *x)
{
	return x->text == NULL && !x->again && !x->taken && !x->scope &&
	    x->first != NULL && (x->block || x->id == PS_H_A) &&
	    x->id != PS_H_P && x->id != PS_H_PRE && x->id != PS_H_HEADING;
}

/* Of the kinds of children only the first few are tried. */
static void
try_children(struct html *h, struct node *parent, const char *heading)
{
	uint32_t	tried = 0;

	for (struct node *x = parent->first; x != NULL && tried < 8;
	    x = x->next) {
		if (x->id == PS_H_HEADING)
			heading = heading_of(h, x);
		if (!may_be_record(x))
			continue;
		tried++;
		if (count_alike(x) == LEAST && take_group(h, x, heading))
			return;
	}
}

void
html_find_blocks(struct html *h)
{
	const char	*heading = "";

	for (struct node *x = h->root; x != NULL && h->wrong == NULL;
	    x = html_dom_next(x, h->root, !x->taken && !x->again &&
	    !x->scope)) {
		if (x->id == PS_H_HEADING)
			heading = heading_of(h, x);
		if (x->text == NULL && !x->taken && !x->again && !x->scope)
			try_children(h, x, heading);
	}
}
