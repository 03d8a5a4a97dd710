/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_text.h - clean CSV, SQL and logs of some kinds, the same in every run.
 */
#ifndef PS_BENCH_TEXT_H
#define PS_BENCH_TEXT_H

#include <stdint.h>

#include "buf.h"

static uint64_t bench_state = 0x9e3779b97f4a7c15u;

static inline uint64_t
bench_next(void)
{
	bench_state ^= bench_state << 13;
	bench_state ^= bench_state >> 7;
	bench_state ^= bench_state << 17;
	return bench_state >> 11;
}

static inline uint64_t
below(uint64_t n)
{
	return bench_next() % n;
}

static const char *const bench_words[] = {
	"market", "river", "copper", "Z\xc3\xbcrich", "north", "office", "of",
	"storage", "blue", "annual", "report", "and", "system", "green",
	"delivery", "K\xc3\xb6ln"
};

static inline const char *
bench_word(void)
{
	return bench_words[below(16)];
}

static inline void
put_words(struct buf *b, uint64_t n, const char *between)
{
	buf_str(b, bench_word());
	while (n-- > 1)
		buf_printf(b, "%s%s", between, bench_word());
}

static inline void
put_day(struct buf *b)
{
	buf_printf(b, "%04u-%02u-%02u", (unsigned)(1990 + below(35)),
	    (unsigned)(1 + below(12)), (unsigned)(1 + below(28)));
}

static inline void
row_numbers(struct buf *b, uint64_t row)
{
	buf_printf(b, "%llu,%lld,%llu,%llu.%02llu,%.6f,%llu,%.3f,%llu,%llu\n",
	    (unsigned long long)row, (long long)(bench_next() % 4000000000) -
	    2000000000, (unsigned long long)below(100),
	    (unsigned long long)below(100000), (unsigned long long)below(100),
	    (double)below(2000000) / 1000 - 1000 + (double)below(1000) / 1e6,
	    (unsigned long long)below(2), (double)below(1000000) / 1000,
	    (unsigned long long)below(1000000000000),
	    (unsigned long long)below(10000));
}

static inline void
row_text(struct buf *b, uint64_t row)
{
	buf_printf(b, "%llu,", (unsigned long long)row);
	put_words(b, 2, " ");
	buf_char(b, ',');
	put_day(b);
	buf_char(b, ',');
	put_words(b, 2 + below(8), " ");
	buf_char(b, ',');
	put_day(b);
	buf_printf(b, " %02u:%02u:%02u,", (unsigned)below(24),
	    (unsigned)below(60), (unsigned)below(60));
	buf_str(b, bench_word());
	buf_printf(b, ",%02u/%02u/%04u,", (unsigned)(1 + below(28)),
	    (unsigned)(1 + below(12)), (unsigned)(1990 + below(35)));
	put_words(b, 2, ".");
	buf_str(b, "@example.com,");
	buf_str(b, below(2) != 0 ? "true\n" : "false\n");
}

static inline void
row_quoted(struct buf *b, uint64_t row)
{
	buf_printf(b, "\"%llu\",\"", (unsigned long long)row);
	put_words(b, 2, " ");
	buf_str(b, "\",\"");
	put_words(b, 2 + below(6), below(20) == 0 ? " \"\"" : " ");
	buf_str(b, "\",\"");
	put_day(b);
	buf_printf(b, "\",\"%llu.%02llu\",\"",
	    (unsigned long long)below(100000), (unsigned long long)below(100));
	put_words(b, 3, below(20) == 0 ? ",\n" : ", ");
	buf_printf(b, "\",\"%llu\"\n", (unsigned long long)below(1000000));
}

struct flavour {
	const char	*name;
	const char	*header;
	void		(*row)(struct buf *, uint64_t row);
};

static inline void
row_copy(struct buf *b, uint64_t row)
{
	buf_printf(b, "%llu\t", (unsigned long long)row);
	put_words(b, 2, " ");
	buf_printf(b, "\t%llu.%02llu\t", (unsigned long long)below(10000),
	    (unsigned long long)below(100));
	put_day(b);
	buf_char(b, '\t');
	if (below(8) == 0)
		buf_str(b, "\\N");
	else
		put_words(b, 6, " ");
	buf_char(b, '\n');
}

static inline void
put_tuple(struct buf *b, uint64_t row)
{
	buf_printf(b, "(%llu,'", (unsigned long long)row);
	put_words(b, 2, " ");
	buf_printf(b, "',%llu.%02llu,'", (unsigned long long)below(10000),
	    (unsigned long long)below(100));
	put_day(b);
	buf_str(b, below(8) == 0 ? "',NULL" : "','it''s ");
	if (b->p[b->n - 1] == ' ') {
		put_words(b, 6, " ");
		buf_char(b, '\'');
	}
	buf_char(b, ')');
}

static inline void
row_insert(struct buf *b, uint64_t row)
{
	buf_str(b, "INSERT INTO t VALUES");
	put_tuple(b, row);
	buf_str(b, ";\n");
}

static inline void
row_inserts(struct buf *b, uint64_t row)
{
	buf_str(b, row % 1000 == 1 ? "INSERT INTO `t` VALUES " : ",");
	put_tuple(b, row);
	if (row % 1000 == 0)
		buf_str(b, ";\n");
}

#define BENCH_CREATE	"CREATE TABLE t (id int, name varchar(50), " \
	"price decimal(10,2), day date, note text);\n"

/* As Apache and nginx write it: "combined". */
static inline void
row_access(struct buf *b, uint64_t row)
{
	static const char *const	agents[] = { "curl/7.88.1",
	    "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 "
	    "Firefox/115.0", "Mozilla/5.0 (compatible; bot/2.1; "
	    "+https://example.com/bot.html)" };

	buf_printf(b, "%u.%u.%u.%u - %s [%02u/Oct/2023:%02u:%02u:%02u +0000] ",
	    (unsigned)(1 + below(223)), (unsigned)below(256),
	    (unsigned)below(256), (unsigned)below(256),
	    below(20) == 0 ? "ann" : "-", (unsigned)(1 + row / 300000 % 31),
	    (unsigned)(row / 3600 % 24), (unsigned)(row / 60 % 60),
	    (unsigned)(row % 60));
	buf_printf(b, "\"GET /%s/%llu?q=%s HTTP/1.1\" %s %llu \"%s\" \"%s\"\n",
	    bench_word(), (unsigned long long)below(100000), bench_word(),
	    below(10) == 0 ? "404" : "200", (unsigned long long)below(100000),
	    below(2) == 0 ? "-" : "https://www.example.com/start",
	    agents[below(3)]);
}

static const struct flavour flavours[] = {
	{ "access", "", row_access },
	{ "numbers", "id,balance,age,price,offset,flag,ratio,serial,count\n",
	    row_numbers },
	{ "text", "id,name,day,note,seen,kind,due,mail,open\n", row_text },
	{ "quoted", "\"id\",\"name\",\"note\",\"day\",\"price\",\"list\","
	    "\"count\"\n", row_quoted },
	{ "copy", BENCH_CREATE "COPY t FROM stdin;\n", row_copy },
	{ "insert", BENCH_CREATE, row_insert },
	{ "inserts", BENCH_CREATE, row_inserts },
	{ NULL, NULL, NULL }
};

/* Rows until there are so many bytes. */
static inline void
make_text(const struct flavour *f, size_t bytes, struct buf *b)
{
	buf_str(b, f->header);
	for (uint64_t row = 1; b->n < bytes; row++)
		f->row(b, row);
}

#endif
