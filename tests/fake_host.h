/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fake_host.h - a core small enough to test a format plugin with.
 *
 * A document is bytes in memory; whatever the plugin hands over is collected.
 * Everything belongs to the fake and is freed with it.
 */
#ifndef PS_FAKE_HOST_H
#define PS_FAKE_HOST_H

#include <string.h>

#include "polyscraper.h"

struct fake_cell {
	const char	*p;		/* ends in NUL, too */
	uint32_t	 n;
	uint16_t	 flags, type;
};

struct fake_row {
	uint64_t		 line;
	uint32_t		 n;
	struct fake_cell	*cells;
};

/* A record set aside, or an issue (then with severity, rule, reason). */
struct fake_note {
	uint64_t	 line;
	enum ps_class	 class;
	enum ps_severity severity;
	const char	*rule, *why, *raw;
	size_t		 n;
};

/* As announced, and how many rows it got. */
struct fake_table {
	uint32_t	 n_columns, rows;
};

struct fake_pair {
	const char	*name, *value;
};

struct fake {
	struct ps_host		 host;	/* first: the plugin has its address */
	struct ps_self		 self;
	const struct ps_format	*format;
	void			*options;	/* of self, to be changed */
	bool			 count_only;	/* keep no rows: for speed */
	size_t			 chunk;		/* peek() shows that much */
	uint32_t		 batch;		/* rows until it is full */
	bool			 forced, binary; /* the sample is */

	struct fake_row		*rows;
	uint32_t		 n_rows;
	uint64_t		 n_cells;
	struct fake_note	*asides, *issues;
	uint32_t		 n_asides, n_issues;
	struct fake_pair	*suggested;
	uint32_t		 n_suggested;
	const char		**reasons;
	uint32_t		 n_reasons;
	const char		*failure;	/* the last ps_fail() ... */
	uint64_t		 failed_at;	/* ... and its line */
	void			*owner;		/* a host made of this one */

	struct ps_table		 table;		/* the last announced, */
	struct fake_table	*tables;	/* and all of them */
	uint32_t		 n_tables;
	struct ps_bid		 bid;
	uint64_t		 start, end;	/* offsets of the bytes read */
	struct fake_memory	*memory;
};

struct fake	*fake_new(const struct ps_plugin *);
void		 fake_free(struct fake *);
/* Forget what was collected, not the options. */
void		 fake_reset(struct fake *);
bool		 fake_set(struct fake *, const char *option,
		    const char *value);
/* Probe these bytes as a document of that name; suggestions are set. */
enum ps_tier	 fake_probe(struct fake *, const char *name,
		    const char *text, size_t n);
/* Only the head of a longer document. */
enum ps_tier	 fake_probe_head(struct fake *, const char *name,
		    const char *text, size_t n);
/* Probe this sample, just as it is. */
enum ps_tier	 fake_probe_sample(struct fake *, const struct ps_sample *);
/* Read it all. */
enum ps_status	 fake_read(struct fake *, const char *text, size_t n);
/* Read records that begin from `from` (aligned unless 0) up to `to`. */
enum ps_status	 fake_read_range(struct fake *, const char *text, size_t n,
		    uint64_t from, uint64_t to);
/* Cell texts joined by '|', the cells of one row. */
const char	*fake_row_text(struct fake *, uint32_t row);

static inline const char *
fake_suggested(const struct fake *f, const char *option)
{
	for (uint32_t i = 0; i < f->n_suggested; i++)
		if (strcmp(f->suggested[i].name, option) == 0)
			return f->suggested[i].value;
	return NULL;
}

static inline uint32_t
fake_count_asides(const struct fake *f, enum ps_class class)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < f->n_asides; i++)
		n += f->asides[i].class == class;
	return n;
}

static inline uint32_t
fake_count_issues(const struct fake *f, const char *rule)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < f->n_issues; i++)
		n += strcmp(f->issues[i].rule, rule) == 0;
	return n;
}

#endif
