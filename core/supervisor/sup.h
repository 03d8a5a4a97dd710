/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup.h - inside the supervisor.
 *
 * Jobs (documents) stand in one queue in document order.  The job at its head
 * is the one whose frames go on to the writer; what workers say of later jobs
 * is held until they get there.  So tables are assigned in document order and
 * each document's rows arrive in one piece, whatever the workers' pace.
 */
#ifndef PS_SUP_H
#define PS_SUP_H

#include "assign.h"
#include "doc.h"
#include "load.h"
#include "pipeline.h"
#include "pool.h"
#include "proc.h"
#include "said.h"
#include "tally.h"

#define TASKS_MAX	16u		/* documents waiting in one worker */
#define WINDOW_A_WORKER	48u		/* jobs in the queue for each */
#define RANGES_MAX	64u		/* of one document in flight */
#define BACKLOG_MAX	(8u << 20)	/* bytes waiting for the writer */
#define HELD_MAX	(32u << 20)	/* of a document whose turn will come */
#define ATTEMPTS_MAX	3u
#define UNPACKERS	4u		/* at work side by side ... */
#define UNPACKERS_MAX	(UNPACKERS + DEPTH_MOST)	/* ... and within */

enum job_state {
	JOB_FOUND,		/* listed; the ledger is being asked */
	JOB_WANTED,		/* to be fetched */
	JOB_FETCHING,
	JOB_READY,		/* its descriptor is here */
	JOB_RUNNING,		/* with a worker */
	JOB_UNPACKING,		/* a container, with an unpacker */
	JOB_FINISHED		/* every frame of it is here */
};

enum range_state { RANGE_WAITING, RANGE_RUNNING, RANGE_DONE };

/* A part of a split document.  Range 0 is the job itself. */
struct range {
	uint32_t	 number;
	enum range_state state;
	uint64_t	 from, limit, start, end;
	bool		 exact, started, cancelled;
	uint32_t	 plan;		/* number of the one it is read by */
	bool		 grew;		/* it met tables or columns not there */
	struct buf	 held;
};

struct job {
	struct job	*next, *prev;
	uint64_t	 seq;
	uint32_t	 source;
	struct ps_doc	*doc;
	enum job_state	 state;
	unsigned	 attempts;	/* reads that were begun */
	bool		 known;		/* in the ledger, changed */
	bool		 alone;	/* no splitting, nobody else beside it */
	bool		 begun;		/* frames of it went to the writer */
	bool		 late;		/* moved behind all others */
	bool		 aside;		/* it is not in the queue now */
	bool		 complete;	/* all of it went to the writer */
	const char	*outcome;	/* to be recorded in its turn */
	int		 fd;		/* -1: none here */
	struct besides	*besides;	/* what belongs to it, or NULL */
	double		 given;		/* when a worker got it */
	char		*message;	/* why it failed, why it is so */
	struct buf	 held;

	double		 confidence;
	char		 format[64];	/* that reads it */
	struct counts	 counts;	/* of the ranges that are through */
	uint32_t	*made;		/* ids of tables it brought */
	uint32_t	 n_made, made_room;
	struct buf	 assigned;	/* by table: whether it has a name */

	bool		 split;
	char		*plan;
	size_t		 plan_size;
	uint32_t	 plan_number;	/* each that was told has another */
	uint32_t	 ahead;		/* ranges that may be under way */
	struct range	*ranges;	/* a ring of RANGES_MAX, by number */
	uint32_t	 forward;	/* range whose frames go on */
	uint32_t	 next_range, n_ranges;
	uint64_t	 expected;	/* where `forward` must start */
	struct buf	 hashes;
	uint64_t	 bytes;
	enum ps_status	 status;	/* of the last M_DONE */
	struct told_job	*told;		/* sniff: what is known so far */

	struct container *container;	/* sup_members.h; NULL: none */
	struct job	*parent;	/* the container it is in, or NULL */
	struct said	 own;		/* facts that were told of it */
	struct heritage	*above, *below;	/* sup_said.h; NULL: none */
	char		*from;		/* page it was found on, or NULL */
	uint32_t	 depth;		/* links from what was listed */
	struct links	*links;		/* sup_follow.h; NULL: none */
	uint32_t	 link_round;	/* readings that told of links */
	struct submit	*submit;	/* sup_submit.h; NULL: none */
	uint32_t	 submits;	/* forms of it that were sent */
	struct buf	 done;		/* M_DONE that waits for these */
	uint64_t	 unchanged;	/* id, of one that has links; or 0 */
	int		 spool;		/* its bytes, to be had again; or -1 */
	bool		 streamed;	/* they can be had once only */
	bool		 pouring;	/* and are not all there yet */

