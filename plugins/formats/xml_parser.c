/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_parser.c - libxml2, kept from all that XML can do.
 *
 * No DTD is loaded, nothing is fetched, and no entity is resolved but the five
 * of XML: any other is a text of its own, `&name;`, which grows no further.
 */
#include <stdio.h>
#include <string.h>

#include "xml_format.h"

static xmlParserInputPtr
refuse(const char *url, const char *id, xmlParserCtxtPtr parser)
{
	(void)url;
	(void)id;
	(void)parser;
	return NULL;
}

bool
xml_reader_open(struct xml_reader *r, const xmlSAXHandler *handlers, void *arg)
{
	xmlSAXHandler	h = *handlers;

	xmlSetExternalEntityLoader(refuse);
	r->parser = xmlCreatePushParserCtxt(&h, arg, NULL, 0, NULL);
	if (r->parser == NULL)
		return false;
	/* What we are shown is UTF-8, whatever its declaration says. */
	(void)xmlCtxtUseOptions(r->parser, XML_PARSE_NONET |
	    XML_PARSE_IGNORE_ENC);
	(void)xmlSwitchEncoding(r->parser, XML_CHAR_ENCODING_UTF8);
	/* Then an entity nobody knows is no error: a DTD could have it. */
	r->parser->hasPErefs = 1;
	return true;
}

void
xml_reader_close(struct xml_reader *r)
{
	if (r->parser == NULL)
		return;
	if (r->parser->myDoc != NULL)
		xmlFreeDoc(r->parser->myDoc);
	r->parser->myDoc = NULL;
	xmlFreeParserCtxt(r->parser);
	r->parser = NULL;
}

void
xml_forget_standalone(struct xml_reader *r)
{
	if (r->parser != NULL)
		r->parser->standalone = 0;
}

/*
 * In text, libxml2 gives the content of a predefined entity; in an attribute
 * only its first character, but `&name;` for one that is not.
 */
xmlEntityPtr
xml_entity(struct xml_reader *r, const xmlChar *name)
{
	xmlEntityPtr	 known = xmlGetPredefinedEntity(name);
	xmlEntityPtr	 e = &r->entity;
	int		 n = xmlStrlen(name);
	bool		 in_value = r->parser != NULL && r->parser->instate ==
			    XML_PARSER_ATTRIBUTE_VALUE;

	if (known != NULL || n >= (int)sizeof(r->name))
		return known;
	memset(e, 0, sizeof(*e));
	memcpy(r->name, name, (size_t)n + 1);
	n = snprintf(r->text, sizeof(r->text), "&%s;", r->name);
	e->type = XML_ENTITY_DECL;
	e->name = (const xmlChar *)r->name;
	e->orig = (xmlChar *)r->text;
	e->etype = in_value ? XML_INTERNAL_GENERAL_ENTITY :
	    XML_INTERNAL_PREDEFINED_ENTITY;
	if (!in_value) {
		e->content = (xmlChar *)r->text;
		e->length = n;
	}
	return e;
}

size_t
xml_unescape(char *p, size_t n)
{
	size_t	to = 0;

	if (memchr(p, '&', n) == NULL)
		return n;
	for (size_t i = 0; i < n; to++) {
		p[to] = p[i];
		i += n - i >= 5 && memcmp(p + i, "&#38;", 5) == 0 ? 5 : 1;
	}
	return to;
}
