/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_select.c - follow and accept: globs by key, and what they say of a link.
 *
 * Globs are about what people see: a path or a name matches as it stands in
 * the URL or decoded, so that "a b.csv" and "a%20b.csv" choose the same.
 */
#include <stdlib.h>
#include <string.h>

#include "http_select.h"
#include "http_url_impl.h"
#include "polyscraper.h"

enum key { KEY_HOST, KEY_PATH, KEY_NAME, KEY_EXT, N_KEYS };

static const char *const key_names[N_KEYS] = { "host", "path", "name", "ext" };

struct select {
	char		**globs[N_KEYS];	/* NULL-ended, or NULL */
};

/* One line of a text: "key: value" or, as a shell is spared a blank, "=". */
struct line {
	enum key	 key;			/* N_KEYS: none of them */
	const char	*value;
	size_t		 n;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
trim(const char **p, size_t *n)
{
	while (*n > 0 && is_blank((*p)[0])) {
		(*p)++;
		(*n)--;
	}
	while (*n > 0 && is_blank((*p)[*n - 1]))
		(*n)--;
}

static enum key
key_of(const char *p, size_t n)
{
	unsigned	i = 0;

	trim(&p, &n);
	while (i < N_KEYS && !url_is_word(p, n, key_names[i]))
		i++;
	return (enum key)i;
}

/* The next line that is not blank; false at the end. */
static bool
next_line(const char **text, struct line *out)
{
	while (**text != '\0') {
		const char	*p = *text;
		size_t		 n = strcspn(p, "\n"), key;

		*text += n + (p[n] == '\n');
		trim(&p, &n);
		if (n == 0)
			continue;
		for (key = 0; key < n && p[key] != ':' && p[key] != '=';)
			key++;
		out->key = key == n ? N_KEYS : key_of(p, key);
		out->value = p + key + (key < n);
		out->n = n - key - (key < n);
		trim(&out->value, &out->n);
		return true;
	}
	return false;
}

static const char *
value_expects(const struct line *line)
{
	const void	*slash = memchr(line->value, '/', line->n);
	size_t		 commas = 0;

	while (commas < line->n && strchr(", \t", line->value[commas]) != NULL)
		commas++;

	if (line->key == N_KEYS)
		return "'host', 'path', 'name' or 'ext' and a glob each, as in "
		    "ext = \"csv\"";
	if (commas == line->n)
		return "something behind each key";
	if (line->key == KEY_HOST && slash != NULL)
		return "a host without '/'; use 'path' for the rest";
	if ((line->key == KEY_NAME || line->key == KEY_EXT) && slash != NULL)
		return "a name without '/'; use 'path' for the rest";
	return NULL;
}

const char *
select_expects(const char *text)
{
	const char	*expected = NULL;
	struct line	 line;

	while (expected == NULL && next_line(&text, &line))
		expected = value_expects(&line);
	return expected;
}

/* Hosts are spelt as in URLs; their globs at least in small letters. */
static char *
host_glob(const char *p, size_t n)
{
	char		*glob = malloc(URL_SITE_ROOM + n);
	struct url_text	 t = { glob, 0, URL_SITE_ROOM - 1, false };

	if (glob == NULL)
		return NULL;
	if (url_put_host(&t, p, n) != URL_GOOD || t.full) {
		for (t.n = 0; t.n < n; t.n++)
			glob[t.n] = url_lower(p[t.n]);
	} else if (glob[0] == '[') {
		t.n -= 2;
		memmove(glob, glob + 1, t.n);
	}
	glob[t.n] = '\0';
	return glob;
}

/* csv, .csv and *.csv are a suffix; budget/x lies anywhere. */
static char *
as_glob(enum key key, const char *p, size_t n)
{
	const char	*before = "";
	char		*glob;
	size_t		 k;

	if (key == KEY_HOST)
		return host_glob(p, n);
	if (key == KEY_EXT) {
		if (n > 1 && p[0] == '*' && p[1] == '.') {
			p++;
			n--;
		}
		before = p[0] == '.' ? "*" : "*.";
	} else if (key == KEY_PATH && p[0] != '/' &&
	    memchr(p, '/', n) != NULL && strncmp(p, "**/", 3) != 0) {
		before = "**/";
	}
	k = strlen(before);
	if ((glob = malloc(k + n + 1)) == NULL)
		return NULL;
	memcpy(glob, before, k);
	for (size_t i = 0; i < n; i++)
		glob[k++] = key == KEY_EXT ? url_lower(p[i]) : p[i];
	glob[k] = '\0';
	return glob;
}

static bool
add_glob(struct select *s, enum key key, const char *p, size_t n)
{
	char	**more;
	size_t	  k = 0;

	while (s->globs[key] != NULL && s->globs[key][k] != NULL)
		k++;
	more = realloc(s->globs[key], (k + 2) * sizeof(*more));
	if (more == NULL)
		return false;
	s->globs[key] = more;
	more[k] = as_glob(key, p, n);
	more[k + 1] = NULL;
	return more[k] != NULL;
}

/* Suffixes and hosts have no commas; paths and names may. */
static bool
add_line(struct select *s, const struct line *line)
{
	bool	list = line->key == KEY_EXT || line->key == KEY_HOST;

	for (size_t i = 0, n; i < line->n; i += n + 1) {
		const char	*p = line->value + i, *comma;
		size_t		 length;

		comma = list ? memchr(p, ',', line->n - i) : NULL;
		length = n = comma == NULL ? line->n - i : (size_t)(comma - p);
		trim(&p, &length);
		if (length > 0 && !add_glob(s, line->key, p, length))
			return false;
	}
	return true;
}

void
select_free(struct select *s)
{
	if (s == NULL)
		return;
	for (int i = 0; i < N_KEYS; i++) {
		for (char **g = s->globs[i]; g != NULL && *g != NULL; g++)
			free(*g);
		free(s->globs[i]);
	}
	free(s);
}

struct select *
select_new(const char *text)
{
	struct select	*s;
	struct line	 line;
	bool		 any = false;

	if (text == NULL || (s = calloc(1, sizeof(*s))) == NULL)
		return NULL;
	while (next_line(&text, &line)) {
		if (line.key == N_KEYS || line.n == 0)
			continue;
		any = true;
		if (!add_line(s, &line)) {
			select_free(s);
			return NULL;
		}
	}
	if (any)
		return s;
	select_free(s);
	return NULL;
}

/* A site's name stands for all hosts below it, too. */
static bool
matches_host(struct ps_self *self, const char *glob, const char *host)
{
	size_t	n = strlen(glob), length = strlen(host);

	return ps_glob(self, glob, host) || (length > n && host[length - n -
	    1] == '.' && strcmp(host + length - n, glob) == 0);
}

/* A path and maybe what is behind it; globs without '/' are from the top. */
static bool
matches_path(struct ps_self *self, const char *glob, const char *path)
{
	return ps_glob(self, glob, *glob == '/' ? path : path + 1);
}

/* The text of a piece as it stands there, and decoded; "" where it cannot. */
struct spelt {
	char	raw[URL_ROOM], decoded[URL_ROOM];
};

static void
spell(struct url_piece piece, struct spelt *out)
{
	size_t	n = piece.n < URL_BYTES ? piece.n : URL_BYTES;

	if (n > 0)
		memcpy(out->raw, piece.p, n);
	out->raw[n] = '\0';
	piece.n = n;
	n = url_decoded(piece, out->decoded);
	/* A NUL would end it. */
	if (strlen(out->decoded) != n)
		memcpy(out->decoded, out->raw, strlen(out->raw) + 1);
}

/* What globs are about, taken from a URL once for all of them. */
struct target {
	char		 host[URL_SITE_ROOM];
	struct spelt	 path, name;
	const char	*whole;		/* path and query */
	const char	*called;	/* by the server, or NULL */
};

static void
read_target(const char *url, const char *called, struct target *t)
{
	struct url_parts	parts;
	size_t			n;

	url_split(url, &parts);
	n = parts.host.n < URL_SITE_ROOM ? parts.host.n : URL_SITE_ROOM - 1;
	memcpy(t->host, parts.host.p, n);
	t->host[n] = '\0';
	spell(parts.path, &t->path);
	spell(parts.name, &t->name);
	t->whole = parts.path.p;
	t->called = called;
}

static bool
matches_suffix(struct ps_self *self, const char *glob, const char *name)
{
	char	low[URL_ROOM];
	size_t	n = strnlen(name, URL_BYTES);

	for (size_t i = 0; i < n; i++)
		low[i] = url_lower(name[i]);
	low[n] = '\0';
	return ps_glob(self, glob, low);
}

static bool
matches(struct ps_self *self, enum key key, const char *glob,
    const struct target *t)
{
	if (key == KEY_HOST)
		return matches_host(self, glob, t->host);
	if (key == KEY_PATH)
		return matches_path(self, glob, t->path.raw) ||
		    matches_path(self, glob, t->path.decoded) ||
		    matches_path(self, glob, t->whole);
	if (key == KEY_NAME)
		return ps_glob(self, glob, t->name.raw) ||
		    ps_glob(self, glob, t->name.decoded) ||
		    (t->called != NULL && ps_glob(self, glob, t->called));
	return matches_suffix(self, glob, t->name.raw) ||
	    matches_suffix(self, glob, t->name.decoded) ||
	    (t->called != NULL && matches_suffix(self, glob, t->called));
}

bool
select_matches(struct ps_self *self, const struct select *s, const char *url,
    const char *name)
{
	struct target	t;

	read_target(url, name, &t);
	for (unsigned i = 0; i < N_KEYS; i++) {
		char *const	*g = s->globs[i];

		while (g != NULL && *g != NULL &&
		    !matches(self, (enum key)i, *g, &t))
			g++;
		if (g != NULL && *g == NULL)
			return false;
	}
	return true;
}

/* What says nothing of hosts means the site of the input. */
static bool
chooses(struct ps_self *self, const struct select *s, const char *url,
    const char *name, const char *root)
{
	return (s->globs[KEY_HOST] != NULL || url_same_site(url, root)) &&
	    select_matches(self, s, url, name);
}

unsigned
select_link(struct ps_self *self, const struct select_wish *wish,
    const char *url, const char *name, const char *root, uint32_t depth)
{
	bool	followed, accepted;

	if (depth > wish->depth)
		return SELECT_NO;
	if (depth == 0)
		return SELECT_PAGE | (wish->accept == NULL ||
		    select_matches(self, wish->accept, url, name) ?
		    SELECT_DOC : 0);
	followed = wish->follow == NULL ? url_same_site(url, root) :
	    chooses(self, wish->follow, url, name, root);
	accepted = wish->accept != NULL ?
	    chooses(self, wish->accept, url, name, root) :
	    followed || url_same_site(url, root);
	return (followed && depth < wish->depth ? SELECT_PAGE : 0) |
	    (accepted ? SELECT_DOC : 0);
}

const char *
select_why(struct ps_self *self, const struct select_wish *wish,
    const char *url, const char *root, uint32_t depth)
{
	if (depth > wish->depth)
		return "it is deeper than 'depth' says";
	if (select_link(self, wish, url, NULL, root, depth) != SELECT_NO)
		return "it is visited";
	if (!url_same_site(url, root))
		return "it is on another site; name its host in 'follow' or "
		    "'accept'";
	return "neither 'follow' nor 'accept' takes it";
}
