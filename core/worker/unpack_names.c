/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * unpack_names.c - names of members: UTF-8, and each one once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "index.h"
#include "input.h"
#include "mem.h"
#include "str.h"
#include "unpack_names.h"

#define NAME_MOST	(16u << 10)	/* bytes of a name that count */

struct member_names {
	struct index	known;
	struct buf	name;
};

/* IBM's code page 437, 0x80 to 0xFF, as zip prescribes (APPNOTE D.1). */
static const uint16_t cp437[128] = {
	0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7,
	0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5,
	0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9,
	0x00ff, 0x00d6, 0x00dc, 0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192,
	0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba,
	0x00bf, 0x2310, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
	0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556,
	0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510,
	0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f,
	0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567,
	0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b,
	0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580,
	0x03b1, 0x00df, 0x0393, 0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4,
	0x03a6, 0x0398, 0x03a9, 0x03b4, 0x221e, 0x03c6, 0x03b5, 0x2229,
	0x2261, 0x00b1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00f7, 0x2248,
	0x00b0, 0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0
};

struct member_names *
member_names_new(void)
{
	struct member_names	*m = xcalloc(1, sizeof(*m));

	buf_init(&m->name, 8 * NAME_MOST);
	return m;
}

void
member_names_free(struct member_names *m)
{
	index_free(&m->known);
	buf_free(&m->name);
	free(m);
}

static void
add_cp437(struct buf *b, const char *raw, size_t n)
{
	char	utf8[4];

	for (size_t i = 0; i < n; i++) {
		unsigned char	c = (unsigned char)raw[i];

		if (c < 0x80)
			buf_char(b, (char)c);
		else
			buf_add(b, utf8, ps_put_utf8(cp437[c - 0x80], utf8));
	}
}

static bool
is_taken(struct member_names *m)
{
	struct hash128	h = hash_bytes(m->name.p, m->name.n);

	if (index_first(&m->known, h.low ^ h.high) != INDEX_END)
		return true;
	index_add(&m->known, h.low ^ h.high, 1);
	return false;
}

const char *
member_name(struct member_names *m, const char *raw, uint64_t number)
{
	size_t	n = raw == NULL ? 0 : strlen(raw);
	bool	utf8 = utf8_valid(raw, n) == n;

	buf_clear(&m->name);
	if (n > NAME_MOST)
		n = utf8 ? utf8_cut(raw, n, NAME_MOST) : NAME_MOST;
	if (n == 0)
		buf_printf(&m->name, "%llu", (unsigned long long)number);
	else if (utf8)
		buf_add(&m->name, raw, n);
	else
		add_cp437(&m->name, raw, n);
	while (is_taken(m))
		buf_printf(&m->name, "#%llu", (unsigned long long)number);
	return buf_cstr(&m->name);
}
