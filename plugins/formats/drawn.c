/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn.c - tables drawn in text: Markdown, Org, psql, MySQL, sqlite3, grids
 * and simple tables of reStructuredText, boxes of Unicode.
 *
 * Sources: GitHub Flavored Markdown 4.10; Docutils, reStructuredText "Grid
 * Tables" and "Simple Tables"; psql(1) \pset format, border, linestyle, \x;
 * mysql(1) --table and \G; sqlite3(1) .mode box, column, markdown, table.
 */
#include "drawn.h"

static const struct ps_option options[] = {
	{ .name = NULL }
};

static const char *const suffixes[] = { ".md", ".markdown", ".rst", NULL };
static const char *const mimes[] = { "text/markdown", NULL };

static const struct ps_format drawn = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "drawn",
	.plugin.version		= "1",
	.plugin.summary		= "Tables drawn in text: Markdown, psql, grids",
	.plugin.options		= options,
	.plugin.state_size	= sizeof(struct drawn),
	.suffixes		= suffixes,
	.mimes			= mimes,
	.cost			= 3,
	.probe			= drawn_probe,
	.open			= drawn_open,
	.table			= drawn_announce,
	.rows			= drawn_rows,
};

PS_PLUGIN(drawn, drawn);
