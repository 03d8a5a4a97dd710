/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_settings.c - the settings of a pipeline by name: one row each, with the
 * function for its kind of value and the place it goes to.
 */
#include <iconv.h>
#include <string.h>

#include "cli_settings.h"
#include "mem.h"
#include "pipeline.h"
#include "str.h"

struct row;
typedef const char *set_fn(struct pipeline *, struct arena *,
    const struct row *, const char *);

struct row {
	const char		*name;
	set_fn			*set;
	size_t			 offset;
	int64_t			 max;		/* of numbers */
	const char *const	*choices;	/* in the order of the enum */
	enum ps_type		 type;		/* in Lua */
};

static void *
place(struct pipeline *p, const struct row *row)
{
	return (char *)p + row->offset;
}

static const char *
set_bool(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
		return arena_printf(arena, "'%s' is neither true nor false",
		    shown_str(value));
	*(bool *)place(p, row) = strcmp(value, "true") == 0;
	return NULL;
}

static const char *
number(struct arena *arena, const struct row *row, const char *value,
    int64_t *out)
{
	if (parse_int(value, strlen(value), out) && *out >= 0 &&
	    *out <= row->max)
		return NULL;
	return arena_printf(arena, "'%s' is not a whole number from 0 to %lld",
	    shown_str(value), (long long)row->max);
}

static const char *
set_count(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	return number(arena, row, value, place(p, row));
}

static const char *
set_jobs(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	const char	*wrong;
	int64_t		 n = 0;

	wrong = number(arena, row, value, &n);
	if (wrong == NULL)
		p->jobs = (uint32_t)n;
	return wrong;
}

/* One that may not be 0. */
static const char *
positive(struct arena *arena, const struct row *row, const char *value,
    int64_t *out)
{
	const char	*wrong = number(arena, row, value, out);

	return wrong != NULL || *out > 0 ? wrong : "it must be at least 1";
}

static const char *
set_most(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	int64_t		 n = 0;
	const char	*wrong = positive(arena, row, value, &n);

	if (wrong == NULL)
		*(uint64_t *)place(p, row) = (uint64_t)n;
	return wrong;
}

static const char *
set_bytes(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	int64_t	n;

	if (!parse_size(value, &n) || n <= 0)
		return arena_printf(arena, "'%s' is not a size; write it as "
		    "in 500M or 16G", shown_str(value));
	*(uint64_t *)place(p, row) = (uint64_t)n;
	return NULL;
}

static const char *
set_seconds(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	int64_t		 n = 0;
	const char	*wrong = positive(arena, row, value, &n);

	if (wrong == NULL)
		*(double *)place(p, row) = (double)n;
	return wrong;
}

static const char *
one_of(struct arena *arena, const char *const *choices)
{
	const char *list = "";

	for (; *choices != NULL; choices++)
		list = arena_printf(arena, "%s%s'%s'", list,
		    *list == '\0' ? "" : choices[1] == NULL ? " or " : ", ",
		    *choices);
	return list;
}

/* The index of the value among the choices, or -1 and what is wrong. */
static int
choose(struct arena *arena, const struct row *row, const char *value,
    const char **wrong)
{
	for (int i = 0; row->choices[i] != NULL; i++)
		if (strcmp(row->choices[i], value) == 0)
			return i;
	*wrong = arena_printf(arena, "'%s' is not known; it takes %s",
	    shown_str(value), one_of(arena, row->choices));
	return -1;
}

static const char *
set_choice(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	const char	*wrong = NULL;
	int		 i = choose(arena, row, value, &wrong);

	if (i != -1)
		memcpy(place(p, row), &i, sizeof(i));
	return wrong;
}

_Static_assert(sizeof(enum tables_mode) == sizeof(int) &&
    sizeof(enum history) == sizeof(int) &&
    sizeof(enum fail_on) == sizeof(int) &&
    sizeof(enum progress_mode) == sizeof(int), "enums are stored as ints");

/* Choices of which the first letter is the value. */
static const char *
set_letter(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	const char *wrong = NULL;

	if (choose(arena, row, value, &wrong) != -1)
		*(char *)place(p, row) = value[0];
	return wrong;
}

