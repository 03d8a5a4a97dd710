/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * assign_shape.c - a shape is kept as one line of text,
 * "v1|DIR|STEM|FLAGS|COLUMNS|UNITS", and compared by hashes of its parts.
 */
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "buf.h"
#include "mem.h"
#include "names.h"
#include "assign_shape.h"
#include "secret.h"
#include "str.h"

#define TEXT_MAX	(4u << 20)

static uint64_t
hash(const char *p, size_t n)
{
	return XXH3_64bits(p, n);
}

/* '|', ',' and control bytes as %XX. */
static void
add_escaped(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '|' || s[i] == ',' || s[i] == '%' ||
		    (unsigned char)s[i] < ' ')
			buf_printf(b, "%%%02X", (unsigned char)s[i]);
		else
			buf_char(b, s[i]);
}

static int
by_value(const void *a, const void *b)
{
	uint64_t	x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

/* Stems that are digits, or one letter, do not tell one thing from another. */
static bool
stem_tells(const char *stem)
{
	size_t	letters = 0;

	for (; *stem != '\0'; stem++)
		letters += !is_digit((unsigned char)*stem) && *stem != '_';
	return letters >= 2;
}

static const char *
part(const char **p, size_t *n)
{
	const char	*start = *p, *end = strchr(start, '|');

	*n = end == NULL ? strlen(start) : (size_t)(end - start);
	*p = end == NULL ? start + *n : end + 1;
	return start;
}

static uint32_t
count_parts(const char *p, size_t n)
{
	uint32_t	k = n > 0;

	for (size_t i = 0; i < n; i++)
		k += p[i] == ',';
	return k;
}

static void
hash_names(struct shape *s, const char *p, size_t n)
{
	const char	*end = p + n, *comma;
	char		 name[NAME_MAX_BYTES + 1];
	size_t		 len;

	s->n = count_parts(p, n);
	s->hashes = xcalloc(s->n + 1, sizeof(*s->hashes));
	for (uint32_t i = 0; i < s->n; i++, p = comma + 1) {
		comma = memchr(p, ',', (size_t)(end - p));
		if (comma == NULL)
			comma = end;
		len = (size_t)(comma - p);
		s->hashes[i] = hash(p, len);
		if (len > NAME_MAX_BYTES)
			len = NAME_MAX_BYTES;
		memcpy(name, p, len);
		name[len] = '\0';
		s->telling += !name_is_generic(name);
	}
	qsort(s->hashes, s->n, sizeof(*s->hashes), by_value);
}

/* What must be equal for documents to share a table as they are. */
static void
hash_set(struct shape *s)
{
	uint64_t	seed = (uint64_t)s->headerless << 1 | s->alone;

	if (s->alone) {
		s->set = hash(s->text, strlen(s->text)) ^ 1;
		return;
	}
	if (s->headerless)
		seed ^= s->dir ^ s->stem * 31;
	s->set = XXH3_64bits_withSeed(s->hashes, s->n * sizeof(*s->hashes),
	    seed);
}

struct shape *
shape_unpack(const char *text)
{
	struct shape	*s;
	const char	*p = text, *v;
	size_t		 n;

	if (strncmp(text, "v1|", 3) != 0)
		return NULL;
	s = xcalloc(1, sizeof(*s));
	s->text = xstrdup(text);
	(void)part(&p, &n);
	v = part(&p, &n);
	s->dir = hash(v, n) | 1;
	v = part(&p, &n);
	s->stem = n == 0 ? 0 : hash(v, n) | 1;
	v = part(&p, &n);
	s->headerless = memchr(v, 'h', n) != NULL;
	s->alone = memchr(v, 'a', n) != NULL;
	s->named = memchr(v, 'n', n) != NULL;
	v = part(&p, &n);
	hash_names(s, v, n);
	v = part(&p, &n);
	s->units = n == 0 ? 0 : hash(v, n);
	hash_set(s);
	return s;
}

/*
 * Tables called differently are one if their columns say what they are; the
 * numbers in a caption tell parts of one thing from each other.
 */
static void
add_caption(struct buf *b, const struct asked *q)
{
	uint32_t	telling = 0;

	for (uint32_t i = 0; i < q->n; i++)
		telling += !name_is_generic(q->names[i]);
	if (telling >= 3 || q->hint == NULL || q->hint[0] == '\0')
		return;
	buf_char(b, '@');
	for (const char *p = q->hint; *p != '\0'; p++)
		if (!is_digit((unsigned char)*p))
			add_escaped(b, p, 1);
}

static void
add_columns(struct buf *b, const struct asked *q)
{
	for (uint32_t i = 0; i < q->n; i++) {
		if (i > 0)
			buf_char(b, ',');
		add_escaped(b, q->names[i], strlen(q->names[i]));
	}
	buf_char(b, '|');
	for (uint32_t i = 0; i < q->n; i++)
		if (q->units != NULL && q->units[i] != NULL) {
			add_escaped(b, q->names[i], strlen(q->names[i]));
			buf_char(b, '=');
			add_escaped(b, q->units[i], strlen(q->units[i]));
			buf_char(b, ',');
		}
	if (q->captioned) {
		add_caption(b, q);
		return;
	}
	/* Lists of a document that differ in name only are not one list. */
	if (q->table > 0 && !q->named && q->hint != NULL &&
	    q->hint[0] != '\0') {
		buf_char(b, '@');
		add_escaped(b, q->hint, strlen(q->hint));
	}
}

/* What is asked of a URL is not where it is: it may have slashes in it. */
static const char *
path_of(struct arena *arena, const char *address)
{
	return strstr(address, "://") == NULL ? address :
	    arena_strndup(arena, address, strcspn(address, "?#"));
}

/*
 * An alone table is its document's: its place is the document's address and
 * the table's number in it, so that a later run finds it again.
 */
struct shape *
shape_new(const struct asked *q, bool alone)
{
	struct arena	*arena = arena_new();
	const char	*address = secret_masked(arena, q->address);
	const char	*path = path_of(arena, address);
	const char	*slash = strrchr(path, '/');
	char		 stem[NAME_MAX_BYTES + 1];
	struct buf	 b;
	struct shape	*s;

	buf_init(&b, TEXT_MAX);
	buf_str(&b, "v1|");
	if (alone)
		add_escaped(&b, address, strlen(address));
	else if (q->named)
		add_escaped(&b, q->hint, strlen(q->hint));
	else if (slash != NULL)
		add_escaped(&b, path, (size_t)(slash - path));
	buf_char(&b, '|');
	name_stem(slash == NULL ? path : slash + 1, false, stem);
	if (alone)
		buf_printf(&b, "%u", q->table);
	else if (!q->named && (stem_tells(stem) || q->headerless))
		add_escaped(&b, stem, strlen(stem));
	if (!alone && !q->named && q->table > 0 &&
	    (q->headerless || !q->captioned))
		buf_printf(&b, " %u", q->table);
	buf_printf(&b, "|%s%s%s|", q->headerless ? "h" : "",
	    alone ? "a" : "", q->named && !alone ? "n" : "");
	if (!alone)
		add_columns(&b, q);
	s = shape_unpack(buf_cstr(&b));
	buf_free(&b);
	arena_free(arena);
	return s;
}

void
shape_free(struct shape *s)
{
	if (s == NULL)
		return;
	free(s->text);
	free(s->hashes);
	free(s);
}

static bool
same_place(const struct shape *a, const struct shape *b)
{
	return a->dir == b->dir || (a->stem != 0 && a->stem == b->stem);
}

bool
shape_same(const struct shape *a, const struct shape *b)
{
	if (a->set != b->set || a->alone != b->alone || a->named != b->named)
		return false;
	if (a->alone)
		return strcmp(a->text, b->text) == 0;
	if (a->n != b->n || a->units != b->units ||
	    memcmp(a->hashes, b->hashes, a->n * sizeof(*a->hashes)) != 0)
		return false;
	if (a->headerless || b->headerless)
		return a->headerless == b->headerless && a->dir == b->dir &&
		    a->stem == b->stem;
	return same_place(a, b) || (!a->named && a->telling >= 3);
}

static uint32_t
count_shared(const struct shape *a, const struct shape *b)
{
	uint32_t	i = 0, j = 0, n = 0;

	while (i < a->n && j < b->n)
		if (a->hashes[i] == b->hashes[j]) {
			n++;
			i++;
			j++;
		} else if (a->hashes[i] < b->hashes[j])
			i++;
		else
			j++;
	return n;
}

bool
shape_near(const struct shape *first, const struct shape *s, uint32_t *shared)
{
	uint32_t	most = first->n > s->n ? first->n : s->n;

	if (first->alone || first->headerless || first->units != s->units ||
	    first->named != s->named || !same_place(first, s))
		return false;
	*shared = count_shared(first, s);
	if (s->named)
		return true;
	return *shared > 0 && *shared * 5 >= most * 4;
}
