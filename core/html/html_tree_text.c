/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_tree_text.c - text as a page shows it, and what it shows behind a
 * label.
 */
#include <string.h>

#include "buf.h"
#include "html_tree.h"
#include "str.h"

#define LABEL_NODES	256u	/* looked at for one label */
#define START_NODES	65536u	/* for the beginning of a text */
#define LABEL_SLACK	8u	/* bytes that may stand behind one: " :" */

struct shown {
	struct buf	*to;
	bool		 blank;		/* one is due */
	size_t		 most;		/* bytes that are of interest */
};

static void
add(struct shown *s, const char *p, size_t n)
{
	for (size_t i = 0; i < n && s->to->n <= s->most; i++) {
		if (p[i] == '\xc2' && i + 1 < n && p[i + 1] == '\xa0') {
			s->blank = true;	/* U+00A0 */
			i++;
			continue;
		}
		if (is_space((unsigned char)p[i]) || p[i] == '\0') {
			s->blank = true;
			continue;
		}
		if (s->blank && s->to->n > 0)
			buf_char(s->to, ' ');
		s->blank = false;
		buf_char(s->to, p[i]);
	}
}

static bool
is_unseen(const struct html_node *x)
{
	return (x->flags & PS_HTML_RAW) != 0 || x->id == PS_H_UNSEEN ||
	    x->id == PS_H_CONTROL;
}

/* As html_next(); a block that ends stands in lines of its own. */
static const struct html_node *
step(const struct html_node *x, const struct html_node *root, bool inside,
    bool *blank)
{
	if (inside && x->first != NULL)
		return x->first;
	for (;;) {
		*blank |= (x->flags & PS_HTML_BLOCK) != 0;
		if (x == root)
			return NULL;
		if (x->next != NULL)
			return x->next;
		x = x->parent;
	}
}

/* False: there is more of it than was looked at. */
static bool
add_all(struct shown *s, const struct html_node *root, uint32_t nodes)
{
	for (const struct html_node *x = root; x != NULL; nodes--) {
		if (nodes == 0 || s->to->n > s->most)
			return false;
		if ((x->flags & PS_HTML_BLOCK) != 0)
			s->blank = true;
		add(s, x->text, x->n_text);
		x = step(x, root, x == root || !is_unseen(x), &s->blank);
	}
	return true;
}

void
html_text_of(const struct html_node *x, struct buf *to)
{
	struct shown	s = { .to = to, .most = SIZE_MAX };

	buf_clear(to);
	(void)add_all(&s, x, UINT32_MAX);
}

void
html_text_upto(const struct html_node *x, size_t most, struct buf *to)
{
	struct shown	s = { .to = to, .most = most };

	buf_clear(to);
	(void)add_all(&s, x, START_NODES);
}

/* -- labels --------------------------------------------------------------- */

struct label {
	char		 text[256];
	size_t		 n;
	struct buf	*to;		/* what is behind it, at last */
	bool		 colon;		/* the one at hand ends in one */
};

static size_t
without_colon(const char *p, size_t n)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == ':'))
		n--;
	return n;
}

static bool
same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (to_lower((unsigned char)a[i]) !=
		    to_lower((unsigned char)b[i]))
			return false;
	return true;
}

/* The buffer is used. */
static bool
is_label(struct label *l, const struct html_node *x)
{
	struct shown	s = { .to = l->to, .most = l->n + LABEL_SLACK };
	size_t		n;

	buf_clear(l->to);
	if (!add_all(&s, x, LABEL_NODES))
		return false;
	n = without_colon(l->to->p, l->to->n);
	l->colon = n < l->to->n;
	return n == l->n && same(l->to->p, l->text, n);
}

static bool
is_cell(const struct html_node *x)
{
	return x->id == PS_H_TD || x->id == PS_H_TH;
}

/* The largest element whose text it is; of cells and terms, these. */
static const struct html_node *
label_at(struct label *l, const struct html_node *text)
{
	const struct html_node	*found = NULL, *x = text->parent;

	for (; x->parent != NULL && is_label(l, x); x = x->parent) {
		found = x;
		if (is_cell(x) || x->id == PS_H_DT)
			break;
	}
	return found;
}

