/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_json.c - any bytes as JSON: the same tables whatever the pieces and
 * batches, nothing lost, and what is read strictly is read in every other way.
 *
 * Four bytes before the document: how it is called, the size of pieces, of
 * batches, and whether it is forced.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"
#include "tree_host.h"

const struct ps_plugin *json_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_json: %s\n", what);
	abort();
}

static void
check_counts(const struct tree_host *h)
{
	const struct counts	*c = &h->rows.counts;

	check(c->rows - c->emitted + c->set_aside + c->rejected ==
	    c->records, "records that came to nothing");
	check(h->rows.n_sheets <= 1 || h->rows.sheets[0]->number == 0,
	    "no main table");
}

/* Probed and read; NULL if it is not claimed. */
static struct tree_host *
read_it(const char *text, size_t n, const uint8_t *how, bool small,
    enum ps_status *st)
{
	struct tree_host	*h = tree_host_new(json_LTX_ps_plugin());

	h->fake->chunk = small ? 1 + how[1] % 64 : 65536;
	h->cells = small ? 1 + how[2] % 16 : 0;
	if ((how[3] & 1) == 0 && fake_probe(h->fake, "a.json", text, n) ==
	    PS_NO) {
		tree_host_free(h);
		return NULL;
	}
	*st = tree_host_read(h, text, n);
	check(*st == PS_EOF || *st == PS_FAIL, "a reader that ends otherwise");
	check(*st == PS_EOF || h->fake->failure != NULL, "no reason");
	check_counts(h);
	return h;
}

static void
check_same(struct tree_host *a, struct tree_host *b)
{
	const char	*x = tree_host_text(a), *y = tree_host_text(b);

	if (strcmp(x, y) == 0)
		return;
	fprintf(stderr, "%s-- in pieces\n%s", x, y);
	check(false, "other tables of the same document");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tree_host	*whole, *pieces;
	enum ps_status		 st = PS_OK, again = PS_OK;
	char			*text;
	size_t			 n;

	if (size < 4)
		return 0;
	n = size - 4;
	text = xmalloc(n + 1);
	memcpy(text, data + 4, n);
	text[n] = '\0';
	for (size_t i = 0; (i += utf8_valid(text + i, n - i)) < n;)
		text[i] = '?';
	whole = read_it(text, n, data, false, &st);
	pieces = read_it(text, n, data, true, &again);
	check((whole == NULL) == (pieces == NULL), "claimed but once");
	if (whole != NULL) {
		check(st == again, "read but once");
		if (st == PS_EOF)
			check_same(whole, pieces);
		tree_host_free(whole);
		tree_host_free(pieces);
	}
	free(text);
	return 0;
}
