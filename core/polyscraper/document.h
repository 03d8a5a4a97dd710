/* SPDX-License-Identifier: 0BSD */
/*
 * document.h - a document, and what is done with its bytes.
 */
#ifndef POLYSCRAPER_DOCUMENT_H
#define POLYSCRAPER_DOCUMENT_H

#include <stdint.h>

/*
 * A document: bytes with an address.  Plain text and numbers, no handles,
 * since one process lists it and another reads it.
 */
struct ps_doc {
	const char	*address;	/* canonical absolute path or URL */
	const char	*root;		/* the input it was found under */
	const char	*name;		/* last part, for people and suffixes */
	const char	*mime;		/* NULL if not told */
	const char	*etag;	/* changes when the content does, or NULL */
	int64_t		 size;		/* bytes, -1 if not known */
	int64_t		 mtime;		/* nanoseconds since 1970, -1 unknown */
	uint64_t	 key;	/* the source's own; given back to fetch() */

	/* What a container knows of its member, each NULL if it is silent: */
	/* how it is read, as name=value lines: `format` and options of that */
	/* format, all others are found as ever; what its tables are called */
	/* after instead of its name, "" for that of the container; what */
	/* people should know of it; why it is not whole: what is missing */
	/* counts as a record that is rejected. */
	const char	*settings, *called, *note, *broken;
	/* A container whose members have places that are no paths (URLs) */
	/* says where one lies in `address`, and in `name` what it is called. */
};

/* What ends the lines of a document; CR LF is one end in any case. */
enum ps_ends { PS_ENDS_LF, PS_ENDS_CR, PS_ENDS_ANY };

#endif
