/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_form.c - what a form would send as it stands.
 */
#include <string.h>

#include "buf.h"
#include "html_tree.h"
#include "str.h"

static const char *
value_of(const struct html_node *x, const char *name)
{
	const struct html_attribute	*a = html_attribute_of(x, name);

	return a == NULL ? NULL : a->value;
}

/* A control may name its form by the form's id. */
static bool
is_in(const struct html_control *c, const struct html_node *form)
{
	const char	*told = value_of(c->node, "form");
	const char	*id = value_of(form, "id");

	if (told != NULL)
		return id != NULL && strcmp(told, id) == 0;
	return c->form == form;
}

/* Buttons send what is pressed, which nothing is. */
static bool
is_sent(const struct html_node *x)
{
	static const char *const	silent[] = {
		"button", "submit", "reset", "image", "file", NULL
	};
	const char			*type = value_of(x, "type");

	if (value_of(x, "name") == NULL || value_of(x, "disabled") != NULL)
		return false;
	if (x->id != PS_H_INPUT || type == NULL)
		return true;
	for (const char *const *s = silent; *s != NULL; s++)
		if (strcasecmp(type, *s) == 0)
			return false;
	return (strcasecmp(type, "checkbox") != 0 &&
	    strcasecmp(type, "radio") != 0) || value_of(x, "checked") != NULL;
}

/* The option that is chosen, or the first. */
static const struct html_node *
chosen(const struct html_node *select)
{
	const struct html_node	*first = NULL;

	for (const struct html_node *x = select; x != NULL;
	    x = html_next(x, select, true)) {
		if (x->name == NULL || strcmp(x->name, "option") != 0)
			continue;
		if (value_of(x, "selected") != NULL)
			return x;
		if (first == NULL)
			first = x;
	}
	return first;
}

static const char *
default_of(const struct html_node *x)
{
	const char	*type = value_of(x, "type");

	return type != NULL && (strcasecmp(type, "checkbox") == 0 ||
	    strcasecmp(type, "radio") == 0) ? "on" : "";
}

/* As it is written, but for the line end that begins it. */
static void
text_area(const struct html_node *area, struct buf *to)
{
	buf_clear(to);
	for (const struct html_node *x = area->first; x != NULL; x = x->next)
		buf_add(to, x->text, x->n_text);
	if (to->n > 1 && to->p[0] == '\r' && to->p[1] == '\n')
		buf_take(to, 1);
	if (to->n > 0 && to->p[0] == '\n')
		buf_take(to, 1);
}

void
html_form_fields(const struct html_tree *t, const struct html_node *form,
    void (*put)(void *, const char *, const char *, size_t), void *arg,
    struct buf *scratch)
{
	for (const struct html_control *c = t->controls; c != NULL;
	    c = c->next) {
		const struct html_node		*x = c->node;
		const struct html_attribute	*value;

		if (!is_in(c, form) || !is_sent(x))
			continue;
		if (strcmp(x->name, "select") == 0 && (x = chosen(x)) == NULL)
			continue;
		value = html_attribute_of(x, "value");
		if (value != NULL && strcmp(x->name, "textarea") != 0)
			put(arg, value_of(c->node, "name"), value->value,
			    value->n);
		else if (x->id == PS_H_INPUT)
			put(arg, value_of(c->node, "name"), default_of(x),
			    strlen(default_of(x)));
		else {
			if (strcmp(x->name, "textarea") == 0)
				text_area(x, scratch);
			else
				html_text_of(x, scratch);
			put(arg, value_of(c->node, "name"), scratch->n == 0 ?
			    "" : scratch->p, scratch->n);
		}
	}
}

bool
html_form_has(const struct html_tree *t, const struct html_node *form,
    const char *glob)
{
	for (const struct html_control *c = t->controls; c != NULL;
	    c = c->next) {
		const char	*name = value_of(c->node, "name");

		if (name != NULL && is_in(c, form) && glob_match(glob, name))
			return true;
	}
	return false;
}
