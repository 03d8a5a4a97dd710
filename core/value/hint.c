/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * hint.c - what the name of a column tells about its cells.
 *
 * A name never makes a type: it only settles what cells leave undecided.
 */
#include "facts.h"

static const char *const id_words[] = {
	"id", "ids", "code", "zip", "phone", "isbn", "siret", "iban", NULL
};

/* Parts of names; 20200131 is a day in such a column. */
static const char *const date_words[] = {
	"date", "day", "dt", "yyyymmdd", "ymd", "datum", "tag", "fecha", "dia",
	"data", "jour", "dato", "dag", "dob", "birthday", "birthdate",
	"geburtsdatum", "startdate", "enddate", "created", "updated", NULL
};

static bool
is_among(const char *word, size_t n, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == n && memcmp(*words, word, n) == 0)
			return true;
	return false;
}

void
facts_named(struct facts *f, const char *name)
{
	if (strncmp(name, "is_", 3) == 0 || strncmp(name, "has_", 4) == 0)
		f->flags |= NAMED_BOOL;
	for (size_t n; *name != '\0'; name += n + (name[n] == '_')) {
		n = strcspn(name, "_");
		if (is_among(name, n, id_words))
			f->flags |= NAMED_ID;
		if (is_among(name, n, date_words))
			f->flags |= NAMED_DATE;
	}
}
