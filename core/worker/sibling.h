/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sibling.h - what the last document of a folder was read with.
 *
 * The cache owns its texts; one that was found stays until the next keep.
 */
#ifndef PS_SIBLING_H
#define PS_SIBLING_H

#include "polyscraper.h"

struct setting;
struct siblings;

struct siblings *siblings_new(void);
void	siblings_free(struct siblings *);
/*
 * A neighbour of the document, one of its folder and suffix: the format that
 * read it, and the options that this one proposed as name=value lines.  NULL:
 * none is known.
 */
const char *siblings_find(struct siblings *, const struct ps_doc *,
	    const struct ps_format **);
/* The document was read by this format with these options. */
void	siblings_keep(struct siblings *, const struct ps_doc *,
	    const struct ps_format *, const struct setting *, uint32_t n);

#endif
