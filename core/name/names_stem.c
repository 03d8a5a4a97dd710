/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * names_stem.c - names of tables: what a document's name says once suffixes,
 * dates, counters and copy marks are taken off.
 *
 * A name is parted into words; a word goes if it is a date, stands beside one
 * and could be part of it, or counts at the end.
 */
#include <string.h>

#include "names_fold.h"
#include "str.h"

#define ROOM		256	/* bytes of a name that are looked at */
#define WORDS		64
#define SUFFIX_MAX	6	/* an unknown suffix is not longer */
#define LEVELS		4	/* directories that may lend a name */

struct word {
	const char	*p;
	size_t		 n;
	bool		 gone;
};

static const char *const packers[] = {
	"7z", "br", "bz2", "gz", "lz4", "lzma", "tgz", "xz", "z", "zip", "zst"
};

static const char *const suffixes[] = {
	"arff", "asc", "cfg", "conf", "csv", "dat", "data", "db", "dbf", "dif",
	"geojson", "geojsonl", "geojsons", "htm", "html", "ini", "json",
	"json-seq", "jsonl", "jsonld", "kml", "ldif", "log", "lst", "md",
	"ndjson", "ods", "psv", "rss", "sqlite", "ssv", "tab", "tar",
	"text", "topojson", "tsv", "txt", "vcf", "xls", "xlsx", "xml", "yaml",
	"yml"
};

/* Files called so are called after their directory. */
static const char *const generic_stems[] = {
	"all", "csv", "data", "database", "dataset", "default", "document",
	"documents", "download", "downloads", "dump", "export", "exports",
	"file", "files", "index", "input", "items", "json", "list",
	"main", "new", "out", "output", "page", "part", "part_of", "query",
	"records", "report", "response", "result", "results", "rows", "sheet",
	"table", "tables", "temp", "text", "tmp",
	"unnamed", "untitled", "values"
};

/* What spreadsheets call their sheets themselves, a number behind it. */
static const char *const sheet_words[] = {
	"ark", "arkusz", "blad", "feuil", "feuille", "foglio", "folha", "hoja",
	"list", "munka", "planilha", "sheet", "tabelle", "taul"
};

static const char *const month_words[] = {
	"apr", "april", "aug", "august", "dec", "december", "feb", "february",
	"fy", "h1", "h2", "jan", "january", "jul", "july", "jun", "june",
	"mar", "march", "may", "nov", "november", "oct", "october", "q1", "q2",
	"q3", "q4", "sep", "sept", "september"
};

static const char *const copy_words[] = {
	"copia", "copie", "copy", "kopia", "kopie", "of"
};

#define IN(s, n, list)	\
	in_list((s), (n), (list), sizeof(list) / sizeof((list)[0]))

static bool
in_list(const char *p, size_t n, const char *const *list, size_t length)
{
	char	word[24];

	if (n >= sizeof(word))
		return false;
	for (size_t i = 0; i < n; i++)
		word[i] = (char)to_lower(p[i]);
	word[n] = '\0';
	return name_in(word, list, length);
}

/* An unknown suffix: short, letters and digits, not digits alone. */
static bool
is_suffix(const char *p, size_t n)
{
	bool	letter = false;

	for (size_t i = 0; i < n; i++) {
		if (!is_alnum(p[i]))
			return false;
		letter |= is_alpha(p[i]);
	}
	return n > 0 && n < SUFFIX_MAX && letter;
}

/* Length without suffixes: those of packers, known ones, or one unknown. */
static size_t
without_suffixes(const char *p, size_t n)
{
	bool	first = true;
	size_t	dot;

	for (;;) {
		for (dot = n; dot > 0 && p[dot - 1] != '.'; dot--)
			continue;
		if (dot < 2)
			return n;
		if (!IN(p + dot, n - dot, packers)) {
			if (!IN(p + dot, n - dot, suffixes) &&
			    !(first && is_suffix(p + dot, n - dot)))
				return n;
			first = false;
		}
		n = dot - 1;
	}
}

static size_t
digits_at(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && is_digit(p[i]))
		i++;
	return i;
}

static bool
is_number(const struct word *w)
{
	return w->n > 0 && digits_at(w->p, w->n) == w->n;
}

static unsigned
value_of(const char *p, size_t n)
{
	unsigned	v = 0;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + (unsigned)(p[i] - '0');
	return v;
}

static bool
is_year(const char *p)
{
	unsigned	v = value_of(p, 4);

	return v >= 1900 && v < 2100;
}

