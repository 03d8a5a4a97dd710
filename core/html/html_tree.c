/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_tree.c - a tree is made of tags and text.
 *
 * Rows of tables are in it, also where no tag says that one begins.  A form's
 * controls are found by where its tags stand in the page, not in the tree,
 * since forms often begin within a table and end outside of it.
 */
#include <string.h>

#include "html_token.h"
#include "html_tree.h"
#include "mem.h"

struct open {
	struct ps_html_open	 head;
	struct html_node	*node;
};

struct builder {
	struct arena		*arena;
	struct html_tree	*tree;
	const char		*p, *end;	/* of the page */
	size_t			 bytes;
	struct open		 open[HTML_TREE_DEPTH];
	uint32_t		 depth;
	uint32_t		 dead;		/* templates that are open */
	const struct html_node	*form;
};

static struct html_node *
top(const struct builder *b)
{
	return b->depth > 0 ? b->open[b->depth - 1].node : b->tree->root;
}

/* NULL: the tree is full. */
static void *
get(struct builder *b, size_t n)
{
	if (b->bytes > HTML_TREE_BYTES)
		return NULL;
	b->bytes += n + 16;
	return arena_alloc(b->arena, n);
}

static struct html_node *
append(struct builder *b)
{
	struct html_node	*x = get(b, sizeof(*x)), *parent = top(b);

	if (x == NULL)
		return NULL;
	x->parent = parent;
	if (parent->last != NULL)
		parent->last->next = x;
	else
		parent->first = x;
	parent->last = x;
	return x;
}

static const char *
copy(struct builder *b, const char *p, size_t n)
{
	char	*to = get(b, n + 1);

	if (to == NULL)
		return "";
	memcpy(to, p, n);
	return to;
}

static void
take_attributes(struct builder *b, struct html_node *x,
    const struct ps_html_tag *tag)
{
	struct html_attribute	*a = tag->n_pairs == 0 ? NULL :
				    get(b, tag->n_pairs * sizeof(*a));

	if (a == NULL)
		return;
	x->attributes = a;
	x->n_attributes = (uint16_t)tag->n_pairs;
	for (uint32_t i = 0; i < tag->n_pairs; i++) {
		const struct ps_html_pair	*p = &tag->pairs[i];

		a[i].name = copy(b, tag->bytes + p->name, p->n_name);
		a[i].value = copy(b, tag->bytes + p->at, p->n);
		a[i].n = *a[i].value == '\0' ? 0 : p->n;
	}
}

static void
push(struct builder *b, struct html_node *x, const struct ps_html_tag *tag)
{
	b->open[b->depth++] = (struct open){
		.head.id = tag->known->id,
		.head.name = html_name_hash(tag), .node = x
	};
}

/* What would lie too deep stands behind the deepest, as browsers have it. */
static struct html_node *
add_element(struct builder *b, const struct ps_html_tag *tag)
{
	bool			 enter = (tag->known->flags & PS_HTML_VOID) ==
				    0;
	struct html_node	*x;

	if (enter && b->depth == HTML_TREE_DEPTH)
		b->depth--;
	if ((x = append(b)) == NULL)
		return NULL;
	x->id = tag->known->id;
	x->flags = tag->known->flags;
	x->name = tag->known->name[0] != '\0' ? tag->known->name :
	    copy(b, tag->name, tag->n_name);
	take_attributes(b, x, tag);
	if (enter)
		push(b, x, tag);
	return x;
}

static bool
is_part(uint8_t id)
{
	return id == PS_H_TD || id == PS_H_TH || id == PS_H_CAPTION ||
	    id == PS_H_TR || id == PS_H_TBODY || id == PS_H_THEAD ||
	    id == PS_H_TFOOT || id == PS_H_COL;
}

/* Behind the innermost open table; 0: there is none. */
static uint32_t
table_depth(const struct builder *b)
{
	uint32_t	i = b->depth;

	while (i > 0 && b->open[i - 1].head.id != PS_H_TABLE)
		i--;
	return i;
}

static void
imply_row(struct builder *b, const struct ps_html_tag *cell)
{
	struct ps_html_tag	row = *cell;

	row.known = html_element("tr", 2);
	memcpy(row.name, "tr", 2);
	row.n_name = 2;
	row.n_pairs = 0;
	(void)add_element(b, &row);
}

/* What a part of a table begins in. */
static void
begin_part(struct builder *b, const struct ps_html_tag *tag)
{
	uint32_t	table = table_depth(b);
	uint8_t		id = tag->known->id;
	bool		cell = id == PS_H_TD || id == PS_H_TH;

	if (table == 0)
		return;
	for (; b->depth > table; b->depth--) {
		uint8_t	in = b->open[b->depth - 1].head.id;

		if ((cell || id == PS_H_TR) && (in == PS_H_TBODY ||
		    in == PS_H_THEAD || in == PS_H_TFOOT))
			break;
		if (cell && in == PS_H_TR)
			return;
	}
	if (cell)
		imply_row(b, tag);
}

