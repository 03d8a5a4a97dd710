/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * seen.h - texts that were met before, known by their 128-bit hashes.
 *
 * Two texts of one hash count as one; nobody can be expected to find such
 * (XXH3 is no secret, so somebody could: nothing is lost but his own text).
 */
#ifndef PS_SEEN_H
#define PS_SEEN_H

#include <stdbool.h>
#include <stddef.h>

struct seen;

struct seen *seen_new(void);
void	seen_free(struct seen *);
size_t	seen_count(const struct seen *);
/* Of the texts of one kind (a small number). */
bool	seen_has(const struct seen *, const char *, unsigned kind);
/* Whether it was met before; it now was. */
bool	seen_add(struct seen *, const char *, unsigned kind);

#endif
