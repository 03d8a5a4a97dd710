/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_deadline.c - a script that does not end is stopped, with its line.
 *
 * A timer's signal sets a hook, which raises an error at the next instruction;
 * without the timer there is no hook, which would cost every instruction.  It
 * stays set, so that a script cannot catch the error and go on.  What runs in
 * C (a pattern) does not see it: the supervisor ends the worker then.
 */
#include <lauxlib.h>
#include <lua.h>
#include <math.h>
#include <signal.h>
#include <sys/time.h>

#include "lua_impl.h"

/* A handler has no argument: what it acts on. */
static lua_State *volatile	 timed;
static volatile sig_atomic_t	 late;

static void
stop(lua_State *L, lua_Debug *ar)
{
	(void)ar;
	luaL_error(L, "it does not come to an end");
}

static void
on_alarm(int signal)
{
	(void)signal;
	late = 1;
	if (timed != NULL)
		lua_sethook(timed, stop, LUA_MASKCALL | LUA_MASKRET |
		    LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

void
lua_arm(lua_State *L, double seconds)
{
	struct sigaction	sa = { .sa_handler = on_alarm,
				    .sa_flags = SA_RESTART };
	struct itimerval	t = { .it_value = {
				    .tv_sec = (time_t)seconds,
				    .tv_usec = (suseconds_t)(fmod(seconds, 1) *
				    1e6) } };

	timed = L;
	late = 0;
	sigemptyset(&sa.sa_mask);
	(void)sigaction(SIGALRM, &sa, NULL);
	(void)setitimer(ITIMER_REAL, &t, NULL);
}

void
lua_disarm(lua_State *L)
{
	struct itimerval	none = { .it_value = { 0, 0 } };

	(void)setitimer(ITIMER_REAL, &none, NULL);
	timed = NULL;
	lua_sethook(L, NULL, 0, 0);
}

bool
lua_is_late(void)
{
	return late != 0;
}
