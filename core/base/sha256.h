/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sha256.h - FIPS 180-4, where a hash must not tell what it is of.
 */
#ifndef PS_SHA256_H
#define PS_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* Safe in a handler of signals. */
void	sha256(const void *, size_t n, uint8_t out[32]);

#endif
