/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * archive_format.h - what the parts of the plugin `archive` share.
 */
#ifndef PS_ARCHIVE_FORMAT_H
#define PS_ARCHIVE_FORMAT_H

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include "polyscraper.h"

struct archive_options {
	bool	single;
};

/* What only some need: a state is made for every sample, too. */
struct archive_room {
	char		 bytes[64u << 10], out[64u << 10];
};

struct archive_state {
	struct archive	*archive;
	struct ps_input	*in;
	uint64_t	 at;		/* of the next read, in a file */
	struct archive_entry *first;	/* read ahead, or NULL */
	bool		 empty;		/* and there was none */
	bool		 single;
	struct archive_room *room;	/* NULL: none yet */
	const void	*block;		/* of a member of xar, what is left */
	size_t		 block_size;

	bool		 gzip;		/* we inflate it */
	bool		 between;	/* one is at its end, if not all */
	z_stream	 z;
};

extern const char *const archive_suffixes[];

/* archive_bid.c */
enum ps_status archive_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);
/* Never NULL. */
struct archive_room *archive_room(struct ps_self *);
/* archive_input.c: a reader for all filters, and all formats or none. */
struct archive *archive_take_up(bool single);
/* Its bytes come from the document; ARCHIVE_OK or an error of libarchive. */
int	archive_open_input(struct ps_self *);
/* The next bytes of the document, into a->bytes; 0 at its end. */
la_ssize_t archive_read_raw(struct ps_self *, struct archive *,
	    const void **);

/* archive_gzip.c: the same, inflated */
bool	archive_is_gzip(const char *, size_t n);
bool	archive_begin_gzip(struct archive_state *);
void	archive_end_gzip(struct archive_state *);
/* What stands behind the end of an archive is read for the sum at its end. */
bool	archive_gzip_is_whole(struct ps_self *, struct archive *);
la_ssize_t archive_read_gzip(struct ps_self *, struct archive *,
	    const void **);

#endif
