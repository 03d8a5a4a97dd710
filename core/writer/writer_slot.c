/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_slot.c - rows out of shared memory, copied before they are believed.
 *
 * The worker may still write to the slot; nothing in the slot itself is looked
 * at twice.  A copy keeps the offsets of the slot.
 */
#include "writer.h"

static const char *
check_head(const struct slot_rows *h, const struct doc_table *t,
    uint32_t n_rows)
{
	uint64_t	lines = sizeof(*h) + (uint64_t)n_rows *
			    sizeof(uint32_t);
	uint64_t	cells = (uint64_t)n_rows * h->n_columns *
			    sizeof(struct ps_cell);

	if (h->n_rows != n_rows || h->n_columns == 0 ||
	    h->n_columns > t->n_columns)
		return "its worker sent rows of another size";
	if (h->cells % _Alignof(struct ps_cell) != 0 || h->cells < lines ||
	    h->text > SLOT_BYTES || h->cells + cells > h->text)
		return "its worker sent rows outside their slot";
	return NULL;
}

/* Text lies in the slot or in the pieces; the latter come behind the slot. */
static bool
place_text(struct ps_cell *c, uint64_t lowest, uint64_t pieces)
{
	uint64_t	at = c->value.offset;

	if (c->flags & CELL_BIG) {
		c->flags &= (uint8_t)~CELL_BIG;
		c->value.offset = at + SLOT_BYTES;
		return at <= pieces && c->length <= pieces - at;
	}
	return c->length == 0 || (at >= lowest && at <= SLOT_BYTES &&
	    c->length <= SLOT_BYTES - at);
}

static bool
check_cell(struct ps_cell *c, uint64_t lowest, uint64_t pieces)
{
	switch (c->type) {
	case PS_NULL:
	case PS_INT:
	case PS_REAL:
		return true;
	case PS_BOOL:
		return (c->value.integer & ~(int64_t)1) == 0;
	case PS_DECIMAL:
		if (c->scale < 0 || c->scale > 400)
			return false;
		return !(c->flags & PS_CELL_TEXT) ||
		    place_text(c, lowest, pieces);
	default:
		return c->type <= PS_TEXT && place_text(c, lowest, pieces);
	}
}

const char *
check_slot(const struct writer *w, const struct doc_table *t, uint32_t n_rows,
    const void *slot)
{
	struct slot_rows	 h;
	char			*copy = w->batch.p;
	struct ps_cell		*cells;
	const char		*wrong;
	size_t			 n;

	memcpy(&h, slot, sizeof(h));
	if ((wrong = check_head(&h, t, n_rows)) != NULL)
		return wrong;
	n = (size_t)n_rows * h.n_columns;
	memcpy(copy, &h, sizeof(h));
	memcpy(copy + sizeof(h), (const char *)slot + sizeof(h),
	    h.cells - sizeof(h) + n * sizeof(*cells));
	memcpy(copy + h.text, (const char *)slot + h.text,
	    SLOT_BYTES - h.text);
	cells = (struct ps_cell *)(void *)(copy + h.cells);
	for (size_t i = 0; i < n; i++)
		if (!check_cell(&cells[i], h.text, w->pieces))
			return "its worker sent a cell that cannot be";
	return NULL;
}
