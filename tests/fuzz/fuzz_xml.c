/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_xml.c - any bytes as XML: the same tables whatever the batches, nothing
 * of an entity's content in them, and every end has its reason.
 *
 * Three bytes before the document: the size of pieces, of batches, and whether
 * it is forced.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"
#include "tree_host.h"

const struct ps_plugin *xml_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_xml: %s\n", what);
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
	struct tree_host	*h = tree_host_new(xml_LTX_ps_plugin());

	h->fake->chunk = small ? 1 + how[0] % 64 : 65536;
	h->cells = small ? 1 + how[1] % 16 : 0;
	if (fake_probe(h->fake, "a.xml", text, n) == PS_NO &&
	    (how[2] & 1) == 0) {
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

/* As the core hands it over: UTF-8 and nothing else. */
static char *
text_of(const uint8_t *data, size_t n)
{
	char	*text = xmalloc(n + 1);

	memcpy(text, data, n);
	text[n] = '\0';
	for (size_t i = 0; (i += utf8_valid(text + i, n - i)) < n;)
		text[i] = '?';
	return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tree_host	*whole, *pieces;
	enum ps_status		 st = PS_OK, again = PS_OK;
	char			*text;

	if (size < 3)
		return 0;
	text = text_of(data + 3, size - 3);
	whole = read_it(text, size - 3, data, false, &st);
	pieces = read_it(text, size - 3, data, true, &again);
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
