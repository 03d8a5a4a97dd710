/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * names_reserved.c - words that no table and no column may be called.
 *
 * What PostgreSQL 15 reserves for itself or for functions and types, what
 * SQLite 3.40 does not take unquoted, and what either calls columns that every
 * table has.  In byte order.
 */
#include <string.h>

#include "names_fold.h"

static const char *const reserved[] = {
	"add", "all", "alter", "analyse", "analyze", "and", "any", "array",
	"as", "asc", "asymmetric", "authorization", "autoincrement",
	"between", "binary", "both", "case", "cast", "check", "cmax", "cmin",
	"collate", "collation", "column", "commit", "concurrently",
	"constraint", "create", "cross", "ctid", "current_catalog",
	"current_date", "current_role", "current_schema", "current_time",
	"current_timestamp", "current_user", "default", "deferrable",
	"delete", "desc", "distinct", "do", "drop", "else", "end", "escape",
	"except", "exists", "false", "fetch", "for", "foreign", "freeze",
	"from", "full", "grant", "group", "having", "if", "ilike", "in",
	"index", "initially", "inner", "insert", "intersect", "into", "is",
	"isnull", "join", "lateral", "leading", "left", "like", "limit",
	"localtime", "localtimestamp", "natural", "not", "nothing", "notnull",
	"null", "offset", "oid", "on", "only", "or", "order", "outer",
	"overlaps", "placing", "primary", "raise", "references", "returning",
	"right", "rowid", "select", "session_user", "set", "similar", "some",
	"symmetric", "table", "tableoid", "tablesample", "then", "to",
	"trailing", "transaction", "true", "union", "unique", "update",
	"user", "using", "values", "variadic", "verbose", "when", "where",
	"window", "with", "xmax", "xmin"
};

bool
name_in(const char *name, const char *const *sorted, size_t n)
{
	size_t	low = 0, high = n, middle;
	int	order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(name, sorted[middle]);
		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

bool
name_is_reserved(const char *name)
{
	return name_in(name, reserved, sizeof(reserved) / sizeof(reserved[0]));
}
