/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input.c - a document as formats see it: peek, take, line, offset.
 *
 * Text is shown where it was read.  It stays there until input_release(), so
 * a format may point cells into it while it reads on.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input_impl.h"
#include "mem.h"
#include "str.h"

struct ps_input *
input_new(void)
{
	struct ps_input	*in = xcalloc(1, sizeof(*in));

	in->fd = -1;
	in->eof = true;
	in->hasher = hasher_new();
	return in;
}

void
input_free(struct ps_input *in)
{
	if (in == NULL)
		return;
	input_close(in);
	for (size_t i = 0; i < sizeof(in->spare) / sizeof(*in->spare); i++)
		free(in->spare[i].p);
	free(in->window.p);
	free(in->raw.p);
	free(in->sample.p);
	free(in->parked);
	free(in->repairs);
	free(in->odd);
	hasher_free(in->hasher);
	if (in->iconv_name[0] != '\0')
		iconv_close(in->iconv);
	free(in);
}

/* Everything but memory and iconv as it is before a document. */
static void
start(struct ps_input *in, uint64_t from, uint64_t limit)
{
	input_close(in);
	in->regular = in->waits = in->eof = in->held = false;
	in->error = 0;
	in->start = in->at = in->base = in->hash_from = from;
	in->limit = limit;
	in->size = UINT64_MAX;
	in->bytes = in->picked = in->undecodable = 0;
	in->head = in->n = in->filled = 0;
	in->mode = MODE_RAW;
	in->amid_line = in->narrow = in->amid_unit = false;
	in->line_place = from;
	in->raw_head = in->raw_n = 0;
	in->n_repairs = in->first_repair = 0;
	in->drift = in->taken_drift = in->limit_drift = 0;
	in->limit_hidden = in->cr_known = false;
	in->cr_ends = in->any_ends = in->one_piece = false;
	in->wide = NULL;
	in->other = (struct other){ .block = UINT64_MAX };
	in->run = (struct odd_run){ .block = UINT64_MAX };
	in->n_odd = in->first_odd = in->odd_counted = 0;
	in->lines = in->counted = 0;
	hasher_start(in->hasher);
}

void
input_open(struct ps_input *in, int fd, uint64_t from, uint64_t limit)
{
	struct stat	st;
	int		flags;

	start(in, from, limit);
	in->fd = fd;
	if (fstat(fd, &st) == -1) {
		in->error = errno;
		in->eof = true;
		return;
	}
	in->regular = S_ISREG(st.st_mode);
	if (!in->regular) {
		flags = fcntl(fd, F_GETFL);
		in->waits = flags != -1 && (flags & O_NONBLOCK) != 0;
		return;
	}
	if (st.st_size > 0)	/* /proc says 0 and means unknown */
		in->size = (uint64_t)st.st_size;
	if (in->size <= from)
		in->eof = true;
}

void
input_set_limit(struct ps_input *in, uint64_t limit)
{
	in->limit = limit;
}

void
input_close(struct ps_input *in)
{
	window_release(in);
	if (in->fd != -1)
		close(in->fd);
	in->fd = -1;
}

static void
fill(struct ps_input *in, const void *p, size_t n)
{
	window_room(in, n + 1);
	if (n > 0)
		memcpy(in->window.p, p, n);
	in->window.p[n] = '\0';
	in->n = in->filled = n;
	in->at = in->bytes = n;
}

void
input_memory(struct ps_input *in, const void *p, size_t n)
{
	start(in, 0, UINT64_MAX);
	fill(in, p, n);
	in->size = n;
	in->eof = true;
	hasher_add(in->hasher, in->window.p, n, true);
}

void
input_resume(struct ps_input *in, int fd, const void *p, size_t n)
{
	input_open(in, fd, 0, UINT64_MAX);
	if (!in->regular)
		fill(in, p, n);
}

int64_t
input_length(struct ps_input *in)
{
	return (in->regular || in->held || in->fd == -1) &&
	    in->size <= INT64_MAX ? (int64_t)in->size : -1;
}

/* All of it is in the window, and stays there as long as none is taken. */
bool
input_hold(struct ps_input *in)
{
	if (input_length(in) != -1)
		return true;
	if (in->base > 0 || in->head > 0 || in->mode != MODE_RAW ||
	    window_upto(in, PEEK_BYTES) == PEEK_BYTES || in->error != 0)
		return false;
	in->held = true;
	in->size = in->n;
	return true;
}

ptrdiff_t
input_pread(struct ps_input *in, void *to, size_t n, uint64_t at)
{
	ssize_t	got;

	if (input_length(in) == -1 || n > PTRDIFF_MAX ||
	    ((in->held || in->fd == -1) && in->base > 0))
		return -1;
	if (at >= in->size)
		return 0;
	if (n > in->size - at)
		n = (size_t)(in->size - at);
	if (in->held || in->fd == -1) {
		memcpy(to, in->window.p + at, n);
		return (ptrdiff_t)n;
	}
	do
		got = pread(in->fd, to, n, (off_t)at);
	while (got == -1 && errno == EINTR);
	in->picked += got > 0 ? (uint64_t)got : 0;
	return got;
}

