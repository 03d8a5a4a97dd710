/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * unpack_names.h - what the members of a container are called.
 */
#ifndef PS_UNPACK_NAMES_H
#define PS_UNPACK_NAMES_H

#include <stdint.h>

struct member_names;

struct member_names *member_names_new(void);
void	member_names_free(struct member_names *);
/*
 * The name by which the member stands in its address: UTF-8 (a name that is
 * not is read as code page 437, which zip prescribes), and where an earlier
 * member has it already, `number` behind it, so that none hides another.
 * `raw` may be NULL.  Valid until the next call.
 */
const char *member_name(struct member_names *, const char *raw,
	    uint64_t number);

#endif
