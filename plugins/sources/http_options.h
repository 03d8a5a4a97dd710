/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_options.h - options that are texts, read.
 */
#ifndef PS_HTTP_OPTIONS_H
#define PS_HTTP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* "30/min": the microseconds between two; false: it is none. */
bool	http_parse_rate(const char *, int64_t *interval);

#endif