static bool
is_month_day(const char *month, const char *day)
{
	unsigned	m = value_of(month, 2), d = value_of(day, 2);

	return m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

/* n digits that are a date, or a date and a time, or seconds since 1970. */
static bool
is_date(const char *p, size_t n)
{
	switch (n) {
	case 4:
		return is_year(p);
	case 6:
		return is_year(p) && is_month_day(p + 4, "01");
	case 8:
		return (is_year(p) && is_month_day(p + 4, p + 6)) ||
		    (is_year(p + 4) && (is_month_day(p, p + 2) ||
		    is_month_day(p + 2, p)));
	case 10:
	case 13:
		return *p == '1';
	case 12:
	case 14:
		return is_year(p) && is_month_day(p + 4, p + 6);
	default:
		return false;
	}
}

static bool
is_hex(const struct word *w)
{
	bool	digit = false, letter = false;

	for (size_t i = 0; i < w->n; i++) {
		if (!is_digit(w->p[i]) && !(w->p[i] >= 'a' && w->p[i] <= 'f'))
			return false;
		digit |= is_digit(w->p[i]);
		letter |= is_alpha(w->p[i]);
	}
	return w->n >= 16 && digit && letter;
}

/* t120000z behind a date. */
static bool
is_clock(const struct word *w)
{
	size_t	n = w->n;

	if (n < 5 || w->p[0] != 't')
		return false;
	if (w->p[n - 1] == 'z')
		n--;
	return digits_at(w->p + 1, n - 1) == n - 1;
}

/* Eight, four, four, four, twelve hexadecimal digits. */
static bool
is_uuid(const struct word *w, size_t n)
{
	static const uint8_t	lengths[] = { 8, 4, 4, 4, 12 };

	if (n < sizeof(lengths))
		return false;
	for (size_t i = 0; i < sizeof(lengths); i++) {
		if (w[i].n != lengths[i])
			return false;
		for (size_t k = 0; k < w[i].n; k++)
			if (!is_digit(w[i].p[k]) &&
			    !(w[i].p[k] >= 'a' && w[i].p[k] <= 'f'))
				return false;
	}
	return true;
}

/* Adds p..p+n, parted where a date touches letters: budget2019. */
static size_t
add_word(struct word *words, size_t count, const char *p, size_t n)
{
	size_t	head = digits_at(p, n), tail = 0;

	while (tail < n && is_digit(p[n - 1 - tail]))
		tail++;
	if (head > 0 && head < n && is_date(p, head)) {
		words[count++] = (struct word){ p, head, false };
		words[count++] = (struct word){ p + head, n - head, false };
	} else if (tail > 0 && tail < n && is_date(p + n - tail, tail)) {
		words[count++] = (struct word){ p, n - tail, false };
		words[count++] = (struct word){ p + n - tail, tail, false };
	} else {
		words[count++] = (struct word){ p, n, false };
	}
	return count;
}

static size_t
part(const char *folded, struct word *words)
{
	size_t	count = 0, n;

	while (*folded != '\0' && count + 2 <= WORDS) {
		n = strcspn(folded, "_");
		count = add_word(words, count, folded, n);
		folded += n + (folded[n] == '_');
	}
	return count;
}

/* What is part of a date if it stands beside one. */
static bool
is_near_date(const struct word *w)
{
	return (is_number(w) && w->n <= 2) || is_clock(w) ||
	    IN(w->p, w->n, month_words);
}

static void
drop_dates(struct word *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (is_hex(&words[i]) || (is_number(&words[i]) &&
		    is_date(words[i].p, words[i].n)))
			words[i].gone = true;
		if (is_uuid(&words[i], n - i))
			for (size_t k = 0; k < 5; k++)
				words[i + k].gone = true;
	}
	for (size_t i = 1; i < n; i++)
		words[i].gone |= words[i - 1].gone && is_near_date(&words[i]);
	for (size_t i = n; i-- > 1;)
		words[i - 1].gone |= words[i].gone &&
		    is_near_date(&words[i - 1]);
}

/* A number that counts files: (2), 001, v3. */
static bool
is_counter(const struct word *w)
{
	struct word	number = { w->p + 1, w->n - 1, false };

	if (w->p[0] == 'v' && is_number(&number) && number.n <= 3)
		return true;
	return is_number(w) && (w->n <= 3 || w->p[0] == '0');
}

static void
drop_counters(struct word *words, size_t n)
{
	size_t	first = 0;

	while (n > 0 && (words[n - 1].gone || is_counter(&words[n - 1]) ||
	    IN(words[n - 1].p, words[n - 1].n, copy_words)))
		words[--n].gone = true;
	while (first < n && (words[first].gone || (is_number(&words[first]) &&
	    words[first].p[0] == '0')))
		words[first++].gone = true;
	if (first + 1 < n && words[first + 1].n == 2 &&
	    memcmp(words[first + 1].p, "of", 2) == 0 &&
	    IN(words[first].p, words[first].n, copy_words))
		words[first].gone = words[first + 1].gone = true;
}

