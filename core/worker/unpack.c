/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * unpack.c - the process that takes a container apart.
 *
 * Its members become documents like all others and are read by the workers.
 * Nothing touches a disk, and no name of a member is ever a path.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "children.h"
#include "mem.h"
#include "options.h"
#include "unpack_impl.h"

/* Members and bytes that may be under way are as many as we are told. */
static bool
wait_for_room(struct unpacker *u)
{
	struct frame	f;

	while (!u->ended && (u->room_members == 0 || u->room_bytes <= 0)) {
		if (channel_wait(u->channel, &f) != PS_OK ||
		    f.type != M_ROOM) {
			u->ended = true;
			break;
		}
		u->room_members += get_u32(&f);
		u->room_bytes += (int64_t)get_u64(&f);
	}
	return !u->ended;
}

static enum ps_status
one_member(struct unpacker *u)
{
	struct ps_doc	d = { .size = -1, .mtime = -1 };
	enum ps_status	st;
	const char	*where;
	bool		 named;

	u->host.message[0] = '\0';
	st = u->format->member(&u->self, &d);
	input_release(u->input);
	if (st < PS_RETRY || st == PS_EOF)
		return st;
	u->members++;
	if (unpack_has_too_many(u))
		return PS_FAIL;
	if (st == PS_RETRY)
		return PS_OK;
	where = d.address != NULL ? d.address : d.name;
	named = d.address != NULL && d.name != NULL;
	d.address = member_name(u->names, where != NULL ? where : u->inner,
	    u->members);
	if (!named)
		d.name = d.address;
	if (path_is_junk(d.name)) {
		u->junk++;
		return st == PS_SKIP ? PS_OK : unpack_drain(u);
	}
	if (++u->offered <= u->skip)
		return PS_OK;
	if (!wait_for_room(u))
		return PS_EOF;
	if (st == PS_SKIP) {
		unpack_pass_over(u, &d, PS_SKIP);
		return PS_OK;
	}
	return unpack_deliver(u, &d);
}

static enum ps_status
unpack(struct unpacker *u)
{
	enum ps_status	st = u->format->open(&u->self, u->input);

	if (st == PS_SKIP)
		return st;
	while (st >= PS_SKIP && st != PS_EOF && !u->ended) {
		st = one_member(u);
		unpack_alive(u);
	}
	if (u->junk > 0)
		ps_log(&u->self, PS_INFO, "passed over %llu member%s junk "
		    "(__MACOSX, .DS_Store, ._*, ~$* and the like)",
		    (unsigned long long)u->junk,
		    u->junk == 1 ? " that is" : "s that are");
	if (PLUGIN_HAS(u->format, close))
		u->format->close(&u->self);
	return st == PS_EOF ? PS_OK : st;
}

static bool
ends_in(const char *name, size_t n, const char *suffix)
{
	size_t	k = strlen(suffix);

	if (n <= k)
		return false;
	for (size_t i = 0; i < k; i++)
		if (to_lower(name[n - k + i]) != to_lower(suffix[i]))
			return false;
	return true;
}

/* "a.csv.gz" holds "a.csv", and "b.tgz" a tar. */
static char *
without_suffix(const struct ps_format *f, const char *name)
{
	size_t	n = strlen(name), k;

	for (const char *const *s = f->suffixes; s != NULL && *s != NULL; s++)
		if (ends_in(name, n, *s)) {
			k = strlen(*s);
			return xasprintf("%.*s%s", (int)(n - k), name,
			    strncmp(*s, ".t", 2) == 0 ? ".tar" : "");
		}
	return xstrdup(name);
}

/* The first frame says what is to be taken apart. */
static bool
begin(struct unpacker *u, struct frame *f, struct ps_doc *d)
{
	struct reader	 r;
	const char	*head;
	size_t		 n;

	/* Its texts are wanted when the next frame is here. */
	f->p = memcpy(arena_alloc(u->arena, f->n + 1), f->p, f->n);
	u->seq = get_u64(f);
	u->skip = get_u64(f);
	u->before.bytes = get_u64(f);
	u->before.members = get_u64(f);
	u->size = (int64_t)get_u64(f);
	if (!get_doc(f, d) || f->fd == -1 ||
	    !get_reader(f, u->pipeline->registry, u->arena, &r))
		return false;
	head = get_bytes(f, &n);
	if (f->bad)
		return false;
	input_resume(u->input, f->fd, head, n);
	(void)input_decode(u->input, r.encoding, r.other, 0);
	u->inner = without_suffix(r.format, d->name);
	u->format = r.format;
	host_begin(&u->host, r.format->plugin.name, d->address);
	u->self = host_self(&u->host, &r.format->plugin,
	    options_fill(&r.format->plugin, r.settings, r.n_settings,
	    u->arena, NULL));
	return true;
}

/* The file is no longer what was listed: what came out of it is a mixture. */
static enum ps_status
check_unchanged(struct unpacker *u, const struct ps_doc *d, int fd)
{
	struct stat	sb;

	if (*d->address != '/' || d->mtime == -1 || fstat(fd, &sb) == -1 ||
	    !S_ISREG(sb.st_mode) ||
	    (sb.st_size == d->size && sb.st_mtim.tv_sec *
	    INT64_C(1000000000) + sb.st_mtim.tv_nsec == d->mtime))
		return PS_OK;
	return ps_fail(&u->self, PS_FAIL, 0, "changed while it was read; run "
	    "the same command again");
}

/* Libraries take names of members for what the locale says they are. */
static void
speak_utf8(void)
{
	locale_t	l = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);

	if (l != (locale_t)0)
		uselocale(l);
}

/* What to take apart next; room that came too late is of no use. */
static enum ps_status
next_container(struct channel *channel, struct frame *f)
{
	enum ps_status	st;

	while ((st = channel_wait(channel, f)) == PS_OK && f->type == M_ROOM)
		continue;
	return st;
}

/* PS_EOF: this process has done its last one. */
static enum ps_status
take_apart(struct unpacker *u, struct frame *f)
{
	struct ps_doc	 d;
	enum ps_status	 st;
	struct buf	*b;

	if (f->type != M_UNPACK || !begin(u, f, &d))
		return PS_FAIL;
	st = unpack(u);
	if (st == PS_OK)
		st = check_unchanged(u, &d, f->fd);
	b = frame_begin(u->channel, M_UNPACKED);
	put_u64(b, u->seq);
	put_u32(b, (uint32_t)st);
	put_text(b, st <= PS_SKIP ? unpack_why(u) : NULL);
	put_u64(b, unpack_out(u));
	unpack_say(u);
	return st == PS_OK && !u->ended ? PS_OK : PS_EOF;
}

int
unpacker_main(const struct pipeline *pipeline, struct channel *channel)
{
	enum ps_status	 st = PS_OK;
	struct frame	 f;
	struct unpacker	*u;

	speak_utf8();
	while (st == PS_OK && next_container(channel, &f) == PS_OK) {
		u = xcalloc(1, sizeof(*u));
		u->pipeline = pipeline;
		u->channel = channel;
		u->arena = arena_new();
		u->input = input_new();
		u->names = member_names_new();
		host_init(&u->host);
		u->host.api.unpacked = unpack_count_inside;
		st = take_apart(u, &f);
		host_free(&u->host);
		member_names_free(u->names);
		input_free(u->input);
		arena_free(u->arena);
		free(u->inner);
		free(u);
	}
	return st == PS_FAIL;
}
