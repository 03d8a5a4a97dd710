/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * secret_find.h - values that are secret by what stands before them: passwords
 * of addresses, and parameters of theirs.
 */
#ifndef PS_SECRET_FIND_H
#define PS_SECRET_FIND_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a text, and how many digits of their hash take their place. */
struct secret_place {
	size_t		from, to;
	unsigned	digits;
};

/* What is announced by the byte at i and those behind it; it begins later. */
bool	secret_find(const char *, size_t n, size_t i, struct secret_place *);

#endif
