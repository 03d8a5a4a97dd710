/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * names.h - names of tables and columns: clean, unique, stable.
 */
#ifndef PS_NAMES_H
#define PS_NAMES_H

#include "polyscraper.h"

#define NAME_MAX_BYTES	63

/*
 * The SQL name of a column: folded to lower case, letters and digits of any
 * script and '_', at most 63 bytes, never a reserved word, never beginning
 * with a digit or with _ps_; `ordinal` (1-based) names the nameless: c3.
 */
void	name_column(const char *original, size_t n, uint32_t ordinal,
	    char out[NAME_MAX_BYTES + 1]);
/* All columns of a table, made unique ignoring case: total total_2 ... */
void	name_columns(const char *const *originals, uint32_t n,
	    char (*out)[NAME_MAX_BYTES + 1]);
/* The same for those behind the first `had`, whose names stay. */
void	name_more_columns(const char *const *originals, uint32_t had,
	    uint32_t n, char (*out)[NAME_MAX_BYTES + 1]);
/* "budget-2019 (2).csv.gz" -> "budget": suffixes, dates, counters and copy */
/* marks stripped; with keep, only suffixes are. */
void	name_stem(const char *file, bool keep, char out[NAME_MAX_BYTES + 1]);
/* The table's name from a document's address: its stem, or its directory's */
/* name where the stem is empty or generic ("data", "export", "file"). */
void	name_table(const char *address, bool keep,
	    char out[NAME_MAX_BYTES + 1]);
/* That of a table which the document itself or a script calls so. */
void	name_given(const char *name, char out[NAME_MAX_BYTES + 1]);
/* base, base_2, base_3: the n-th variant, cut so that it fits. */
void	name_variant(const char *base, uint32_t n,
	    char out[NAME_MAX_BYTES + 1]);
bool	name_is_generic(const char *column);	/* id name value date ... */

#endif
