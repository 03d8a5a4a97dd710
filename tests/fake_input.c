/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fake_input.c - what a format reads from, over memory.
 */
#include <stdlib.h>
#include <string.h>

#include "as_utf8.h"
#include "charset.h"
#include "fake_input.h"
#include "number.h"

static ptrdiff_t
do_peek(struct ps_input *in, size_t want, const char **p)
{
	size_t	left = in->n - (size_t)in->at;
	size_t	show = want > in->chunk ? want : in->chunk;

	*p = in->text + in->at;
	return (ptrdiff_t)(show < left ? show : left);
}

static enum ps_status
do_take(struct ps_input *in, size_t n)
{
	if (n > in->n - in->at)
		abort();
	in->at += n;
	return PS_OK;
}

static ptrdiff_t
do_line(struct ps_input *in, const char **p)
{
	const char	*s = in->text + in->at, *e;
	size_t		 left = in->n - (size_t)in->at, n;

	if (left == 0)
		return -1;
	for (e = s; e < s + left && *e != '\n' && *e != '\r';)
		e++;
	n = (size_t)(e - s);
	*p = s;
	if (e < s + left)
		e += e[0] == '\r' && e + 1 < s + left && e[1] == '\n' ? 2 : 1;
	in->at += (size_t)(e - s);
	return (ptrdiff_t)n;
}

static uint64_t
do_offset(struct ps_input *in)
{
	return in->at;
}

static uint64_t
do_limit(struct ps_input *in)
{
	return in->limit;
}

static int64_t
do_length(struct ps_input *in)
{
	return (int64_t)in->n;
}

static ptrdiff_t
do_pread(struct ps_input *in, void *to, size_t n, uint64_t at)
{
	if (at >= in->n)
		return 0;
	if (n > in->n - at)
		n = in->n - (size_t)at;
	memcpy(to, in->text + at, n);
	return (ptrdiff_t)n;
}

static bool
do_hold(struct ps_input *in)
{
	(void)in;
	return true;
}

static size_t
do_utf8(const struct ps_host *host, const char *encoding, const char *p,
    size_t n, char *to, size_t *bad)
{
	struct as_utf8	a = { .name = "" };
	size_t		k = as_utf8(&a, encoding, p, n, to, bad);

	(void)host;
	as_utf8_close(&a);
	return k;
}

void
fake_input_lend(struct ps_host *host)
{
	host->peek = do_peek;
	host->take = do_take;
	host->line = do_line;
	host->offset = do_offset;
	host->limit = do_limit;
	host->length = do_length;
	host->pread = do_pread;
	host->hold = do_hold;
	host->real = real_text;
	host->utf8 = do_utf8;
	host->charset = charset_name;
}
