/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_tables.c - a document read twice by the same format, and what must be
 * true of both.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_tables.h"
#include "mem.h"
#include "str.h"

struct document {
	const struct fuzz_format *format;
	const uint8_t		*how;
	char			*text;
	size_t			 n;
};

void
fuzz_check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz: %s\n", what);
	abort();
}

static void
check_counts(const struct tree_host *h)
{
	const struct counts	*c = &h->rows.counts;

	fuzz_check(c->rows - c->emitted + c->set_aside + c->rejected ==
	    c->records, "records that came to nothing");
	fuzz_check(h->rows.n_sheets <= 1 || h->rows.sheets[0]->number == 0,
	    "no main table");
}

/* Judged and read; NULL if it is not claimed. */
static struct tree_host *
read_it(const struct document *d, bool small, enum ps_status *st)
{
	struct tree_host	*h = tree_host_new(d->format->plugin);

	h->fake->chunk = small ? 1 + d->how[1] % 64 : 65536;
	h->cells = small ? 1 + d->how[2] % 16 : 0;
	h->fake->forced = (d->how[3] & 1) != 0;
	h->fake->binary = d->format->binary;
	if (fake_probe(h->fake, d->format->name, d->text, d->n) == PS_NO &&
	    !h->fake->forced) {
		tree_host_free(h);
		return NULL;
	}
	*st = tree_host_read(h, d->text, d->n);
	fuzz_check(*st == PS_EOF || *st == PS_FAIL,
	    "a reader that ends otherwise");
	fuzz_check(*st == PS_EOF || h->fake->failure != NULL, "no reason");
	check_counts(h);
	if (d->format->look != NULL)
		d->format->look(h, d->text, d->n, *st);
	return h;
}

static void
check_same(struct tree_host *a, struct tree_host *b)
{
	const char	*x = tree_host_text(a), *y = tree_host_text(b);

	if (strcmp(x, y) == 0)
		return;
	fprintf(stderr, "%s-- in pieces\n%s", x, y);
	fuzz_check(false, "other tables of the same document");
}

/* As the core hands it over: UTF-8 and nothing else, but for raw bytes. */
static char *
text_of(const uint8_t *data, size_t n, bool binary)
{
	char	*text = xmalloc(n + 1);

	memcpy(text, data, n);
	text[n] = '\0';
	for (size_t i = 0; !binary && (i += utf8_valid(text + i, n - i)) < n;)
		text[i] = '?';
	return text;
}

void
fuzz_tables(const struct fuzz_format *format, const uint8_t *data, size_t n)
{
	struct document		 d = { format, data, NULL, n - FUZZ_HEAD };
	struct tree_host	*whole, *pieces;
	enum ps_status		 st = PS_OK, again = PS_OK;

	if (n < FUZZ_HEAD)
		return;
	d.text = text_of(data + FUZZ_HEAD, d.n, format->binary);
	whole = read_it(&d, false, &st);
	pieces = read_it(&d, true, &again);
	fuzz_check((whole == NULL) == (pieces == NULL), "claimed but once");
	if (whole != NULL) {
		fuzz_check(st == again, "read but once");
		if (st == PS_EOF)
			check_same(whole, pieces);
		tree_host_free(whole);
		tree_host_free(pieces);
	}
	free(d.text);
}
