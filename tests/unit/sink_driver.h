/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sink_driver.h - a sink driven by hand: a host that only logs and fails, and
 * batches made from text, one cell a word.
 */
#ifndef PS_SINK_DRIVER_H
#define PS_SINK_DRIVER_H

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "polyscraper.h"
#include "tap.h"

static char driver_message[2000], driver_warning[2000];

static void PS_PRINTF(3, 4)
driver_log(const struct ps_host *host, enum ps_level level, const char *fmt,
    ...)
{
	va_list	ap;

	(void)host;
	if (level < PS_WARN)
		return;
	va_start(ap, fmt);
	vsnprintf(driver_warning, sizeof(driver_warning), fmt, ap);
	va_end(ap);
}

static enum ps_status PS_PRINTF(4, 5)
driver_fail(const struct ps_host *host, enum ps_status status, uint64_t at,
    const char *fmt, ...)
{
	va_list	ap;

	(void)host;
	(void)at;
	va_start(ap, fmt);
	vsnprintf(driver_message, sizeof(driver_message), fmt, ap);
	va_end(ap);
	return status;
}

static void *
driver_alloc(const struct ps_host *host, size_t n)
{
	(void)host;
	return calloc(1, n);
}

static const struct ps_host driver_host = {
	.size = sizeof(struct ps_host), .log = driver_log,
	.fail = driver_fail, .alloc = driver_alloc
};

struct driver {
	const struct ps_sink	*sink;
	struct ps_self		 self;
	struct ps_opened	 opened;
	int64_t			 first;
};

static inline enum ps_status
driver_open(struct driver *d, const struct ps_plugin *plugin,
    const void *options)
{
	driver_message[0] = driver_warning[0] = '\0';
	memset(d, 0, sizeof(*d));
	d->sink = (const struct ps_sink *)plugin;
	d->self.host = &driver_host;
	d->self.state = calloc(1, plugin->state_size);
	d->self.options = options;
	return d->sink->open(&d->self, &d->opened);
}

static inline void
driver_close(struct driver *d)
{
	d->sink->close(&d->self);
	free(d->self.state);
	d->self.state = NULL;
}

/* A batch being filled cell by cell. */
#define DRIVER_CELLS	4096

struct filling {
	struct ps_cell	cells[DRIVER_CELLS];
	uint32_t	line[DRIVER_CELLS];
	int32_t		map[64];
	char		bytes[1 << 16];
	size_t		n_bytes, n;
};

static inline void
fill_text(struct filling *f, enum ps_type type, const char *text, size_t n)
{
	struct ps_cell	*c = &f->cells[f->n++];

	memset(c, 0, sizeof(*c));
	c->type = (uint8_t)type;
	c->length = (uint32_t)n;
	c->value.offset = f->n_bytes;
	memcpy(f->bytes + f->n_bytes, text, n);
	f->n_bytes += n;
}

static inline void
fill_string(struct filling *f, enum ps_type type, const char *text)
{
	fill_text(f, type, text, strlen(text));
}

static inline void
fill_int(struct filling *f, enum ps_type type, int64_t value, int scale)
{
	struct ps_cell	*c = &f->cells[f->n++];

	memset(c, 0, sizeof(*c));
	c->type = (uint8_t)type;
	c->scale = (int16_t)scale;
	c->value.integer = value;
}

static inline void
fill_real(struct filling *f, double value)
{
	struct ps_cell	*c = &f->cells[f->n++];

	memset(c, 0, sizeof(*c));
	c->type = PS_REAL;
	c->value.real = value;
}

static inline void
fill_null(struct filling *f)
{
	memset(&f->cells[f->n++], 0, sizeof(struct ps_cell));
}

static inline struct ps_batch
filled(struct filling *f, uint32_t columns, int64_t document)
{
	struct ps_batch	b = {
		.n_columns = columns, .cells = f->cells, .line = f->line,
		.line_base = 1, .document = document, .map = f->map,
		.n_map = columns, .bytes = f->bytes, .n_bytes = f->n_bytes
	};

	b.n_rows = (uint32_t)f->n / columns;
	for (uint32_t i = 0; i < columns; i++)
		f->map[i] = (int32_t)i;
	for (uint32_t i = 0; i < b.n_rows; i++)
		f->line[i] = i;
	return b;
}

#endif
