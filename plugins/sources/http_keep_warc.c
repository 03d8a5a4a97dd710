/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_keep_warc.c - records of web archives (ISO 28500, WARC 1.1), each a
 * gzip member of its own: whatever ends the program, all but the last are
 * whole, and one that could not be written is taken back.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "http_keep_impl.h"

#define FILES_MOST	100000u

void
keep_id(char to[KEEP_ID])
{
	unsigned char	b[16] = { 0 };
	size_t		n;

	if (getrandom(b, sizeof(b), 0) != (ssize_t)sizeof(b)) {
		struct timespec	now;

		clock_gettime(CLOCK_MONOTONIC, &now);
		memcpy(b, &now.tv_nsec, sizeof(now.tv_nsec));
		memcpy(b + 8, &(const void *){ to }, sizeof(void *));
	}
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	n = (size_t)snprintf(to, KEEP_ID, "<urn:uuid:");
	for (unsigned i = 0; i < 16; i++)
		n += (size_t)snprintf(to + n, KEEP_ID - n, "%s%02x", i == 4 ||
		    i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
	snprintf(to + n, KEEP_ID - n, ">");
}

static struct tm
utc(int64_t ms)
{
	time_t		t = (time_t)(ms / 1000);
	struct tm	tm = { 0 };

	gmtime_r(&t, &tm);
	return tm;
}

void
keep_date(int64_t ms, char to[KEEP_DATE])
{
	struct tm	tm = utc(ms);

	if (strftime(to, KEEP_DATE, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(to, KEEP_DATE, "1970-01-01T00:00:00Z");
}

static bool
flush(struct keep *k)
{
	size_t		 n = sizeof(k->out) - k->z.avail_out;
	const char	*p = k->out;
	ssize_t		 done;

	for (; n > 0; p += done, n -= (size_t)done) {
		done = write(k->fd, p, n);
		if (done == -1 && errno == EINTR)
			done = 0;
		else if (done <= 0)
			return false;
		k->size += done;
	}
	k->z.next_out = (Bytef *)k->out;
	k->z.avail_out = sizeof(k->out);
	return true;
}

static bool
put(struct keep *k, const char *p, size_t n, int how)
{
	int	st = Z_OK;

	k->z.next_in = (Bytef *)(uintptr_t)p;
	k->z.avail_in = (uInt)n;
	do {
		if (k->z.avail_out == 0 && !flush(k))
			return false;
		st = deflate(&k->z, how);
	} while (st == Z_OK && (k->z.avail_in > 0 || how == Z_FINISH));
	return st == Z_OK || st == Z_STREAM_END || st == Z_BUF_ERROR;
}

static bool
put_body(struct keep *k, const struct keep_exchange *x)
{
	char		bytes[16384];
	uint64_t	at = 0;
	ptrdiff_t	n = 0;

	while (x != NULL && (n = keep_read(x, bytes, sizeof(bytes), at)) >
	    0) {
		if (!put(k, bytes, (size_t)n, Z_NO_FLUSH))
			return false;
		at += (uint64_t)n;
	}
	return n == 0;
}

bool
keep_record(struct keep *k, struct keep_text *head,
    const struct keep_text *block, const struct keep_exchange *body)
{
	uint64_t	n = block->n + (body != NULL ? body->n_body : 0);
	char		length[24];

	snprintf(length, sizeof(length), "%" PRIu64, n);
	keep_field(head, "Content-Length", length);
	keep_str(head, "\r\n");
	if (head->failed || block->failed) {
		errno = ENOMEM;
		return keep_wrong(k, "cannot be written", k->name);
	}
	k->record = k->size;
	(void)deflateReset(&k->z);
	k->z.next_out = (Bytef *)k->out;
	k->z.avail_out = sizeof(k->out);
	if (put(k, head->p, head->n, Z_NO_FLUSH) &&
	    put(k, block->p, block->n, Z_NO_FLUSH) && put_body(k, body) &&
	    put(k, "\r\n\r\n", 4, Z_FINISH) && flush(k))
		return true;
	(void)keep_wrong(k, "cannot be written", k->name);
	if (ftruncate(k->fd, k->record) == 0)
		k->size = k->record;
	return false;
}

static bool
write_info(struct keep *k, int64_t now)
{
	struct keep_text	head = { 0 }, block = { 0 };
	char			date[KEEP_DATE];
	bool			good;

	keep_date(now, date);
	keep_id(k->info);
	keep_field(&block, "software", k->agent);
	keep_field(&block, "format", "WARC File Format 1.1");
	keep_field(&block, "conformsTo", "http://iipc.github.io/"
	    "warc-specifications/specifications/warc-format/warc-1.1/");
	keep_field(&block, "http-header-user-agent", k->agent);
	keep_hide(k->self, &block);
	keep_str(&head, "WARC/1.1\r\nWARC-Type: warcinfo\r\n");
	keep_field(&head, "WARC-Record-ID", k->info);
	keep_field(&head, "WARC-Date", date);
	keep_field(&head, "WARC-Filename", k->name);
	keep_field(&head, "Content-Type", "application/warc-fields");
	good = keep_record(k, &head, &block, NULL);
	free(head.p);
	free(block.p);
	return good;
}

bool
keep_begin_file(struct keep *k)
{
	struct timespec	now;
	struct tm	tm;
	char		stamp[16];

	clock_gettime(CLOCK_REALTIME, &now);
	tm = utc((int64_t)now.tv_sec * 1000);
	if (strftime(stamp, sizeof(stamp), "%Y%m%d%H%M%S", &tm) == 0)
		stamp[0] = '\0';
	do {
		snprintf(k->name, sizeof(k->name), "polyscraper-%s-%ld-%05u"
		    ".warc.gz", stamp, (long)getpid(), k->number++);
		k->fd = openat(k->dir_fd, k->name, O_WRONLY | O_CREAT |
		    O_EXCL | O_CLOEXEC, 0666);
	} while (k->fd == -1 && errno == EEXIST && k->number < FILES_MOST);
	if (k->fd == -1)
		return keep_wrong(k, "cannot be made", k->name);
	k->size = k->record = 0;
	k->records = 0;
	return write_info(k, (int64_t)now.tv_sec * 1000);
}

bool
keep_end_file(struct keep *k)
{
	bool	good = true;

	if (k->fd == -1)
		return true;
	/* A file about nothing is of no use. */
	if (k->records == 0)
		(void)unlinkat(k->dir_fd, k->name, 0);
	else if (fsync(k->fd) == -1)
		good = keep_wrong(k, "cannot be written", k->name);
	if (close(k->fd) == -1 && good && k->records > 0)
		good = keep_wrong(k, "cannot be written", k->name);
	k->fd = -1;
	return good;
}
