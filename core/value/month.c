/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * month.c - the names of months in a few languages, short and long.
 *
 * Letters outside ASCII are written as they stand here; only ASCII letters
 * change case.
 */
#include "date.h"

static const struct {
	const char	*title;
	const char	*names[12];
} styles[N_MONTH_STYLES] = {
	{ "English", { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
	    "Sep", "Oct", "Nov", "Dec" } },
	{ "English", { "January", "February", "March", "April", "May", "June",
	    "July", "August", "September", "October", "November",
	    "December" } },
	{ "English", { "Jan", "Feb", "Mar", "Apr", "May", "June", "July",
	    "Aug", "Sept", "Oct", "Nov", "Dec" } },
	{ "English", { "Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.",
	    "Aug.", "Sep.", "Oct.", "Nov.", "Dec." } },
	{ "German", { "Jan", "Feb", "M\xc3\xa4r", "Apr", "Mai", "Jun", "Jul",
	    "Aug", "Sep", "Okt", "Nov", "Dez" } },
	{ "German", { "Januar", "Februar", "M\xc3\xa4rz", "April", "Mai",
	    "Juni", "Juli", "August", "September", "Oktober", "November",
	    "Dezember" } },
	{ "German", { "Jan.", "Feb.", "M\xc3\xa4rz", "Apr.", "Mai", "Juni",
	    "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez." } },
	{ "French", { "Janv", "F\xc3\xa9vr", "Mars", "Avr", "Mai", "Juin",
	    "Juil", "Ao\xc3\xbbt", "Sept", "Oct", "Nov", "D\xc3\xa9" "c" } },
	{ "French", { "Janvier", "F\xc3\xa9vrier", "Mars", "Avril", "Mai",
	    "Juin", "Juillet", "Ao\xc3\xbbt", "Septembre", "Octobre",
	    "Novembre", "D\xc3\xa9" "cembre" } },
	{ "French", { "Janv.", "F\xc3\xa9vr.", "Mars", "Avr.", "Mai", "Juin",
	    "Juil.", "Ao\xc3\xbbt", "Sept.", "Oct.", "Nov.",
	    "D\xc3\xa9" "c." } },
	{ "Spanish", { "Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago",
	    "Sep", "Oct", "Nov", "Dic" } },
	{ "Spanish", { "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio",
	    "Julio", "Agosto", "Septiembre", "Octubre", "Noviembre",
	    "Diciembre" } },
	{ "Italian", { "Gen", "Feb", "Mar", "Apr", "Mag", "Giu", "Lug", "Ago",
	    "Set", "Ott", "Nov", "Dic" } },
	{ "Italian", { "Gennaio", "Febbraio", "Marzo", "Aprile", "Maggio",
	    "Giugno", "Luglio", "Agosto", "Settembre", "Ottobre", "Novembre",
	    "Dicembre" } },
	{ "Portuguese", { "Janeiro", "Fevereiro", "Mar\xc3\xa7o", "Abril",
	    "Maio", "Junho", "Julho", "Agosto", "Setembro", "Outubro",
	    "Novembro", "Dezembro" } },
	{ "Dutch", { "Januari", "Februari", "Maart", "April", "Mei", "Juni",
	    "Juli", "Augustus", "September", "Oktober", "November",
	    "December" } },
	{ "Portuguese", { "Jan", "Fev", "Mar", "Abr", "Mai", "Jun", "Jul",
	    "Ago", "Set", "Out", "Nov", "Dez" } },
	{ "Dutch", { "Jan", "Feb", "Mrt", "Apr", "Mei", "Jun", "Jul", "Aug",
	    "Sep", "Okt", "Nov", "Dec" } }
};

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The cases that the word's letters allow; 0 if they are mixed. */
static uint32_t
cases_of(const char *p, size_t n)
{
	bool first = is_upper(p[0]), upper = false, lower = false;

	for (size_t i = 1; i < n; i++) {
		upper = upper || is_upper(p[i]);
		lower = lower || is_lower(p[i]);
	}
	if (upper)
		return first && !lower ? CASE_UPPER : 0;
	return first ? CASE_TITLE : CASE_LOWER;
}

static bool
same_word(const char *p, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		char c = is_upper(p[i]) ? (char)(p[i] | 0x20) : p[i];
		char d = is_upper(name[i]) ? (char)(name[i] | 0x20) : name[i];

		if (c != d || d == '\0')
			return false;
	}
	return name[n] == '\0';
}

static int
find_in(unsigned style, const char *p, size_t n)
{
	for (int m = 0; m < 12; m++) {
		char first = styles[style].names[m][0];

		if ((first | 0x20) == (p[0] | 0x20) &&
		    same_word(p, n, styles[style].names[m]))
			return m + 1;
	}
	return 0;
}

int
month_find(const char *p, size_t n, uint32_t *mask)
{
	uint32_t cases, found = 0;
	int month = 0;

	if (n < 3 || n > 12 || (cases = cases_of(p, n) & *mask) == 0)
		return 0;
	for (uint32_t left = *mask & MONTH_STYLES; left != 0;
	    left &= left - 1) {
		unsigned style = (unsigned)__builtin_ctz(left);
		int m = find_in(style, p, n);

		if (m == 0 || (month != 0 && m != month))
			continue;
		month = m;
		found |= (uint32_t)1 << style;
	}
	*mask = found | cases;
	return month;
}

size_t
month_render(int month, unsigned style, unsigned letters, char *out)
{
	const char *name;
	size_t n = 0;

	if (month < 1 || month > 12 || style >= N_MONTH_STYLES)
		return 0;
	name = styles[style].names[month - 1];
	for (; name[n] != '\0'; n++) {
		char c = name[n];

		if (letters == 2 && is_lower(c))
			c = (char)(c & ~0x20);
		else if (letters == 1 && is_upper(c))
			c = (char)(c | 0x20);
		out[n] = c;
	}
	return n;
}

const char *
month_style(unsigned style)
{
	return styles[style < N_MONTH_STYLES ? style : 0].title;
}

bool
month_is_long(unsigned style)
{
	return style < N_MONTH_STYLES && strlen(styles[style].names[0]) > 5;
}
