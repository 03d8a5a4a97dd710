/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc.c - web archives (ISO 28500, WARC 1.0 and 1.1, plain or with a gzip
 * member a record): what was fetched becomes documents, as if it were fetched
 * now.
 *
 * Answers of servers with a status of success, resources and conversions are
 * documents; other answers are skipped, with the reason; requests and what
 * programs note for themselves is passed over and counted.  What is damaged
 * fails as a document of its own, and the records behind it are read.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "warc.h"

#define OURS	"X-PolyScraper-Document"

struct warc_state {
	struct warc	*warc;
};

static const char *const suffixes[] = { ".warc", ".warc.gz", NULL };
static const char *const mimes[] = { "application/warc", NULL };

/* Addresses under which programs put what is about their own work. */
static const char *const about_itself[] = {
	"dns:", "whois:", "metadata:", "urn:", "screenshot:", "filedesc:"
};

static struct warc *
taken_up(struct ps_self *self)
{
	struct warc_state	*state = self->state;

	state->warc->self = self;
	return state->warc;
}

static enum ps_status
open_warc(struct ps_self *self, struct ps_input *in)
{
	struct warc_state	*state = self->state;
	struct warc		*w = calloc(1, sizeof(*w));

	state->warc = w;
	if (w == NULL)
		return ps_fail(self, PS_FAIL, 0, "no memory to read it");
	w->self = self;
	w->in = in;
	w->head.text = ps_alloc(self, WARC_HEAD);
	w->http.text = ps_alloc(self, WARC_HEAD);
	return warc_input_open(w) ? PS_OK : ps_fail(self, PS_FAIL, 0,
	    "no memory to read it");
}

/* What is wrong here is told as a document that cannot be read. */
static enum ps_status
damaged(struct warc *w, struct ps_doc *d)
{
	snprintf(w->place, sizeof(w->place), "byte-%" PRIu64, w->record.at);
	w->failed = w->open = true;
	d->name = d->address = w->place;
	return PS_OK;
}

static bool
is_about_itself(const char *uri)
{
	for (size_t i = 0; i < sizeof(about_itself) / sizeof(*about_itself);
	    i++)
		if (warc_starts(uri, about_itself[i]))
			return true;
	return false;
}

/* Three digits; 0: it does not say. */
static unsigned
status_of(const struct warc_head *http)
{
	const char	*p = strchr(http->text, ' ');
	unsigned	 n = 0;

	while (p != NULL && *p == ' ')
		p++;
	for (; p != NULL && *p >= '0' && *p <= '9' && n < 1000; p++)
		n = n * 10 + (unsigned)(*p - '0');
	return n;
}

/* Bytes that were promised, and those that are there. */
static bool
is_short(const struct warc *w, const struct warc_head *http, uint64_t *told)
{
	const char	*p = warc_field(http, "Content-Length");

	*told = 0;
	for (; p != NULL && *p >= '0' && *p <= '9' && *told < INT64_MAX / 16;
	    p++)
		*told = *told * 10 + (uint64_t)(*p - '0');
	return p != NULL && *p == '\0' && !w->body.chunked &&
	    *told > w->record.left + w->body.n_first;
}

/* What is known to be missing. */
static void
tell_missing(struct warc *w, const struct warc_head *http, struct ps_doc *d)
{
	const char	*cut = warc_field(&w->head, "WARC-Truncated");
	uint64_t	 told;

	if (cut != NULL)
		snprintf(w->note, sizeof(w->note), "not all of it was kept "
		    "(%.40s)", cut);
	else if (warc_field(&w->head, "WARC-Segment-Number") != NULL)
		snprintf(w->note, sizeof(w->note), "what follows of it is in "
		    "another record");
	else if (http != NULL && is_short(w, http, &told))
		snprintf(w->note, sizeof(w->note), "the server announced %"
		    PRIu64 " bytes, %" PRIu64 " are there", told,
		    w->record.left + w->body.n_first);
	else
		return;
	d->broken = w->note;
}

