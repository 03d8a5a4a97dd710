/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wish.c - a type in the user's words.
 *
 * What may follow the type is written as `sniff` shows it.  Every way in which
 * a date or a number can be read is spelled and compared with what was told,
 * so that nothing is accepted that cannot be read.
 */
#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "mem.h"
#include "str.h"
#include "wish.h"

#define PATTERN_MAX	64u

const char *const wish_words[] = {
	"text", "integer", "real", "decimal", "boolean", "date", "time",
	"timestamp", NULL
};
static const enum ps_type types[] = {
	PS_TEXT, PS_INT, PS_REAL, PS_DECIMAL, PS_BOOL, PS_DATE, PS_TIME,
	PS_TIMESTAMP
};

/* What a column of a type may become where cells do not fit. */
static uint32_t
types_from(enum ps_type type)
{
	switch (type) {
	case PS_INT:
		return FITS_NUMBERS | FITS_TEXT;
	case PS_DECIMAL:
		return BIT(PS_DECIMAL) | BIT(PS_REAL) | FITS_TEXT;
	case PS_DATE:
		return FITS_DATED | FITS_TEXT;
	case PS_TIMESTAMP:
		return FITS_STAMPS | FITS_TEXT;
	default:
		return BIT(type) | FITS_TEXT;
	}
}

static void
add(char out[PATTERN_MAX], const char *text)
{
	size_t	n = strlen(out), k = strlen(text);

	if (n + k < PATTERN_MAX)
		memcpy(out + n, text, k + 1);
}

/* Codes that say the same become one: %-d and %e are %d, %T is %H:%M:%S. */
static void
plain_codes(const char *text, char out[PATTERN_MAX])
{
	static const struct {
		const char	*from, *to;
	} codes[] = {
		{ "%-", "%" }, { "%:z", "%z" }, { "%e", "%d" }, { "%h", "%b" },
		{ "%T", "%H:%M:%S" }, { "%R", "%H:%M" }, { "%F", "%Y-%m-%d" },
		{ "%D", "%m/%d/%y" }, { "%P", "%p" }, { "Z", "%z" }
	};

	for (*out = '\0'; *text != '\0';) {
		char	one[2] = { *text, '\0' };
		size_t	i = 0, n = sizeof(codes) / sizeof(codes[0]);

		while (i < n && strncmp(text, codes[i].from,
		    strlen(codes[i].from)) != 0)
			i++;
		add(out, i < n ? codes[i].to : one);
		text += i < n ? strlen(codes[i].from) : 1;
	}
}

/* The pattern of a date, with the year and the month's name as told. */
static void
spell_date(unsigned format, bool two, bool is_long, char out[PATTERN_MAX])
{
	*out = '\0';
	for (const char *p = date_formats[format].pattern; *p != '\0'; p++) {
		char	one[2] = { *p, '\0' };

		add(out, *p == 'Y' ? (two ? "%y" : "%Y") : *p == 'M' ? "%m" :
		    *p == 'D' ? "%d" : *p == 'B' ? (is_long ? "%B" : "%b") :
		    one);
	}
}

static void
spell_time(unsigned format, bool fraction, char out[PATTERN_MAX])
{
	const struct time_format	*f = &time_formats[format];

	*out = '\0';
	add(out, f->am != NULL ? "%I:%M" : "%H:%M");
	if (f->seconds != TIME_HM)
		add(out, ":%S");
	if (f->seconds != TIME_HM && fraction)
		add(out, f->seconds == TIME_HMS_COMMA ? ",%f" : ".%f");
	if (f->am != NULL)
		add(out, f->am[0] == ' ' ? " %p" : "%p");
}

/* The rest of `text` behind what it begins with, or NULL. */
static const char *
behind(const char *text, const char *start)
{
	size_t	n = strlen(start);

	return strncmp(text, start, n) == 0 ? text + n : NULL;
}

static uint32_t
month_styles(bool is_long)
{
	uint32_t	styles = 0;

	for (unsigned i = 0; i < N_MONTH_STYLES; i++)
		styles |= month_is_long(i) == is_long ? BIT(i) : 0;
	return styles | CASES_ALL;
}

