/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_sniff.h - the ways in which `sniff` tells what it was told.
 *
 * A struct told is valid only while it is being told: each form keeps what it
 * needs in its own memory.
 */
#ifndef PS_CMD_SNIFF_H
#define PS_CMD_SNIFF_H

#include <stddef.h>

#include "load.h"

struct arena;
struct buf;
struct registry;

/* An option's value as it was told, else the plugin's default, else "". */
const char *sniff_option(const struct registry *, const struct told *,
	    const char *name);
bool	sniff_is_read(const struct told *);	/* it gave or will give rows */
bool	sniff_is_doubtful(const struct told *);

/* One object a document; members stand within their container's object. */
struct sniff_json {
	struct buf	*out;
	char		*open[16];	/* addresses of unfinished objects */
	uint32_t	 n_open;
	uint32_t	 members[17];	/* written into each */
};
void	sniff_json(struct sniff_json *, const struct registry *,
	    const struct told *);
void	sniff_json_end(struct sniff_json *);

/*
 * format.NAME { ... } that pins what was found.  Of many documents some may
 * have one name: they are told apart by their paths.
 */
void	sniff_lua(struct buf *, struct arena *, const struct registry *,
	    const struct told *, bool by_path);

/* The pipeline around those lines, which can be run as it stands. */
void	sniff_lua_begin(struct buf *, const char *const *inputs, uint32_t n);
void	sniff_lua_end(struct buf *, const char *db);

/* All of one document, for people. */
void	sniff_text(struct buf *, const struct registry *, const struct told *);

/* Many documents: the tables they would become, and what is doubtful. */
struct sniff_list;
struct sniff_list *sniff_list_new(void);
void	sniff_list_add(struct sniff_list *, const struct told *);
void	sniff_list_print(struct sniff_list *, struct buf *);
void	sniff_list_free(struct sniff_list *);

#endif
