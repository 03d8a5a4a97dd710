/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_members.h - containers in the supervisor: jobs whose members are jobs.
 */
#ifndef PS_SUP_MEMBERS_H
#define PS_SUP_MEMBERS_H

#include "sup.h"

enum container_state { JUDGING, TO_UNPACK, UNPACKING, UNPACKED };

/*
 * What a job is whose members are documents.  Their jobs stand before it in
 * the queue, so that its own ledger row comes last: what is recorded as read
 * is read with all that is in it.
 */
struct container {
	enum container_state state;
	struct buf	 reader;	/* as the worker told it */
	uint32_t	 depth;		/* 1: in no other */
	struct job	*root;		/* the outermost it is in, or itself */
	uint64_t	 unpacked;	/* of a root: bytes out of all in it, */
	uint64_t	 all_members;	/* and their number */
	uint64_t	 out, members;	/* of this one; reported so far */
	uint64_t	 found;		/* members that became documents */
	uint32_t	 open;		/* members under way */
	uint64_t	 open_bytes;
	struct job	*streamed;	/* the member being poured, or NULL */
	enum ps_status	 status;	/* how unpacking ended */
	char		*message;
	bool		 told;		/* sniff */
};

/* sup_members.c */
void	begin_container(struct job *, struct frame *);
void	container_again(struct job *);
/* The worker is done with it: it is to be unpacked, or has failed. */
void	container_judged(struct supervisor *, struct job *,
	    const struct frame *done);
/* All of it is out and every member is through. */
bool	container_is_done(const struct job *);
void	container_ended(struct job *, enum ps_status, const char *why);
void	container_free(struct job *);
/* Its bytes are at hand (again); false if they are not to be had. */
bool	job_reopen(struct job *);
void	member_ended(struct supervisor *, struct job *);
const char *parent_address(const struct job *);
/* What an unpacker says, past the seq; false: it broke the rules. */
bool	on_member(struct supervisor *, struct job *, struct frame *);
bool	on_member_end(struct supervisor *, struct job *, struct frame *);
bool	on_passed(struct supervisor *, struct job *, struct frame *);

/* sup_unpackers.c: the processes that take containers apart */
void	feed_unpackers(struct supervisor *);
void	watch_unpackers(struct supervisor *);
void	give_room(struct supervisor *, const struct job *container,
	    uint32_t members, uint64_t bytes);
void	hear_unpacker(struct supervisor *, struct unpacker_slot *);
/* Whether it was one. */
bool	unpacker_ended(struct supervisor *, pid_t, int status);
/* What they have of this job is wanted no more; NULL: of any. */
void	kill_unpackers(struct supervisor *, const struct job *);

#endif
