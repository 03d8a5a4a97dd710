/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_unit.c - a unit in brackets at the end of a name: `Speed (km/h)`,
 * `Weight [kg]`.
 *
 * Every word in the brackets must be one of a unit, for most brackets hold
 * something else.  The name alone decides, so that a column has its unit in
 * documents where it has no values, too.
 */
#include <string.h>
#include <strings.h>

#include "layout_impl.h"

/* As they are written, but for the powers 2 and 3 after them. */
static const char *const symbols[] = {
	"%", "\xe2\x80\xb0", "$", "\xe2\x82\xac", "\xc2\xa3", "\xc2\xa5",
	"USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "SEK",
	"NOK", "DKK", "PLN", "CZK", "HUF", "BRL", "TRY",
	"mm", "cm", "dm", "m", "km", "\xc2\xb5m", "nm", "ft", "in", "mi", "yd",
	"mg", "g", "kg", "t", "kt", "Mt", "lb", "lbs", "oz", "\xc2\xb5g",
	"ns", "ms", "s", "sec", "min", "h", "hr", "hrs", "d",
	"Hz", "kHz", "MHz", "GHz", "W", "kW", "MW", "GW", "Wh", "kWh", "MWh",
	"GWh", "TWh", "V", "mV", "kV", "A", "mA", "Ah", "J", "kJ", "MJ", "GJ",
	"PJ", "kcal", "N", "kN", "Nm", "Pa", "hPa", "kPa", "MPa", "bar",
	"mbar", "K", "\xc2\xb0" "C", "\xc2\xb0" "F", "\xc2\xb0", "mol", "ha",
	"ml", "mL", "l", "L", "cl", "hl", "mph", "kph", "kn", "rpm", "ppm",
	"ppb", "dB", "dBm", "B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB",
	"GiB", "bit", "kbit", "Mbit", "px", "pcs", "lx", "lm", "cd", NULL
};

/* In any case, and with an s. */
static const char *const words[] = {
	"percent", "dollar", "euro", "pound", "hundred", "thousand", "million",
	"billion", "trillion", "meter", "metre", "kilometer", "kilometre",
	"mile", "foot", "feet", "inch", "inches", "gram", "kilogram", "ton",
	"tonne", "second", "minute", "hour", "day", "week", "month", "year",
	"degree", "liter", "litre", "gallon", "barrel", "acre", "hectare",
	"watt", "volt", "byte", "square", "cubic", "per", NULL
};

static bool
is_symbol(const char *p, size_t n)
{
	if (n > 1 && (p[n - 1] == '2' || p[n - 1] == '3'))
		n--;
	else if (n > 2 && p[n - 2] == '\xc2' && (p[n - 1] == '\xb2' ||
	    p[n - 1] == '\xb3'))
		n -= 2;
	for (const char *const *s = symbols; *s != NULL; s++)
		if (strlen(*s) == n && memcmp(*s, p, n) == 0)
			return true;
	return false;
}

static bool
is_word(const char *p, size_t n)
{
	for (const char *const *w = words; *w != NULL; w++) {
		size_t	m = strlen(*w);

		if ((n == m || (n == m + 1 && (p[m] | 0x20) == 's')) &&
		    strncasecmp(*w, p, m) == 0)
			return true;
	}
	return false;
}

/* 1000, 1,000: by what the cells are to be multiplied. */
static bool
is_number(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_digit(p[i]) && (p[i] != ',' || i == 0))
			return false;
	return n > 0;
}

static bool
parts_words(char c)
{
	return c == ' ' || c == '/' || c == '*' || c == '.' || c == '^';
}

static bool
is_unit(const char *p, size_t n)
{
	size_t	units = 0, i = 0, k;

	while (i < n) {
		if (parts_words(p[i])) {
			i++;
			continue;
		}
		for (k = i; k < n && !parts_words(p[k]);)
			k++;
		if (is_symbol(p + i, k - i) || is_word(p + i, k - i))
			units++;
		else if (!is_number(p + i, k - i))
			return false;
		i = k;
	}
	return units > 0;
}

const char *
unit_in_name(const char *name, size_t *n)
{
	size_t	len = strlen(name), at;
	char	open;

	while (len > 0 && is_blank(name[len - 1]))
		len--;
	if (len < 4 || len > 200)
		return NULL;
	open = name[len - 1] == ')' ? '(' : name[len - 1] == ']' ? '[' : '\0';
	for (at = len - 1; at > 0 && name[at] != open;)
		at--;
	if (open == '\0' || at == 0 || !is_unit(name + at + 1, len - at - 2))
		return NULL;
	*n = len - at - 2;
	return name + at + 1;
}
