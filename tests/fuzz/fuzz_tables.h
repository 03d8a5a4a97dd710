/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_tables.h - what is true of every format whatever the bytes are, for
 * fuzz targets to share.
 *
 * Four bytes before the document say how it is read: nothing, the size of
 * pieces, that of batches, and whether the format is forced (odd).
 */
#ifndef PS_FUZZ_TABLES_H
#define PS_FUZZ_TABLES_H

#include <stdint.h>

#include "tree_host.h"

#define FUZZ_HEAD	4u

struct fuzz_format {
	const struct ps_plugin	*plugin;
	const char		*name;		/* of the document */
	bool			 binary;	/* it reads raw bytes; text */
						/* is made valid UTF-8 */
	/* More that must hold of what was read, or NULL. */
	void			(*look)(const struct tree_host *,
				    const char *text, size_t n,
				    enum ps_status);
};

/*
 * Judged and read whole, then in pieces and small batches: the same tables,
 * every record accounted for, every end with its reason.  Ends the process if
 * not.
 */
void	fuzz_tables(const struct fuzz_format *, const uint8_t *data, size_t n);
/* Ends the process with this unless it is good. */
void	fuzz_check(bool good, const char *what);

#endif
