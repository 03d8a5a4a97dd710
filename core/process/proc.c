/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * proc.c - fork, what a child must forget, and how it ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "proc.h"

#define CHILD_FD	3	/* where a child's channel is */

static void
our_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGCHLD);
}

int
signals_open(void)
{
	sigset_t	set;

	our_signals(&set);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (sigprocmask(SIG_BLOCK, &set, NULL) == -1)
		return -1;
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int
signals_next(int fd)
{
	struct signalfd_siginfo	s;

	return read(fd, &s, sizeof(s)) == (ssize_t)sizeof(s) ?
	    (int)s.ssi_signo : 0;
}

void
signals_close(int fd)
{
	sigset_t	set;

	our_signals(&set);
	close(fd);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* Workers read documents, never what was typed at the terminal. */
static void
forget_stdin(void)
{
	int	fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (fd > 0) {
		dup2(fd, STDIN_FILENO);
		close(fd);
	}
}

/* Ours close on exec; what the shell handed over, as for <(...), does not. */
static void
close_ours(void)
{
	int	most = (int)sysconf(_SC_OPEN_MAX), flags;

	for (int fd = CHILD_FD + 1; fd < most && fd < 4096; fd++)
		if ((flags = fcntl(fd, F_GETFD)) != -1 &&
		    (flags & FD_CLOEXEC) != 0)
			close(fd);
}

/* As ps(1) and top(1) show them. */
static const char *const role_names[N_ROLES] = {
	[LISTER] = "poly lister", [WORKER] = "poly worker",
	[WRITER] = "poly writer", [UNPACKER] = "poly unpacker"
};

static void
become_child(enum role role, int fd, pid_t parent)
{
	sigset_t	none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (role_names[role] != NULL)
		prctl(PR_SET_NAME, role_names[role]);
	if (getppid() != parent)
		_exit(0);
	if (fd != CHILD_FD) {
		dup2(fd, CHILD_FD);
		close(fd);
	}
	if (role == LISTER)
		close_ours();
	else
		close_range(CHILD_FD + 1, ~0u, 0);
	if (role == WORKER || role == WRITER || role == UNPACKER)
		forget_stdin();
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

pid_t
child_fork(enum role role, child_fn *body, void *arg, struct channel **out)
{
	int	pair[2];
	pid_t	pid, parent = getpid();

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == -1)
		return -1;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		become_child(role, pair[1], parent);
		_exit(body(arg, channel_new(CHILD_FD, role, SUPERVISOR,
		    true)));
	}
	close(pair[1]);
	if (pid == -1) {
		close(pair[0]);
		return -1;
	}
	*out = channel_new(pair[0], SUPERVISOR, role, false);
	return pid;
}

const char *
exit_reason(int status, char out[80])
{
	if (WIFSIGNALED(status))
		snprintf(out, 80, "killed by signal %d (%s)", WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) == EXIT_NO_MEMORY)
		snprintf(out, 80, "out of memory");
	else
		snprintf(out, 80, "ended with exit status %d",
		    WEXITSTATUS(status));
	return out;
}

double
now_seconds(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

uint32_t
cores(void)
{
	cpu_set_t	set;
	int		n = 0;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
	return n > 0 ? (uint32_t)n : 1;
}

static double
seconds_of(int who)
{
	struct rusage	u;

	if (getrusage(who, &u) == -1)
		return 0;
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	    (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

double
cpu_seconds(void)
{
	return seconds_of(RUSAGE_SELF) + seconds_of(RUSAGE_CHILDREN);
}
