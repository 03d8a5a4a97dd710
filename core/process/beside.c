/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * beside.c - files that belong to a document.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "beside.h"
#include "input.h"
#include "mem.h"
#include "plugin.h"
#include "str.h"

void
besides_close(struct besides *b)
{
	for (uint32_t i = 0; i < b->n; i++) {
		if (b->at[i].in != NULL)
			input_free(b->at[i].in);
		else
			close(b->at[i].fd);
	}
	b->n = 0;
}

void
besides_take(struct besides *b, struct frame *f)
{
	uint64_t	 seq = get_u64(f);
	const char	*suffix = get_text(f);

	if (b->seq != seq)
		besides_close(b);
	b->seq = seq;
	if (f->bad || suffix == NULL || strlen(suffix) >= BESIDE_SUFFIX ||
	    f->fd == -1 || b->n == BESIDE_MAX)
		return;
	b->at[b->n] = (struct beside){ .fd = f->fd };
	memcpy(b->at[b->n++].suffix, suffix, strlen(suffix) + 1);
	f->fd = -1;
}

void
besides_send(struct besides *b, struct channel *c, enum message m)
{
	for (uint32_t i = 0; i < b->n; i++) {
		struct buf	*to = frame_begin(c, m);

		put_u64(to, b->seq);
		put_text(to, b->at[i].suffix);
		frame_end_fd(c, b->at[i].fd);
	}
	b->n = 0;
}

struct ps_input *
besides_input(struct besides *b, const char *suffix)
{
	for (uint32_t i = 0; i < b->n; i++) {
		if (strcmp(b->at[i].suffix, suffix) != 0)
			continue;
		if (b->at[i].in == NULL) {
			b->at[i].in = input_new();
			input_open(b->at[i].in, b->at[i].fd, 0, UINT64_MAX);
		}
		return b->at[i].in;
	}
	return NULL;
}

static bool
ends_in(const char *name, const char *suffix)
{
	size_t	n = strlen(name), k = strlen(suffix);

	if (n <= k)
		return false;
	for (size_t i = 0; i < k; i++)
		if (to_lower((unsigned char)name[n - k + i]) !=
		    to_lower((unsigned char)suffix[i]))
			return false;
	return true;
}

static bool
ends_in_any(const char *name, const char *const *suffixes)
{
	for (; suffixes != NULL && *suffixes != NULL; suffixes++)
		if (ends_in(name, *suffixes))
			return true;
	return false;
}

/* The ith suffix of the other list, of formats that have the name in one. */
static const char *
nth(const struct registry *r, const char *name, uint32_t i, bool own,
    const struct ps_format **of)
{
	uint32_t	n = registry_count(r, PS_FORMAT);

	for (uint32_t k = 0; k < n; k++) {
		const struct ps_format	*f = (const struct ps_format *)
					    (const void *)registry_at(r,
					    PS_FORMAT, k);
		const char *const	*other;

		if (!PLUGIN_HAS(f, beside) || !PLUGIN_HAS(f, suffixes) ||
		    !ends_in_any(name, own ? f->suffixes : f->beside))
			continue;
		other = own ? f->beside : f->suffixes;
		*of = f;
		for (; *other != NULL; other++)
			if (i-- == 0)
				return *other;
	}
	return NULL;
}

const char *
beside_of(const struct registry *r, const char *name, uint32_t i)
{
	const struct ps_format	*of;

	return i < BESIDE_MAX ? nth(r, name, i, true, &of) : NULL;
}

const char *
beside_to(const struct registry *r, const char *name, uint32_t i,
    const struct ps_format **of)
{
	return nth(r, name, i, false, of);
}

bool
beside_begins(const struct ps_format *f, const char *address)
{
	char	head[BESIDE_SUFFIX];
	ssize_t	n;
	int	fd;

	if (!PLUGIN_HAS(f, begins) ||
	    f->n_begins > sizeof(head))
		return true;
	fd = open(address, O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return true;
	n = pread(fd, head, f->n_begins, 0);
	close(fd);
	return n == -1 || ((size_t)n == f->n_begins &&
	    memcmp(head, f->begins, f->n_begins) == 0);
}

char *
beside_address(const char *address, const char *suffix)
{
	const char	*dot = strrchr(address, '.');
	size_t		 n = dot == NULL ? strlen(address) :
			    (size_t)(dot - address);
	char		*to = xmalloc(n + strlen(suffix) + 1);
	bool		 upper = dot != NULL && dot[1] >= 'A' && dot[1] <= 'Z';

	memcpy(to, address, n);
	for (; *suffix != '\0'; suffix++)
		to[n++] = (char)(upper ? to_upper((unsigned char)*suffix) :
		    *suffix);
	to[n] = '\0';
	return to;
}