static bool
is_named(const struct html_node *x, const char *name)
{
	return x->name != NULL && strcmp(x->name, name) == 0;
}

static bool
is_option(const struct ps_html_tag *tag)
{
	return (tag->n_name == 6 && memcmp(tag->name, "option", 6) == 0) ||
	    (tag->n_name == 8 && memcmp(tag->name, "optgroup", 8) == 0);
}

static void
note_control(struct builder *b, const struct html_node *x)
{
	struct html_control	*c;

	if (x->id != PS_H_INPUT && x->id != PS_H_CONTROL)
		return;
	if ((c = get(b, sizeof(*c))) == NULL)
		return;
	c->node = x;
	c->form = b->form;
	*b->tree->last = c;
	b->tree->last = &c->next;
}

static void
on_start(void *arg, const struct ps_html_tag *tag)
{
	struct builder			*b = arg;
	const struct html_attribute	*href;
	struct html_node		*x;

	if (b->dead > 0 || tag->known->id == PS_H_TEMPLATE) {
		b->dead += tag->known->id == PS_H_TEMPLATE;
		return;
	}
	if (is_part(tag->known->id))
		begin_part(b, tag);
	else
		b->depth = html_starts(tag, b->open, b->depth,
		    sizeof(b->open[0]));
	if (is_option(tag) && is_named(top(b), "option"))
		b->depth--;
	if ((x = add_element(b, tag)) == NULL)
		return;
	if (x->id == PS_H_BASE && b->tree->base == NULL &&
	    (href = html_attribute_of(x, "href")) != NULL)
		b->tree->base = href->value;
	if (x->id == PS_H_FORM && b->form == NULL)
		b->form = x;
	note_control(b, x);
}

static void
end_part(struct builder *b, const struct ps_html_tag *tag)
{
	uint32_t	table = table_depth(b);
	uint32_t	name = html_name_hash(tag);

	for (uint32_t i = b->depth; i > table; i--)
		if (b->open[i - 1].head.name == name) {
			b->depth = i - 1;
			return;
		}
}

static void
on_end(void *arg, const struct ps_html_tag *tag)
{
	struct builder	*b = arg;
	uint8_t		 id = tag->known->id;

	if (b->dead > 0) {
		b->dead -= id == PS_H_TEMPLATE;
		return;
	}
	if (id == PS_H_FORM)
		b->form = NULL;
	if (is_part(id))
		end_part(b, tag);
	else if (id == PS_H_TABLE && table_depth(b) > 0)
		b->depth = table_depth(b) - 1;
	else
		b->depth = html_ends(tag, b->open, b->depth,
		    sizeof(b->open[0]));
}

/* Of the page itself it is not copied. */
static void
on_text(void *arg, const char *p, size_t n)
{
	struct builder		*b = arg;
	struct html_node	*x;

	if (b->dead > 0 || n > UINT32_MAX || (x = append(b)) == NULL)
		return;
	x->text = p >= b->p && p < b->end ? p : copy(b, p, n);
	x->n_text = *x->text == '\0' ? 0 : (uint32_t)n;
}

static const struct ps_html_sink	sink = {
	.start = on_start, .end = on_end, .text = on_text
};

struct html_tree *
html_tree_new(struct arena *arena, const char *p, size_t n)
{
	struct builder	*b = arena_alloc(arena, sizeof(*b));
	struct ps_html	*page;

	b->arena = arena;
	b->p = p;
	b->end = p + n;
	b->tree = arena_alloc(arena, sizeof(*b->tree));
	b->tree->root = arena_alloc(arena, sizeof(*b->tree->root));
	b->tree->last = &b->tree->controls;
	page = html_new(&sink, b);
	if (page == NULL)
		return b->tree;
	page->pairs = true;
	page->xhtml = n > 5 && memcmp(p, "<?xml", 5) == 0;
	html_feed(page, p, n);
	html_end(page);
	html_free(page);
	return b->tree;
}

struct html_node *
html_next(const struct html_node *x, const struct html_node *root,
    bool inside)
{
	if (inside && x->first != NULL)
		return x->first;
	while (x != root && x->next == NULL)
		x = x->parent;
	return x == root ? NULL : x->next;
}

const struct html_attribute *
html_attribute_of(const struct html_node *x, const char *name)
{
	for (uint32_t i = 0; i < x->n_attributes; i++)
		if (strcmp(x->attributes[i].name, name) == 0)
			return &x->attributes[i];
	return NULL;
}
