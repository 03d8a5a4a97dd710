/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_body.h - what arrives: in memory while it is little, then in a file
 * without a name, in memory too, or on the disk.
 */
#ifndef PS_HTTP_BODY_H
#define PS_HTTP_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BODY_HASH_ROOM	40u		/* "xxh3-", 32 digits and a NUL */

/* {.fd = -1} is an empty one. */
struct body {
	char		*bytes;		/* all of it while fd is -1 */
	size_t		 room;
	uint64_t	 size;
	int		 fd;
	bool		 on_disk;
	void		*hash;		/* its state while there is an fd */
};

/* False: no memory or no disk; errno says which. */
bool	body_add(struct body *, const void *, size_t);
/* Empty again; what it had room for it keeps, unless that is much. */
void	body_clear(struct body *);
void	body_free(struct body *);
/* Its hash, as a document's etag. */
void	body_hash(const struct body *, char to[BODY_HASH_ROOM]);
/* A descriptor for somebody else, at its begin; -1: errno says why. */
int	body_copy(const struct body *);
/* As pread(). */
ptrdiff_t body_read(const struct body *, void *, size_t, uint64_t at);
/* What of it is in memory. */
size_t	body_memory(const struct body *);

#endif
