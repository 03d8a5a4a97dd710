/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fake_input.h - a document in memory, as the fakes show it to a format.
 *
 * The bytes are the caller's.
 */
#ifndef PS_FAKE_INPUT_H
#define PS_FAKE_INPUT_H

#include "polyscraper.h"

struct ps_input {
	const char	*text;
	size_t		 n;
	uint64_t	 at, limit;
	size_t		 chunk;		/* peek() shows that much, if less */
					/* is wanted */
};

/* The host's functions that read are those of such an input. */
void	fake_input_lend(struct ps_host *);

#endif
