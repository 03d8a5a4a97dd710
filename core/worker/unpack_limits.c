/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * unpack_limits.c - how much may come out of a container.
 *
 * Counted is what really comes out, never what the container says of it.  The
 * limits are those of the outermost container: all that is in it shares them.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "unpack_impl.h"

#define AHEAD	(3 * CHUNK)

/* How much of it was made use of: the library reads ahead, and at the end. */
static uint64_t
used(const struct unpacker *u)
{
	uint64_t	read = input_taken_up(u->input);

	return read > AHEAD ? read - AHEAD : 0;
}

uint64_t
unpack_out(const struct unpacker *u)
{
	return u->inside > u->out ? u->inside : u->out;
}

static bool
is_beyond_ratio(const struct unpacker *u, uint64_t all)
{
	uint64_t	 ratio = u->pipeline->unpack.ratio;
	uint64_t	 out = unpack_out(u);

	/* Of this one as far as it was read, and of all together. */
	return (out > RATIO_FROM && out / ratio > used(u)) ||
	    (all > RATIO_FROM && u->size >= 0 &&
	    all / ratio > (uint64_t)u->size);
}

bool
unpack_is_beyond(struct unpacker *u, uint64_t of_member)
{
	const struct unpack_limits *l = &u->pipeline->unpack;
	uint64_t	 all = u->before.bytes + unpack_out(u);
	char		 text[32];

	if (of_member > l->member_bytes)
		snprintf(u->limit, sizeof(u->limit), "limit: a member has "
		    "more than %s; --max-member-bytes allows more",
		    human_bytes((double)l->member_bytes, text));
	else if (all > l->bytes)
		snprintf(u->limit, sizeof(u->limit), "limit: more than %s in "
		    "all; --max-unpacked allows more",
		    human_bytes((double)l->bytes, text));
	else if (is_beyond_ratio(u, all))
		snprintf(u->limit, sizeof(u->limit), "limit: ratio: over %llu "
		    "bytes come out of one, as of a bomb; --max-ratio allows "
		    "more", (unsigned long long)l->ratio);
	return u->limit[0] != '\0';
}

bool
unpack_is_suspect(const struct unpacker *u)
{
	uint64_t	out = unpack_out(u);

	return out <= RATIO_FROM && out / u->pipeline->unpack.ratio > used(u);
}

bool
unpack_has_too_many(struct unpacker *u)
{
	uint64_t	most = u->pipeline->unpack.members;

	if (u->before.members + u->members > most)
		snprintf(u->limit, sizeof(u->limit), "limit: more than %llu "
		    "members; --max-members allows more",
		    (unsigned long long)most);
	return u->limit[0] != '\0';
}

bool
unpack_count_inside(const struct ps_host *api, uint64_t n)
{
	const char	*at = (const char *)api - offsetof(struct unpacker,
			    host.api);
	struct unpacker	*u;

	memcpy(&u, &at, sizeof(u));
	u->inside += n;
	unpack_alive(u);
	return !u->ended && !unpack_is_beyond(u, 0);
}
