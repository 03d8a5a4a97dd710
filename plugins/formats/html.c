/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html.c - pages: each table of data in them is a table.
 *
 * The page is read once, from front to end.  A table is held until it is at
 * its end or 4 MiB of it are there to judge it by; from then on its rows are
 * given as they come.  What else there is of lists, of blocks that are alike
 * and of items marked as such is found at the end, and all other text is set
 * aside.
 */
#include <stdlib.h>
#include <string.h>

#include "html_dom.h"

enum { PIECE = 64 << 10 };

static const struct ps_option html_options[] = {
	PS_OPTION(struct html_options, base, .def = "", .flags = PS_GUESSED,
	    .doc = "Address that links are resolved against; none: they stay "
	    "as they are written"),
	{ .name = NULL }
};

static enum ps_status
html_open(struct ps_self *self, struct ps_input *in)
{
	struct html			*h = self->state;
	const struct html_options	*o = self->options;

	h->self = self;
	h->in = in;
	h->last_ready = &h->ready;
	if (o->base != NULL && o->base[0] != '\0')
		h->base = strdup(o->base);
	h->page = ps_html_new(self, &html_sink, h);
	return h->page != NULL ? PS_OK :
	    ps_fail(self, PS_FAIL, 0, "no memory to read it");
}

/* Reads on; PS_EOF: the page is at its end. */
static enum ps_status
pump(struct html *h)
{
	const char	*p;
	ptrdiff_t	 n = ps_peek(h->self, h->in, PIECE, &p);

	if (n < 0)
		return PS_FAIL;
	if (n == 0) {
		h->ended = true;
		html_page_end(h);
		return PS_EOF;
	}
	if (n > PIECE)
		n = PIECE;
	if (h->fed == 0)
		h->page->xhtml = n > 5 && memcmp(p, "<?xml", 5) == 0;
	h->fed += (size_t)n;
	ps_html_feed(h->self, h->page, p, (size_t)n);
	if (h->wrong == NULL && h->aside > HTML_TEXT_MAX)
		h->wrong = "more than 64 MiB of text without a table";
	if (h->wrong != NULL)
		return ps_fail(h->self, PS_FAIL, h->page->line, "%s",
		    h->wrong);
	return ps_take(h->self, h->in, (size_t)n);
}

static void
drop(struct html *h)
{
	struct grid	*g = h->at;

	if (g == NULL)
		return;
	h->at = NULL;
	if (g->ended)		/* else it is open, too */
		grid_free(g);
}

static enum ps_status
html_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	struct html	*h = self->state;
	enum ps_status	 st;

	h->out = out;
	memset(table, 0, sizeof(*table));
	drop(h);
	while (h->ready == NULL) {
		if (h->ended) {
			h->in_items = html_announce_items(h, table);
			return h->in_items ? PS_OK : PS_EOF;
		}
		if ((st = pump(h)) < PS_SKIP)
			return st;
	}
	h->at = h->ready;
	h->ready = h->at->next;
	if (h->ready == NULL)
		h->last_ready = &h->ready;
	h->queued -= h->at->weight;
	h->aside = 0;
	html_announce(h, h->at, table);
	return PS_OK;
}

static enum ps_status
html_rows(struct ps_self *self, struct ps_rows *out)
{
	struct html	*h = self->state;
	enum ps_status	 st;

	h->out = out;
	if (h->in_items)
		return html_tell_items(h);
	grid_clean(h, h->at);
	h->aside = 0;
	for (;;) {
		if (html_give(h, h->at))
			return PS_OK;
		if (h->at->ended)
			return PS_EOF;
		if (ps_full(self, out))
			return PS_OK;
		if ((st = pump(h)) < PS_SKIP)
			return st;
	}
}

static void
html_close(struct ps_self *self)
{
	struct html	*h = self->state;
	struct grid	*g;

	h->out = NULL;
	drop(h);
	while ((g = h->ready) != NULL) {
		h->ready = g->next;
		if (g->ended)
			grid_free(g);
	}
	while ((g = h->grid) != NULL) {
		h->grid = g->outer;
		grid_free(g);
	}
	if (h->page != NULL)
		ps_html_free(self, h->page);
	html_drop_ld(h);
	html_pool_free(&h->dom);
	html_pool_free(&h->links);
	free(h->flow.p);
	free(h->heading.p);
	free(h->title.p);
	free(h->base);
}

static const char *const suffixes[] = {
	".html", ".htm", ".xhtml", ".xht", ".shtml", NULL
};

static const char *const mimes[] = {
	"text/html", "application/xhtml+xml", NULL
};

static const struct ps_format html_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "html",
	.plugin.version = "1.0",
	.plugin.summary = "HTML: the tables of pages",
	.plugin.options = html_options,
	.plugin.options_size = sizeof(struct html_options),
	.plugin.state_size = sizeof(struct html),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 20,
	.probe = html_probe,
	.open = html_open,
	.table = html_table,
	.rows = html_rows,
	.close = html_close,
};

PS_PLUGIN(html, html_format);
