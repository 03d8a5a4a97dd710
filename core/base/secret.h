/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * secret.h - texts that nobody may see: they become *** wherever something is
 * told to people or kept in the ledger.
 *
 * Those are the values that were added (what was cut off within a long one is
 * still hidden), passwords (scheme://user:THIS@host, password=THIS), and
 * parameters of addresses that are secret by their names (?token=THIS).  Those
 * leave a few digits of their SHA-256 behind, so that addresses which differ in
 * nothing else stay different; what was hidden once stays as it is.
 */
#ifndef PS_SECRET_H
#define PS_SECRET_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* For the rest of the process and of those that it forks. */
void	secret_add(const char *value);
/* Bytes that n have become at most, once all in them is hidden. */
#define SECRET_ROOM(n)	(4 * (n) + 16)
/* Is the value of what is called so a secret: password, Api-Key, Cookie? */
bool	secret_named(const char *name, size_t n);
/* n bytes in place, which has room for so many; how many they are then. */
/* Safe in a handler of signals. */
size_t	secret_mask(char *p, size_t n, size_t room);
/* The text itself where there is nothing to hide; NULL stays NULL. */
const char *secret_masked(struct arena *, const char *);

#endif
