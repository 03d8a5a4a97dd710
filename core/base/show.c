/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * show.c - foreign text and large numbers, made fit for a person's terminal.
 *
 * No byte of a document reaches a terminal raw: a name may hold escape
 * sequences, line ends or marks that turn the direction of writing.
 */
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "str.h"

#define SHOWN_MAX	500
#define SHOWN_SLOTS	8

/* Code points that print nothing but change how others look. */
static bool
is_mark(uint32_t c)
{
	return (c >= 0x80 && c < 0xa0) || c == 0x61c || c == 0x200e ||
	    c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
	    (c >= 0xfff9 && c <= 0xfffb);
}

/* The escaped form of the character of n bytes at p; its length. */
static int
escape(const char *p, size_t n, uint32_t code, char out[16])
{
	static const char	plain[] = "\n\r\t\\", named[] = "nrt\\";
	const char		*at;

	if (n > 1 && !is_mark(code))
		return snprintf(out, 16, "%.*s", (int)n, p);
	if (n > 1)
		return snprintf(out, 16, "\\u{%x}", (unsigned)code);
	if (*p != '\0' && (at = strchr(plain, *p)) != NULL)
		return snprintf(out, 16, "\\%c", named[at - plain]);
	if ((unsigned char)*p < ' ' || (unsigned char)*p >= 0x7f)
		return snprintf(out, 16, "\\x%02x", (unsigned char)*p);
	out[0] = *p;
	return 1;
}

void
show(struct buf *b, const char *p, size_t n, size_t max)
{
	size_t		used = 0, at = 0, step;
	uint32_t	code;
	char		out[16];
	int		length;

	while (at < n) {
		step = utf8_decode(p + at, n - at, &code);
		length = escape(p + at, step, code, out);
		if (used + (size_t)length > max) {
			buf_str(b, "...");
			return;
		}
		buf_add(b, out, (size_t)length);
		used += (size_t)length;
		at += step;
	}
}

const char *
shown(const char *p, size_t n)
{
	static char	slots[SHOWN_SLOTS][SHOWN_MAX + 8];
	static unsigned	next;
	char		*slot = slots[next++ % SHOWN_SLOTS];
	struct buf	 b;

	buf_init(&b, SHOWN_MAX + 7);
	show(&b, p, n, SHOWN_MAX);
	memcpy(slot, buf_cstr(&b), b.n + 1);
	buf_free(&b);
	return slot;
}

const char *
shown_str(const char *s)
{
	return s == NULL ? "" : shown(s, strlen(s));
}

const char *
human_bytes(double bytes, char out[32])
{
	static const char *const	units[] = {
		"B", "kB", "MB", "GB", "TB", "PB", "EB"
	};
	size_t	i = 0;

	/* 999.95 would print as 1000.0 of the smaller unit. */
	while (bytes >= 999.95 && i + 1 < sizeof(units) / sizeof(units[0])) {
		bytes /= 1000;
		i++;
	}
	snprintf(out, 32, i == 0 ? "%.0f %s" : "%.1f %s", bytes, units[i]);
	return out;
}

const char *
human_count(uint64_t n, char out[32])
{
	char	digits[24];
	size_t	length, at = 0;

	length = (size_t)snprintf(digits, sizeof(digits), "%llu",
	    (unsigned long long)n);
	for (size_t i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
	return out;
}

const char *
human_time(double seconds, char out[32])
{
	uint64_t	s;

	if (seconds < 0.9995) {
		snprintf(out, 32, "%.0f ms", seconds < 0 ? 0 : seconds * 1e3);
	} else if (seconds < 99.95) {
		snprintf(out, 32, "%.1f s", seconds);
	} else {
		s = seconds < 1e15 ? (uint64_t)(seconds + 0.5) : 0;
		snprintf(out, 32, "%llu:%02u:%02u",
		    (unsigned long long)(s / 3600), (unsigned)(s / 60 % 60),
		    (unsigned)(s % 60));
	}
	return out;
}