/* What is behind a date that begins `text`, or NULL; w has its masks. */
static const char *
match_date(struct wish *w, const char *text, unsigned format, unsigned way)
{
	bool		 two = (way & 1) != 0, is_long = (way & 2) != 0;
	char		 pattern[PATTERN_MAX];
	const char	*rest;

	if ((is_long && !date_formats[format].named) ||
	    (two && format == DATE_COMPACT))
		return NULL;
	spell_date(format, two, is_long, pattern);
	if ((rest = behind(text, pattern)) == NULL)
		return NULL;
	w->dates = BIT(format) | (two ? YEAR_2 : YEAR_4) | DATES_PADS;
	w->months = date_formats[format].named ? month_styles(is_long) :
	    MONTHS_ALL;
	return rest;
}

static bool
only_date(struct wish *w, const char *text)
{
	const char	*rest;

	for (unsigned i = 0; i < N_DATE_FORMATS; i++)
		for (unsigned way = 0; way < 4; way++)
			if ((rest = match_date(w, text, i, way)) != NULL &&
			    *rest == '\0')
				return true;
	return false;
}

static uint32_t
zones_of(const char *text)
{
	uint32_t	found = 0;
	char		pattern[PATTERN_MAX];

	for (unsigned i = 0; i < N_ZONES; i++) {
		plain_codes(zone_described(i), pattern);
		if (strcmp(text, pattern) == 0)
			found |= ZONE_NONE << i;
	}
	return found;
}

/* Times that `text` begins with and then has a zone that is one. */
static void
match_times(struct wish *w, const char *text)
{
	char		 pattern[PATTERN_MAX];
	const char	*rest;
	uint32_t	 zones;

	for (unsigned i = 0; i < 2 * N_TIME_FORMATS; i++) {
		spell_time(i / 2, i % 2 != 0, pattern);
		if ((rest = behind(text, pattern)) == NULL ||
		    (zones = zones_of(rest)) == 0)
			continue;
		w->times |= BIT(i / 2);
		w->stamps |= zones;
	}
}

static bool
date_and_time(struct wish *w, const char *text)
{
	const char	*rest, *clock;

	for (unsigned i = 0; i < N_DATE_FORMATS; i++)
		for (unsigned way = 0; way < 4; way++) {
			rest = match_date(w, text, i, way);
			for (unsigned k = 0; rest != NULL && k < N_JOINS; k++) {
				w->stamps = BIT(k);
				w->times = 0;
				clock = behind(rest, joins[k]);
				if (clock != NULL)
					match_times(w, clock);
				if (w->times != 0)
					return true;
			}
		}
	return false;
}

static bool
only_time(struct wish *w, const char *text)
{
	w->times = w->stamps = 0;
	match_times(w, text);
	if (w->stamps != ZONE_NONE)
		w->times = 0;
	w->stamps = STAMPS_ALL;
	return w->times != 0;
}

/* 1.234,56; of whole numbers the part before the mark. */
static bool
number_so(struct wish *w, const char *text)
{
	uint32_t	found = 0;

	for (unsigned i = 0; i < N_NUMBER_FORMATS; i++) {
		const char	*example = number_formats[i].example;
		size_t		 n = strlen(example);

		n -= w->type == PS_INT ? 3 : 0;
		if (strlen(text) == n && memcmp(text, example, n) == 0)
			found |= BIT(i);
	}
	w->numbers = found | SIGNS_ALL | STYLES_ALL;
	return found != 0;
}

static bool
words_so(struct wish *w, const char *text)
{
	char	words[PATTERN_MAX];

	w->bools = 0;
	for (unsigned i = 0; i < N_BOOLS; i++) {
		bool_describe(i, words, sizeof(words));
		if (strcmp(words, text) == 0)
			w->bools |= BIT(i);
	}
	return w->bools != 0;
}

/* What may be told behind the type, for the message. */
static const char *
possible(enum ps_type type, struct arena *arena)
{
	const char	*list = "";
	char		 one[PATTERN_MAX];

	switch (type) {
	case PS_INT: case PS_DECIMAL: case PS_REAL:
		return "a number is written as 1234.56, 1,234.56, 1 234.56, "
		    "1'234.56, 1234,56, 1.234,56 or 1 234,56 (an integer "
		    "without what is behind the mark)";
	case PS_BOOL:
		for (unsigned i = 0; i < N_BOOLS; i += 3) {
			bool_describe(i, one, sizeof(one));
			list = arena_printf(arena, "%s%s%s", list,
			    i == 0 ? "" : ", ", one);
		}
		return arena_printf(arena, "the words are %s (also with "
		    "capitals)", list);
	case PS_TIME:
		return "a time is written as %H:%M, %H:%M:%S, %H:%M:%S.%f, "
		    "%I:%M %p or %I:%M:%S %p";
	case PS_TEXT:
		return "a text has no format";
	default:
		break;
	}
	for (unsigned i = 0; i < N_DATE_FORMATS; i++) {
		spell_date(i, false, false, one);
		list = arena_printf(arena, "%s%s%s", list, i == 0 ? "" :
		    "  ", one);
	}
	return arena_printf(arena, "a date is written as %s  (or with %%y and "
	    "%%B)%s", list, type != PS_TIMESTAMP ? "" : ", a ' ' or 'T' "
	    "behind it and a time such as %H:%M, %H:%M:%S or %I:%M %p, then "
	    "perhaps %z");
}

