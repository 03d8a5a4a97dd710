/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_format.c - a format in Lua as the worker sees it: probe() asks sniff(),
 * rows() lets the script's rows() run on.
 *
 * The script's rows() goes from one end of the document to the other and knows
 * of no batches: it is a coroutine, which emit() and doc:lines() leave when the
 * batch is full.  What it emits first is the document's main table.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "log.h"
#include "lua_define.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "mem.h"
#include "str.h"

#define DECLARED	0.5	/* sniff() is as sure as content that says so */
#define MARGIN_BITS	16	/* to other readings, if it is less sure */
#define FRUITLESS_MOST	20u	/* batches without a further byte read, */
#define BYTES_EACH	16384u	/* and one more for each so many before */

static const struct definition *
definition_of(const struct ps_self *self)
{
	return (const struct definition *)(const void *)self->plugin;
}

/* In a worker: the host that it lends is one of the core's own. */
static const struct host *
host_of(const struct ps_self *self)
{
	return (const struct host *)(const void *)self->host;
}

static void
arm(const struct ps_self *self, lua_State *L)
{
	lua_arm(L, host_of(self)->deadline);
}

/* What went wrong, as Lua has it at the top of the stack, and where. */
static const char *
complaint(const struct ps_self *self, lua_State *L, int status)
{
	struct arena	*arena = host_of(self)->arena;
	bool		 hopeless;

	/* What a thread that has ended holds is not the script's any more. */
	if (status == LUA_ERRMEM && L != definition_of(self)->script->L)
		(void)lua_resetthread(L);
	return lua_failure(L, status, arena, arena_printf(arena,
	    "format '%s'", self->plugin->name), &hopeless);
}

/* Once in a run, by whichever worker comes to it first. */
static void PS_PRINTF(3, 4)
tell_once(const struct ps_self *self, const struct ps_sample *s,
    const char *fmt, ...)
{
	bool	*wrong = definition_of(self)->wrong;
	char	 text[800];
	va_list	 ap;

	if (wrong == NULL || __atomic_exchange_n(wrong, true,
	    __ATOMIC_RELAXED))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_say(PS_ERROR, "%s; it does not bid on '%s'", text,
	    shown_str(s->doc->address));
}

/* Runs protected.  Argument 1: the sample; 2: the function. */
static int
sniff(lua_State *L)
{
	const struct ps_sample	*s = lua_touserdata(L, 1);
	const char		*text = s->head == NULL ? s->text : s->head;
	size_t			 n = s->head == NULL ? s->length :
				    s->head_length;
	bool			 whole = s->head == NULL ? s->whole :
				    s->head_whole;
	const char		*end;

	/* A part of a line would be no line of its kind. */
	if (!whole && !s->binary && (end = memrchr(text, '\n', n)) != NULL)
		n = (size_t)(end - text) + 1;
	lua_rawgeti(L, LUA_REGISTRYINDEX, lua_tointeger(L, 2));
	lua_pushlstring(L, text, n);
	lua_call(L, 1, 1);
	return 1;
}

/* What sniff() returned is at the top: 0..1, or -1 after a message. */
static double
judge(const struct ps_self *self, const struct ps_sample *s, lua_State *L)
{
	const struct definition	*d = definition_of(self);
	double			 score;

	if (lua_isnil(L, -1))
		return 0;
	if (lua_isboolean(L, -1))
		return lua_toboolean(L, -1);
	if (lua_type(L, -1) != LUA_TNUMBER) {
		tell_once(self, s, "%s: format '%s': sniff returned a %s, "
		    "expected 0..1", d->place, self->plugin->name,
		    luaL_typename(L, -1));
		return -1;
	}
	score = lua_tonumber(L, -1);
	if (score >= 0 && score <= 1)
		return score;
	tell_once(self, s, "%s: format '%s': sniff returned %g, expected 0..1",
	    d->place, self->plugin->name, score);
	return -1;
}

static enum ps_status
ask(const struct ps_self *self, const struct ps_sample *s, double *score)
{
	const struct definition	*d = definition_of(self);
	lua_State		*L = d->script->L;
	enum ps_status		 st = PS_OK;
	const char		*why;
	int			 status;

	lua_seed(L, s->doc->address);
	lua_pushcfunction(L, sniff);
	lua_pushlightuserdata(L, (void *)(uintptr_t)s);
	lua_pushinteger(L, d->sniff);
	arm(self, L);
	status = lua_call_protected(L, 2);
	lua_disarm(L);
	if (status == LUA_OK) {
		*score = judge(self, s, L);
	} else {
		*score = -1;
		why = complaint(self, L, status);
		if (lua_is_late())
			st = ps_fail(self, PS_FATAL, 0, "%s", why);
		else
			tell_once(self, s, "%s", why);
	}
	lua_pop(L, 1);
	return st;
}

/*
 * From one half on the score is as good as a declaration.  Below, it stands
 * for bits saved, so that what is less than a tenth is not believed, and 0.5
 * would be as much as most tables of text save.
 */
static enum ps_status
probe(struct ps_self *self, const struct ps_sample *s, struct ps_guess *g,
    struct ps_bid *bid)
{
	double		score = 0;
	enum ps_status	st;