/* The body that is at hand now is a document. */
static enum ps_status
document(struct warc *w, const struct warc_head *http, struct ps_doc *d)
{
	warc_called(w, w->target, http, d);
	if (!warc_body_begin(w, http))
		return PS_SKIP;
	w->open = true;
	tell_missing(w, http, d);
	return PS_OK;
}

/* PS_SKIP: there is none; PS_FAIL: it is a member that cannot be read. */
static enum ps_status
read_answer(struct warc *w)
{
	enum ps_status	st = warc_head_read(w, &w->http, "HTTP/",
			    warc_block_show, warc_block_pass);

	if (st == PS_OK)
		return PS_OK;
	w->failed = w->open = w->record.cut;
	if (w->record.cut)
		return PS_FAIL;
	snprintf(w->why, sizeof(w->why), "the record has no answer of a "
	    "server in it");
	return PS_SKIP;
}

static enum ps_status
answer(struct warc *w, const char *uri, struct ps_doc *d)
{
	bool		 revisit = w->record.type == WARC_REVISIT;
	unsigned	 status = 200;
	enum ps_status	 st;

	/* Those of some writers have no head. */
	if (!revisit || w->record.length > 0) {
		if ((st = read_answer(w)) != PS_OK)
			return st == PS_FAIL ? PS_OK : st;
		status = status_of(&w->http);
	}
	if (revisit && (status / 100 == 2 || status == 304)) {
		st = warc_revisit(w, uri);
		return st == PS_OK ? document(w, &w->http, d) : st;
	}
	if (status / 100 != 2 || status == 206) {
		snprintf(w->why, sizeof(w->why), "the server answered '%.80s'",
		    w->http.text);
		return PS_SKIP;
	}
	warc_know(w, warc_field(&w->head, "WARC-Payload-Digest"), uri);
	return document(w, &w->http, d);
}

/* Of harvests by --keep it is known what became a document. */
static bool
is_page(const struct warc *w, const char **uri)
{
	const char	*ours = warc_field(&w->head, OURS);

	if (ours == NULL)
		return false;
	if (!warc_is(ours, "none"))
		*uri = ours;
	return *uri != ours;
}

static bool
is_robots(const char *uri)
{
	const char	*host = strstr(uri, "://");
	const char	*path = host == NULL ? NULL : strchr(host + 3, '/');

	return path != NULL && warc_is(path, "/robots.txt");
}

/* What other protocols answer has no head. */
static bool
is_http(const struct warc *w)
{
	const char	*type = warc_field(&w->head, "Content-Type");

	return type == NULL || warc_starts(type, "application/http");
}

