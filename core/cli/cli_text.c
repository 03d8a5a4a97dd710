/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_text.c - text on its way to a terminal.
 *
 * Widths come from the code points themselves, since no locale is ever set.
 */
#include <string.h>

#include "buf.h"
#include "cli_text.h"
#include "mem.h"
#include "str.h"

unsigned
text_scheme(const char *s)
{
	unsigned n = 0;

	if (!is_alpha((unsigned char)*s))
		return 0;
	while (is_alnum((unsigned char)s[n]) || s[n] == '+' || s[n] == '-' ||
	    s[n] == '.')
		n++;
	return strncmp(s + n, "://", 3) == 0 ? n : 0;
}

const char *
text_glob(struct arena *arena, const char *path)
{
	char	*glob = arena_alloc(arena, 3 * strlen(path) + 1), *out = glob;

	for (; *path != '\0'; path++) {
		if (strchr("*?[\\", *path) == NULL) {
			*out++ = *path;
			continue;
		}
		*out++ = '[';
		*out++ = *path;
		*out++ = ']';
	}
	return glob;
}

void
text_quoted(struct buf *b, const char *s)
{
	const char	*p = s;
	struct buf	 clean;

	while (is_alnum((unsigned char)*p) || strchr("_-./:=,+@%", *p) != NULL)
		if (*p++ == '\0')
			break;
	if (p > s && p[-1] == '\0') {
		buf_str(b, s);
		return;
	}
	buf_init(&clean, 4096);
	show(&clean, s, strlen(s), 1024);
	buf_char(b, '\'');
	for (p = buf_cstr(&clean); *p != '\0'; p++)
		if (*p == '\'')
			buf_str(b, "'\\''");
		else
			buf_char(b, *p);
	buf_char(b, '\'');
	buf_free(&clean);
}

struct span {
	uint32_t	first, last;
};

/* Characters that take no column, or two: the blocks, not every exception. */
static const struct span narrow[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD },
	{ 0x0610, 0x061A }, { 0x064B, 0x065F }, { 0x093A, 0x093A },
	{ 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A }, { 0x1AB0, 0x1AFF },
	{ 0x200B, 0x200F }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F },
	{ 0xFE20, 0xFE2F },
};
static const struct span wide[] = {
	{ 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0xA4CF },
	{ 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
	{ 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
	{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

static bool
within(uint32_t code, const struct span *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (code >= s[i].first && code <= s[i].last)
			return true;
	return false;
}

static unsigned
code_width(uint32_t code)
{
	if (within(code, narrow, sizeof(narrow) / sizeof(narrow[0])))
		return 0;
	return within(code, wide, sizeof(wide) / sizeof(wide[0])) ? 2 : 1;
}

/* The longest part of s within `room` columns; its bytes, its width. */
static size_t
fit(const char *s, size_t n, unsigned room, unsigned *width)
{
	size_t		at = 0, step;
	uint32_t	code;
	unsigned	w;

	*width = 0;
	while (at < n) {
		step = utf8_decode(s + at, n - at, &code);
		w = code_width(code);
		if (*width + w > room)
			break;
		*width += w;
		at += step;
	}
	return at;
}

unsigned
text_width(const char *s)
{
	unsigned width;

	fit(s, strlen(s), UINT32_MAX / 2, &width);
	return width;
}

static void
pad(struct buf *b, unsigned n)
{
	while (n-- > 0)
		buf_char(b, ' ');
}

void
text_cell(struct buf *b, const char *s, unsigned width, bool right)
{
	struct buf	clean;
	size_t		n;
	unsigned	used;
	bool		cut;

	buf_init(&clean, 1024);
	show(&clean, s, strlen(s), 256);
	n = fit(buf_cstr(&clean), clean.n, width, &used);
	cut = n < clean.n;
	if (cut && width > 0)
		n = fit(clean.p, clean.n, width - 1, &used);
	if (right)
		pad(b, width - used - cut);
	buf_add(b, clean.p, n);
	if (cut && width > 0)
		buf_str(b, "\xE2\x80\xA6");
	if (!right)
		pad(b, width - used - cut);
	buf_free(&clean);
}
