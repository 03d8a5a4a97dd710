/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_sheet.c - SpreadsheetML of 2003: cells get their columns' names.
 *
 * The first row of a table names its columns if it holds nothing but texts.
 * A cell stands behind the one before it, unless it says where.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xml_format.h"

static const struct attribute *
attribute_of(const struct element *e, const char *name)
{
	for (const struct attribute *a = e->attributes; a != NULL; a = a->next)
		if (strcmp(a->name, name) == 0)
			return a;
	return NULL;
}

/* Its column, from 0, if the one before it was `last`, from 1. */
static uint32_t
place_of(const struct element *cell, uint32_t last)
{
	const struct attribute	*a = attribute_of(cell, "Index");
	uint32_t		 n = 0;

	for (size_t i = 0; a != NULL && i < a->n_value && n < SHEET_WIDTH; i++)
		n = n * 10 + (uint32_t)((unsigned char)a->value[i] & 15);
	return n > last ? n - 1 : last;
}

static bool
is_text(const struct element *cell)
{
	const struct attribute	*a = cell->first == NULL ? NULL :
				    attribute_of(cell->first, "Type");

	return strcmp(cell->name, "Cell") == 0 && a != NULL &&
	    strcmp(a->value, "String") == 0 && cell->first->n_text > 0;
}

static void
set_head(struct xml *x, uint32_t at, const struct element *cell)
{
	size_t	 n = cell->first->n_text, room = n + 16;
	char	*name = xml_alloc(&x->names, room);

	if (name == NULL || at >= SHEET_WIDTH)
		return;
	memcpy(name, cell->first->text, n);
	for (uint32_t i = 0; i < SHEET_WIDTH && i < at; i++)
		if (x->heads[i] != NULL && strcmp(x->heads[i], name) == 0) {
			snprintf(name + n, 16, "_%u", at + 1);
			break;
		}
	x->heads[at] = name;
}

static bool
take_header(struct xml *x, const struct element *row)
{
	uint32_t	at = 0;

	for (const struct element *c = row->first; c != NULL; c = c->next)
		if (!is_text(c))
			return false;
	for (const struct element *c = row->first; c != NULL; c = c->next) {
		at = place_of(c, at);
		set_head(x, at++, c);
	}
	return row->first != NULL;
}

/* One text, named as its column. */
static void
flatten(struct xml *x, struct element *cell, uint32_t at)
{
	const char	*name = at < SHEET_WIDTH ? x->heads[at] : NULL;
	char		 number[16], *text;
	size_t		 n;

	if (name == NULL) {
		snprintf(number, sizeof(number), "c%u", at + 1);
		name = xml_copy(x, number, strlen(number));
	}
	text = xml_whole_text(x, cell, &n);
	cell->text = text;
	cell->n_text = n;
	cell->name = name;
	cell->first = cell->last = NULL;
	cell->attributes = NULL;
	cell->bears = false;
	cell->place = hash_text(cell->parent->place, name);
}

void
xml_sheet_table(struct xml *x)
{
	memset(x->heads, 0, sizeof(x->heads));
	x->headed = false;
}

bool
xml_sheet_row(struct xml *x, struct element *row)
{
	uint32_t	at = 0;
	bool		first = !x->headed;

	x->headed = true;
	if (first && take_header(x, row))
		return true;
	for (struct element *c = row->first; c != NULL; c = c->next) {
		at = place_of(c, at);
		flatten(x, c, at++);
	}
	row->attributes = NULL;
	return false;
}

const char *
xml_sheet_name(struct xml *x, const struct element *sheet)
{
	const struct attribute	*a = attribute_of(sheet, "Name");

	return x->sheets++ == 0 || a == NULL ? sheet->name : a->value;
}