/* iconv knows more; these are offered where a name is not known. */
static const char *const encodings[] = {
	"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE",
	"UTF-32BE", "ASCII", "windows-1250", "windows-1251", "windows-1252",
	"windows-1253", "windows-1254", "windows-1255", "windows-1256",
	"windows-1257", "windows-1258", "CP1250", "CP1251", "CP1252", "CP1253",
	"CP1254", "CP1257", "CP437", "CP850", "CP852", "CP866", "CP932",
	"CP936", "CP949", "latin1", "latin2", "latin9", "ISO-8859-1",
	"ISO-8859-2", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8",
	"ISO-8859-9", "ISO-8859-15", "KOI8-R", "KOI8-U", "MACINTOSH",
	"Shift_JIS", "EUC-JP", "ISO-2022-JP", "GB18030", "GBK", "GB2312",
	"BIG5", "EUC-TW", "EUC-KR", "TIS-620", NULL
};

static const char *
set_encoding(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	iconv_t		 cd = iconv_open("UTF-8", value);
	const char	*near;

	if (*value == '\0')
		return "it is empty";
	if (cd == (iconv_t)-1) {
		near = nearest(value, encodings);
		if (near == NULL && *value >= '0' && *value <= '9')
			near = nearest(arena_printf(arena, "CP%s", value),
			    encodings);
		return arena_printf(arena, "'%s' is not an encoding that iconv "
		    "knows; %s%s%s", shown_str(value),
		    near != NULL ? "did you mean '" : "'iconv -l' lists them",
		    near != NULL ? near : "", near != NULL ? "'?" : "");
	}
	iconv_close(cd);
	*(const char **)place(p, row) = arena_strdup(arena, value);
	return NULL;
}

static const char *
set_list(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	const char *const	*old = *(const char *const **)place(p, row);
	const char		**list;
	size_t			 n = 0;

	if (*value == '\0')
		return "it is empty";
	while (old != NULL && old[n] != NULL)
		n++;
	list = arena_alloc(arena, (n + 2) * sizeof(*list));
	if (n > 0)
		memcpy(list, old, n * sizeof(*list));
	list[n] = arena_strdup(arena, value);
	*(const char *const **)place(p, row) = list;
	return NULL;
}

static bool
add_token(uint32_t *set, const char *p, size_t n)
{
	for (int i = 0; i < N_TOKENS; i++)
		if (strlen(token_text[i]) == n &&
		    memcmp(token_text[i], p, n) == 0) {
			*set |= 1u << i;
			return true;
		}
	return false;
}

/* "NA,-,missing": these count as null, besides the empty cell. */
static const char *
set_tokens(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	uint32_t	 set = 1u << TOKEN_EMPTY;
	struct null_words words = { .n = 0 };
	const char	*end;

	for (;; value = end + 1) {
		size_t	n;

		end = strchr(value, ',');
		if (end == NULL)
			end = value + strlen(value);
		n = (size_t)(end - value);
		if (n > 0 && !add_token(&set, value, n) &&
		    !told_add(&words, value, n))
			return arena_printf(arena, "there is no room for "
			    "'%s': %d words of your own, of %d bytes in all, "
			    "are the most", shown(value, n), N_TOLD,
			    (int)sizeof(words.text) - N_TOLD);
		if (*end == '\0')
			break;
	}
	*(uint32_t *)place(p, row) = set;
	p->prefer.words = words;
	return NULL;
}

/* "1%", "0.25%": millionths, exactly; -1: no share. */
static int64_t
share(const char *s)
{
	int64_t	value = 0;
	int	places = -1;

	if (!is_digit((unsigned char)*s))
		return -1;
	for (; *s != '\0' && *s != '%'; s++) {
		if (*s == '.' && places == -1) {
			places = 0;
			continue;
		}
		if (!is_digit((unsigned char)*s) || value > 10000000)
			return -1;
		value = 10 * value + (*s - '0');
		places += places >= 0;
	}
	for (places = places == -1 ? 0 : places; places < 4; places++)
		value *= 10;
	return places == 4 && strcmp(s, "%") == 0 && value <= 1000000 ?
	    value : -1;
}

static const char *
set_rejects(struct pipeline *p, struct arena *arena, const struct row *row,
    const char *value)
{
	struct reject_limit	limit = { .told = true };
	int64_t			n = share(value);

	limit.is_share = n >= 0;
	if (n < 0 && (!parse_int(value, strlen(value), &n) || n < 0))
		return arena_printf(arena, "'%s' is neither a number of "
		    "records nor a share of them such as 1%%",
		    shown_str(value));
	limit.most = (uint64_t)n;
	*(struct reject_limit *)place(p, row) = limit;
	return NULL;
}

