/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * map_vary.c - values that are not of the type wished, where the drift is
 * "variant": each goes to a column beside its own, price_text beside price.
 *
 * Such columns come when they are first needed, amid those that formats and
 * maps count; so there is a list of where each column really is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "map_impl.h"
#include "mem.h"
#include "names.h"
#include "plugin.h"

/* One column as the format or the maps count them. */
struct varied {
	const struct shape_type	*type;	/* NULL: anything will do */
	uint32_t		 at;	/* in the sheet */
	uint32_t		 beside;	/* NO_COLUMN: not needed yet */
	char			 name[NAME_MAX_BYTES + 1];
};

static bool
has_types(const struct shape_rule *r)
{
	for (uint32_t i = 0; i < r->n_types; i++)
		if (r->types[i].wish.type != PS_TEXT)
			return true;
	return false;
}

bool
pipeline_varies(const struct pipeline *p)
{
	bool	types = false, varies = false;

	for (uint32_t i = 0; i < p->n_shapes; i++) {
		types |= has_types(&p->shapes[i]);
		varies |= p->shapes[i].drift == DRIFT_VARIANT;
	}
	return types && varies;
}

bool
map_varies(const struct passage *q)
{
	const struct shape_rule	*r = q->wished.rule;

	return r != NULL && r->drift == DRIFT_VARIANT && has_types(r);
}

void
vary_column(struct mapper *p, struct passage *q, const struct ps_column *c)
{
	const struct shape_name	*named;
	struct varied		*v;

	rows_add_columns(&p->w->rows, q->to, c, 1);
	if (!map_varies(q))
		return;
	GROW(q->varied, q->n_varied, q->varied_room);
	v = &q->varied[q->n_varied++];
	*v = (struct varied){ .type = shape_type(q->wished.rule, c->name),
	    .at = q->n_varied_out++, .beside = NO_COLUMN };
	named = c->original == NULL ? shape_name(q->wished.rule, c->name) :
	    NULL;
	if (named != NULL)
		snprintf(v->name, sizeof(v->name), "%s", named->name);
	else
		name_column(c->name, strlen(c->name), q->n_varied, v->name);
}

static void
make_beside(struct mapper *p, struct passage *q, struct varied *v)
{
	struct ps_column	c = { .original = "" };	/* of no document */

	c.name = arena_printf(p->w->arena, "%s_text", v->name);
	rows_add_columns(&p->w->rows, q->to, &c, 1);
	v->beside = q->n_varied_out++;
}

static struct ps_slice *
cell_at(struct mapper *p, uint32_t at)
{
	while (p->n_varied <= at) {
		GROW(p->varied, p->n_varied, p->varied_room);
		p->varied[p->n_varied++] = (struct ps_slice){ .p = "",
		    .flags = PS_ABSENT };
	}
	return &p->varied[at];
}

void
vary_add(struct mapper *p, struct passage *q, const struct ps_slice *cells,
    uint32_t n, uint64_t line)
{
	rows_into(&p->w->rows, q->to);
	if (!map_varies(q)) {
		(void)rows_add(&p->w->rows, cells, n, line);
		return;
	}
	p->n_varied = 0;
	for (uint32_t i = 0; i < n && i < q->n_varied; i++) {
		struct varied	*v = &q->varied[i];
		struct ps_slice	*to;

		if (v->type == NULL || wished_fits(p->w, v->type, &cells[i])) {
			*cell_at(p, v->at) = cells[i];
			continue;
		}
		if (v->beside == NO_COLUMN)
			make_beside(p, q, v);
		to = cell_at(p, v->beside);
		*to = cells[i];
		to->type = PS_TEXT;
		to->flags = (uint16_t)((to->flags & ~PS_SUMMARY) | PS_STRING);
	}
	if (n > 0)	/* what is said of a row stands on its first cell */
		cell_at(p, 0)->flags |= cells[0].flags & PS_SUMMARY;
	(void)rows_add(&p->w->rows, p->varied, p->n_varied, line);
}
