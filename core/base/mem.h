/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mem.h - memory that is there, or the process ends with a message.
 *
 * Everything an arena gives belongs to the arena.
 */
#ifndef PS_MEM_H
#define PS_MEM_H

#include <stddef.h>

#include "polyscraper.h"

#define EXIT_NO_MEMORY	70	/* a child's exit status: out of memory */

/*
 * Keeps some of what is freed for what is allocated next: documents need the
 * same few hundred KiB again and again, and pages that are given back and
 * fetched anew cost more than what is done with them.
 */
void	 mem_keep(void);

void	*xmalloc(size_t);
void	*xcalloc(size_t n, size_t size);
void	*xrealloc(void *, size_t n, size_t size);
char	*xstrdup(const char *);
char	*xstrndup(const char *, size_t);
char	*xasprintf(const char *, ...) PS_PRINTF(1, 2);

struct arena;
struct arena *arena_new(void);
void	*arena_alloc(struct arena *, size_t);	/* zeroed, aligned to 16 */
char	*arena_strdup(struct arena *, const char *);
char	*arena_strndup(struct arena *, const char *, size_t);
char	*arena_printf(struct arena *, const char *, ...) PS_PRINTF(2, 3);
size_t	 arena_bytes(const struct arena *);	/* of all that it holds */
void	 arena_reset(struct arena *);		/* keeps one block for reuse */
void	 arena_free(struct arena *);

/* Room for one more of a growing array: n used, *room allocated. */
#define GROW(p, n, room)						\
	((n) < (room) ? (void)0 :					\
	    (void)((room) = (room) == 0 ? 16 : 2 * (room),		\
	    (p) = xrealloc((p), (room), sizeof(*(p)))))

#endif
