/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_page.c - what stands at the edges of printed pages.
 *
 * A line with one text that comes again, with other digits at most, is none
 * of the rows if it numbers pages or stands above a header that comes again.
 * The probe says which, the reader knows them by the option.
 */
#include <strings.h>

#include "delimited_probe.h"

enum {
	MOST_LONE	= 64,		/* lone lines looked at, */
	MOST_PAGE	= 4,		/* and kept */
	PAGE_TEXT	= 120		/* bytes of one */
};

/* A lone line. */
struct edge {
	struct ps_slice	text;
	bool		heads;		/* stands above the header again, */
	bool		title;		/* or above the table */
};

struct edges {
	struct edge	e[MOST_LONE];
	uint32_t	n;
};

/* The only text of the record, or nothing. */
static struct ps_slice
lone_text(const struct record *r)
{
	struct ps_slice	text = { .n = 0 };

	for (uint32_t i = 0; i < r->n && i < r->room; i++) {
		if (r->cells[i].n == 0)
			continue;
		if (text.n > 0)
			return (struct ps_slice){ .n = 0 };
		text = r->cells[i];
	}
	while (text.n > 0 && (*text.p == '\f' || is_space(*text.p))) {
		text.p++;
		text.n--;
	}
	return r->n > r->room ? (struct ps_slice){ .n = 0 } : ps_trimmed(text);
}

/* The same but for digits; where there are some there are in both. */
static bool
is_alike(struct ps_slice a, struct ps_slice b)
{
	const char	*p = a.p, *q = b.p;
	const char	*p_end = p + a.n, *q_end = q + b.n;

	while (p < p_end && q < q_end) {
		if (is_digit(*p) && is_digit(*q)) {
			while (p < p_end && is_digit(*p))
				p++;
			while (q < q_end && is_digit(*q))
				q++;
		} else if (*p++ != *q++)
			return false;
	}
	return p == p_end && q == q_end;
}

/* `Page 2`, `Seite: 2/7`. */
static bool
numbers_page(struct ps_slice c)
{
	static const char *const	words[] = {
		"page", "seite", "pagina", "p\xc3\xa1gina", "sida", "side",
		"strona", "pag.", "p\xc3\xa1g.",
		"\xd0\xa1\xd1\x82\xd1\x80\xd0\xb0\xd0\xbd\xd0\xb8\xd1\x86\xd0"
		"\xb0"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t	n = strlen(words[i]);

		if (c.n <= n || strncasecmp(c.p, words[i], n) != 0)
			continue;
		while (n < c.n && (is_space(c.p[n]) || c.p[n] == ':' ||
		    c.p[n] == '#'))
			n++;
		return n < c.n && is_digit(c.p[n]);
	}
	return false;
}

static bool
is_edge(const struct edges *all, uint32_t at)
{
	const struct edge	*e = &all->e[at];
	uint32_t		 n = 0, heads = 0;

	for (uint32_t i = 0; i < all->n; i++)
		if (is_alike(e->text, all->e[i].text)) {
			n++;
			heads += all->e[i].heads;
		}
	return n >= 2 && (numbers_page(e->text) || heads == n ||
	    (heads + 1 == n && e->title));
}

static void
keep_edges(struct layout *l, const struct edges *all)
{
	size_t		at = 0;
	uint32_t	n = 0;
	bool		known;

	for (uint32_t i = 0; i < all->n && n < MOST_PAGE; i++) {
		struct ps_slice	c = all->e[i].text;

		known = false;
		for (uint32_t k = 0; k < i && !known; k++)
			known = is_alike(c, all->e[k].text);
		if (known || !is_edge(all, i))
			continue;
		if (n++ > 0)
			l->page[at++] = '\n';
		memcpy(l->page + at, c.p, c.n);
		at += c.n;
		l->page[at] = '\0';
	}
}

/* Those just met stand above the header if this record is it. */
static void
add_heads(struct edges *all, uint32_t from)
{
	while (from < all->n)
		all->e[from++].heads = true;
}

void
page_find(const struct judge *j, struct layout *l)
{
	struct record	 r = { .room = JUDGED_COLUMNS };
	struct edges	 all = { .n = 0 };
	struct splitter	 s;
	uint32_t	 from = 0, n;
	const struct ps_record *head = &ps_layout_records(j->self,
			    j->records, &n)[l->top.skip];

	l->page[0] = '\0';
	if (l->k < 2 || (l->rows_ok == l->rows &&
	    j->s->scan->histogram['\f'] == 0))
		return;
	r.cells = ps_alloc(j->self, r.room * sizeof(*r.cells));
	splitter_init(&s, &j->best.d, j->text, j->text + j->n, true);
	for (uint32_t i = 0; all.n < MOST_LONE && split_next(&s, &r) ==
	    STEP_RECORD; i++) {
		struct ps_record now = { .cells = r.cells, .n = r.n };
		struct ps_slice	c;

		if (r.kind != PS_RECORD_CELLS || is_bare(&r))
			continue;
		c = lone_text(&r);
		if (c.n > 0 && c.n < PAGE_TEXT && memchr(c.p, '\n', c.n) ==
		    NULL && memchr(c.p, '\0', c.n) == NULL &&
		    (c.n > 3 || !is_digit(*c.p)))
			all.e[all.n++] = (struct edge){ .text = c,
			    .title = i < l->top.skip };
		else if (r.n <= r.room) {
			if (l->top.header > 0 && i > l->top.skip &&
			    ps_same_record(j->self, head, &now))
				add_heads(&all, from);
			from = all.n;
		}
	}
	keep_edges(l, &all);
}

/* Nothing but a form feed, or a line that the option says. */
bool
is_page_line(const struct delimited *f)
{
	const struct record	*r = &f->rec;
	const char		*p = f->opt->page, *e;
	struct ps_slice		 c;

	if (f->k < 2 || r->n == 0 || r->kind != PS_RECORD_CELLS)
		return false;
	if (r->stop > r->start && *r->start == '\f' &&
	    ps_trimmed((struct ps_slice){ .p = r->start + 1,
	    .n = (uint32_t)(r->stop - r->start - 1) }).n == 0)
		return true;
	if (p == NULL || *p == '\0' || (c = lone_text(r)).n == 0)
		return false;
	for (;; p = e + 1) {
		e = strchr(p, '\n');
		if (is_alike(c, (struct ps_slice){ .p = p, .n = (uint32_t)
		    (e != NULL ? (size_t)(e - p) : strlen(p)) }))
			return true;
		if (e == NULL)
			return false;
	}
}
