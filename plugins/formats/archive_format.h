/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * archive_format.h - what the parts of the plugin `archive` share.
 */
#ifndef PS_ARCHIVE_FORMAT_H
#define PS_ARCHIVE_FORMAT_H

#include <archive.h>
#include <archive_entry.h>

#include "polyscraper.h"

struct archive_options {
	bool	single;
};

struct archive_state {
	struct archive	*archive;
	struct ps_input	*in;
	uint64_t	 at;		/* of the next read, in a file */
	struct archive_entry *first;	/* read ahead, or NULL */
	bool		 empty;		/* and there was none */
	bool		 single;
	char		 bytes[64u << 10];
};

extern const char *const archive_suffixes[];

/* archive_bid.c */
enum ps_status archive_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);
/* archive_input.c: a reader for all filters, and all formats or none. */
struct archive *archive_take_up(bool single);
/* Its bytes come from the document; ARCHIVE_OK or an error of libarchive. */
int	archive_open_input(struct ps_self *);

#endif
