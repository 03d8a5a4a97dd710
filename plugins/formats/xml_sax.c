/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_sax.c - elements as libxml2 tells them.
 *
 * Those on the way to the records are told at once; a record, and whatever
 * stands beside the way, is gathered first, since only its end says which of
 * its elements repeat.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xml_format.h"

static void
fail(struct xml *x, const char *why)
{
	if (x->wrong[0] == '\0')
		snprintf(x->wrong, sizeof(x->wrong), "%s", why);
	if (x->reader.parser != NULL)
		xmlStopParser(x->reader.parser);
}

static char *
copy(struct xml *x, struct xml_pool *pool, const char *p, size_t n)
{
	char	*to = xml_alloc(pool, n + 1);

	if (to == NULL || x->record.bytes > SUBTREE_MAX) {
		fail(x, to == NULL ? "no memory for it" :
		    "one of its elements is larger than 64 MiB");
		return NULL;
	}
	memcpy(to, p, n);
	return to;
}

/*
 * The local name; with its prefix where the name alone has meant another
 * thing, in another namespace, before.
 */
static const char *
name_of(struct xml *x, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri)
{
	const char		*name = (const char *)local;
	const char		*space = uri == NULL ? "" : (const char *)uri;
	struct hash_entry	*e = hash_find(&x->meanings, hash_text(0, name),
				    true);
	char			*full;
	size_t			 n;

	if (e != NULL && e->what == NULL)
		e->what = copy(x, &x->names, space, strlen(space));
	if (e == NULL || e->what == NULL || strcmp(e->what, space) == 0 ||
	    prefix == NULL)
		return name;
	n = strlen(name) + strlen((const char *)prefix) + 2;
	full = xml_alloc(&x->record, n);
	if (full == NULL)
		return name;
	snprintf(full, n, "%s_%s", (const char *)prefix, name);
	return full;
}

static void
add_attribute(struct xml *x, struct element *e, const xmlChar **a)
{
	struct attribute	*to = xml_alloc(&x->record, sizeof(*to));
	const char		*name = name_of(x, a[0], a[1], a[2]);
	char			*value;

	if (to == NULL)
		return;
	to->name = copy(x, &x->record, name, strlen(name));
	to->n_value = (size_t)(a[4] - a[3]);
	value = copy(x, &x->record, (const char *)a[3], to->n_value);
	if (to->name == NULL || value == NULL)
		return;
	to->n_value = xml_unescape(value, to->n_value);
	value[to->n_value] = '\0';
	to->value = value;
	*e->last_attribute = to;
	e->last_attribute = &to->next;
}

static struct element *
new_element(struct xml *x, const char *name, int n_attributes,
    const xmlChar **attributes)
{
	struct element	*e = xml_alloc(&x->record, sizeof(*e));

	if (e == NULL) {
		fail(x, "no memory for it");
		return NULL;
	}
	e->name = copy(x, &x->record, name, strlen(name));
	e->last_attribute = &e->attributes;
	e->parent = x->at;
	e->text_at = x->at == NULL ? 0 : x->at->n_text;
	e->bears = n_attributes > 0;
	e->place = hash_text(x->at == NULL ? x->outside : x->at->place, name);
	for (int i = 0; i < n_attributes; i++)
		add_attribute(x, e, attributes + 5 * i);
	return e->name == NULL ? NULL : e;
}

const char *
xml_copy(struct xml *x, const char *p, size_t n)
{
	const char	*to = copy(x, &x->record, n > 0 ? p : "", n);

	return to == NULL ? "" : to;
}

/* The rest of the path below a step of that name; NULL: it leads elsewhere. */
static const char *
step(const char *path, const char *name)
{
	size_t	n;

	if (path == NULL || *path != '/')
		return NULL;
	n = strcspn(path + 1, "/");
	if (strlen(name) != n || memcmp(path + 1, name, n) != 0)
		return NULL;
	return path + 1 + n;
}

/* An element on the way to the records. */
static void
enter(struct xml *x, const char *name, int n, const xmlChar **attributes,
    const char *rest)
{
	struct element	*e = new_element(x, name, n, attributes);

	if (e == NULL)
		return;
	xml_leave_list(x);
	if (x->sheet && strcmp(name, "Table") == 0)
		xml_sheet_table(x);
	if (x->sheet && strcmp(name, "Worksheet") == 0)
		name = xml_sheet_name(x, e);
	if (ps_tree_enter(x->self, x->tree, name, strlen(name),
	    PS_TREE_OBJECT, 0) != PS_TREE_GO) {
		fail(x, "it is nested too deep");
		return;
	}
	xml_tell_attributes(x, e);
	xml_pool_clear(&x->record);
	x->rests[++x->outside] = rest;
	x->n_key = 0;
}

static void
start_element(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int n_spaces, const xmlChar **spaces, int n,
    int n_defaulted, const xmlChar **attributes)
{
	struct xml	*x = arg;
	const char	*name = name_of(x, local, prefix, uri), *rest;
	struct element	*e;

	(void)n_spaces;
	(void)spaces;
	(void)n_defaulted;
	if (++x->depth > XML_DEPTH) {
		fail(x, "it is nested deeper than 1,000 levels");
		return;
	}
	if (x->depth == 1)
		x->sheet = strcmp(name, "Workbook") == 0 && uri != NULL &&
		    strstr((const char *)uri, "office:spreadsheet") != NULL;
	if (x->depth == 1)
		x->plist = strcmp(name, "plist") == 0;
	if (x->depth == 1)
		x->kml = strcmp(name, "kml") == 0;
	if (x->at == NULL && x->outside == x->depth - 1) {
		rest = x->depth == 1 ? x->path : step(x->rests[x->outside],
		    name);
		if (rest != NULL && *rest != '\0') {
			enter(x, name, n, attributes, rest);
			return;
		}
	}
	e = new_element(x, name, n, attributes);
	if (e == NULL)
		return;
	if (x->at == NULL)
		x->begun = (uint64_t)xmlByteConsumed(x->reader.parser);
	if (x->at != NULL && x->at->last != NULL)
		x->at->last->next = e;
	else if (x->at != NULL)
		x->at->first = e;
	if (x->at != NULL)
		x->at->last = e;
	x->at = e;
}

