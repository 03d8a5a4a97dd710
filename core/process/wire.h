/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wire.h - framed messages between processes, and who may say what.
 *
 * A frame is a header and at most FRAME_MAX bytes of fields; descriptors
 * travel beside the frames that announce them, in order.  Whoever receives
 * treats the sender as hostile: every field is checked while it is taken.
 */
#ifndef PS_WIRE_H
#define PS_WIRE_H

#include "buf.h"

#define FRAME_MAX	(20u << 20)
#define TABLES_MAX	(1u << 16)	/* of one document */

enum role { SUPERVISOR, LISTER, WORKER, WRITER, UNPACKER, N_ROLES };

enum message {
	/* lister to supervisor */
	M_FOUND = 1, M_FETCHED, M_SKIPPED, M_LISTED, M_LIST_END, M_LIST_FAIL,
	M_FETCHED_BESIDE, M_LINKED, M_PROGRESS,
	/* lister to supervisor, and on to the writer */
	M_CRAWL, M_ENQUEUE, M_VISITED, M_SITE, M_CRAWL_END,
	/* supervisor to lister */
	M_FETCH, M_CREDIT, M_LINK, M_FORM,
	/* supervisor to worker */
	M_DOC, M_RANGE, M_FREE, M_BESIDE,
	/* worker to supervisor */
	M_SPLIT, M_CONTAINER, M_DRIFTED, M_SUBMIT,
	/* supervisor to unpacker */
	M_UNPACK, M_ROOM,
	/* unpacker to supervisor */
	M_MEMBER, M_MEMBER_END, M_PASSED, M_UNPACKED,
	/* the same, and worker to supervisor */
	M_ALIVE,
	/* worker to supervisor, and most of them on to the writer */
	M_OPEN, M_STARTED, M_TABLE, M_NOTES, M_PIECE, M_ROWS, M_FACTS, M_SAID,
	M_FOLLOW, M_DONE,
	/* supervisor to writer */
	M_LOOKUP, M_BEGIN, M_ASSIGN, M_ABORT, M_RECORD, M_SEEN, M_ROOT, M_END,
	/* writer to supervisor */
	M_READY, M_KNOWN, M_LOOKED, M_FREED, M_ACK, M_SUMMARY, M_ENDED, M_TOLD,
	M_VISITS,
	/* the same, and on to the lister */
	M_VISIT, M_SITE_KNOWN, M_CRAWL_IDLE,
	N_MESSAGES
};

/* In M_TABLE, beside the table's flags: its rows are emitted. */
#define TABLE_ADDED	(1u << 31)
/* ... its name is the one that a shape gives it. */
#define TABLE_WISHED	(1u << 30)

/* In M_SPLIT: what it says of a plan that was told before. */
enum split {
	SPLIT_NEW,	/* the options of the reader are others */
	SPLIT_MORE	/* there are more tables or columns; it still holds */
};

struct frame {
	enum message	 type;
	const char	*p;	/* fields not yet taken */
	size_t		 n;
	bool		 bad;	/* a field was missing or too long */
	int		 fd;	/* that came with it, or -1: the taker's */
};

struct channel;

/* wire_who.c: whether one may say this to the other. */
bool	wire_may_say(enum message, enum role from, enum role to);

/* Takes over the descriptor.  `peer` says whose messages are let in. */
struct channel *channel_new(int fd, enum role self, enum role peer,
	    bool blocking);
void	channel_free(struct channel *);		/* closes it */
int	channel_fd(const struct channel *);
/* Bytes wait to be written: poll for POLLOUT. */
bool	channel_pending(const struct channel *);
size_t	channel_backlog(const struct channel *);	/* bytes waiting */

/* A new frame is begun, filled by put_*, and closed by send. */
struct buf *frame_begin(struct channel *, enum message);
void	frame_end(struct channel *);
void	frame_end_fd(struct channel *, int fd);	/* fd is closed once sent */
/* Fields of a received frame, copied on as they are. */
void	frame_copy(struct channel *, enum message, const char *, size_t n);

void	put_u8(struct buf *, uint8_t);
void	put_u32(struct buf *, uint32_t);
void	put_u64(struct buf *, uint64_t);
void	put_f64(struct buf *, double);
void	put_text(struct buf *, const char *);		/* NULL stays NULL */
void	put_bytes(struct buf *, const void *, size_t);
void	put_raw(struct buf *, const void *, size_t);	/* no length */

uint8_t	 get_u8(struct frame *);
uint32_t get_u32(struct frame *);
uint64_t get_u64(struct frame *);
double	 get_f64(struct frame *);
/* Text that ends in NUL inside the frame; NULL if NULL was put. */
const char *get_text(struct frame *);
const char *get_bytes(struct frame *, size_t *n);
bool	 get_raw(struct frame *, void *, size_t n);

/* Write what waits.  PS_OK, PS_RETRY (would block), PS_EOF (peer is gone). */
enum ps_status channel_flush(struct channel *);
/*
 * The same, unless that was so little, and so recently, that it may wait for
 * what follows: each sending wakes the other side.  Only where soon either
 * channel_flush() or channel_wait(), which flushes, is called.
 */
enum ps_status channel_flush_soon(struct channel *);
/* Read what is there into the buffer.  PS_OK, PS_RETRY, PS_EOF. */
enum ps_status channel_read(struct channel *);
/*
 * The next whole frame of those read.  PS_OK; PS_RETRY (none yet); PS_FAIL:
 * the peer broke the rules.  Valid until the next call on the channel.
 */
enum ps_status channel_next(struct channel *, struct frame *);
/* For blocking channels: wait for the next frame.  PS_OK, PS_EOF, PS_FAIL. */
enum ps_status channel_wait(struct channel *, struct frame *);

#endif
