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
#define UNIT_BYTES	(32u << 10)	/* longer lines are judged in pieces */

struct block {
	char		*p;
	size_t		 room;
	uint64_t	 base;		/* of a parked one: its offset */
};

struct hasher;

enum reading_mode { MODE_RAW, MODE_UTF8, MODE_CONVERT };

/* A line whose text is longer or shorter than its bytes: by how much. */
struct repair {
	uint64_t	 offset;	/* its end, as input_offset() counts */
	int32_t		 extra;
};

/* What lines that are not UTF-8 are read as. */
struct other {
	const char	*name;		/* NULL: windows-1252 */
	bool		 fixed;		/* for the whole document */
	bool		 first;		/* it is the document's own encoding */
	bool		 alone;		/* as told: UTF-8 is none of it */
	bool		 western;	/* windows-1252 is the own one */
	bool		 wanted;	/* a decision, before going on */
	uint64_t	 block;		/* for which it was made */
};

/* The run of odd lines at hand: told once, and not too many in a block. */
struct odd_run {
	uint64_t	 block;
	uint32_t	 told;
	const char	*reading;	/* of the lines at hand; NULL: none */
	const char	*bytes;		/* those at hand have bad ones in it */
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
	uint64_t	 picked;	/* by input_pread() */
	bool		 held;		/* a stream, whole in the window */

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
	bool		 little;	/* its first byte is the lowest */
	bool		 amid_line;	/* of UTF-16 */
	bool		 narrow;	/* the line before was of bytes */
	uint64_t	 refused;	/* where in the text iconv first did */
	uint64_t	 undecodable;

	struct repair	*repairs;	/* those not yet taken */
	uint32_t	 n_repairs, repairs_room, first_repair;
	int64_t		 drift;		/* extra bytes up to n, */
	int64_t		 taken_drift;	/* up to head, */
	int64_t		 limit_drift;	/* and before the limit */

	struct other	 other;
	const char	*wide;		/* the line before was that */
	uint64_t	 line_place;	/* where the line at hand begins, */
	bool		 amid_unit;	/* which is long: not its first part */
	struct odd_run	 run;
	struct oddity	*odd;		/* [first_odd, n_odd) not yet told */
	uint32_t	 n_odd, odd_room, first_odd, odd_counted;

	bool		 limit_hidden;	/* offsets are of decoded text */
	bool		 cr_known, cr_ends;	/* CR ends a line, not LF; */
	bool		 any_ends;	/* or either does, and both are one */
	bool		 one_piece;	/* no ranges of it */
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

/* input_convert.c: the character of a byte of windows-1252. */
uint32_t code_1252(unsigned char);

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
void	read_raw(struct ps_input *, size_t want);
bool	open_iconv(struct ps_input *, const char *name);
/* Where the first byte that is not yet converted is in the document. */
uint64_t raw_place(const struct ps_input *);

/* input_convert.c: what is converted one way throughout. */
void	put_text_bytes(struct ps_input *, const char *, size_t);
/* False: that byte has no character there but a control code. */
bool	put_1252(struct ps_input *, char);
/* Through the open iconv; where it first refused something, or SIZE_MAX. */
size_t	put_iconv(struct ps_input *, const char **, size_t *, bool last);
size_t	convert_iconv(struct ps_input *, const char *, size_t, bool last);

/* input_mixed.c: lines, each by what it is. */
size_t	convert_mixed(struct ps_input *, const char *, size_t, bool last);
/*
 * The last place within these bytes, which begin at such a place, where what
 * is judged by itself may begin.
 */
size_t	last_unit(const char *, size_t n);
/* The same of bytes that are passed, from there on in the document. */
void	pass_units(struct ps_input *, const char *, size_t n, uint64_t place);

/* input_wide.c: UTF-16 with lines that are not. */
size_t	convert_wide(struct ps_input *, const char *, size_t, bool last);

/* input_other.c: what the lines of this block that are not UTF-8 are. */
void	decide_other(struct ps_input *);

/*
 * input_odd.c: what is to be told once it is taken, of the line that begins
 * at this place of the document.
 */
void	odd_line(struct ps_input *, uint64_t place);
void	note_odd(struct ps_input *, enum odd_kind, const char *reading,
	    uint64_t offset, uint64_t place, const char *, size_t);

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
