/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_revisit.c - records that refer to an earlier one for their body.
 *
 * Where bodies lie is noted as records go by; a body that is referred to is
 * read there once more, which takes a file and not a stream, and a record that
 * has a gzip member of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "warc.h"

#define KNOWN_MOST	((size_t)1 << 20)	/* 24 MiB */

/* FNV-1a; what is found by it is compared in full. */
static uint64_t
hash(const char *p)
{
	uint64_t	h = UINT64_C(0xcbf29ce484222325);

	for (; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
	return h ^ h >> 29;
}

static struct warc_known *
find(struct warc_known *known, size_t room, uint64_t digest)
{
	size_t	i = digest & (room - 1);

	while (known[i].at != 0 && known[i].digest != digest)
		i = (i + 1) & (room - 1);
	return &known[i];
}

static bool
grow(struct warc *w)
{
	size_t			 room = w->room_known == 0 ? 1024 :
				    2 * w->room_known;
	struct warc_known	*known;

	if (2 * (w->n_known + 1) <= w->room_known)
		return true;
	if (room > 2 * KNOWN_MOST || (known = calloc(room, sizeof(*known))) ==
	    NULL)
		return false;
	for (size_t i = 0; i < w->room_known; i++)
		if (w->known[i].at != 0)
			*find(known, room, w->known[i].digest) = w->known[i];
	free(w->known);
	w->known = known;
	w->room_known = room;
	return true;
}

/* Places are kept plus one: none is 0. */
void
warc_know(struct warc *w, const char *digest, const char *uri)
{
	struct warc_known	*k;
	uint64_t		 h;

	if (digest == NULL || !w->seeks || w->away ||
	    (w->gzip && !w->record.own) || !grow(w))
		return;
	h = hash(digest);
	k = find(w->known, w->room_known, h);
	if (k->at != 0)
		return;
	*k = (struct warc_known){ .digest = h, .at = w->record.at + 1,
	    .uri = hash(uri) };
	w->n_known++;
}

static enum ps_status
not_there(struct warc *w)
{
	const char	*uri, *date;

	uri = warc_field(&w->head, "WARC-Refers-To-Target-URI");
	date = warc_field(&w->head, "WARC-Refers-To-Date");
	snprintf(w->why, sizeof(w->why), "the same as %.150s%s%.40s, which is "
	    "not in this file", uri != NULL ? uri : "an earlier one",
	    date != NULL ? " of " : "", date != NULL ? date : "");
	return PS_SKIP;
}

static enum ps_status
same(struct warc *w, const char *how)
{
	snprintf(w->why, sizeof(w->why), "%s: an earlier record has it", how);
	return PS_SKIP;
}

/* To the record behind the one at hand, if that can be found again. */
static bool
leave(struct warc *w)
{
	const char	*p;
	ptrdiff_t	 n;

	if (!warc_block_skip(w))
		return false;
	while (w->gzip && !warc_member_ends(w)) {
		if ((n = warc_show(w, &p)) <= 0 ||
		    (*p != '\r' && *p != '\n'))
			break;
		warc_pass(w, 1);
	}
	w->back = w->raw_base + w->raw_at;
	return warc_member_ends(w);
}

static bool
read_there(struct warc *w)
{
	const char	*digest;

	if (warc_record_next(w) != PS_OK || w->record.type != WARC_RESPONSE)
		return false;
	digest = warc_field(&w->head, "WARC-Payload-Digest");
	return digest != NULL && warc_is(digest, w->digest) &&
	    warc_head_read(w, &w->http, "HTTP/", warc_block_show,
	    warc_block_pass) == PS_OK;
}

enum ps_status
warc_revisit(struct warc *w, const char *uri)
{
	const char		*digest, *profile;
	struct warc_known	*k = NULL;

	digest = warc_field(&w->head, "WARC-Payload-Digest");
	profile = warc_field(&w->head, "WARC-Profile");
	if (profile != NULL && strstr(profile, "not-modified") != NULL)
		return same(w, "not modified");
	if (digest != NULL && w->room_known > 0 &&
	    strlen(digest) < sizeof(w->digest))
		k = find(w->known, w->room_known, hash(digest));
	if (k == NULL || k->at == 0)
		return not_there(w);
	if (k->uri == hash(uri))
		return same(w, "unchanged");
	memcpy(w->digest, digest, strlen(digest) + 1);
	if (!leave(w))
		return not_there(w);
	w->away = true;
	warc_seek(w, k->at - 1);
	if (read_there(w))
		return PS_OK;
	warc_return(w);
	snprintf(w->why, sizeof(w->why), "the record that has its body cannot "
	    "be read");
	return PS_SKIP;
}

void
warc_return(struct warc *w)
{
	if (!w->away)
		return;
	warc_seek(w, w->back);
	w->away = false;
	w->record.left = 0;
	w->record.cut = false;
}

void
warc_forget(struct warc *w)
{
	free(w->known);
	w->known = NULL;
	w->n_known = w->room_known = 0;
}
