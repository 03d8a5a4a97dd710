/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mem.c - allocation that cannot fail, and arenas that are freed at once.
 *
 * A process that finds no memory ends with EXIT_NO_MEMORY: a worker is cheap,
 * and its document is tried once more alone.
 */
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

#define BLOCK_BYTES	(16u << 10)
#define ALIGN		16u

static _Noreturn void
no_memory(size_t wanted)
{
	char	text[100];
	int	n;

	n = snprintf(text, sizeof(text), "memory: none left for %zu bytes; "
	    "use fewer workers (-j) or raise the limit\n", wanted);
	if (write(STDERR_FILENO, text, (size_t)n) == -1)
		_exit(EXIT_NO_MEMORY);
	_exit(EXIT_NO_MEMORY);
}

void
mem_keep(void)
{
#ifdef M_TRIM_THRESHOLD
	(void)mallopt(M_TRIM_THRESHOLD, 16 << 20);
	(void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

void *
xmalloc(size_t n)
{
	void	*p = malloc(n > 0 ? n : 1);

	if (p == NULL)
		no_memory(n);
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void	*p = calloc(n > 0 ? n : 1, size > 0 ? size : 1);

	if (p == NULL)
		no_memory(n * size);
	return p;
}

void *
xrealloc(void *old, size_t n, size_t size)
{
	size_t	 bytes;
	void	*p;

	if (__builtin_mul_overflow(n, size, &bytes))
		no_memory(SIZE_MAX);
	p = realloc(old, bytes > 0 ? bytes : 1);
	if (p == NULL)
		no_memory(bytes);
	return p;
}

char *
xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

/* Exactly n bytes, whatever they are. */
char *
xstrndup(const char *s, size_t n)
{
	char	*p = xmalloc(n + 1);

	if (n > 0)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
xasprintf(const char *fmt, ...)
{
	va_list	 ap;
	char	*p;

	va_start(ap, fmt);
	if (vasprintf(&p, fmt, ap) == -1)
		no_memory(strlen(fmt));
	va_end(ap);
	return p;
}

struct block {
	struct block	*next;
	size_t		 size, used;
	_Alignas(ALIGN) char bytes[];
};

struct arena {
	struct block	*blocks;	/* the first one is being filled */
	size_t		 bytes;		/* of all of them */
};

struct arena *
arena_new(void)
{
	return xcalloc(1, sizeof(struct arena));
}

static struct block *
new_block(size_t size)
{
	struct block	*b = xmalloc(sizeof(*b) + size);

	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

/* What does not fit gets its own block, behind the one being filled. */
static struct block *
block_for(struct arena *a, size_t n)
{
	struct block	*b = a->blocks;

	if (b != NULL && b->size - b->used >= n)
		return b;
	b = new_block(n > BLOCK_BYTES / 4 ? n : BLOCK_BYTES);
	a->bytes += b->size;
	if (n > BLOCK_BYTES / 4 && a->blocks != NULL) {
		b->next = a->blocks->next;
		a->blocks->next = b;
	} else {
		b->next = a->blocks;
		a->blocks = b;
	}
	return b;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct block	*b;
	size_t		 room;
	char		*p;

	if (n > SIZE_MAX / 2)
		no_memory(n);
	room = (n + ALIGN - 1) / ALIGN * ALIGN;
	b = block_for(a, room);
	p = b->bytes + b->used;
	b->used += room;
	return memset(p, 0, room);
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char	*p = arena_alloc(a, n + 1);

	if (n > 0)
		memcpy(p, s, n);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list	 ap;
	char	*text, *p;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) == -1)
		no_memory(strlen(fmt));
	va_end(ap);
	p = arena_strdup(a, text);
	free(text);
	return p;
}

void
arena_reset(struct arena *a)
{
	struct block	*b, *next, *kept = NULL;

	for (b = a->blocks; b != NULL; b = next) {
		next = b->next;
		if (kept == NULL && b->size == BLOCK_BYTES)
			kept = b;
		else
			free(b);
	}
	if (kept != NULL) {
		kept->next = NULL;
		kept->used = 0;
	}
	a->blocks = kept;
	a->bytes = kept != NULL ? kept->size : 0;
}

size_t
arena_bytes(const struct arena *a)
{
	return a->bytes;
}

void
arena_free(struct arena *a)
{
	struct block	*b, *next;

	if (a == NULL)
		return;
	for (b = a->blocks; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}