	/* sup_drift.c */
	struct fixed	*fixed;		/* tables whose columns it must fit */
	uint32_t	 n_fixed, fixed_room;
	uint32_t	*ids;		/* of its tables, by their numbers */
	uint32_t	 n_ids, ids_room;
	uint32_t	 again;		/* so often it was read for that */
	bool		 whole;		/* it is not split */
};

struct unpacker_slot {
	pid_t		 pid;		/* 0: free */
	struct channel	*channel;
	struct job	*job;
	double		 heard;
	const char	*killed;
	uint32_t	 done;		/* containers */
	bool		 idle;		/* and waits for the next */
};

struct task {
	struct job	*job;	/* NULL: cancelled, frames are dropped */
	struct range	*range;		/* NULL: the document itself */
	uint64_t	 seq;
	uint32_t	 number;
};

struct worker_slot {			/* a worker as the supervisor sees it */
	pid_t		 pid;
	struct channel	*channel;
	struct task	 tasks[TASKS_MAX];
	uint32_t	 n_tasks;
	uint32_t	 out;		/* slots that are not its own now */
	uint32_t	 freed;		/* to be told */
	uint32_t	 held;		/* in frames that wait for their turn */
	double		 heard;		/* last sign of life */
	const char	*killed;	/* why we killed it, or NULL */
	uint32_t	 number;
};

struct supervisor {
	const struct pipeline	*pipeline;
	struct pool		*pool;
	struct assigner		*assigner;
	struct met		*met;	/* of the shapes */
	struct worker_slot	*workers;
	uint32_t		 n_workers;
	struct unpacker_slot	 unpackers[UNPACKERS_MAX];
	pid_t			 lister_pid, writer_pid;
	struct channel		*lister, *writer;
	int			 signals;

	struct job		*first, *last;	/* document order */
	uint32_t		 n_jobs;
	struct job		*late, *late_last;
	struct job		*ended_jobs;	/* out of the queue */
	uint64_t		 next_seq;
	struct follow		*follow;	/* sup_follow.h; or NULL */
	struct buf		 seen;		/* for M_SEEN */
	uint32_t		 n_seen;
	struct buf		 lookups;
	uint32_t		 n_lookups;

	bool			 describe;	/* sniff: no writer */
	bool			 drifts;	/* some shape fixes columns */
	told_fn			*told;
	void			*told_arg;
	bool			 ready;		/* the writer is open */
	bool			 has_ledger, ask_ledger;
	bool			 listed; /* all sources are at their end */
	bool			 in_vain; /* nobody answers one of them */
	bool			 crawls; /* some visit what they find */
	bool			 ending;	/* M_END was sent */
	bool			 ended;		/* M_ENDED came */
	int			 interrupts;
	uint32_t		 credit; /* found documents still allowed */
	uint64_t		 found;
	int			 status;	/* exit status so far */
	bool			 quiet_end;	/* our reader went away */
	bool			 lost;		/* nobody is left to go on */
	uint32_t		 most_open;	/* documents fetched ahead */
	uint32_t		 most_members;	/* of one container */
	struct tally		 tally;
	double			 last_move;
};

/* sup_jobs.c: the queue */
struct job *job_new(struct supervisor *, uint32_t source,
	    const struct ps_doc *);
/* Leaves the queue; its memory stays until bury_jobs(). */
void	job_end(struct supervisor *, struct job *);
void	bury_jobs(struct supervisor *);
void	job_to_late(struct supervisor *, struct job *);
void	job_from_late(struct supervisor *, struct job *);
/* What was read of it is dropped: it is fetched again. */
void	job_unread(struct supervisor *, struct job *);
void	job_retry(struct supervisor *, struct job *, const char *why);
/* sup_frames.c: what the writer and the assigner have of it so far. */
void	job_undo(struct supervisor *, struct job *);
/* At once if it is its turn, else when it comes. */
void	job_record(struct supervisor *, struct job *, const char *status,
	    const char *message);
