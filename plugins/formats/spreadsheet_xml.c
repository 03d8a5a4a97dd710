/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_xml.c - libxml2, kept from all that a sheet does not need.
 *
 * No part of a workbook has a document type, so one that has is refused:
 * there are no entities but those of XML, and nothing is ever fetched.
 */
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "spreadsheet.h"

struct ss_xml {
	xmlParserCtxtPtr parser;
	struct ss_book	*book;
	const struct ss_handlers *handlers;
	uint32_t	 depth;
};

enum { DEPTH = 200 };

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_spaces, const xmlChar **spaces, int n,
    int n_defaulted, const xmlChar **attributes)
{
	struct ss_xml	*x = arg;

	(void)prefix;
	(void)uri;
	(void)n_spaces;
	(void)spaces;
	(void)n_defaulted;
	if (++x->depth > DEPTH) {
		(void)ss_wrong(x->book, "elements within elements, more than "
		    "%d deep", DEPTH);
		xmlStopParser(x->parser);
	} else if (x->book->wrong[0] == '\0')
		x->handlers->start(x->book, name, attributes, n);
}

static void
on_end(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct ss_xml	*x = arg;

	(void)prefix;
	(void)uri;
	x->depth--;
	if (x->handlers->end != NULL && x->book->wrong[0] == '\0')
		x->handlers->end(x->book, name);
}

static void
on_text(void *arg, const xmlChar *p, int n)
{
	struct ss_xml	*x = arg;

	if (x->handlers->text != NULL && x->book->wrong[0] == '\0')
		x->handlers->text(x->book, (const char *)p, (size_t)n);
}

static void
on_type(void *arg, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
	struct ss_xml	*x = arg;

	(void)name;
	(void)id;
	(void)uri;
	(void)ss_wrong(x->book, "a document type is declared in it, as in no "
	    "workbook");
	xmlStopParser(x->parser);
}

static void
on_error(void *arg, xmlErrorPtr error)
{
	struct ss_xml	*x = arg;
	const char	*why = error->message == NULL ? "it is not XML" :
			    error->message;

	if (error->level == XML_ERR_FATAL)
		(void)ss_wrong(x->book, "%.*s", (int)strcspn(why, "\n"), why);
}

static const xmlSAXHandler guard = {
	.initialized = XML_SAX2_MAGIC,
	.internalSubset = on_type,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_text,
	.cdataBlock = on_text,
	.ignorableWhitespace = on_text,
	.serror = on_error,
};

enum ps_status
ss_xml_begin(struct ss_book *b, const struct ss_handlers *handlers)
{
	struct ss_xml	*x;
	xmlSAXHandler	 h = guard;

	ss_xml_end(b);
	b->xml = x = calloc(1, sizeof(*x));
	if (x == NULL)
		return ss_wrong(b, "no memory");
	*x = (struct ss_xml){ .book = b, .handlers = handlers };
	x->parser = xmlCreatePushParserCtxt(&h, x, NULL, 0, NULL);
	if (x->parser == NULL)
		return ss_wrong(b, "no memory");
	(void)xmlCtxtUseOptions(x->parser, XML_PARSE_NONET);
	return PS_OK;
}

enum ps_status
ss_xml_feed(struct ss_book *b, const char *p, size_t n, bool last)
{
	int	st = xmlParseChunk(b->xml->parser, p, (int)n, last);

	if (st != 0 && b->wrong[0] == '\0' && b->xml->parser->wellFormed == 0)
		return ss_wrong(b, "it is not XML");
	return b->wrong[0] == '\0' ? PS_OK : PS_FAIL;
}

void
ss_xml_end(struct ss_book *b)
{
	if (b->xml == NULL)
		return;
	if (b->xml->parser != NULL) {
		if (b->xml->parser->myDoc != NULL)
			xmlFreeDoc(b->xml->parser->myDoc);
		b->xml->parser->myDoc = NULL;
		xmlFreeParserCtxt(b->xml->parser);
	}
	free(b->xml);
	b->xml = NULL;
}

bool
ss_named(const unsigned char *name, const char *what)
{
	return strcmp((const char *)name, what) == 0;
}

/* Five pointers each: name, prefix, namespace, value and its end. */
struct ps_slice
ss_attribute(const unsigned char **a, int n, const char *name)
{
	for (int i = 0; i < n; i++, a += 5)
		if (ss_named(a[0], name))
			return (struct ps_slice){ .p = (const char *)a[3],
			    .n = (uint32_t)(a[4] - a[3]) };
	return (struct ps_slice){ .p = NULL };
}

bool
ss_is(struct ps_slice s, const char *what)
{
	size_t	n = strlen(what);

	return s.n == n && s.p != NULL && memcmp(s.p, what, n) == 0;
}

bool
ss_is_true(struct ps_slice s)
{
	return ss_is(s, "1") || ss_is(s, "true");
}

uint32_t
ss_number_of(struct ps_slice s, uint32_t most)
{
	uint64_t	v = 0;

	for (uint32_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if ((v = v * 10 + (uint64_t)(s.p[i] - '0')) > most)
			return most;
	return (uint32_t)v;
}
