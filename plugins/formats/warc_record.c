/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_record.c - records, one after the other (ISO 28500): a head, a block
 * of as many bytes as it says, two line ends.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "warc.h"

static const char *const types[WARC_TYPES] = {
	"response", "resource", "conversion", "revisit", "continuation",
	"warcinfo", "request", "metadata", ""
};

static enum warc_type
type_of(const char *name)
{
	enum warc_type	t = WARC_RESPONSE;

	while (t < WARC_OTHER && (name == NULL || !warc_is(name, types[t])))
		t++;
	return t;
}

/* Digits and nothing else; false if they are too many, too. */
static bool
read_length(const char *p, uint64_t *out)
{
	uint64_t	n = 0;

	if (p == NULL || *p == '\0')
		return false;
	for (; *p >= '0' && *p <= '9' && n < UINT64_C(1) << 59; p++)
		n = n * 10 + (uint64_t)(*p - '0');
	*out = n;
	return *p == '\0';
}

/* Line ends between two records, as many as there are. */
static enum ps_status
skip_ends(struct warc *w)
{
	const char	*p;
	ptrdiff_t	 n, i;

	while ((n = warc_show(w, &p)) > 0) {
		for (i = 0; i < n && (p[i] == '\r' || p[i] == '\n'); i++)
			continue;
		warc_pass(w, (size_t)i);
		if (i < n)
			return PS_OK;
	}
	return n == 0 ? PS_EOF : PS_FAIL;
}

static enum ps_status
lost(struct warc *w)
{
	if (w->seeks && !w->gzip)
		warc_seek(w, w->record.at + 1);
	w->lost = true;
	return PS_FAIL;
}

/* Of the two that a record may have: that of the block says more. */
static void
begin_digests(struct warc *w)
{
	const char	*block = warc_field(&w->head, "WARC-Block-Digest");
	const char	*payload = warc_field(&w->head, "WARC-Payload-Digest");
	enum digest_kind kind = digest_told(block);

	w->block_told = kind == DIGEST_NONE ? NULL : block;
	digest_begin(&w->block, kind);
	kind = w->block_told != NULL ? DIGEST_NONE : digest_told(payload);
	w->payload_told = kind == DIGEST_NONE ? NULL : payload;
	w->in_payload = false;
	for (unsigned i = 0; i < 3; i++)
		digest_begin(&w->payload[i], kind);
}

enum ps_status
warc_record_next(struct warc *w)
{
	struct warc_record	*r = &w->record;
	enum ps_status		 st;

	if ((w->damaged || w->lost) && !warc_resync(w))
		return PS_EOF;
	r->at = warc_offset(w);
	if ((st = skip_ends(w)) != PS_OK)
		return st;
	r->at = warc_offset(w);
	r->own = w->gzip && w->fresh && w->at == 0;
	r->left = r->length = 0;
	r->cut = false;
	st = warc_head_read(w, &w->head, "WARC/", warc_show, warc_pass);
	if (st != PS_OK)
		return lost(w);
	if (!read_length(warc_field(&w->head, "Content-Length"), &r->length)) {
		snprintf(w->why, sizeof(w->why), "a record does not say how "
		    "long it is");
		return lost(w);
	}
	r->left = r->length;
	r->type = type_of(warc_field(&w->head, "WARC-Type"));
	begin_digests(w);
	return PS_OK;
}

static ptrdiff_t
breaks_off(struct warc *w)
{
	snprintf(w->why, sizeof(w->why), "the record breaks off: %" PRIu64
	    " of its %" PRIu64 " bytes are there", w->record.length -
	    w->record.left, w->record.length);
	w->record.cut = true;
	return -1;
}

ptrdiff_t
warc_block_show(struct warc *w, const char **p)
{
	ptrdiff_t	n;

	if (w->record.cut)
		return -1;
	if (w->record.left == 0)
		return 0;
	if ((n = warc_show(w, p)) == 0)
		return breaks_off(w);
	w->record.cut = n < 0;
	if (n < 0)
		return -1;
	if (w->record.own && w->fresh && w->at == 0 &&
	    warc_begins(*p, (size_t)n))
		return breaks_off(w);
	return (uint64_t)n < w->record.left ? n : (ptrdiff_t)w->record.left;
}

void
warc_block_pass(struct warc *w, size_t n)
{
	const char	*p;

	if (warc_show(w, &p) < (ptrdiff_t)n)
		return;
	digest_add(&w->block, p, n);
	if (w->in_payload)
		digest_add(&w->payload[0], p, n);
	w->record.left -= n;
	warc_pass(w, n);
}

bool
warc_block_skip(struct warc *w)
{
	uint64_t	 from;
	const char	*p;
	ptrdiff_t	 n = 1;

	if (!w->gzip && w->record.left > 0 && !w->record.cut) {
		from = warc_offset(w);
		if (!warc_skip(w, w->record.left)) {
			w->record.left -= warc_offset(w) - from;
			return breaks_off(w) == 0;
		}
		w->record.left = 0;
	}
	while ((w->record.left > 0 || w->record.cut) &&
	    (n = warc_block_show(w, &p)) > 0) {
		w->record.left -= (uint64_t)n;
		warc_pass(w, (size_t)n);
	}
	return n >= 0;
}