void	late_to_queue(struct supervisor *);
struct job *job_find(struct supervisor *, uint64_t seq);

/* The same, before another; last if that was moved behind all. */
struct job *job_before(struct supervisor *, struct job *at,
	    const struct ps_doc *);

void	look_up(struct supervisor *, const struct job *);
/* A new job is counted, and looked up or wanted. */
void	job_found(struct supervisor *, struct job *);
/* So many jobs may stand in the queue. */
uint32_t queue_room(const struct supervisor *);
bool	limit_reached(const struct supervisor *);
void	on_lister(struct supervisor *, struct frame *);
void	give_credit(struct supervisor *);
/* How many documents may be open at once. */
void	raise_limits(struct supervisor *);
void	ask_for_documents(struct supervisor *);
/* sup_workers.c: starting, feeding, ending them */
bool	start_worker(struct supervisor *, struct worker_slot *);
void	feed_workers(struct supervisor *);
void	return_slots(struct supervisor *);
/* As its worker is to see it. */
void	put_job_doc(struct buf *, const struct job *);
void	watch_deadlines(struct supervisor *);
bool	is_ahead(const struct supervisor *, const struct worker_slot *);
void	kill_worker(struct supervisor *, struct worker_slot *, const char *);
void	worker_died(struct supervisor *, struct worker_slot *, int status);
/* sup_frames.c: what workers say */
bool	on_worker(struct supervisor *, struct worker_slot *, struct frame *);
void	drop_held(struct supervisor *, struct buf *);
void	drop_rows(struct supervisor *, uint32_t worker, const struct frame *);
void	forward_jobs(struct supervisor *);
void	unblock_head(struct supervisor *);
void	pass_by_head(struct supervisor *);
void	job_failed(struct supervisor *, struct job *, enum ps_status,
	    const char *message);
/* As if it had never been found. */
void	job_withdraw(struct supervisor *, struct job *);
/* sup_ranges.c */
void	begin_split(struct job *, struct frame *);
/* The range at hand ended another table than it began with, or met columns */
/* that were not there: those after it are read by the plan in the frame. */
void	split_anew(struct supervisor *, struct job *, struct frame *);
bool	give_range(struct supervisor *, struct worker_slot *, struct job *);
bool	wants_workers(const struct job *);
struct range *range_at(struct job *, uint32_t number);
void	advance_ranges(struct supervisor *, struct job *);
/* Its frames may go on as they come: no range before it has met more. */
bool	range_is_current(const struct job *, const struct range *);
/* One more of them is through. */
void	range_ended(struct job *);
void	forget_ranges(struct supervisor *, struct job *);
/* sup_forward.c: frames of the job at the head, on to the writer.  The job */
/* may have failed and be gone afterwards: s->first tells. */
void	hold_frame(struct buf *, struct worker_slot *,
	    const struct frame *);
void	pass_on(struct supervisor *, struct job *, uint32_t worker,
	    struct frame *);
void	pass_held(struct supervisor *, struct job *, struct buf *);
void	pass_done(struct supervisor *, struct job *);
bool	writer_is_full(const struct supervisor *);
/* sup_writer.c */
/* It is as the ledger knows it, by this id: nothing more is done. */
void	job_unchanged(struct supervisor *, struct job *, uint64_t id);
void	on_writer(struct supervisor *, struct frame *);
void	flush_lookups(struct supervisor *);
void	end_writer(struct supervisor *);
/* sup_frontier.c: visits between the lister and the writer */
void	frontier_to_writer(struct supervisor *, struct frame *);
void	frontier_to_lister(struct supervisor *, struct frame *);
void	frontier_progress(struct supervisor *, struct frame *);
void	frontier_counts(struct supervisor *, struct frame *);
/* Its source visits what it finds, and found this one. */
bool	is_visited(const struct supervisor *, const struct job *);
/* sup_sniff.c */
void	tell_job(struct supervisor *, struct job *, uint32_t worker,
	    struct frame *);
void	tell_record(struct supervisor *, struct job *, const char *status,
	    const char *message);
/* A finished job: what is known of it is told, or it is tried again. */
void	tell_finished(struct supervisor *, struct job *);
void	told_free(struct told_job *);

#endif
