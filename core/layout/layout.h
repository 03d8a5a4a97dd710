/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout.h - where a table is among records that are cut into cells.  See
 * ps_layout_new() in polyscraper/layout.h.
 *
 * What is allocated belongs to the host.
 */
#ifndef PS_LAYOUT_H
#define PS_LAYOUT_H

#include "polyscraper.h"

/* The functions behind ps_host. */
enum ps_look	 look_of(const char *, size_t, uint32_t *cost);
extern const uint8_t look_costs[256];
struct ps_layout *layout_new(const struct ps_host *, struct ps_layout *old,
		    uint32_t cells);
bool		 layout_add(struct ps_layout *, const struct ps_record *);
const struct ps_record *layout_records(const struct ps_layout *, uint32_t *n);
void		 layout_find(struct ps_layout *,
		    const struct ps_layout_options *, struct ps_top *);
bool		 layout_same(const struct ps_record *,
		    const struct ps_record *);
void		 layout_name(const struct ps_host *,
		    struct ps_slice *const *header, uint32_t n,
		    uint32_t n_units, uint32_t k, struct ps_column *);
enum ps_summary	 layout_summary(const struct ps_slice *, uint32_t n,
		    bool begun);
struct ps_totals *totals_new(const struct ps_host *, struct ps_totals *old);
void		 totals_row(struct ps_totals *, struct ps_rows *,
		    const struct ps_record *, uint32_t k, enum ps_summary);
bool		 layout_is_note(const struct ps_slice *, uint32_t n,
		    uint32_t k, bool after_blank);

/* As members of a host. */
#define LAYOUT_SERVICES							\
	.look = look_of, .text_costs = look_costs,			\
	.layout_new = layout_new, .layout_add = layout_add,		\
	.layout_records = layout_records, .layout_find = layout_find,	\
	.same_record = layout_same, .name_columns = layout_name,	\
	.summary = layout_summary, .totals_new = totals_new,		\
	.totals_row = totals_row, .is_note = layout_is_note

#endif
