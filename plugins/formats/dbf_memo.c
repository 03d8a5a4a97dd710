/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * dbf_memo.c - long texts, which lie in a .dbt or .fpt beside the table.
 *
 * Three ways: FoxPro says how long each is, dBase IV too, and those of
 * dBase III end at a sign.
 */
#include <string.h>

#include "dbf.h"

#define MEMO_MAX	(16u << 20)
#define PLAIN_BLOCK	512u

/* No file holds more than this many times itself, past the first part. */
#define RATIO_MAX	200u
#define FREE_BYTES	(64u << 20)

static uint32_t
big(const char *p, unsigned n)
{
	uint32_t	v = 0;

	while (n-- > 0)
		v = v << 8 | (unsigned char)*p++;
	return v;
}

void
dbf_find_memos(struct dbf *d)
{
	char	head[24];

	d->memo_block = 0;
	if ((d->memos = ps_beside(d->self, ".fpt")) != NULL)
		d->memo_kind = DBF_MEMO_FOX;
	else if ((d->memos = ps_beside(d->self, ".dbt")) != NULL)
		d->memo_kind = d->head.version == 0x83 ? DBF_MEMO_3 :
		    DBF_MEMO_4;
	if (d->memos == NULL || ps_length(d->self, d->memos) < 24 ||
	    ps_pread(d->self, d->memos, head, sizeof(head), 0) != 24) {
		d->memos = NULL;
		return;
	}
	if (d->memo_kind == DBF_MEMO_FOX)
		d->memo_block = big(head + 6, 2);
	else if (d->memo_kind == DBF_MEMO_4)
		d->memo_block = ps_little(head + 20, 2);
	if (d->memo_block == 0)
		d->memo_block = d->memo_kind == DBF_MEMO_FOX ? 1 :
		    PLAIN_BLOCK;
}

/* Bytes of one that says how long it is, behind 8 that do; 0 if it lies. */
static uint64_t
told_length(struct dbf *d, uint64_t at)
{
	char		head[8];
	uint64_t	n;

	if (ps_pread(d->self, d->memos, head, 8, at) != 8)
		return 0;
	if (d->memo_kind == DBF_MEMO_FOX)
		n = big(head + 4, 4);
	else if (memcmp(head, "\377\377\010\0", 4) != 0)
		return 0;
	else
		n = ps_little(head + 4, 4) < 8 ? 0 :
		    ps_little(head + 4, 4) - 8;
	return at + 8 + n <= (uint64_t)ps_length(d->self, d->memos) ? n : 0;
}

/* Up to the sign, of one that does not say. */
static uint64_t
seen_length(struct dbf *d, uint64_t at)
{
	char		 block[PLAIN_BLOCK];
	const char	*end;
	uint64_t	 n = 0;
	ptrdiff_t	 got;

	while (n < MEMO_MAX && (got = ps_pread(d->self, d->memos, block,
	    sizeof(block), at + n)) > 0) {
		end = memchr(block, '\032', (size_t)got);
		if (end != NULL)
			return n + (uint64_t)(end - block);
		n += (uint64_t)got;
	}
	return n;
}

bool
dbf_read_memo(struct dbf *d, struct ps_rows *out, uint32_t number,
    const char **p, size_t *n)
{
	uint64_t	at = (uint64_t)number * d->memo_block, length;
	char		*to;

	if (d->memos == NULL || at == 0)
		return false;
	length = d->memo_kind == DBF_MEMO_3 ? seen_length(d, at) :
	    told_length(d, at);
	d->memo_bytes += length;
	if (length == 0 || length > MEMO_MAX || (d->memo_bytes > FREE_BYTES &&
	    d->memo_bytes / RATIO_MAX > (uint64_t)ps_length(d->self,
	    d->memos)))
		return false;
	to = ps_scratch(d->self, out, (size_t)length);
	at += d->memo_kind == DBF_MEMO_3 ? 0 : 8;
	if (ps_pread(d->self, d->memos, to, (size_t)length, at) !=
	    (ptrdiff_t)length)
		return false;
	*p = to;
	*n = (size_t)length;
	return true;
}
