/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister.h - what the lister's files share.
 */
#ifndef PS_LISTER_H
#define PS_LISTER_H

#include "pipeline.h"
#include "wire.h"

struct lister;
struct ps_doc;

/* Its pipeline. */
const struct pipeline *lister_pipeline(const struct lister *);
/* Neither left out nor where the output goes. */
bool	lister_wants(const struct pipeline *, const struct ps_doc *);
/*
 * Whether this file is there.  It is sent on as what belongs to the document
 * that is being fetched, under this suffix, unless that is NULL.
 */
bool	lister_fetch(struct lister *, const struct ps_doc *,
	    const char *suffix);

/* lister_beside.c: it belongs to another document; the name of that. */
bool	lister_is_part(struct lister *, const struct ps_doc *, char *of,
	    size_t room);
void	lister_send_beside(struct lister *, const struct ps_doc *);
/* What changes when the document does, or what belongs to it; or NULL. */
const char *lister_tag(const struct pipeline *, const struct ps_doc *,
	    char *to, size_t room);

#endif
