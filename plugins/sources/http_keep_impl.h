/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_keep_impl.h - what the parts of http_keep share.
 */
#ifndef PS_HTTP_KEEP_IMPL_H
#define PS_HTTP_KEEP_IMPL_H

#include <sys/types.h>
#include <zlib.h>

#include "http_keep.h"
#include "polyscraper.h"
#include "warc_digest.h"

#define KEEP_OUT	(256u << 10)
#define KEEP_ID		64	/* "<urn:uuid:...>" */
#define KEEP_DATE	24
#define KEEP_HEX	(2 * DIGEST_BYTES + 1)

/* Text that grows, always with a NUL; `failed` once there was no memory. */
struct keep_text {
	char	*p;
	size_t	 n, room;
	bool	 failed;
};

/* A body whose record is in the file at hand. */
struct keep_known {
	unsigned char	 digest[DIGEST_BYTES];
	char		*uri;		/* NULL: free */
	char		 date[KEEP_DATE];
};

struct keep {
	struct ps_self	*self;
	char		*dir, *agent;
	int		 dir_fd, objects_fd;
	char		 why[400];
	bool		 failed;
	bool		 stored;	/* an object, in this run */

	/* http_keep_warc.c */
	int		 fd;
	char		 name[80];
	unsigned	 number;
	off_t		 most;		/* bytes; then comes the next file */
	off_t		 size, record;	/* of the file; where one begins */
	uint64_t	 records;	/* but for that about the file */
	char		 info[KEEP_ID];
	z_stream	 z;
	bool		 deflates;
	char		 out[KEEP_OUT];

	/* http_keep.c */
	struct keep_known *known;
	size_t		 n_known, room_known;
};

/* Says what is wrong, with errno behind it, and where; false. */
bool	keep_wrong(struct keep *, const char *what, const char *name);

/* http_keep_text.c */
void	keep_add(struct keep_text *, const char *, size_t n);
void	keep_str(struct keep_text *, const char *);
void	keep_field(struct keep_text *, const char *name, const char *value);
/* Without what is secret in it. */
void	keep_hide(struct ps_self *, struct keep_text *);
/* Heads as they may be kept.  Of an answer that was decoded what it says of */
/* that gets other names, and the length that it has now, is told. */
void	keep_request(struct ps_self *, struct keep_text *, const char *,
	    size_t n);
void	keep_head(struct ps_self *, struct keep_text *, const char *, size_t n,
	    bool decoded, uint64_t length);
unsigned keep_status(const char *head, size_t n);

/* http_keep_warc.c */
bool	keep_begin_file(struct keep *);
bool	keep_end_file(struct keep *);
void	keep_id(char to[KEEP_ID]);
void	keep_date(int64_t ms, char to[KEEP_DATE]);
/* A record: its head without a length, what its block begins with, the body. */
bool	keep_record(struct keep *, struct keep_text *head,
	    const struct keep_text *block, const struct keep_exchange *body);

/* http_keep_object.c */
bool	keep_objects(struct keep *);
/* The n bytes at `at` of a body: how many, 0 at its end, -1. */
ptrdiff_t keep_read(const struct keep_exchange *, char *to, size_t n,
	    uint64_t at);
bool	keep_digest(struct keep *, const struct keep_exchange *,
	    unsigned char digest[DIGEST_BYTES]);
/* Unless it is there. */
bool	keep_object(struct keep *, const struct keep_exchange *,
	    const unsigned char digest[DIGEST_BYTES]);

#endif
