/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * buf.c - bytes that grow up to a stated maximum.
 *
 * One byte behind the content is always allocated, so that buf_cstr() can end
 * it with a NUL without growing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "str.h"

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	b->full = false;
}

void
buf_free(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

static void
grow(struct buf *b, size_t need)
{
	size_t	room = b->room == 0 ? 64 : b->room;

	while (room <= need)
		room = room > SIZE_MAX / 2 ? SIZE_MAX : room * 2;
	if (room > b->max && b->max < SIZE_MAX)
		room = b->max + 1;
	b->p = xrealloc(b->p, room, 1);
	b->room = room;
}

char *
buf_space(struct buf *b, size_t n)
{
	if (n > b->max - b->n) {
		b->full = true;
		return NULL;
	}
	if (b->n + n >= b->room)
		grow(b, b->n + n);
	return b->p + b->n;
}

void
buf_add(struct buf *b, const void *bytes, size_t n)
{
	char	*p;

	if (n == 0 || (p = buf_space(b, n)) == NULL)
		return;
	memcpy(p, bytes, n);
	b->n += n;
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list	 again;
	char	 small[256], *p;
	int	 n;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n > 0 && (size_t)n < sizeof(small)) {
		buf_add(b, small, (size_t)n);
	} else if (n > 0 && (p = buf_space(b, (size_t)n)) != NULL) {
		vsnprintf(p, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void
buf_take(struct buf *b, size_t n)
{
	if (n >= b->n) {
		b->n = 0;
		return;
	}
	memmove(b->p, b->p + n, b->n - n);
	b->n -= n;
}

const char *
buf_cstr(struct buf *b)
{
	if (b->p == NULL)
		return "";
	b->p[b->n] = '\0';
	return b->p;
}

static void
json_escape(struct buf *b, char c)
{
	static const char	plain[] = "\"\\\b\f\n\r\t";
	static const char	named[] = "\"\\bfnrt";
	const char		*at = c != '\0' ? strchr(plain, c) : NULL;

	if (at != NULL)
		buf_printf(b, "\\%c", named[at - plain]);
	else
		buf_printf(b, "\\u%04x", (unsigned char)c);
}

void
buf_json(struct buf *b, const char *p, size_t n)
{
	const char	*end = p + n, *from = p;
	uint32_t	 code;
	size_t		 step;

	buf_char(b, '"');
	for (; p < end; p += step) {
		step = 1;
		if ((unsigned char)*p >= ' ' && (unsigned char)*p < 0x80 &&
		    *p != '"' && *p != '\\')
			continue;
		if ((unsigned char)*p >= 0x80) {
			step = utf8_decode(p, (size_t)(end - p), &code);
			if (step > 1)
				continue;
		}
		buf_add(b, from, (size_t)(p - from));
		from = p + 1;
		if ((unsigned char)*p >= 0x80)
			buf_str(b, "\xef\xbf\xbd");
		else
			json_escape(b, *p);
	}
	buf_add(b, from, (size_t)(end - from));
	buf_char(b, '"');
}