	if (definition_of(self)->sniff == LUA_NOREF || s->forced)
		return PS_OK;
	if ((st = ask(self, s, &score)) < PS_SKIP || score <= 0)
		return st;
	ps_because(self, g, "sniff of format '%s' says %.2g",
	    self->plugin->name, score);
	bid->specificity = 90;
	bid->tier = score >= DECLARED ? PS_DECLARED : PS_STATISTICAL;
	bid->bits_saved = s->scan->plain_bits * score;
	if (score >= DECLARED)
		return PS_OK;
	bid->bits_saved /= 2;
	bid->bits_margin = MARGIN_BITS * score;
	return PS_OK;
}

/* Runs protected.  Argument 1: the reading. */
static int
begin(lua_State *L)
{
	struct lua_reading	*r = lua_touserdata(L, 1);

	r->thread = lua_newthread(L);
	r->kept = luaL_ref(L, LUA_REGISTRYINDEX);
	lua_rawgeti(L, LUA_REGISTRYINDEX, r->d->rows);
	lua_push_doc(L);
	lua_pushvalue(L, -1);
	lua_push_emit(L);
	lua_xmove(L, r->thread, 3);
	return 0;
}

static enum ps_status
open_reading(struct ps_self *self, struct ps_input *in)
{
	struct lua_reading	*r = self->state;
	struct lua_doc		*doc = host_of(self)->script;
	lua_State		*L;
	int			 status;

	r->d = definition_of(self);
	r->self = self;
	r->in = in;
	r->kept = LUA_NOREF;
	L = r->d->script->L;
	doc->reading = r;
	/* The script of the pipeline has it already. */
	if (lua_doc_at_hand(L) == NULL) {
		lua_doc_begin(r->d->script, doc);
		lua_seed(L, doc->doc->address);
		r->lent = true;
	}
	lua_pushcfunction(L, begin);
	lua_pushlightuserdata(L, r);
	status = lua_call_protected(L, 1);
	if (status != LUA_OK)
		(void)ps_fail(self, PS_FAIL, 0, "%s", complaint(self, L,
		    status));
	lua_pop(L, 1);
	return status == LUA_OK ? PS_OK : PS_FAIL;
}

/* The worker lets go of what it shows between two calls. */
static void
keep_last(struct lua_reading *r)
{
	if (r->last.p == NULL || r->last.p == r->kept_last)
		return;
	r->kept_last = xrealloc(r->kept_last, r->last.n + 1, 1);
	memcpy(r->kept_last, r->last.p, r->last.n);
	r->last.p = r->kept_last;
}

static bool
is_fruitless(struct lua_reading *r)
{
	uint64_t	at = ps_offset(r->self, r->in);

	if (at != r->from)
		r->fruitless = 0;
	return ++r->fruitless > FRUITLESS_MOST + at / BYTES_EACH;
}

/* The script runs until the batch is full, or to its end (PS_EOF). */
static enum ps_status
go_on(struct lua_reading *r, struct ps_rows *out)
{
	int	n_args = r->started ? 0 : 2, n = 0, status;

	r->out = out;
	r->from = ps_offset(r->self, r->in);
	r->started = true;
	arm(r->self, r->thread);
	status = lua_resume(r->thread, r->d->script->L, n_args, &n);
	lua_disarm(r->thread);
	r->out = NULL;
	keep_last(r);
	if (status == LUA_YIELD) {
		lua_pop(r->thread, n);
		return is_fruitless(r) ? ps_fail(r->self, PS_FAIL, r->record,
		    "%s: in format '%s': it makes rows without end, and reads "
		    "nothing", r->d->place, r->self->plugin->name) : PS_OK;
	}
	r->ended = true;
	if (status == LUA_OK)
		return PS_EOF;
	return ps_fail(r->self, PS_FAIL, r->record, "%s", complaint(r->self,
	    r->thread, status));
}

static enum ps_status
table(struct ps_self *self, struct ps_rows *out, struct ps_table *t)
{
	struct lua_reading	*r = self->state;

	if (r->announced)
		return PS_EOF;
	if (go_on(r, out) < PS_SKIP)
		return PS_FAIL;
	*t = lua_main_table(r);
	r->announced = true;
	return PS_OK;
}

static enum ps_status
rows(struct ps_self *self, struct ps_rows *out)
{
	struct lua_reading	*r = self->state;

	return r->ended ? PS_EOF : go_on(r, out);
}

static void
close_reading(struct ps_self *self)
{
	struct lua_reading	*r = self->state;

	luaL_unref(r->d->script->L, LUA_REGISTRYINDEX, r->kept);
	host_of(self)->script->reading = NULL;
	if (r->lent)
		lua_doc_end(r->d->script);
	free(r->tables);
	free(r->kept_last);
	free(r->cells);
}

void
lua_format_fill(struct ps_format *f)
{
	*f = (struct ps_format){
		PS_HEAD(struct ps_format, PS_FORMAT),
		.plugin.version = "Lua", .plugin.summary = "A format in Lua",
		.plugin.state_size = sizeof(struct lua_reading),
		.cost = 1000, .flags = PS_WANTS_HEAD,
		.probe = probe, .open = open_reading, .table = table,
		.rows = rows, .close = close_reading
	};
}