size_t
window_upto(struct ps_input *in, size_t want)
{
	size_t	have;

	for (;;) {
		have = in->n - in->head;
		if (have >= want)
			break;
		if (have >= PEEK_BYTES && !input_ended(in)) {
			in->error = EFBIG;
			in->eof = true;
			in->raw_head = in->raw_n;
			in->filled = in->n;
			break;
		}
		if (!window_more(in, want - have))
			break;
	}
	return have;
}

const char *
window_text(struct ps_input *in)
{
	if (in->window.p == NULL)
		return "";
	in->shown = true;
	return in->window.p + in->head;
}

enum ps_status
input_sample(struct ps_input *in, const char **p, size_t *n, bool *whole)
{
	return input_head(in, SAMPLE_BYTES, p, n, whole);
}

enum ps_status
input_head(struct ps_input *in, size_t want, const char **p, size_t *n,
    bool *whole)
{
	size_t	have = window_upto(in, want + 1);

	*p = window_text(in);
	*n = have > want ? want : have;
	*whole = have <= want;
	return in->error != 0 ? PS_FAIL : PS_OK;
}

bool
input_has_ranges(const struct ps_input *in)
{
	return !in->limit_hidden;
}

enum ps_status
input_text(struct ps_input *in, size_t want, const char **p, size_t *n,
    bool *whole)
{
	size_t	have = window_upto(in, want + 1);

	*p = window_text(in);
	*n = have;
	*whole = have <= want && input_ended(in);
	if (*whole) {
		if (in->window.p != NULL)
			in->window.p[in->n] = '\0';
		return in->error != 0 ? PS_FAIL : PS_OK;
	}
	*n = utf8_cut(*p, have, want);
	if (in->sample.room <= *n) {
		block_put(in, in->sample);
		in->sample = block_get(in, *n + 1);
	}
	memcpy(in->sample.p, *p, *n);
	in->sample.p[*n] = '\0';
	*p = in->sample.p;
	return PS_OK;
}

ptrdiff_t
input_peek(struct ps_input *in, size_t want, const char **p)
{
	size_t	have = in->n - in->head;

	if (have < want)
		have = window_upto(in, want);
	*p = window_text(in);
	return (ptrdiff_t)have;
}

enum ps_status
input_take(struct ps_input *in, size_t n)
{
	size_t	have;

	for (;;) {
		have = in->n - in->head;
		if (n <= have)
			break;
		in->head = in->n;
		n -= have;
		if (!window_more(in, n))
			return in->error != 0 ? PS_FAIL : PS_EOF;
	}
	in->head += n;
	return PS_OK;
}

uint64_t
input_offset(struct ps_input *in)
{
	return in->base + in->head;
}

/* Repairs before the head are counted and forgotten. */
static void
settle_repairs(struct ps_input *in)
{
	uint64_t	at = in->base + in->head;

	while (in->first_repair < in->n_repairs &&
	    in->repairs[in->first_repair].offset <= at)
		in->taken_drift += in->repairs[in->first_repair++].extra;
	if (in->first_repair == in->n_repairs)
		in->first_repair = in->n_repairs = 0;
}

uint64_t
input_place(struct ps_input *in)
{
	settle_repairs(in);
	return in->base + in->head - (uint64_t)in->taken_drift;
}

void
input_skip_to(struct ps_input *in, uint64_t place)
{
	int64_t		 drift;
	uint64_t	 end;

	while (in->base + in->n - (uint64_t)in->drift < place &&
	    window_more(in, 1))
		continue;
	settle_repairs(in);
	drift = in->taken_drift;
	for (uint32_t i = in->first_repair; i < in->n_repairs; i++) {
		end = in->repairs[i].offset - (uint64_t)(drift +
		    in->repairs[i].extra);
		if (end > place)
			break;
		drift += in->repairs[i].extra;
	}
	end = place + (uint64_t)drift;
	if (end > in->base + in->head)
		(void)input_take(in, (size_t)(end - in->base - in->head));
}

/*
 * Converted lines are longer or shorter than their bytes.  What lies before
 * the limit is therefore read first: then the limit is known, and it stays.
 */
uint64_t
input_limit(struct ps_input *in)
{
	if (in->limit == UINT64_MAX || in->limit_hidden)
		return UINT64_MAX;
	if (in->limit - in->start <= 4 * RANGE_BYTES)
		while (in->base + in->n - (uint64_t)in->drift < in->limit &&
		    window_more(in, 1))
			continue;
	return in->limit + (uint64_t)in->limit_drift;
}

void
input_release(struct ps_input *in)
{
	if (in->n_repairs > 0)
		settle_repairs(in);
	window_release(in);
}

uint64_t
input_undecodable(const struct ps_input *in)
{
	return in->undecodable;
}

int
input_error(const struct ps_input *in)
{
	return in->error;
}

uint64_t
input_taken_up(const struct ps_input *in)
{
	return in->bytes + in->picked;
}

uint64_t
input_bytes(const struct ps_input *in)
{
	return in->bytes;
}
