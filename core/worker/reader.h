/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * reader.h - how a document is read, as one process tells another: format,
 * encoding and options.
 */
#ifndef PS_READER_H
#define PS_READER_H

#include "polyscraper.h"
#include "wire.h"

struct arena;
struct registry;
struct setting;

struct reader {
	const struct ps_format	*format;
	const char		*encoding, *other;	/* see input_decode() */
	const struct setting	*settings;
	uint32_t		 n_settings;
};

void	put_reader(struct buf *, const struct reader *);
/* Texts point into the frame; false if it cannot be used. */
bool	get_reader(struct frame *, const struct registry *, struct arena *,
	    struct reader *);

#endif
