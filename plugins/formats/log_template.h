/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_template.h - messages that differ in their values only have one template:
 * "took <*> ms".  Everything belongs to the host.
 */
#ifndef PS_LOG_TEMPLATE_H
#define PS_LOG_TEMPLATE_H

#include "polyscraper.h"

#define LOG_TEMPLATES	2000u	/* more are one, number 0 */
#define LOG_MASKED	2048u	/* bytes of a template */
#define LOG_SLOTS	64u	/* of a template that are told */

/* What stands in a message where its template has <*>, and where it has. */
struct log_slots {
	struct ps_slice	 value[LOG_SLOTS];
	uint32_t	 at[LOG_SLOTS];	/* bytes of the template before it */
	uint32_t	 n;
};

/* log_mask.c */
/* The template of the first line of a message into `to`; its length. */
/* *slots are its values, unless it is NULL. */
size_t	log_mask(const char *p, size_t n, char to[LOG_MASKED],
	    struct log_slots *);

/* log_template.c */
struct log_template {
	const char	*text;
	uint32_t	 n, hash;
	uint64_t	 count;		/* of records */
	char		 number[8];	/* in digits */
	uint32_t	 table;		/* of its values; 0: it has none */
	uint32_t	 n_slots;	/* that have columns there */
};

struct log_templates;

struct log_templates *log_templates_new(struct ps_self *);
/* That of a message, a new one if need be; counts it. */
const struct log_template *log_templates_find(struct log_templates *,
	    const char *p, size_t n);
/* The same, and the values. */
const struct log_template *log_templates_cut(struct log_templates *,
	    const char *p, size_t n, struct log_slots *);
/*
 * Those that were found in the first lines, often enough, get a table each,
 * with their values as columns, and are counted from 0 again.
 */
void	log_templates_tables(struct log_templates *, struct ps_rows *);
/*
 * The values of a record at this line as a row of that table, if there is one;
 * true when the batch is full.
 */
bool	log_templates_row(struct log_templates *, struct ps_rows *,
	    const struct log_template *, const struct log_slots *,
	    uint64_t line);
/*
 * The table of all of them, `templates`, after the last row of the log: true
 * when the batch is full and it must be called again.
 */
bool	log_templates_tell(struct log_templates *, struct ps_rows *);

#endif
