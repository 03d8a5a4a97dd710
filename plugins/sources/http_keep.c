/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_keep.c - what was fetched, kept in a folder.
 *
 * A body is stored by its content, then a request and what came back are
 * written as records.  A body whose record is in the same file already is only
 * referred to there.  X-PolyScraper-Document tells the format warc which
 * answers were documents, and of which address, so that what is loaded from
 * the archive is what was loaded from the net.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "http_keep_impl.h"

#define FILE_MOST	((off_t)1 << 30)
#define SPACE_LEAST	((uint64_t)1 << 20)	/* to begin with */
#define KNOWN_MOST	((size_t)1 << 17)
#define PROFILE		"http://netpreserve.org/warc/1.1/revisit/"

bool
keep_wrong(struct keep *k, const char *what, const char *name)
{
	int	error = errno;

	if (!k->failed)
		snprintf(k->why, sizeof(k->why), "%s%s%s: %s: %s", k->dir,
		    *name != '\0' ? "/" : "", name, what,
		    error == ENOSPC || error == EDQUOT ? "no space is left; "
		    "make some and run the same command again" :
		    strerror(error));
	k->failed = true;
	return false;
}

static bool
make_folder(struct keep *k)
{
	struct statvfs	fs;

	if (mkdir(k->dir, 0777) == -1 && errno != EEXIST)
		return keep_wrong(k, "cannot be made", "");
	k->dir_fd = open(k->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (k->dir_fd == -1)
		return keep_wrong(k, "cannot be opened", "");
	if (fstatvfs(k->dir_fd, &fs) == 0 && fs.f_blocks > 0 &&
	    (uint64_t)fs.f_bavail * fs.f_frsize < SPACE_LEAST) {
		errno = ENOSPC;
		return keep_wrong(k, "cannot be written to", "");
	}
	return true;
}

static bool
begin(struct keep *k)
{
	if (k->dir == NULL || k->agent == NULL || !(k->deflates =
	    deflateInit2(&k->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
	    16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK)) {
		errno = ENOMEM;
		return keep_wrong(k, "cannot be opened", "");
	}
	return make_folder(k) && keep_objects(k) && keep_begin_file(k);
}

struct keep *
keep_open(struct ps_self *self, const char *dir, const char *agent, char *why,
    size_t n)
{
	struct keep	*k = calloc(1, sizeof(*k));

	if (k == NULL) {
		snprintf(why, n, "%s: %s", dir, strerror(ENOMEM));
		return NULL;
	}
	k->self = self;
	k->dir_fd = k->objects_fd = k->fd = -1;
	k->most = FILE_MOST;
	k->dir = strdup(dir);
	k->agent = strdup(agent);
	if (begin(k))
		return k;
	snprintf(why, n, "%s", k->why);
	(void)keep_close(k, NULL, 0);
	return NULL;
}

static struct keep_known *
find(struct keep_known *known, size_t room, const unsigned char *digest)
{
	size_t	i;

	memcpy(&i, digest, sizeof(i));
	for (i &= room - 1; known[i].uri != NULL && memcmp(known[i].digest,
	    digest, DIGEST_BYTES) != 0; i = (i + 1) & (room - 1))
		continue;
	return &known[i];
}

static bool
grow(struct keep *k)
{
	size_t			 room = k->room_known == 0 ? 256 :
				    2 * k->room_known;
	struct keep_known	*known;

	if (2 * (k->n_known + 1) <= k->room_known)
		return true;
	if (room > 2 * KNOWN_MOST ||
	    (known = calloc(room, sizeof(*known))) == NULL)
		return false;
	for (size_t i = 0; i < k->room_known; i++)
		if (k->known[i].uri != NULL)
			*find(known, room, k->known[i].digest) = k->known[i];
	free(k->known);
	k->known = known;
	k->room_known = room;
	return true;
}

static void
remember(struct keep *k, const unsigned char *digest, const char *uri,
    const char *date)
{
	struct keep_known	*e;

	if (!grow(k))
		return;
	e = find(k->known, k->room_known, digest);
	if (e->uri != NULL || (e->uri = strdup(uri)) == NULL)
		return;
	memcpy(e->digest, digest, DIGEST_BYTES);
	memcpy(e->date, date, KEEP_DATE);
	k->n_known++;
}

static void
forget(struct keep *k)
{
	for (size_t i = 0; i < k->room_known; i++)
		free(k->known[i].uri);
	free(k->known);
	k->known = NULL;
	k->n_known = k->room_known = 0;
}

/* What all records of an exchange say. */
struct told {
	struct keep_text uri, document;
	char		 date[KEEP_DATE], id[KEEP_ID];
};

static void
begin_head(struct keep *k, const struct keep_exchange *x,
    const struct told *t, const char *type, struct keep_text *head)
{
	char	id[KEEP_ID];

	keep_id(id);
	keep_str(head, "WARC/1.1\r\n");
	keep_field(head, "WARC-Type", type);
	if (strcmp(type, "request") == 0) {
		keep_field(head, "WARC-Record-ID", id);
		keep_field(head, "WARC-Concurrent-To", t->id);
	} else
		keep_field(head, "WARC-Record-ID", t->id);
	keep_field(head, "WARC-Date", t->date);
	keep_field(head, "WARC-Target-URI", t->uri.p);
	keep_field(head, "WARC-Warcinfo-ID", k->info);
	if (x->ip != NULL)
		keep_field(head, "WARC-IP-Address", x->ip);
}

static bool
write_request(struct keep *k, const struct keep_exchange *x,
    const struct told *t)
{
	struct keep_text	head = { 0 }, block = { 0 };
	bool			good;

	if (x->request == NULL)
		return true;
	begin_head(k, x, t, "request", &head);
	keep_field(&head, "Content-Type", "application/http; msgtype=request");
	keep_request(k->self, &block, x->request, x->n_request);
	good = keep_record(k, &head, &block, NULL);
	free(head.p);
	free(block.p);
	return good;
}

static void
add_revisit(struct keep_text *head, const char *profile,
    const struct keep_known *e)
{
	char	text[80];

	snprintf(text, sizeof(text), PROFILE "%s", profile);
	keep_field(head, "WARC-Profile", text);
	if (e == NULL)
		return;
	keep_field(head, "WARC-Refers-To-Target-URI", e->uri);
	keep_field(head, "WARC-Refers-To-Date", e->date);
}

static bool
is_http2(const struct keep_exchange *x)
{
	return x->n_head > 6 && memcmp(x->head, "HTTP/2", 6) == 0;
}

/* What came back; `e` says where its body is already, or NULL. */
static bool
write_answer(struct keep *k, const struct keep_exchange *x,
    const struct told *t, unsigned status, const struct keep_known *e,
    const char *digest)
{
	struct keep_text	head = { 0 }, block = { 0 };
	bool			revisit = e != NULL || status == 304, good;

	begin_head(k, x, t, revisit ? "revisit" : "response", &head);
	keep_field(&head, "Content-Type",
	    "application/http; msgtype=response");
	if (is_http2(x))
		keep_field(&head, "WARC-Protocol", "h2");
	if (digest != NULL)
		keep_field(&head, "WARC-Payload-Digest", digest);
	if (revisit)
		add_revisit(&head, status == 304 ? "server-not-modified" :
		    "identical-payload-digest", e);
	if (x->cut != NULL)
		keep_field(&head, "WARC-Truncated", x->cut);
	keep_field(&head, "X-PolyScraper-Document", x->document != NULL ?
	    t->document.p : "none");
	keep_head(k->self, &block, x->head, x->n_head, x->decoded, x->n_body);
	good = keep_record(k, &head, &block, revisit ? NULL : x);
	free(head.p);
	free(block.p);
	return good;
}

/* A fragment or a line end in it would make another record of it. */
static void
set_uri(struct ps_self *self, struct keep_text *to, const char *uri)
{
	for (; *uri != '\0'; uri++)
		if ((unsigned char)*uri > ' ' && *uri != 0x7f)
			keep_add(to, uri, 1);
	keep_str(to, "");
	keep_hide(self, to);
}

static bool
write_both(struct keep *k, const struct keep_exchange *x, struct told *t)
{
	unsigned		 status = keep_status(x->head, x->n_head);
	unsigned char		 digest[DIGEST_BYTES];
	char			 text[DIGEST_TEXT];
	struct keep_known	*e = NULL;
	bool			 body = x->n_body > 0;

	if (body && !keep_digest(k, x, digest))
		return false;
	if (body)
		digest_text(DIGEST_SHA256, digest, text);
	if (body && status / 100 == 2 && !keep_object(k, x, digest))
		return false;
	if (body && status / 100 == 2 && x->cut == NULL && k->room_known > 0)
		e = find(k->known, k->room_known, digest);
	if (!write_request(k, x, t) || !write_answer(k, x, t, status,
	    e != NULL && e->uri != NULL ? e : NULL, body ? text : NULL))
		return false;
	k->records++;
	if (body && status / 100 == 2 && x->cut == NULL)
		remember(k, digest, t->uri.p, t->date);
	return true;
}

bool
keep_exchange(struct keep *k, const struct keep_exchange *x)
{
	struct told	t = { .id = "" };
	bool		good;

	if (k->failed)
		return false;
	if (k->size >= k->most) {
		forget(k);
		if (!keep_end_file(k) || !keep_begin_file(k))
			return false;
	}
	keep_date(x->at, t.date);
	keep_id(t.id);
	set_uri(k->self, &t.uri, x->url);
	set_uri(k->self, &t.document, x->document != NULL ? x->document : "");
	if (t.uri.failed || t.document.failed) {
		errno = ENOMEM;
		good = keep_wrong(k, "cannot be written", k->name);
	} else
		good = write_both(k, x, &t);
	free(t.uri.p);
	free(t.document.p);
	return good;
}

bool
keep_failed(const struct keep *k)
{
	return k->failed;
}

const char *
keep_why(const struct keep *k)
{
	return k->why;
}

bool
keep_close(struct keep *k, char *why, size_t n)
{
	bool	good;

	if (k == NULL)
		return true;
	/* All objects at once: each by itself would take a disk for hours. */
	if (k->stored && syncfs(k->objects_fd) == -1)
		(void)keep_wrong(k, "cannot be written", "objects");
	(void)keep_end_file(k);
	good = !k->failed;
	if (!good && why != NULL)
		snprintf(why, n, "%s", k->why);
	forget(k);
	if (k->deflates)
		deflateEnd(&k->z);
	if (k->objects_fd != -1)
		close(k->objects_fd);
	if (k->dir_fd != -1)
		close(k->dir_fd);
	free(k->dir);
	free(k->agent);
	free(k);
	return good;
}