/* A record, or what stands beside the way to them; then it is forgotten. */
static void
end_subtree(struct xml *x, struct element *e)
{
	const char	*rest = x->depth == 1 ? "" :
			    step(x->rests[x->outside], e->name);
	bool		 record = rest != NULL && *rest == '\0';

	if (x->plist && x->depth == 1)
		xml_plist_root(e);
	if (record && x->sheet && xml_sheet_row(x, e))
		record = false;
	else if (!x->plist || x->depth == 1 ||
	    !xml_plist_beside(x, e, record)) {
		if (record)
			xml_tell_record(x, e);
		else
			xml_tell_beside(x, e);
	}
	x->at = NULL;
	xml_pool_clear(&x->record);
}

static void
end_element(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct xml	*x = arg;
	struct element	*e = x->at;

	(void)local;
	(void)prefix;
	(void)uri;
	if (e == NULL) {
		xml_leave_list(x);
		x->full |= ps_tree_leave(x->self, x->tree);
		x->outside--;
		x->depth--;
		return;
	}
	if (x->plist && strcmp(e->name, "dict") == 0)
		xml_plist_dict(x, e);
	if (x->kml && (strcmp(e->name, "ExtendedData") == 0 ||
	    strcmp(e->name, "SchemaData") == 0))
		xml_kml_data(e);
	if (e->parent != NULL)
		e->parent->bears |= e->bears;
	x->at = e->parent;
	if (e->parent == NULL)
		end_subtree(x, e);
	x->depth--;
}

/* What is no part of any record, as it is written. */
static void
set_aside(struct xml *x, enum ps_class class, const char *before,
    const xmlChar *p, size_t n, const char *behind)
{
	size_t	n_before = strlen(before), n_behind = strlen(behind);
	char	*to;

	if (x->out == NULL)
		return;
	to = ps_scratch(x->self, x->out, n_before + n + n_behind + 1);
	memcpy(to, before, n_before);
	memcpy(to + n_before, p, n);
	memcpy(to + n_before + n, behind, n_behind);
	ps_aside(x->self, x->out, class,
	    (uint64_t)xmlSAX2GetLineNumber(x->reader.parser), to,
	    n_before + n + n_behind);
}

static bool
is_blank(const xmlChar *p, size_t n)
{
	while (n > 0 && p[n - 1] <= ' ')
		n--;
	return n == 0;
}

static void
comment(void *arg, const xmlChar *p)
{
	set_aside(arg, PS_COMMENT, "<!--", p, (size_t)xmlStrlen(p), "-->");
}

static void
instruction(void *arg, const xmlChar *target, const xmlChar *p)
{
	char	before[120];

	if (p == NULL)
		p = (const xmlChar *)"";
	snprintf(before, sizeof(before), "<?%.100s ", (const char *)target);
	set_aside(arg, PS_COMMENT, before, p, (size_t)xmlStrlen(p), "?>");
}

/* Room is doubled, so that text in many pieces is not copied for each. */
static void
characters(void *arg, const xmlChar *p, int n)
{
	struct xml	*x = arg;
	struct element	*e = x->at;
	size_t		 want;
	char		*more;

	if (n <= 0)
		return;
	if (e == NULL) {
		if (!is_blank(p, (size_t)n))
			set_aside(x, PS_OTHER, "", p, (size_t)n, "");
		return;
	}
	want = e->n_text + (size_t)n;
	if (want > e->text_room) {
		more = xml_alloc(&x->record, 2 * want);
		if (more == NULL || x->record.bytes > 4 * SUBTREE_MAX) {
			fail(x, "one of its elements is larger than 64 MiB");
			return;
		}
		if (e->n_text > 0)
			memcpy(more, e->text, e->n_text);
		e->text = more;
		e->text_room = 2 * want;
	}
	memcpy(e->text + e->n_text, p, (size_t)n);
	e->n_text = want;
}

static void
start_document(void *arg)
{
	struct xml	*x = arg;

	xml_forget_standalone(&x->reader);
}

static xmlEntityPtr
get_entity(void *arg, const xmlChar *name)
{
	struct xml	*x = arg;

	return xml_entity(&x->reader, name);
}

/* An entity with a name too long for that. */
static void
reference(void *arg, const xmlChar *name)
{
	characters(arg, (const xmlChar *)"&", 1);
	characters(arg, name, (int)strlen((const char *)name));
	characters(arg, (const xmlChar *)";", 1);
}

static void
on_error(void *arg, xmlErrorPtr error)
{
	struct xml	*x = arg;
	const char	*why = error->message == NULL ? "it is not XML" :
			    error->message;

	if (error->level != XML_ERR_FATAL || x->wrong[0] != '\0')
		return;
	snprintf(x->wrong, sizeof(x->wrong), "%.*s",
	    (int)strcspn(why, "\n"), why);
}

const xmlSAXHandler xml_handlers = {
	.initialized = XML_SAX2_MAGIC,
	.startDocument = start_document,
	.startElementNs = start_element,
	.endElementNs = end_element,
	.characters = characters,
	.cdataBlock = characters,
	.ignorableWhitespace = characters,
	.getEntity = get_entity,
	.reference = reference,
	.comment = comment,
	.processingInstruction = instruction,
	.serror = on_error,
};
