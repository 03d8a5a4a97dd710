/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_wished.c - columns that are not of the type that a shape wishes:
 * what became of them is known at the end of a document, when the facts of
 * all its ranges are; one issue for each says it, with the first such cell.
 */
#include <string.h>

#include "facts.h"
#include "mem.h"
#include "rows.h"
#include "wished.h"
#include "writer.h"

/* Of each column, in the document's order. */
struct unfit {
	const struct shape_type	*type;		/* NULL: nothing is wished */
	const char		*column;
	uint64_t		 line, cells;
	const char		*text;		/* of the first of them */
	size_t			 n;
};

static void
keep_types(struct writer *w, struct doc_table *t,
    const struct shape_rule *rule, struct frame *f, uint32_t from)
{
	struct unfit	*unfits = arena_alloc(w->arena, t->n_columns *
			    sizeof(*unfits));
	struct reading	 r;

	if (from > 0 && t->unfits != NULL)
		memcpy(unfits, t->unfits, from * sizeof(*unfits));
	for (uint32_t i = 0; i < t->n_columns && !f->bad; i++) {
		const char	*column = get_text(f);

		(void)get_text(f);
		(void)get_text(f);
		get_raw(f, &r, sizeof(r));
		if (i < from || column == NULL)
			continue;
		unfits[i].type = shape_type(rule, column);
		unfits[i].column = writer_keep(w, column);
	}
	t->unfits = unfits;
}

void
wished_known(struct writer *w, struct doc_table *t, struct frame columns,
    struct frame *f, uint32_t from)
{
	struct shape_set	 set;
	const struct shape_rule	*rule;

	if (w->pipeline->n_shapes == 0)
		return;
	(void)get_u64(f);
	(void)get_u64(f);
	if (!get_raw(f, &set, sizeof(set)))
		return;
	rule = shapes_join(w->pipeline, &set, w->arena);
	if (rule != NULL && rule->n_types > 0)
		keep_types(w, t, rule, &columns, from);
}

enum ps_status
note_unfit(struct writer *w, struct frame *f)
{
	struct doc_table	*t = doc_table_at(w, get_u32(f));
	uint32_t		 column = get_u32(f);
	uint64_t		 line = get_u64(f), cells = get_u64(f);
	size_t			 n;
	const char		*text = get_bytes(f, &n);
	struct unfit		*u;

	if (f->bad || t == NULL || t->unfits == NULL ||
	    column >= t->n_columns)
		return PS_OK;
	u = &t->unfits[column];
	if (u->cells == 0) {
		u->line = w->doc.line_base + line;
		u->text = arena_strndup(w->arena, text, n);
		u->n = n;
	}
	u->cells += cells;
	return PS_OK;
}

static enum ps_status
tell(struct writer *w, const struct doc_table *t, const struct unfit *u)
{
	struct ledger	*l = w->ledger;
	const char	*why = u->cells > 0 ? shape_misfit(w->arena,
			    u->column, u->type, u->text, u->n) :
			    shape_disagree(w->arena, u->column, u->type);

	if (u->cells > 1)
		why = arena_printf(w->arena, "%s, and %llu more cell%s", why,
		    (unsigned long long)u->cells - 1, u->cells > 2 ? "s" : "");
	kinds_add(&w->doc.rules, TYPE_RULE, strlen(TYPE_RULE), 1);
	w->doc.counts.issues++;
	if (l == NULL)
		return PS_OK;
	gather_int(l, L_ISSUES, w->doc.id);
	gather_str(l, L_ISSUES, t->table->name);
	if (u->cells > 0)
		gather_int(l, L_ISSUES, (int64_t)u->line);
	else
		gather_null(l, L_ISSUES);
	gather_null(l, L_ISSUES);
	gather_str(l, L_ISSUES, severity_names[PS_NOTE]);
	gather_str(l, L_ISSUES, TYPE_RULE);
	gather_str(l, L_ISSUES, why);
	gather_bytes(l, L_ISSUES, u->text == NULL ? "" : u->text, u->n);
	return gather_end_row(l, L_ISSUES);
}

enum ps_status
tell_unfits(struct writer *w)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < w->doc.n_tables; i++) {
		const struct doc_table	*t = &w->doc.tables[i];

		for (uint32_t k = 0; t->table != NULL && t->unfits != NULL &&
		    k < t->n_columns && st == PS_OK; k++) {
			const struct unfit	*u = &t->unfits[k];

			if (u->type != NULL && (t->facts[k].fits &
			    BIT(u->type->wish.type)) == 0)
				st = tell(w, t, u);
		}
	}
	return st;
}
