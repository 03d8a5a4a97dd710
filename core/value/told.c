/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * told.c - null tokens that nobody knows but who says so (--nulls).
 *
 * They stand one after the other, each with its NUL; what comes from another
 * process or the ledger may be anything, so that nobody trusts those NULs.
 */
#include <string.h>

#include "word.h"

const char *
told_text(const struct null_words *w, unsigned i)
{
	const char *p = w->text, *end = w->text + sizeof(w->text), *nul;

	if (i >= w->n || i >= N_TOLD)
		return NULL;
	for (; p < end; p = nul + 1, i--) {
		nul = memchr(p, '\0', (size_t)(end - p));
		if (nul == NULL || i == 0)
			return nul == NULL ? NULL : p;
	}
	return NULL;
}

unsigned
told_find(const struct null_words *w, const char *p, size_t n)
{
	const char *word;

	for (unsigned i = 0; n < sizeof(w->text) && i < w->n; i++) {
		if ((word = told_text(w, i)) == NULL)
			break;
		if (strlen(word) == n && memcmp(word, p, n) == 0)
			return i;
	}
	return N_TOLD;
}

bool
told_add(struct null_words *w, const char *p, size_t n)
{
	size_t at = 0;

	if (n == 0 || memchr(p, '\0', n) != NULL)
		return false;
	if (told_find(w, p, n) < N_TOLD)
		return true;
	for (unsigned i = 0; i < w->n; i++)
		at += strlen(told_text(w, i)) + 1;
	if (w->n == N_TOLD || at + n + 1 > sizeof(w->text))
		return false;
	memcpy(w->text + at, p, n);
	w->n++;
	return true;
}

bool
told_valid(const struct null_words *w)
{
	for (unsigned i = 0; i < w->n; i++)
		if (i >= N_TOLD || told_text(w, i) == NULL)
			return false;
	return true;
}
