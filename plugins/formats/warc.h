/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc.h - what the parts of the plugin `warc` share.
 *
 * Bytes are shown and passed in layers: those of the file (plain, or out of
 * its gzip members), of the block of a record, of the body within it.  Each
 * shows at least one byte, 0 at its end, or -1: w->why says what is wrong.
 */
#ifndef PS_WARC_H
#define PS_WARC_H

#include <zlib.h>
#ifdef HAVE_BROTLI
# include <brotli/decode.h>
#endif

#include "polyscraper.h"
#include "warc_digest.h"

#define WARC_ROOM	(64u << 10)
#define WARC_HEAD	(256u << 10)	/* of a record, or of an answer */
#define WARC_FIELDS	256u
#define WARC_PLACE	4096u
#define WARC_CALLED	256u

/* A first line, and "name: value" lines. */
struct warc_head {
	char		*text;		/* WARC_HEAD bytes; the first line */
	size_t		 n;
	unsigned	 n_fields;
	struct {
		const char	*name, *value;
	} field[WARC_FIELDS];
};

enum warc_type {
	WARC_RESPONSE, WARC_RESOURCE, WARC_CONVERSION, WARC_REVISIT,
	WARC_CONTINUATION, WARC_INFO, WARC_REQUEST, WARC_METADATA, WARC_OTHER,
	WARC_TYPES
};

struct warc_record {
	enum warc_type	 type;
	uint64_t	 at;		/* in the file: it, or its gzip */
	uint64_t	 length, left;	/* of the block */
	bool		 own;		/* it begins a gzip member */
	bool		 cut;		/* not all of it is there: w->why */
};

enum warc_coding { WARC_PLAIN, WARC_GZIP, WARC_DEFLATE, WARC_BROTLI };
enum warc_chunk { CHUNK_SIZE, CHUNK_DATA, CHUNK_END, CHUNK_LAST };

struct warc_body {
	bool		 chunked, ended;
	enum warc_coding coding;
	enum warc_chunk	 state;
	uint64_t	 chunk;		/* left of it */
	char		 first[2];	/* read ahead, to know it */
	unsigned	 n_first, first_at;
	z_stream	 z;
	bool		 inflates, at_end;
#ifdef HAVE_BROTLI
	BrotliDecoderState *brotli;
#endif
};

/* Where bodies lie that later records only refer to. */
struct warc_known {
	uint64_t	digest, at;
	uint64_t	uri;
};

struct warc {
	struct ps_self	*self;
	struct ps_input	*in;

	/* warc_input.c */
	bool		 seeks, gzip, raw_end;
	uint64_t	 raw_base;	/* where raw[0] stands in the file */
	size_t		 raw_at, raw_n;
	char		 raw[WARC_ROOM];
	z_stream	 z;
	bool		 inside;	/* of a gzip member, which */
	uint64_t	 member_at;	/* begins there */
	bool		 fresh;		/* plain[0] is its first byte */
	bool		 damaged;	/* its gzip is */
	bool		 lost;		/* no record begins here */
	size_t		 at, n;
	char		 plain[WARC_ROOM];

	/* warc_record.c */
	struct warc_head head, http;
	struct warc_record record;
	struct warc_body body;
	struct digest	 block;
	const char	*block_told, *payload_told;
	struct digest	 payload[3];	/* as it is, unchunked, decoded */
	bool		 in_payload;

	/* warc_revisit.c */
	struct warc_known *known;
	size_t		 n_known, room_known;
	bool		 away;		/* reading what was referred to; */
	uint64_t	 back;		/* the next record stands there */

	/* warc.c */
	bool		 open;		/* a member is */
	bool		 failed;	/* it has nothing but w->why */
	uint64_t	 passed[WARC_TYPES];
	uint64_t	 pages;		/* read for their links only */
	char		 why[300], note[300];
	char		 place[WARC_PLACE], target[WARC_PLACE];
	char		 called[WARC_CALLED];
	char		 mime[128], digest[160];
};

/* warc_bid.c */
enum ps_status warc_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);
/* Do these bytes begin with a record, or with a gzip member that does? */
bool	warc_begins(const char *, size_t n);
bool	warc_begins_gzip(const char *, size_t n);

/* warc_input.c */
bool	warc_input_open(struct warc *);
void	warc_input_close(struct warc *);
ptrdiff_t warc_show(struct warc *, const char **);
void	warc_pass(struct warc *, size_t n);
/* Over n bytes; false: there are fewer. */
bool	warc_skip(struct warc *, uint64_t n);
/* Where the file is read, or the gzip member that is. */
uint64_t warc_offset(const struct warc *);
/* A record begins there; the input seeks. */
void	warc_seek(struct warc *, uint64_t at);
/* To the next record that can be found; false: there is none. */
bool	warc_resync(struct warc *);
/* The gzip member has nothing left; true for files without. */
bool	warc_member_ends(struct warc *);

/* warc_head.c: PS_EOF: it has not begun; PS_FAIL: w->why. */
enum ps_status warc_head_read(struct warc *, struct warc_head *,
	    const char *begins, ptrdiff_t (*show)(struct warc *, const char **),
	    void (*pass)(struct warc *, size_t));
/* NULL if it is not there. */
const char *warc_field(const struct warc_head *, const char *name);
bool	warc_is(const char *text, const char *word);	/* whatever the case */
bool	warc_starts(const char *text, const char *word);

/* warc_record.c: PS_FAIL: w->why, and warc_resync() is to be called. */
enum ps_status warc_record_next(struct warc *);
ptrdiff_t warc_block_show(struct warc *, const char **);
void	warc_block_pass(struct warc *, size_t n);
bool	warc_block_skip(struct warc *);

/* warc_body.c */
bool	warc_body_begin(struct warc *, const struct warc_head *http);
ptrdiff_t warc_body_read(struct warc *, char *, size_t n);
void	warc_body_end(struct warc *);

/* warc_code.c */
ptrdiff_t warc_unchunk(struct warc *, const char **);
void	warc_unchunk_pass(struct warc *, size_t n);

/*
 * warc_name.c: its place, which names it; what it is called and its media
 * type, into w->called and w->mime.  `http` or NULL.
 */
void	warc_place(const char *uri, char to[WARC_PLACE]);
void	warc_called(struct warc *, const char *uri, const struct warc_head *,
	    struct ps_doc *);

/* warc_revisit.c */
void	warc_know(struct warc *, const char *digest, const char *uri);
/* PS_OK: its head is read, as if it stood here; PS_SKIP: w->why. */
enum ps_status warc_revisit(struct warc *, const char *uri);
void	warc_return(struct warc *);
void	warc_forget(struct warc *);

#endif
