/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_follow.h - links that scripts follow: documents found on documents.
 *
 * What a page leads to waits until all that was listed stands in the queue,
 * and joins it behind that, in the order of the pages and, on each, of its
 * links.  So the order depends on nothing but the documents, an address is
 * followed once, and from the page nearest to what was listed.
 */
#ifndef PS_SUP_FOLLOW_H
#define PS_SUP_FOLLOW_H

#include "sup.h"

#define FOLLOW_DEPTH	8u		/* links from what was listed */
#define FOLLOW_MOST	100000u		/* documents of a run */
#define FOLLOW_WAIT	((size_t)256 << 20)	/* bytes that wait */

/* This address is in the queue, or was. */
void	follow_seen(struct supervisor *, const char *address);
/* A worker told of a link (M_FOLLOW); false: it broke the rules. */
bool	job_follow(struct supervisor *, struct job *, struct frame *);
/* The ledger's word of an unchanged document: facts and links (M_TOLD). */
void	job_told(struct supervisor *, struct frame *);
/* The source's word of a link (M_LINKED). */
void	job_linked(struct supervisor *, struct frame *);
bool	job_has_links(const struct job *);
/* Some of its links are still asked about. */
bool	links_wait(const struct supervisor *, const struct job *);
/* It is the turn of the job: its links to the writer, and why some lead */
/* nowhere (their number is returned); the others wait to become jobs. */
uint64_t pass_links(struct supervisor *, struct job *);
/* The same, of a document that is not read. */
void	follow_again(struct supervisor *, struct job *);
/* The document is to be read again. */
void	links_free(struct job *);
/* Into the queue, as far as there is room. */
void	feed_followed(struct supervisor *);
bool	any_followed(const struct supervisor *);
void	follow_free(struct supervisor *);

#endif
