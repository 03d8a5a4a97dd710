/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle_heap.h - random documents of one table: all kinds of texts, columns
 * of one kind mostly, and spoilers.
 */
#ifndef PS_SETTLE_HEAP_H
#define PS_SETTLE_HEAP_H

#include "writer_sheets.h"

#define DOCS		5u
#define ROWS_MAX	24u
#define N_COLUMNS	6u

static uint64_t		state;

static uint32_t
below(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33) % n;
}

enum kind {
	INTS, DECIMALS, FIXED, COMMAS, GROUPED, DATES_ISO, DATES_OPEN,
	DATES_DMY, BOOLS, WORDS, EMPTY, TOKENS, STAMPS, LONG_DECIMALS, REALS,
	TIMES, SIGNED, LEADING, N_KINDS_OF_TEXT
};

static void
make_text(enum kind k, char out[40])
{
	switch (k) {
	case INTS:
		snprintf(out, 40, "%d", (int)below(2000) - 1000);
		break;
	case DECIMALS:
		snprintf(out, 40, "%u.%u", below(100), below(1000));
		break;
	case FIXED:
		snprintf(out, 40, "%u.%02u", below(1000), below(100));
		break;
	case COMMAS:
		snprintf(out, 40, "%u,%u", below(100), below(90) + 10);
		break;
	case GROUPED:
		snprintf(out, 40, "%u,%03u", below(99) + 1, below(1000));
		break;
	case DATES_ISO:
		snprintf(out, 40, "%u-%02u-%02u", 1990 + below(40),
		    1 + below(12), 1 + below(28));
		break;
	case DATES_OPEN:
		snprintf(out, 40, "%02u/%02u/%u", 1 + below(12),
		    1 + below(12), 2000 + below(20));
		break;
	case DATES_DMY:
		snprintf(out, 40, "%02u/%02u/%u", 13 + below(15),
		    1 + below(12), 2000 + below(20));
		break;
	case BOOLS:
		snprintf(out, 40, "%s", below(2) ? "true" : "false");
		break;
	case WORDS:
		snprintf(out, 40, "word %u", below(1000));
		break;
	case EMPTY:
		out[0] = '\0';
		break;
	case TOKENS:
		snprintf(out, 40, "%s", below(2) ? "NA" : "-");
		break;
	case STAMPS:
		snprintf(out, 40, "2020-%02u-%02u %02u:%02u:00", 1 + below(12),
		    1 + below(28), below(24), below(60));
		break;
	case LONG_DECIMALS:
		snprintf(out, 40, "%u%09u%06u.%04u", 1 + below(9),
		    below(1000000000), below(1000000), below(10000));
		break;
	case REALS:
		snprintf(out, 40, "%u.%ue%d", 1 + below(9), below(100),
		    (int)below(40) - 20);
		break;
	case TIMES:
		snprintf(out, 40, "%02u:%02u:%02u", below(24), below(60),
		    below(60));
		break;
	case SIGNED:
		snprintf(out, 40, "%c%u", "+-"[below(2)], below(100));
		break;
	default:
		snprintf(out, 40, "%03u", below(100));
		break;
	}
}

struct heap {
	struct sheet	 sheets[DOCS];
	char		 addresses[DOCS][20];
	const char	*texts[DOCS][ROWS_MAX * N_COLUMNS];
	char		 store[DOCS][ROWS_MAX * N_COLUMNS][40];
	uint32_t	 n;
};

static const char *const	names[] = { "a", "b", "c", "d", "e", "f" };

static void
make_sheet(struct heap *h, uint32_t d, const enum kind *base)
{
	struct sheet	*s = &h->sheets[d];
	enum kind	 kinds[N_COLUMNS], k;

	for (uint32_t i = 0; i < N_COLUMNS; i++) {
		kinds[i] = below(8) == 0 ? (enum kind)below(N_KINDS_OF_TEXT) :
		    base[i];
		s->names[i] = names[i];
	}
	snprintf(h->addresses[d], sizeof(h->addresses[d]), "/r/%u.csv", d);
	s->address = h->addresses[d];
	s->table = "t";
	s->n_columns = N_COLUMNS;
	s->n_rows = 1 + below(ROWS_MAX);
	s->texts = h->texts[d];
	s->mtime = 1;
	for (uint32_t i = 0; i < s->n_rows * N_COLUMNS; i++) {
		k = kinds[i % N_COLUMNS];
		if (below(60) == 0)
			k = (enum kind)below(N_KINDS_OF_TEXT);
		else if (below(12) == 0)
			k = below(3) ? EMPTY : TOKENS;
		make_text(k, h->store[d][i]);
		h->texts[d][i] = h->store[d][i];
	}
}

static void
make_heap(struct heap *h)
{
	enum kind	base[N_COLUMNS];

	memset(h, 0, sizeof(*h));
	h->n = 1 + below(DOCS);
	for (uint32_t i = 0; i < N_COLUMNS; i++)
		base[i] = (enum kind)below(N_KINDS_OF_TEXT);
	for (uint32_t d = 0; d < h->n; d++)
		make_sheet(h, d, base);
}

#endif
