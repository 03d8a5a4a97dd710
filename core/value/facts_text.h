/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * facts_text.h - the numbers of struct facts as one short text, for the
 * ledger.  The three texts of a column stand beside it.
 */
#ifndef PS_FACTS_TEXT_H
#define PS_FACTS_TEXT_H

#include "reading.h"

#define FACTS_TEXT_MAX	2048

/* Bytes written to out; no NUL is put behind them. */
size_t	facts_pack(const struct facts *, char out[FACTS_TEXT_MAX]);
/* False if that was no such text; fields it does not have stay as started. */
bool	facts_unpack(struct facts *, const char *p, size_t n);
/* As much of it as is UTF-8. */
size_t	fact_text_length(const struct fact_text *);
void	fact_text_set(struct fact_text *, const char *p, size_t n);

#endif
