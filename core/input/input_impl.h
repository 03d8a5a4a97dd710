/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_impl.h - what the parts of the input share; nobody else looks here.
 *
 * The window holds [head, n) text that may be shown and, where text is read
 * in place, [n, filled) bytes that are not checked yet.  Text that must be
 * converted passes through `raw` instead, and filled equals n.
 */
#ifndef PS_INPUT_IMPL_H
#define PS_INPUT_IMPL_H

#include <iconv.h>

#include "input.h"

#define FIRST_BYTES	(128u << 10)	/* the smallest window */
#define READ_BYTES	(256u << 10)	/* read at a time: what L2 holds */
#define TAIL_BYTES	(64u << 10)	/* the same behind a range's limit */
#define PIECE_BYTES	(64u << 10)	/* converted at a time */
#define LINE_BYTES	(16u << 20)	/* longer lines are shown in pieces */
#define PEEK_BYTES	((size_t)256 << 20)	/* no window is larger */
#define SLACK		64		/* room kept behind the text */

struct block {
	char	*p;
	size_t	 room;
};

struct hasher;

enum reading_mode { MODE_RAW, MODE_UTF8, MODE_CONVERT };

/* A byte in UTF-8 text that became more than one: where, and by how much. */
struct repair {
	uint64_t	 offset;	/* as input_offset() counts */
	uint32_t	 extra;
};

struct ps_input {
	int		 fd;
	bool		 regular;	/* read by pread */
	bool		 waits;		/* O_NONBLOCK: poll first */
	bool		 eof;		/* nothing more will be read */
	int		 error;
	uint64_t	 start, limit;
	uint64_t	 at;		/* of the next read */
	uint64_t	 size;		/* UINT64_MAX: not known */
	uint64_t	 bytes;

	struct block	 window;
	size_t		 head, n, filled;
	uint64_t	 base;		/* the offset of the window's start */
	bool		 shown;		/* somebody may point into it */
	struct block	*parked;	/* older windows that were shown */
	uint32_t	 n_parked, parked_room;
	struct block	 spare[4];
	struct block	 sample;	/* a copy, for input_text() */

	enum reading_mode mode;
	struct block	 raw;		/* [raw_head, raw_n): to be converted */
	size_t		 raw_head, raw_n;
	/* Converts a piece into the window; returns the bytes used. */
	size_t		(*convert)(struct ps_input *, const char *, size_t,
			    bool last);
	iconv_t		 iconv;
	char		 iconv_name[48];
	unsigned	 unit;		/* bytes of the smallest character */
	uint64_t	 undecodable;

	struct repair	*repairs;	/* those not yet taken */
	uint32_t	 n_repairs, repairs_room, first_repair;
	uint64_t	 drift;		/* extra bytes up to n, */
	uint64_t	 taken_drift;	/* up to head, */
	uint64_t	 limit_drift;	/* and before the limit */

	bool		 limit_hidden;	/* offsets are of decoded text */
	bool		 cr_known, cr_ends;	/* a lone CR ends a line */
	uint64_t	 lines;		/* whose ends lie before `counted` */
	size_t		 counted;
	uint64_t	 hash_from;
	struct hasher	*hasher;
};

/* input.c: at least so many bytes to show, or all; and where they are. */
size_t	window_upto(struct ps_input *, size_t want);
const char *window_text(struct ps_input *);

/* input_lines.c: before what was taken leaves the window. */
void	window_count(struct ps_input *);

/* input_window.c: memory; what was shown stays in place until released. */
struct block block_get(struct ps_input *, size_t room);
void	block_put(struct ps_input *, struct block);
void	window_room(struct ps_input *, size_t more);
void	window_release(struct ps_input *);

/* input_read.c: the next bytes of the descriptor, hashed; 0 at the end. */
size_t	raw_read(struct ps_input *, char *, size_t);

/* input_decode.c: text from bytes. */
bool	window_more(struct ps_input *, size_t want);
void	window_check(struct ps_input *);
/* input_convert.c: the converters. */
size_t	convert_utf8(struct ps_input *, const char *, size_t, bool last);
size_t	convert_1252(struct ps_input *, const char *, size_t, bool last);
size_t	convert_iconv(struct ps_input *, const char *, size_t, bool last);

/* input_utf8.c: bytes of valid UTF-8, and of ASCII, from p on. */
size_t	utf8_span(const char *p, size_t n);
size_t	ascii_span(const char *p, size_t n);
/* Whether these n bytes are the beginning of a character that goes on. */
bool	utf8_partial(const char *p, size_t n);

/* input_hash.c */
struct hasher *hasher_new(void);
void	hasher_free(struct hasher *);
void	hasher_start(struct hasher *);
/* last: no more bytes follow (saves the work of hashing piecewise). */
void	hasher_add(struct hasher *, const char *, size_t, bool last);
struct hash128 hasher_end(struct hasher *);

static inline bool
input_ended(const struct ps_input *in)
{
	return in->eof && in->filled == in->n && in->raw_head == in->raw_n;
}

#endif
