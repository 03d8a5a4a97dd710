/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_members.h - what is true of every container whatever the bytes are, for
 * fuzz targets to share.
 */
#ifndef PS_FUZZ_MEMBERS_H
#define PS_FUZZ_MEMBERS_H

#include <stdint.h>

#include "polyscraper.h"

/* Ends the process if it is not. */
void	fuzz_members(const struct ps_plugin *, const uint8_t *, size_t n);

#endif