/* ", German" at the end, as `sniff` has it, is taken off. */
static uint32_t
take_language(char *text)
{
	char		*comma = strrchr(text, ',');
	uint32_t	 styles = 0;

	for (unsigned i = 0; comma != NULL && i < N_MONTH_STYLES; i++)
		if (comma[1] == ' ' && strcmp(comma + 2, month_style(i)) == 0)
			styles |= BIT(i);
	if (styles == 0)
		return MONTHS_ALL;
	*comma = '\0';
	return styles | CASES_ALL;
}

static bool
read_format(struct wish *w, const char *text)
{
	char		plain[PATTERN_MAX];
	uint32_t	months;
	bool		good;

	plain_codes(text, plain);
	switch (w->type) {
	case PS_INT: case PS_DECIMAL: case PS_REAL:
		return number_so(w, text);
	case PS_BOOL:
		return words_so(w, text);
	case PS_TIME:
		return only_time(w, plain);
	case PS_DATE: case PS_TIMESTAMP:
		months = take_language(plain);
		good = w->type == PS_DATE ? only_date(w, plain) :
		    date_and_time(w, plain);
		w->months &= months;
		return good && (w->months & MONTH_STYLES) != 0;
	default:
		return false;
	}
}

static const char *
no_type(const char *word, struct arena *arena)
{
	const char	*near = nearest(word, wish_words), *list = "";

	if (near != NULL)
		return arena_printf(arena, "unknown type '%s', did you mean "
		    "'%s'?", shown_str(word), near);
	for (size_t i = 0; wish_words[i] != NULL; i++)
		list = arena_printf(arena, "%s%s%s", list, i == 0 ? "" : ", ",
		    wish_words[i]);
	return arena_printf(arena, "unknown type '%s'; there are %s",
	    shown_str(word), list);
}

const char *
wish_parse(struct wish *w, const char *text, struct arena *arena)
{
	size_t		 n = strcspn(text, " "), i = 0;
	const char	*word = arena_strndup(arena, text, n);
	const char	*format = text + n + strspn(text + n, " ");

	while (wish_words[i] != NULL && strcmp(wish_words[i], word) != 0)
		i++;
	if (wish_words[i] == NULL)
		return no_type(word, arena);
	*w = (struct wish){ .type = (uint8_t)types[i],
	    .numbers = NUMBERS_ALL, .dates = DATES_ALL, .months = MONTHS_ALL,
	    .stamps = STAMPS_ALL, .times = TIMES_ALL, .bools = BOOLS_ALL };
	if (*format == '\0')
		return NULL;
	w->format = true;
	if (!read_format(w, format))
		return arena_printf(arena, "%s: '%s' is not known; %s", word,
		    shown_str(format), possible((enum ps_type)w->type, arena));
	if (w->type == PS_TIMESTAMP && (w->stamps & ZONE_NONE) == 0)
		w->type = PS_TIMESTAMPTZ;
	return NULL;
}

void
facts_wish(struct facts *f, const struct wish *w)
{
	f->flags |= FACTS_WISH | (w->format ? FACTS_FORMAT : 0);
	f->fits = types_from((enum ps_type)w->type);
	f->numbers &= w->numbers;
	f->dates &= w->dates;
	f->months &= w->months;
	f->stamps &= w->stamps;
	f->times &= w->times;
	f->bools &= w->bools;
	facts_narrow(f);
}

bool
wish_fits(const struct wish *w, const struct null_words *words, const char *p,
    size_t n, unsigned flags, enum ps_type type)
{
	struct facts	f;

	if (w->type == PS_TEXT || n == 0 || (flags & PS_ABSENT) != 0)
		return true;
	facts_start(&f);
	facts_told(&f, words);
	facts_wish(&f, w);
	facts_add(&f, p, n, flags, type);
	return (f.fits & BIT(w->type)) != 0;
}
