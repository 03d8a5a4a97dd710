/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_time.c - is it a time in this layout?
 *
 * Only whether it is one: what it means is found out by the core, which types
 * the column.  Letters are those of strptime(3), but that %f is a fraction
 * with its mark, or nothing, and %s seconds since 1970.
 */
#include <string.h>

#include "known.h"

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "MonTueWedThuFriSatSun";

static const struct part {
	char		letter;
	uint8_t		least, most;	/* digits */
	uint16_t	lowest, highest;
} parts[] = {
	{ 'Y', 4, 4, 1900, 2200 }, { 'y', 2, 2, 0, 99 },
	{ 'm', 2, 2, 1, 12 }, { 'd', 2, 2, 1, 31 }, { 'e', 1, 2, 1, 31 },
	{ 'H', 2, 2, 0, 23 }, { 'M', 2, 2, 0, 59 }, { 'S', 2, 2, 0, 60 }
};

#define N_PARTS	(sizeof(parts) / sizeof(*parts))

static bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static size_t
digits(const char *p, const char *end, size_t most)
{
	size_t	n = 0;

	while (n < most && p + n < end && is_digit(p[n]))
		n++;
	return n;
}

static const struct part *
part_of(char letter)
{
	for (size_t i = 0; i < N_PARTS; i++)
		if (parts[i].letter == letter)
			return &parts[i];
	return NULL;
}

/* A day may have a blank where its first digit would be. */
static size_t
match_number(const struct part *x, const char *p, const char *end)
{
	size_t		pad = x->letter == 'e' && p < end && *p == ' ', n;
	unsigned	v = 0;

	n = digits(p + pad, end, x->most - pad);
	if (n < x->least)
		return 0;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (unsigned)(p[pad + i] - '0');
	return v < x->lowest || v > x->highest ? 0 : pad + n;
}

static size_t
match_name(const char *names, size_t n_names, const char *p, const char *end)
{
	if (end - p < 3)
		return 0;
	for (size_t i = 0; i < n_names; i += 3)
		if (memcmp(names + i, p, 3) == 0)
			return 3;
	return 0;
}

/* +hh, +hhmm, +hh:mm or Z. */
static size_t
match_offset(const char *p, const char *end)
{
	size_t	n;

	if (p < end && *p == 'Z')
		return 1;
	if (p == end || (*p != '+' && *p != '-') ||
	    digits(p + 1, end, 2) != 2)
		return 0;
	n = digits(p + 1, end, 4);
	if (n == 4)
		return 5;
	return end - p > 5 && p[3] == ':' && digits(p + 4, end, 2) == 2 ? 6 :
	    3;
}

/* CET, or an offset. */
static size_t
match_zone(const char *p, const char *end)
{
	size_t	n = match_offset(p, end);

	if (n > 1)
		return n;
	for (n = 0; p + n < end && p[n] >= 'A' && p[n] <= 'Z' && n < 6;)
		n++;
	return n > 1 ? n : 0;
}

static size_t
match_seconds(const char *p, const char *end)
{
	size_t	n = digits(p, end, 19);

	if (n < 9)
		return 0;
	if (p + n + 1 < end && p[n] == '.' && is_digit(p[n + 1]))
		n += 1 + digits(p + n + 1, end, 9);
	return n;
}

/* A fraction with its mark; SIZE_MAX where there is none. */
static size_t
match_fraction(const char *p, const char *end)
{
	if (end - p < 2 || (*p != '.' && *p != ',') || !is_digit(p[1]))
		return SIZE_MAX;
	return 1 + digits(p + 1, end, 9);
}

static size_t
match_letter(char letter, const char *p, const char *end)
{
	switch (letter) {
	case 'b':
		return match_name(months, sizeof(months) - 1, p, end);
	case 'a':
		return match_name(days, sizeof(days) - 1, p, end);
	case 'z':
		return match_offset(p, end);
	case 'Z':
		return match_zone(p, end);
	case 's':
		return match_seconds(p, end);
	case '%':
		return p < end && *p == '%';
	default:
		return match_number(part_of(letter), p, end);
	}
}

size_t
known_time(const struct known_text *layout, const char *from, const char *end)
{
	const char	*l = layout->p, *stop = l + layout->n, *p = from;
	size_t		 n;

	for (; l < stop; l++) {
		if (*l != '%') {
			if (p == end || *p != *l)
				return 0;
			p++;
			continue;
		}
		if (*++l == 'f') {
			n = match_fraction(p, end);
			p += n == SIZE_MAX ? 0 : n;
			continue;
		}
		if ((n = match_letter(*l, p, end)) == 0)
			return 0;
		p += n;
	}
	return (size_t)(p - from);
}

const char *
known_layout(const struct known_text *layout)
{
	static const char	letters[] = "bazZsf%";
	const char		*p = layout->p, *end = p + layout->n;

	for (; p < end; p++)
		if (*p == '%' && (++p == end || (part_of(*p) == NULL &&
		    memchr(letters, *p, sizeof(letters) - 1) == NULL)))
			return "a layout of %Y %y %m %d %e %b %a %H %M %S %f "
			    "%z %Z %s";
	return layout->n > 0 ? NULL : "time with a layout";
}
