/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * children.h - what each kind of child process does; none of these return
 * anything but the exit status of the process.
 */
#ifndef PS_CHILDREN_H
#define PS_CHILDREN_H

#include "pipeline.h"

struct channel;
struct pool;

int	lister_main(const struct pipeline *, struct channel *);
/*
 * free_slots: which slots of its pool it may fill, a bit each.  describe: rows
 * are read and counted, but none are sent (sniff).
 */
int	worker_main(const struct pipeline *, struct channel *, struct pool *,
	    uint32_t number, uint32_t free_slots, bool describe);
/* One container: its members become documents (M_UNPACK says which). */
int	unpacker_main(const struct pipeline *, struct channel *);
int	writer_main(const struct pipeline *, struct channel *, struct pool *);

#endif
