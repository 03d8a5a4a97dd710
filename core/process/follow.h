/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * follow.h - how many links a page may have that are followed.
 */
#ifndef PS_FOLLOW_H
#define PS_FOLLOW_H

#define FOLLOW_A_PAGE		10000u
#define FOLLOW_PAGE_BYTES	((size_t)16 << 20)	/* addresses, facts */

#endif
