/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_writer_slots.c - slots that a hostile worker filled cost their own
 * documents and nothing else.
 */
#include "writer_place.h"

static void
spoil_count(struct slot_rows *h)
{
	h->n_rows++;
}

static void
spoil_cells(struct slot_rows *h)
{
	h->cells = SLOT_BYTES - 8;
}

static void
spoil_text(struct slot_rows *h)
{
	h->text = UINT32_MAX;
}

static void
spoil_cell(struct slot_rows *h)
{
	struct ps_cell *c = (void *)((char *)h + h->cells);

	c[1].value.offset = SLOT_BYTES - 1;
	c[1].length = 100;
}

static void
spoil_type(struct slot_rows *h)
{
	struct ps_cell *c = (void *)((char *)h + h->cells);

	c->type = 200;
}

static void
spoil_piece(struct slot_rows *h)
{
	struct ps_cell *c = (void *)((char *)h + h->cells);

	c[1].flags |= CELL_BIG;
}

static void
test_hostile_slots(void)
{
	static void	(*const spoils[])(struct slot_rows *) = {
		spoil_count, spoil_cells, spoil_text, spoil_cell, spoil_type,
		spoil_piece
	};
	struct play	p = { .pid = 0 };
	struct sheet	s = sheet_of("/r/a.csv", spend, 3);
	char		address[40];

	clean();
	play_start(&p, path);
	for (size_t i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		snprintf(address, sizeof(address), "/r/%zu.csv", i);
		s.address = address;
		p.spoil = spoils[i];
		play_sheet(&p, &s, true);
		p.spoil = NULL;
	}
	s.address = "/r/good.csv";
	play_sheet(&p, &s, true);
	play_end(&p, true);
	is_int(p.status, PS_OK, "no slot harms the writer");
	is_int(p.lost, 6, "documents of bad slots are lost");
	is_str(ask(path, "SELECT group_concat(DISTINCT message) FROM "
	    "_ps_documents WHERE status = 'failed'"), "its worker sent rows "
	    "of another size,its worker sent rows outside their slot,its "
	    "worker sent a cell that cannot be", "and it is said why");
	is_str(ask(path, "SELECT count(*) FROM spend"), "3",
	    "the good one is there");
	is_int(p.free_slots, UINT32_MAX, "all slots came back");
	play_free(&p);
}

int
main(void)
{
	if (!make_place())
		return 1;
	test_hostile_slots();
	clean();
	rmdir(directory);
	return done_testing();
}
