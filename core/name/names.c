/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * names.c - names of columns: clean, and unique within their table.
 *
 * A name that only one column has is never changed by another: variants are
 * made for the later ones of equal names, around all that are there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "mem.h"
#include "names_fold.h"
#include "str.h"

#define VARIANT_PREFIX	52	/* bytes of a name that no suffix reaches */

/* What ties the tables of a tree together. */
static bool
is_ours(const char *name, size_t n)
{
	static const char *const	ours[] = { "_parent", "_ord", "_key" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (name != NULL && n == strlen(ours[i]) &&
		    memcmp(name, ours[i], n) == 0)
			return true;
	return false;
}

void
name_column(const char *original, size_t n, uint32_t ordinal,
    char out[NAME_MAX_BYTES + 1])
{
	char	folded[4 * NAME_MAX_BYTES];

	if (is_ours(original, n)) {
		snprintf(out, NAME_MAX_BYTES + 1, "%.*s", (int)n, original);
		return;
	}
	if (original == NULL || name_fold(original, n, folded,
	    sizeof(folded)) == 0)
		snprintf(folded, sizeof(folded), "c%u", (unsigned)ordinal);
	name_finish(folded, 'c', out);
}

/*
 * Hashes with a number each.  Equal hashes count as equal names: the worst
 * that comes of it is a variant that was not needed.
 */
struct seen {
	struct slot { uint64_t hash; uint32_t number; } *slots;
	size_t	mask;
};

static struct slot *
slot_of(const struct seen *s, const char *name, size_t n, uint64_t seed)
{
	uint64_t	hash = XXH3_64bits_withSeed(name, n, seed) | 1;
	size_t		i = (hash >> 1) & s->mask;

	while (s->slots[i].hash != 0 && s->slots[i].hash != hash)
		i = (i + 1) & s->mask;
	if (s->slots[i].hash == 0)
		s->slots[i].hash = hash;
	return &s->slots[i];
}

/* False if the name was taken before; takes it. */
static bool
take(const struct seen *names, const char *name)
{
	return slot_of(names, name, strlen(name), 0)->number++ == 0;
}

/*
 * Names with the same beginning count on together, so that a table of equal
 * names does not try each number for each of them.
 */
static void
take_variant(const struct seen *names, const struct seen *counters,
    char name[NAME_MAX_BYTES + 1])
{
	size_t		 prefix = utf8_cut(name, strlen(name), VARIANT_PREFIX);
	struct slot	*counter = slot_of(counters, name, prefix, 1);
	char		 base[NAME_MAX_BYTES + 1];

	memcpy(base, name, sizeof(base));
	do {
		counter->number++;
		name_variant(base, counter->number + 1, name);
	} while (!take(names, name));
}

static void
make_seen(struct seen *s, uint32_t n)
{
	size_t	room = 64;

	while (room < (size_t)n * 4)
		room *= 2;
	s->slots = xcalloc(room, sizeof(*s->slots));
	s->mask = room - 1;
}

void
name_columns(const char *const *originals, uint32_t n,
    char (*out)[NAME_MAX_BYTES + 1])
{
	name_more_columns(originals, 0, n, out);
}

void
name_more_columns(const char *const *originals, uint32_t had, uint32_t n,
    char (*out)[NAME_MAX_BYTES + 1])
{
	struct seen	 names, counters;
	bool		*later = xcalloc(n, sizeof(*later));

	make_seen(&names, n);
	make_seen(&counters, n);
	for (uint32_t i = 0; i < had; i++)
		(void)take(&names, out[i]);
	for (uint32_t i = had; i < n; i++) {
		const char	*s = originals[i];

		memset(out[i], 0, sizeof(out[i]));
		name_column(s, s == NULL ? 0 : strlen(s), i + 1, out[i]);
		later[i] = !take(&names, out[i]);
	}
	for (uint32_t i = had; i < n; i++)
		if (later[i])
			take_variant(&names, &counters, out[i]);
	free(names.slots);
	free(counters.slots);
	free(later);
}

/* Names so common that sharing them says nothing about two tables. */
static const char *const generic[] = {
	"active", "address", "amount", "category", "city", "code", "comment",
	"comments", "count", "country", "created", "created_at", "date", "day",
	"desc", "descr", "description", "email", "end", "end_", "end_date",
	"field", "group", "group_", "id", "index", "index_", "key", "kind",
	"label", "month", "name", "no", "note", "notes", "nr", "num", "number",
	"order", "order_", "parent", "price", "quantity", "start",
	"start_date", "state", "status", "text", "time", "timestamp", "title",
	"total", "type", "unit", "updated", "updated_at", "url", "user",
	"user_", "val", "value", "version", "x", "y", "year"
};

/* c3: made up where a column had no name. */
static bool
is_made_up(const char *name)
{
	if (name[0] != 'c' || name[1] == '\0')
		return false;
	for (name++; *name != '\0'; name++)
		if (!is_digit(*name))
			return false;
	return true;
}

bool
name_is_generic(const char *column)
{
	return is_made_up(column) ||
	    name_in(column, generic, sizeof(generic) / sizeof(generic[0]));
}
