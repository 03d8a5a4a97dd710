/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * unpack.h - how much of a container may be under way, and how large it may
 * become.
 */
#ifndef PS_UNPACK_H
#define PS_UNPACK_H

#include "doc.h"
#include "pipeline.h"
#include "plugin.h"
#include "proc.h"
#include "reader.h"
#include "str.h"

#define SPOOL_BYTES	(16 << 20)	/* a larger member is streamed */
#define MEMBERS_OPEN	32u		/* of one container under way ... */
#define MEMBER_BYTES	(48 << 20)	/* ... and their bytes */
#define RATIO_FROM	(64u << 20)	/* below that no ratio is suspect */

#endif
