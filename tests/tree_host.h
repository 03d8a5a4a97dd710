/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_host.h - the fake core with the real trees and tables behind it: what a
 * format of nested objects hands over, as one text.
 *
 *	things(id,name)
 *	 1: 7|nut
 *	 2: 8|~
 *	reject 3 broken-json: [1,
 *
 * A cell that is absent is '~', and left out at the end of a row.  The text
 * does not depend on where batches end.
 */
#ifndef PS_TREE_HOST_H
#define PS_TREE_HOST_H

#include "buf.h"
#include "fake_host.h"
#include "rows.h"
#include "tree.h"

enum { TREE_HOST_TABLES = 64 };

struct tree_host {
	struct fake	*fake;		/* options, probe, failure, chunk */
	struct arena	*arena;
	struct ps_rows	 rows;
	struct ps_tree	*tree;
	uint32_t	 cells;		/* until a batch is full; 0: many */
	uint32_t	 batches;
	struct buf	 told[TREE_HOST_TABLES], notes, text;
};

/* NULL: no format, the test fills the tree itself. */
struct tree_host *tree_host_new(const struct ps_plugin *);
void	tree_host_free(struct tree_host *);
/* A table, and the tree above it, for tests of the tree alone. */
void	tree_host_begin(struct tree_host *, const struct ps_tree_options *);
/* A batch ends here: what it held goes into the text. */
void	tree_host_flush(struct tree_host *);
/* Read it all; fake->failure says what was wrong. */
enum ps_status tree_host_read(struct tree_host *, const char *text, size_t n);
/* All tables that have rows, then the issues; ends in NUL. */
const char *tree_host_text(struct tree_host *);

#endif
