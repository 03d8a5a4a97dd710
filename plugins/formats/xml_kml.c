/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_kml.c - what a placemark has beyond KML, where the name of a value is an
 * attribute: <SimpleData name="pop">7</SimpleData>, or <Data name="pop">
 * <value>7</value></Data>.
 *
 * Each of them takes its name.  What says more than a name and a value stays
 * as it is.
 */
#include <string.h>

#include "xml_format.h"

static bool
is(const struct element *e, const char *name)
{
	return strcmp(e->name, name) == 0;
}

static bool
has_text(const struct element *e)
{
	for (size_t i = 0; i < e->n_text; i++)
		if ((unsigned char)e->text[i] > ' ')
			return true;
	return false;
}

/* The value is the text of its element then, or was so before. */
static bool
take_value(struct element *e)
{
	const struct element	*v = e->first;

	if (is(e, "SimpleData"))
		return v == NULL;
	if (!is(e, "Data") || has_text(e) || v == NULL || v->next != NULL ||
	    !is(v, "value") || v->first != NULL || v->attributes != NULL)
		return false;
	e->text = v->text;
	e->n_text = v->n_text;
	e->first = e->last = NULL;
	return true;
}

static void
name_value(struct element *e)
{
	const struct attribute	*a = e->attributes;

	if (a == NULL || a->next != NULL || strcmp(a->name, "name") != 0 ||
	    a->n_value == 0 || !take_value(e))
		return;
	e->name = a->value;
	e->place = hash_text(e->parent->place, e->name);
	e->attributes = NULL;
	e->bears = false;
}

void
xml_kml_data(struct element *data)
{
	for (struct element *e = data->first; e != NULL; e = e->next)
		name_value(e);
}