static void
join(const struct word *words, size_t n, char *out)
{
	size_t	used = 0;

	for (size_t i = 0; i < n; i++) {
		if (words[i].gone)
			continue;
		if (used > 0)
			out[used++] = '_';
		memcpy(out + used, words[i].p, words[i].n);
		used += words[i].n;
	}
	out[used] = '\0';
}

/* The folded words that remain of a name, into 2 * ROOM bytes. */
static void
remaining(const char *name, size_t n, bool keep, char *out)
{
	struct word	words[WORDS];
	char		folded[ROOM];
	size_t		count;

	name_fold(name, without_suffixes(name, n), folded, sizeof(folded));
	count = part(folded, words);
	if (!keep) {
		drop_dates(words, count);
		drop_counters(words, count);
	}
	join(words, count, out);
}

void
name_stem(const char *file, bool keep, char out[NAME_MAX_BYTES + 1])
{
	char	words[2 * ROOM];

	remaining(file, strlen(file), keep, words);
	name_finish(words, 't', out);
}

static bool
is_generic_stem(const char *s)
{
	size_t	n = strlen(s), k = n;

	while (k > 0 && (is_digit(s[k - 1]) || (k < n && s[k - 1] == '_')))
		k--;
	return n == 0 || IN(s, n, generic_stems) || IN(s, n, month_words) ||
	    IN(s, k, sheet_words);
}

/* The last part of an address of n bytes; where it begins. */
static size_t
last_part(const char *address, size_t n)
{
	while (n > 0 && address[n - 1] != '/' && address[n - 1] != '!')
		n--;
	return n;
}

/* A URL's query and fragment name nothing; nor does "https:". */
static size_t
without_query(const char *address)
{
	size_t	n = strlen(address);

	if (strstr(address, "://") != NULL)
		n = strcspn(address, "?#");
	while (n > 0 && address[n - 1] == '/')
		n--;
	return n;
}

/* %20 in a URL is a blank. */
static size_t
unescape(const char *p, size_t n, char *out, size_t room)
{
	static const char	hex[] = "0123456789abcdef";
	const char		*high, *low;
	size_t			used = 0;

	for (size_t i = 0; i < n && used < room; i++) {
		out[used] = p[i];
		if (p[i] == '%' && i + 2 < n && p[i + 1] && p[i + 2] &&
		    (high = strchr(hex, to_lower(p[i + 1]))) != NULL &&
		    (low = strchr(hex, to_lower(p[i + 2]))) != NULL) {
			out[used] = (char)((high - hex) * 16 + (low - hex));
			i += 2;
		}
		used++;
	}
	return used;
}

/*
 * The words of the document's own name, or of the nearest directory or
 * container whose name says more.
 */
static void
telling_words(const char *address, bool keep, char *out)
{
	bool	url = strstr(address, "://") != NULL;
	char	own[2 * ROOM] = "", text[ROOM];
	size_t	n = without_query(address), from, length;

	for (int level = 0; level < LEVELS && n > 0; level++) {
		from = last_part(address, n);
		length = n - from < ROOM ? n - from : ROOM;
		if (url)
			length = unescape(address + from, n - from, text, ROOM);
		else
			memcpy(text, address + n - length, length);
		remaining(text, length, keep, out);
		if (!is_generic_stem(out))
			return;
		if (*own == '\0')
			memcpy(own, out, sizeof(own));
		n = from > 0 ? from - 1 : 0;
	}
	memcpy(out, own, sizeof(own));
	if (*out == '\0')
		memcpy(out, "t", 2);
}

static bool
is_first(const char *words, const char *word)
{
	size_t	n = strlen(word);

	return strncmp(words, word, n) == 0 && (words[n] == '_' ||
	    words[n] == '\0');
}

/* Names that the databases keep for themselves, also with more behind. */
static bool
is_theirs(const char *words)
{
	return is_first(words, "sqlite") || is_first(words, "pg");
}

void
name_table(const char *address, bool keep, char out[NAME_MAX_BYTES + 1])
{
	char	words[2 * ROOM + 2];

	telling_words(strcmp(address, "-") == 0 ? "stdin" : address, keep,
	    words + 2);
	if (is_theirs(words + 2)) {
		memcpy(words, "t_", 2);
		name_finish(words, 't', out);
	} else {
		name_finish(words + 2, 't', out);
	}
}

void
name_given(const char *name, char out[NAME_MAX_BYTES + 1])
{
	char	words[2 + NAME_MAX_BYTES + 1] = "t_";

	name_column(name, strlen(name), 1, words + 2);
	if (is_theirs(words + 2))
		name_finish(words, 't', out);
	else
		memcpy(out, words + 2, NAME_MAX_BYTES + 1);
}