static const char *const tables_choices[] = { "shape", "document", NULL };
static const char *const history_choices[] = { "none", "rows", NULL };
static const char *const fail_on_choices[] = {
	"failed", "reject", "doubt", "never", NULL
};
static const char *const progress_choices[] = {
	"auto", "bar", "json", "none", NULL
};
static const char *const dates_choices[] = { "dmy", "mdy", "ymd", NULL };
static const char *const decimal_choices[] = { ",", ".", NULL };

#define AT(member)	offsetof(struct pipeline, member)

static const struct row rows[] = {
	{ "jobs", set_jobs, 0, 1024, NULL, PS_INT },
	{ "tables", set_choice, AT(tables), 0, tables_choices, PS_TEXT },
	{ "history", set_choice, AT(history), 0, history_choices, PS_TEXT },
	{ "fail_on", set_choice, AT(fail_on), 0, fail_on_choices, PS_TEXT },
	{ "progress", set_choice, AT(progress), 0, progress_choices, PS_TEXT },
	{ "quiet", set_bool, AT(quiet), 0, NULL, PS_BOOL },
	{ "verbose", set_bool, AT(verbose), 0, NULL, PS_BOOL },
	{ "dedupe", set_bool, AT(dedupe), 0, NULL, PS_BOOL },
	{ "coerce", set_bool, AT(coerce), 0, NULL, PS_BOOL },
	{ "prune", set_bool, AT(prune), 0, NULL, PS_BOOL },
	{ "provenance", set_bool, AT(provenance), 0, NULL, PS_BOOL },
	{ "siblings", set_bool, AT(siblings), 0, NULL, PS_BOOL },
	{ "include", set_list, AT(include), 0, NULL, PS_TEXT },
	{ "exclude", set_list, AT(exclude), 0, NULL, PS_TEXT },
	{ "limit", set_count, AT(limit), 1ll << 53, NULL, PS_INT },
	{ "encoding", set_encoding, AT(encoding), 0, NULL, PS_TEXT },
	{ "dates", set_letter, AT(prefer.date_order), 0, dates_choices,
	  PS_TEXT },
	{ "decimal", set_letter, AT(prefer.decimal), 0, decimal_choices,
	  PS_TEXT },
	{ "nulls", set_tokens, AT(prefer.tokens), 0, NULL, PS_TEXT },
	{ "deadline", set_seconds, AT(deadline), 86400, NULL, PS_REAL },
	{ "depth", set_count, AT(unpack.depth), DEPTH_MOST, NULL, PS_INT },
	{ "max_members", set_most, AT(unpack.members), 1ll << 31, NULL,
	  PS_INT },
	{ "max_member_bytes", set_bytes, AT(unpack.member_bytes), 0, NULL,
	  PS_TEXT },
	{ "max_unpacked", set_bytes, AT(unpack.bytes), 0, NULL, PS_TEXT },
	{ "max_rejects", set_rejects, AT(max_rejects), 0, NULL, PS_TEXT },
	{ "max_ratio", set_most, AT(unpack.ratio), 1ll << 31, NULL, PS_INT },
};

#define N_ROWS	(sizeof(rows) / sizeof(rows[0]))

static const struct row *
find(const char *name)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

const char *const *
setting_names(struct arena *arena)
{
	const char **names = arena_alloc(arena, (N_ROWS + 1) * sizeof(*names));

	for (size_t i = 0; i < N_ROWS; i++)
		names[i] = rows[i].name;
	return names;
}

const char *
setting_name(uint32_t i)
{
	return i < N_ROWS ? rows[i].name : NULL;
}

const char *const *
setting_choices(const char *name)
{
	const struct row *row = find(name);

	return row == NULL ? NULL : row->choices;
}

enum ps_type
setting_type(const char *name)
{
	const struct row *row = find(name);

	return row == NULL ? PS_NULL : row->type;
}

bool
setting_takes_list(const char *name)
{
	const struct row *row = find(name);

	return row != NULL && row->set == set_list;
}

bool
setting_takes_number(const char *name)
{
	const struct row *row = find(name);

	return row != NULL && (row->set == set_bytes ||
	    row->set == set_rejects);
}

const char *
setting_set(struct pipeline *p, struct arena *arena, const char *name,
    const char *value)
{
	const struct row *row = find(name);

	if (row == NULL)
		return "there is no such setting";
	return row->set(p, arena, row, value);
}
