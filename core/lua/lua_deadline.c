/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_deadline.c - a script that does not end is stopped, with its line.
 *
 * A timer's signal sets a hook, which raises an error at the next instruction;
 * without the timer there is no hook, which would cost every instruction.  It
 * stays set, so that a script cannot catch the error and go on.  What runs in
 * C (a pattern) does not see it: the supervisor ends the worker then, and
 * where there is no supervisor yet the timer's second signal the process.
 */
#include <lauxlib.h>
#include <lua.h>
#include <math.h>
#include <signal.h>
#include <stddef.h>
#include <sys/time.h>
#include <unistd.h>

#include "load.h"
#include "log.h"
#include "lua_impl.h"
#include "mem.h"

#define GRACE	2		/* seconds between the signals, for a file */
#define EVERY	(LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT)

/* A handler has no argument: what it acts on. */
static lua_State *volatile		 timed;
static volatile sig_atomic_t		 late;
static const char *volatile		 file;	/* NULL: in a worker */
static double				 allowed;

/* Where it is; only reads, since this may be in the midst of something. */
static bool
find_line(lua_State *L, lua_Debug *ar)
{
	for (int i = 0; lua_getstack(L, i, ar) == 1; i++) {
		lua_getinfo(L, "Sl", ar);
		if (ar->currentline > 0)
			return true;
	}
	return false;
}

/* Nothing has been opened yet that would have to be closed. */
static _Noreturn void
give_up(void)
{
	lua_Debug	ar;
	bool		found = timed != NULL && find_line(timed, &ar);

	log_say(PS_ERROR, "%s:%d: it does not come to an end; a file has %g "
	    "seconds of processor", found ? ar.source + 1 : file,
	    found ? ar.currentline : 1, allowed);
	_exit(EXIT_USAGE);
}

/*
 * A handler of errors would run with hooks off, and might not end: what is
 * raised is want of memory, which no handler is called for.
 */
static void
stop(lua_State *L, lua_Debug *ar)
{
	struct lua_config	*c = lua_config_of(L);

	if (c->endless == NULL && find_line(L, ar))
		c->endless = lua_place_of(c, ar->source, ar->currentline);
	(void)lua_newuserdatauv(L, LUA_BYTES_MAX + 1, 0);
}

static void
on_timer(int signal)
{
	(void)signal;
	if (late != 0 && file != NULL)
		give_up();
	late = 1;
	if (timed != NULL)
		lua_sethook(timed, stop, EVERY, 1);
}

static void
arm(lua_State *L, int timer, int signal, const struct itimerval *t)
{
	struct sigaction	sa = { .sa_handler = on_timer,
				    .sa_flags = SA_RESTART };

	timed = L;
	late = 0;
	lua_config_of(L)->endless = NULL;
	sigemptyset(&sa.sa_mask);
	(void)sigaction(signal, &sa, NULL);
	(void)setitimer(timer, t, NULL);
}

static struct timeval
time_of(double seconds)
{
	return (struct timeval){ .tv_sec = (time_t)seconds,
	    .tv_usec = (suseconds_t)(fmod(seconds, 1) * 1e6) };
}

void
lua_arm(lua_State *L, double seconds)
{
	struct itimerval	t = { .it_value = time_of(seconds) };

	file = NULL;
	arm(L, ITIMER_REAL, SIGALRM, &t);
}

void
lua_arm_file(lua_State *L, const char *path, double seconds)
{
	struct itimerval	t = { { .tv_sec = GRACE }, time_of(seconds) };

	/* Without a time the timer stays off. */
	file = path;
	allowed = seconds;
	arm(L, ITIMER_PROF, SIGPROF, &t);
}

void
lua_disarm(lua_State *L)
{
	struct itimerval	none = { .it_value = { 0, 0 } };

	(void)setitimer(file != NULL ? ITIMER_PROF : ITIMER_REAL, &none, NULL);
	timed = NULL;
	lua_sethook(L, NULL, 0, 0);
}

bool
lua_is_late(void)
{
	return late != 0;
}

const char *
lua_late_text(const struct lua_config *c)
{
	const char	*place = c->endless;

	return arena_printf(c->arena, "%s%sit does not come to an end",
	    place != NULL ? place : "", place != NULL ? ": " : "");
}
