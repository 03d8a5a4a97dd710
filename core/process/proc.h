/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * proc.h - child processes and signals as events.
 */
#ifndef PS_PROC_H
#define PS_PROC_H

#include <sys/types.h>

#include "wire.h"

/*
 * Forks a child of this role that runs `body` and ends with its result.  The
 * child keeps its channel and the standard descriptors only, dies with its
 * parent, and leaves ^C to it.  -1 if fork failed.
 */
typedef int child_fn(void *arg, struct channel *);
pid_t	child_fork(enum role, child_fn *, void *arg, struct channel **);

/* SIGINT, SIGTERM, SIGHUP and SIGCHLD become readable on a descriptor. */
int	signals_open(void);
/* The next of them, or 0. */
int	signals_next(int fd);
void	signals_close(int fd);

/* "killed by signal 11 (Segmentation fault)", "exit status 3", ... */
const char *exit_reason(int wait_status, char out[80]);
double	now_seconds(void);			/* monotonic */
uint32_t cores(void);
/* CPU seconds of ended children and of this process. */
double	cpu_seconds(void);

#endif
