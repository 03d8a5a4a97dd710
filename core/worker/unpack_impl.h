/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * unpack_impl.h - what the parts of an unpacker share.
 */
#ifndef PS_UNPACK_IMPL_H
#define PS_UNPACK_IMPL_H

#include "host.h"
#include "input.h"
#include "unpack.h"
#include "unpack_names.h"

#define CHUNK		(64u << 10)

/* What came out of the outermost container before, by all processes. */
struct unpacked {
	uint64_t	bytes, members;
};

struct unpacker {
	const struct pipeline	*pipeline;
	struct channel		*channel;
	struct arena		*arena;
	struct host		 host;
	struct ps_self		 self;
	struct ps_input		*input;
	const struct ps_format	*format;
	struct member_names	*names;
	uint64_t		 seq;
	uint64_t		 skip;		/* members handed over before */
	uint64_t		 members;	/* met so far, */
	uint64_t		 junk;		/* passed over, */
	uint64_t		 offered;	/* and the others */
	struct unpacked		 before;
	uint64_t		 out;		/* bytes of members, */
	uint64_t		 inside; /* and of what they are made of */
	int64_t			 size;		/* of the outermost, or -1 */
	uint32_t		 room_members;
	int64_t			 room_bytes;
	double			 said;		/* when we last spoke */
	bool			 ended;		/* the supervisor is gone */
	char			*inner;	/* a member without a name */
	char			 limit[160];	/* which was reached, or "" */
	char			 tag[40];	/* of the member at hand */
	char			 chunk[CHUNK];
};

/* unpack_limits.c: the bytes that came out, those inside or of members; */
uint64_t unpack_out(const struct unpacker *);
/* whether there is too much of it: u->limit says of what. */
bool	unpack_is_beyond(struct unpacker *, uint64_t of_member);
/* ps_unpacked() */
bool	unpack_count_inside(const struct ps_host *, uint64_t n);
bool	unpack_has_too_many(struct unpacker *);
/* So far it looks like a bomb; it soon is one, or is none. */
bool	unpack_is_suspect(const struct unpacker *);

/* unpack_member.c */
void	unpack_say(struct unpacker *);
void	unpack_alive(struct unpacker *);
const char *unpack_why(const struct unpacker *);
/* A member that no worker will see, and why. */
void	unpack_pass_over(struct unpacker *, const struct ps_doc *,
	    enum ps_status);
/* All of the member to nobody, but counted. */
enum ps_status unpack_drain(struct unpacker *);
/* To a worker: in memory, or through a pipe. */
enum ps_status unpack_deliver(struct unpacker *, struct ps_doc *);

#endif
