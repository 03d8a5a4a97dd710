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

/* log_mask.c */
/* The template of the first line of a message into `to`; its length. */
size_t	log_mask(const char *p, size_t n, char to[LOG_MASKED]);

/* log_template.c */
struct log_template {
	const char	*text;
	uint32_t	 n, hash;
	uint64_t	 count;		/* of records */
	char		 number[8];	/* in digits */
};

struct log_templates;

struct log_templates *log_templates_new(struct ps_self *);
/* That of a message, a new one if need be; counts it. */
const struct log_template *log_templates_find(struct log_templates *,
	    const char *p, size_t n);
/*
 * The table of all of them, `templates`, after the last row of the log: true
 * when the batch is full and it must be called again.
 */
bool	log_templates_tell(struct log_templates *, struct ps_rows *);

#endif
