/* SPDX-License-Identifier: 0BSD */
/*
 * minimal.h - a format with nothing in it, for tests of loading.
 */
#include "polyscraper.h"

static inline enum ps_status
no_probe(struct ps_self *self, const struct ps_sample *s, struct ps_guess *g,
    struct ps_bid *bid)
{
	(void)self, (void)s, (void)g, (void)bid;
	return PS_OK;
}

static inline enum ps_status
no_open(struct ps_self *self, struct ps_input *in)
{
	(void)self, (void)in;
	return PS_OK;
}

static inline enum ps_status
no_table(struct ps_self *self, struct ps_rows *out, struct ps_table *t)
{
	(void)self, (void)out, (void)t;
	return PS_EOF;
}

static inline enum ps_status
no_rows(struct ps_self *self, struct ps_rows *out)
{
	(void)self, (void)out;
	return PS_EOF;
}

#define MINIMAL(title)							\
	PS_HEAD(struct ps_format, PS_FORMAT),				\
	.plugin.name = title, .plugin.version = "1",			\
	.plugin.summary = "For tests",					\
	.probe = no_probe, .open = no_open, .table = no_table,		\
	.rows = no_rows