/* What follows in the line, or where that is empty in the next block. */
static void
gather(struct label *l, const struct html_node *from, const char *name)
{
	struct shown	s = { .to = l->to, .most = SIZE_MAX };

	for (const struct html_node *x = from; x != NULL; x = x->next) {
		bool	block = (x->flags & PS_HTML_BLOCK) != 0;

		if ((name != NULL && x->name != NULL &&
		    strcmp(x->name, name) == 0) || (block && s.to->n > 0))
			break;
		if (x->name != NULL && is_unseen(x))
			continue;
		(void)add_all(&s, x, UINT32_MAX);
		/* A colon may stand behind the label's element. */
		while (s.to->n > 0 && (s.to->p[0] == ':' ||
		    s.to->p[0] == ' '))
			buf_take(s.to, 1);
		if (block && s.to->n > 0)
			break;
	}
}

/* False: it is no label, as far as can be seen. */
static bool
take_behind(struct label *l, const struct html_node *x)
{
	const struct html_node	*to = x->next;

	buf_clear(l->to);
	if (is_cell(x))
		while (to != NULL && !is_cell(to))
			to = to->next;
	else if (x->id == PS_H_DT)
		while (to != NULL && to->id != PS_H_DD)
			to = to->next;
	else {
		gather(l, to, (x->flags & PS_HTML_BLOCK) != 0 ? NULL :
		    x->name);
		return l->to->n > 0;
	}
	if (to != NULL)
		html_text_of(to, l->to);
	return to != NULL;
}

/* "Agency: EPA" in one piece. */
static bool
take_rest(struct label *l, const struct html_node *text, size_t from)
{
	const char	*p = text->text + from;
	size_t		 n = text->n_text - from, i = l->n;
	struct shown	 s = { .to = l->to, .most = SIZE_MAX };

	if (n <= i || !same(p, l->text, i))
		return false;
	while (i < n && is_space((unsigned char)p[i]))
		i++;
	if (i == n || p[i] != ':')
		return false;
	buf_clear(l->to);
	add(&s, p + i + 1, n - i - 1);
	for (const struct html_node *x = text->next; x != NULL &&
	    (x->flags & PS_HTML_BLOCK) == 0; x = x->next)
		(void)add_all(&s, x, UINT32_MAX);
	return l->to->n > 0;
}

/* How sure it is that a text is a label, pass by pass. */
enum pass { CLEAR, ANY, IN_TEXT, N_PASSES };

static bool
is_clear(const struct label *l, const struct html_node *x)
{
	return l->colon || is_cell(x) || x->id == PS_H_DT ||
	    ((x->flags & PS_HTML_BLOCK) == 0 && x->id != PS_H_A);
}

static bool
try_text(struct label *l, const struct html_node *text, enum pass pass)
{
	const struct html_node	*x;
	size_t			 i = 0;

	while (i < text->n_text && is_space((unsigned char)text->text[i]))
		i++;
	if (i == text->n_text || !same(text->text + i, l->text, 1))
		return false;
	if (pass == IN_TEXT)
		return take_rest(l, text, i);
	x = label_at(l, text);
	/* The colon is that of the largest, so it is looked at once more. */
	return x != NULL && is_label(l, x) &&
	    (pass == ANY || is_clear(l, x)) && take_behind(l, x);
}

bool
html_text_after(const struct html_tree *t, const char *label, size_t n,
    struct buf *to)
{
	struct label	l = { .to = to };
	struct shown	s = { .to = to, .most = sizeof(l.text) };

	buf_clear(to);
	add(&s, label, n);
	l.n = without_colon(to->p, to->n);
	if (l.n == 0 || l.n > sizeof(l.text))
		return false;
	memcpy(l.text, to->p, l.n);
	for (int pass = CLEAR; pass < N_PASSES; pass++)
		for (const struct html_node *x = t->root; x != NULL;
		    x = html_next(x, t->root, !is_unseen(x)))
			if (x->name == NULL && x->n_text > 0 &&
			    try_text(&l, x, (enum pass)pass))
				return to->n > 0;
	return false;
}
