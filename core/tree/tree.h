/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree.h - objects within objects, as tables; what readers of JSON, XML and
 * YAML share.  See ps_tree_new() in polyscraper.h.
 *
 * A tree belongs to the arena it was made in, but for what tree_free() frees.
 */
#ifndef PS_TREE_H
#define PS_TREE_H

#include "polyscraper.h"

struct arena;
struct buf;

struct ps_tree *tree_new(struct arena *, const struct ps_tree_options *);
void	tree_free(struct ps_tree *);

/*
 * Keys and tables that are known, to be taken up by a new tree of the same
 * options: what is met there later gets the same numbers.  False: that is not
 * what tree_put() told.
 */
void	tree_put(const struct ps_tree *, struct buf *);
bool	tree_get(struct ps_tree *, const char *, size_t);
/* Keys and columns that are known: it grows with every new one. */
uint32_t tree_size(const struct ps_tree *);

/* The functions behind ps_host. */
bool	tree_into(struct ps_tree *, struct ps_rows *);
enum ps_tree_answer tree_enter(struct ps_tree *, const char *key, size_t n,
	    enum ps_tree_kind, uint64_t line);
void	tree_value(struct ps_tree *, const char *key, size_t n, const char *p,
	    size_t length, unsigned flags, uint64_t line);
bool	tree_leave(struct ps_tree *);
void	tree_cut(struct ps_tree *);
void	tree_pause(struct ps_tree *);
void	tree_shape(struct ps_tree *, struct ps_tree_shape *);

#endif
