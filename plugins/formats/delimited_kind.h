/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_kind.h - what a cell looks like, and what it costs to say so.
 *
 * Kinds are for telling structures apart, not for storing values: the core
 * types the columns.  Costs are in eighths of a bit.
 */
#ifndef PS_DELIMITED_KIND_H
#define PS_DELIMITED_KIND_H

#include <stddef.h>
#include <stdint.h>

enum value {
	VALUE_EMPTY, VALUE_INT, VALUE_NUMBER, VALUE_DATE, VALUE_TIME,
	VALUE_STAMP, VALUE_ADDRESS, VALUE_WORD, VALUE_TEXT, N_VALUES
};

enum { BIT = 8 };	/* costs are counted in eighths */

/* What a byte of plain text costs, and above that its class. */
extern const uint16_t byte_traits[256];
enum { BYTE_CLASS = 8 };

static inline uint32_t
byte_cost(char c)
{
	return byte_traits[(uint8_t)c] & ((1u << BYTE_CLASS) - 1);
}

/* The kind of a cell, blanks around it left out, and its cost. */
enum value	value_of(const char *p, size_t n, uint32_t *cost);

#endif
