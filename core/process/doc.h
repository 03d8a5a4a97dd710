/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * doc.h - documents and their counts on the wire (doc/protocol.md).
 *
 * What get_doc() fills in points into the frame; doc_copy() owns its text.
 */
#ifndef PS_DOC_H
#define PS_DOC_H

#include "wire.h"

#define COLUMNS_MAX	1500u	/* of a table; one with more is folded */

enum { DOC_MAY_SPLIT = 1 << 0, DOC_ALONE = 1 << 1 };

/* At the end of M_DONE: more ranges come, all is read, so are its members. */
enum done_part { DONE_RANGE, DONE_LAST, DONE_MEMBERS };

/* records + emitted = rows + rejected + set_aside + skipped */
struct counts {
	uint64_t	records, emitted, rows, rejected, set_aside, skipped;
	uint64_t	issues;
};

/* As they stand in the ledger and in what is told, by number. */
enum { N_CLASS_NAMES = PS_PAGE + 1, N_SEVERITY_NAMES = PS_REJECTED + 1 };
extern const char *const class_names[N_CLASS_NAMES];
extern const char *const severity_names[N_SEVERITY_NAMES];

void	put_doc(struct buf *, const struct ps_doc *);
bool	get_doc(struct frame *, struct ps_doc *);
struct ps_doc *doc_copy(const struct ps_doc *);	/* one block: free() it */
/*
 * A glob without '/' is about the name, one that begins with it about the
 * address, others about the path below the input, as is one with a '!'.
 */
bool	doc_matches(const struct ps_doc *, const char *glob);
/* What of its address stands below the input; its name if it is the input. */
const char *doc_below(const struct ps_doc *);
void	put_counts(struct buf *, const struct counts *);
bool	get_counts(struct frame *, struct counts *);
void	counts_add(struct counts *, const struct counts *);
bool	counts_balance(const struct counts *);

#endif