/* PS_RETRY: it is no document, and nobody asks for it. */
static enum ps_status
look_at(struct warc *w, struct ps_doc *d)
{
	const char	*uri = warc_field(&w->head, "WARC-Target-URI");
	const char	*target = uri;
	enum warc_type	 type = w->record.type;

	if (uri == NULL || type >= WARC_INFO || is_about_itself(uri + (*uri ==
	    '<'))) {
		w->passed[type]++;
		return PS_RETRY;
	}
	if (is_page(w, &uri)) {
		w->pages++;
		if (type == WARC_RESPONSE)
			warc_know(w, warc_field(&w->head,
			    "WARC-Payload-Digest"), "");
		return PS_RETRY;
	}
	warc_place(uri, w->place);
	warc_place(target, w->target);
	d->address = w->place;
	if (type == WARC_CONTINUATION) {
		snprintf(w->why, sizeof(w->why), "the rest of another record; "
		    "records in pieces are not put together");
		return PS_SKIP;
	}
	if (is_robots(w->place)) {
		snprintf(w->why, sizeof(w->why), "rules for programs that "
		    "fetch, no data");
		return PS_SKIP;
	}
	if (type == WARC_REVISIT || (type == WARC_RESPONSE && is_http(w)))
		return answer(w, uri, d);
	return document(w, NULL, d);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
tell_passed(struct warc *w)
{
	uint64_t	requests = w->passed[WARC_REQUEST], others = 0;

	for (unsigned t = 0; t < WARC_TYPES; t++)
		others += t == WARC_REQUEST ? 0 : w->passed[t];
	if (requests + others + w->pages == 0)
		return;
	ps_log(w->self, PS_INFO, "passed over %" PRIu64 " request%s, %" PRIu64
	    " answer%s that became no document, %" PRIu64 " record%s about "
	    "the harvest itself", requests, plural(requests), w->pages,
	    plural(w->pages), others, plural(others));
}

/* What is left of the member before, and where it was read from. */
static bool
leave_member(struct warc *w)
{
	bool	whole = w->damaged || w->record.cut || warc_block_skip(w) ||
		    w->failed;

	warc_body_end(w);
	warc_return(w);
	w->open = w->failed = false;
	return whole;
}

static enum ps_status
next_member(struct ps_self *self, struct ps_doc *d)
{
	struct warc	*w = taken_up(self);
	enum ps_status	 st = PS_RETRY;

	if (!leave_member(w))
		return damaged(w, d);
	while (st == PS_RETRY) {
		st = warc_record_next(w);
		if (!ps_unpacked(self, 0))
			return PS_FAIL;
		if (st == PS_EOF)
			tell_passed(w);
		if (st == PS_EOF)
			return st;
		if (st == PS_FAIL)
			return damaged(w, d);
		st = look_at(w, d);
		if (st == PS_RETRY && !warc_block_skip(w))
			return damaged(w, d);
	}
	return st == PS_SKIP ? ps_fail(self, PS_SKIP, 0, "%s", w->why) : st;
}

/* The rest of the block is read, and all of it what was recorded. */
static bool
is_whole(struct warc *w)
{
	const char	*p;
	ptrdiff_t	 n;
	bool		 same = w->payload_told == NULL;

	while ((n = warc_block_show(w, &p)) > 0)
		warc_block_pass(w, (size_t)n);
	if (n < 0)
		return false;
	if (w->block_told != NULL)
		same = digest_is(&w->block, w->block_told);
	for (unsigned i = 0; i < 3 && !same; i++)
		same = w->payload_told != NULL && (i == 0 ||
		    (i == 1 ? w->body.chunked : w->body.coding != WARC_PLAIN))
		    && digest_is(&w->payload[i], w->payload_told);
	if (!same)
		snprintf(w->why, sizeof(w->why), "it is not what was "
		    "recorded: its digest is another than '%.80s'",
		    w->block_told != NULL ? w->block_told : w->payload_told);
	return same;
}

static ptrdiff_t
read_member(struct ps_self *self, void *to, size_t n)
{
	struct warc	*w = taken_up(self);
	ptrdiff_t	 got = -1;

	if (!w->open)
		return 0;
	if (!w->failed && n > 0) {
		got = warc_body_read(w, to, n);
		if (got > 0)
			return got;
		if (got == 0 && is_whole(w)) {
			w->open = false;
			return 0;
		}
	}
	w->failed = true;
	(void)ps_fail(self, PS_FAIL, 0, "byte %" PRIu64 ": %s", w->record.at,
	    w->why);
	return -1;
}

static void
close_warc(struct ps_self *self)
{
	struct warc_state	*state = self->state;
	struct warc		*w = state->warc;

	if (w == NULL)
		return;
	warc_body_end(w);
	warc_forget(w);
	warc_input_close(w);
	free(w);
	state->warc = NULL;
}

static const struct ps_format the_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "warc",
	.plugin.version = "1.0",
	.plugin.summary = "Web archives: what wget, Heritrix and --keep store",
	.plugin.state_size = sizeof(struct warc_state),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 5,
	.flags = PS_CONTAINER | PS_BINARY,
	.probe = warc_probe,
	.open = open_warc,
	.member = next_member,
	.read = read_member,
	.close = close_warc,
};

PS_PLUGIN(warc, the_format);
