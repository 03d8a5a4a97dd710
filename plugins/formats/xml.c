/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml.c - XML of any kind: what repeats is a table.
 *
 * libxml2 parses, piece by piece; elements on the way to the records go to the
 * tree at once, records when they are complete.
 */
#include <stdlib.h>
#include <string.h>

#include "xml_format.h"

enum { PIECE = 64 << 10, BATCH = 4 << 20, REST = 64 << 10 };

static const struct ps_option xml_options[] = {
	PS_OPTION(struct xml_options, records, .def = "", .flags = PS_GUESSED,
	    .doc = "The elements that are the records, below the root, as "
	    "/channel/item"),
	PS_OPTION(struct xml_options, strict, .def = "true",
	    .flags = PS_GUESSED,
	    .doc = "A document that is broken is not read at all"),
	{ .name = NULL }
};

static enum ps_status
xml_open(struct ps_self *self, struct ps_input *in)
{
	struct xml			*x = self->state;
	const struct xml_options	*o = self->options;
	struct ps_tree_options		 t = { .path = o->records,
					    .unwrap = "ExtendedData,SchemaData"
					    };

	x->self = self;
	x->in = in;
	x->path = o->records;
	x->tree = ps_tree_new(self, &t);
	return xml_reader_open(&x->reader, &xml_handlers, x) ? PS_OK :
	    ps_fail(self, PS_FAIL, 0, "no memory to read it");
}

static enum ps_status
xml_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	struct xml	*x = self->state;

	(void)out;
	(void)table;
	if (x->announced)
		return PS_EOF;
	x->announced = true;
	return PS_OK;
}

/* What is open ends here; of the record, only if it is to be told, too. */
static void
close_all(struct xml *x, bool record)
{
	struct element	*e = x->at;

	while (e != NULL && e->parent != NULL)
		e = e->parent;
	if (e != NULL && record)
		xml_tell_record(x, e);
	x->at = NULL;
	xml_leave_list(x);
	for (; x->outside > 0; x->outside--)
		(void)ps_tree_leave(x->self, x->tree);
}

/*
 * The rows there are stay.  A record that is cut off is set aside with all
 * that follows; where its beginning is no longer at hand, it is a row as far
 * as it goes.
 */
static enum ps_status
broken(struct ps_self *self, struct ps_rows *out, const char *p, size_t n)
{
	struct xml			*x = self->state;
	const struct xml_options	*o = self->options;
	uint64_t			 base = ps_offset(self, x->in);
	uint64_t			 line = (uint64_t)xmlSAX2GetLineNumber(
					    x->reader.parser);
	size_t				 at = 0;

	if (o->strict)
		return ps_fail(self, PS_FAIL, line, "%s", x->wrong);
	if (x->at != NULL && x->begun >= base && x->begun - base < n)
		at = (size_t)(x->begun - base);
	while (at > 0 && p[at] != '<')
		at--;
	close_all(x, at == 0);
	x->ended = true;
	n -= at;
	ps_issue(self, out, PS_REJECTED, line, "broken-xml", x->wrong, p + at,
	    n > REST ? REST : n);
	return PS_EOF;
}

static enum ps_status
read_pieces(struct ps_self *self, struct ps_rows *out)
{
	struct xml	*x = self->state;
	uint64_t	 start = ps_offset(self, x->in);
	const char	*p;
	ptrdiff_t	 n;
	size_t		 used;

	while (!x->full && ps_offset(self, x->in) - start < BATCH) {
		n = ps_peek(self, x->in, PIECE, &p);
		if (n < 0)
			return PS_FAIL;
		used = n < PIECE ? (size_t)n : PIECE;
		if (xmlParseChunk(x->reader.parser, p, (int)used,
		    n < PIECE) != 0 && x->wrong[0] != '\0')
			return broken(self, out, p, (size_t)n);
		if (ps_take(self, x->in, used) < PS_SKIP)
			return PS_FAIL;
		if (n < PIECE) {
			x->ended = true;
			return PS_EOF;
		}
	}
	return PS_OK;
}

static enum ps_status
xml_rows(struct ps_self *self, struct ps_rows *out)
{
	struct xml	*x = self->state;
	enum ps_status	 st;

	if (x->ended)
		return PS_EOF;
	(void)ps_tree_into(self, x->tree, out);
	x->out = out;
	x->full = false;
	st = read_pieces(self, out);
	ps_tree_pause(self, x->tree);
	return st;
}

static void
xml_close(struct ps_self *self)
{
	struct xml	*x = self->state;

	xml_reader_close(&x->reader);
	xml_pool_free(&x->record);
	xml_pool_free(&x->names);
	xml_pool_free(&x->kept);
	free(x->meanings.entries);
	free(x->lists.entries);
	free(x->seen.entries);
}

static const char *const suffixes[] = {
	".xml", ".rss", ".atom", ".kml", ".gpx", ".rdf", ".owl", ".plist",
	".svg", ".xsd", ".wsdl", ".tcx", ".opml", NULL
};

static const char *const mimes[] = {
	"application/xml", "text/xml", "application/rss+xml",
	"application/atom+xml", "application/rdf+xml",
	"application/vnd.google-earth.kml+xml", "application/gpx+xml", NULL
};

static const struct ps_format xml_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "xml",
	.plugin.version = "1.0",
	.plugin.summary = "XML: feeds, maps, whatever repeats",
	.plugin.options = xml_options,
	.plugin.options_size = sizeof(struct xml_options),
	.plugin.state_size = sizeof(struct xml),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 40,
	.probe = xml_probe,
	.open = xml_open,
	.table = xml_table,
	.rows = xml_rows,
	.close = xml_close,
};

PS_PLUGIN(xml, xml_format);
