/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * secret_find.c - which parts of an address are secret: user:THIS@host, and
 * parameters by their names, of which some count only with values that look
 * like it, for `key=2019` is none.
 */
#include <string.h>

#include "secret.h"
#include "secret_find.h"
#include "str.h"

#define PASSWORD_MOST	4096u	/* bytes behind "user:" that are looked at */
#define NAME_MOST	64u	/* bytes of a parameter's name */
#define ESCAPES		16u	/* bytes of one that was escaped again */
#define LOOK		256u	/* bytes of a value that tell what it is */
#define DIGITS		12u	/* enough to tell millions of values apart */
#define FEW_DIGITS	6u	/* too few to be sure of a guessed password */
#define STARS		"***"
#define N_STARS		(sizeof(STARS) - 1)

enum how { WHOLE, ENDS, BEGINS };

/* Names without case and without what is neither letter nor digit. */
struct name {
	const char	*text;
	enum how	 how;
	unsigned	 digits;	/* 0: not secret */
	bool		 by_value;	/* only if that looks like it */
};

/* The first that fits counts. */
static const struct name names[] = {
	/* They tell which page comes next. */
	{ "pagetoken", ENDS, 0, false },
	{ "nexttoken", ENDS, 0, false },
	{ "resumptiontoken", ENDS, 0, false },
	{ "continuationtoken", ENDS, 0, false },
	{ "cursortoken", ENDS, 0, false },
	{ "synctoken", ENDS, 0, false },

	{ "password", ENDS, FEW_DIGITS, false },
	{ "passwd", ENDS, FEW_DIGITS, false },
	{ "passphrase", ENDS, FEW_DIGITS, false },
	{ "pwd", ENDS, FEW_DIGITS, false },
	{ "pass", WHOLE, FEW_DIGITS, false },
	{ "otp", WHOLE, FEW_DIGITS, false },

	{ "token", ENDS, DIGITS, false },
	{ "secret", ENDS, DIGITS, false },
	{ "signature", ENDS, DIGITS, false },
	{ "credential", ENDS, DIGITS, false },
	{ "credentials", ENDS, DIGITS, false },
	{ "apikey", ENDS, DIGITS, false },
	{ "accesskey", ENDS, DIGITS, false },
	{ "accesskeyid", ENDS, DIGITS, false },
	{ "secretkey", ENDS, DIGITS, false },
	{ "privatekey", ENDS, DIGITS, false },
	{ "authkey", ENDS, DIGITS, false },
	{ "subscriptionkey", ENDS, DIGITS, false },
	{ "sessionid", ENDS, DIGITS, false },
	{ "sessid", ENDS, DIGITS, false },
	{ "sessionkey", ENDS, DIGITS, false },
	{ "aspsessionid", BEGINS, DIGITS, false },
	{ "authorization", ENDS, DIGITS, false },
	{ "sig", WHOLE, DIGITS, false },
	{ "hmac", WHOLE, DIGITS, false },
	{ "bearer", WHOLE, DIGITS, false },
	{ "jwt", WHOLE, DIGITS, false },
	{ "hdnea", WHOLE, DIGITS, false },
	{ "hdnts", WHOLE, DIGITS, false },
	{ "hdntl", WHOLE, DIGITS, false },
	{ "assertion", WHOLE, DIGITS, false },
	{ "samlresponse", WHOLE, DIGITS, false },
	{ "auth", WHOLE, DIGITS, false },
	{ "cookie", ENDS, DIGITS, false },

	{ "key", ENDS, DIGITS, true },
	{ "session", ENDS, DIGITS, true },
	{ "sess", WHOLE, DIGITS, true },
	{ "sid", WHOLE, DIGITS, true },
	{ "sign", WHOLE, DIGITS, true },
	{ "code", ENDS, DIGITS, true },
	{ "ticket", ENDS, DIGITS, true },
	{ "oauth", BEGINS, DIGITS, true }
};

static bool
ends_address(char c)
{
	return (unsigned char)c <= ' ' || strchr("\"'<>|", c) != NULL;
}

static bool
at_word(const char *p, size_t n, size_t i)
{
	return i < n && (is_alnum((unsigned char)p[i]) || p[i] == '_');
}

/* Stars and digits: it was hidden before, or nothing is left to hide. */
static bool
is_hidden(const char *p, size_t n)
{
	size_t	i = N_STARS;

	if (n < N_STARS || memcmp(p, STARS, N_STARS) != 0)
		return n == 0;
	while (i < n && (is_digit((unsigned char)p[i]) ||
	    (p[i] >= 'a' && p[i] <= 'f')))
		i++;
	return i == n && (n == N_STARS || n == N_STARS + FEW_DIGITS ||
	    n == N_STARS + DIGITS);
}

static int
hex_digit(char c)
{
	if (is_digit((unsigned char)c))
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/*
 * Neither a word nor a number nor both of them: hexadecimal, or long and of
 * letters and digits that change places, or shorter and of all three kinds.
 */
static bool
looks_secret(const char *p, size_t n)
{
	size_t	digits = 0, capitals = 0, small = 0, hex = 0, changes = 0;
	bool	was_digit = false, is;

	/* The hash of what was hidden within it would look so. */
	if (memmem(p, n, STARS, N_STARS) != NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		is = is_digit((unsigned char)p[i]);
		changes += i > 0 && is != was_digit;
		was_digit = is;
		digits += is;
		hex += hex_digit(p[i]) >= 0;
		capitals += p[i] >= 'A' && p[i] <= 'Z';
		small += p[i] >= 'a' && p[i] <= 'z';
	}
	if (n < 16)
		return n >= 8 && digits > 0 && capitals > 0 && small > 0 &&
		    changes >= 2;
	return digits > 0 ? hex == n || changes >= 3 :
	    n >= 24 && capitals >= 4 && small >= 4;
}

/* Behind "://" at i: the password, or a user that is one. */
static bool
password_at(const char *p, size_t n, size_t i, struct secret_place *at)
{
	size_t	colon = i, end, found = 0;
	bool	digits = true;

	while (colon < n && !ends_address(p[colon]) &&
	    strchr(":/?#@", p[colon]) == NULL)
		colon++;
	*at = (struct secret_place){ .from = i, .to = colon };
	if (colon < n && p[colon] == '@')
		return looks_secret(p + i, colon - i);
	if (colon >= n || p[colon] != ':')
		return false;
	at->from = colon + 1;
	if (n - at->from > PASSWORD_MOST)
		n = at->from + PASSWORD_MOST;
	for (end = at->from; end < n && !ends_address(p[end]); end++) {
		if (p[end] == '/' && (found > 0 || digits))
			break;		/* host:port/, or behind the host */
		if (p[end] == '@')
			found = end;
		else if (found == 0 && !is_digit((unsigned char)p[end]))
			digits = false;
	}
	at->to = found;
	return found > at->from && !is_hidden(p + at->from, found - at->from);
}

/* password=THIS among the words of a connection; not as a parameter. */
static bool
word_at(const char *p, size_t n, size_t i, struct secret_place *at)
{
	static const char	name[] = "password=";
	size_t			end, k, start = i + sizeof(name) - 1;
	char			quote;

	if (n - i < sizeof(name) || (i > 0 && (at_word(p, n, i - 1) ||
	    strchr("?&;#", p[i - 1]) != NULL)) ||
	    memcmp(p + i, name, sizeof(name) - 1) != 0)
		return false;
	quote = p[start] == '\'' ? '\'' : '\0';
	start += quote != '\0';
	for (end = start; end < n; end++)
		if (quote != '\0' ? p[end] == quote : p[end] == '&' ||
		    ends_address(p[end]))
			break;
	*at = (struct secret_place){ .from = start, .to = end };
	/* As a parameter's it ended earlier. */
	k = end - start < N_STARS + FEW_DIGITS ? end - start :
	    N_STARS + FEW_DIGITS;
	return !is_hidden(p + start, end - start) && (k == end - start ||
	    at_word(p, end, start + k) || !is_hidden(p + start, k));
}

/*
 * The byte that is written as %xx at i, also as %25xx within an address that
 * is within another, or -1; in how many bytes.
 */
static int
escaped_at(const char *p, size_t n, size_t i, size_t *length)
{
	size_t	at = i + 1;

	if (p[i] != '%')
		return -1;
	while (n - at > 3 && at - i < ESCAPES && p[at] == '2' &&
	    p[at + 1] == '5' && hex_digit(p[at + 2]) >= 0 &&
	    hex_digit(p[at + 3]) >= 0)
		at += 2;
	if (n - at < 2 || hex_digit(p[at]) < 0 || hex_digit(p[at + 1]) < 0)
		return -1;
	*length = at + 2 - i;
	return hex_digit(p[at]) << 4 | hex_digit(p[at + 1]);
}

static const struct name *
find_name(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct name	*x = &names[i];
		size_t			 k = strlen(x->text);

		if (n < k || (x->how == WHOLE && n != k))
			continue;
		if (memcmp(x->how == ENDS ? p + n - k : p, x->text, k) == 0)
			return x;
	}
	return NULL;
}

bool
secret_named(const char *p, size_t n)
{
	char			 text[NAME_MOST];
	size_t			 k = 0;
	const struct name	*x;

	for (size_t i = 0; i < n && k < sizeof(text); i++)
		if (is_alnum((unsigned char)p[i]))
			text[k++] = (char)to_lower((unsigned char)p[i]);
	x = find_name(text, k);
	return x != NULL && x->digits > 0 && !x->by_value;
}

/* The name from i on up to its '='; *value is behind that. */
static const struct name *
name_at(const char *p, size_t n, size_t i, size_t *value)
{
	char	text[NAME_MOST];
	size_t	k = 0, first = i, length;
	int	c;

	for (; i < n && i - first < NAME_MOST; i += length) {
		length = 1;
		c = escaped_at(p, n, i, &length);
		if (p[i] == '=' || c == '=') {
			*value = i + length;
			return find_name(text, k);
		}
		if (strchr("?&;#/", p[i]) != NULL || ends_address(p[i]))
			return NULL;
		c = c >= 0 ? c : (unsigned char)p[i];
		if (is_alnum(c))
			text[k++] = (char)to_lower(c);
	}
	return NULL;
}

/* What stands within another address is escaped, and so is what ends it. */
static size_t
end_of_value(const char *p, size_t n, size_t i, bool escaped)
{
	size_t	end, length;
	int	c;

	for (end = i; end < n && !ends_address(p[end]) && p[end] != '&' &&
	    p[end] != '#'; end++) {
		c = escaped ? escaped_at(p, n, end, &length) : -1;
		if (c == '&' || c == '#')
			return end;
	}
	/* The colon behind an address in a sentence is not of it. */
	if (end < n && p[end] == ' ')
		while (end > i && strchr(".,:;)", p[end - 1]) != NULL)
			end--;
	return end;
}

/* ?name=THIS &name=THIS ;name=THIS #name=THIS, and escaped: %3Fname%3DTHIS. */
static bool
parameter_at(const char *p, size_t n, size_t i, struct secret_place *at)
{
	size_t			 some, length = 1;
	int			 c = escaped_at(p, n, i, &length);
	bool			 escaped = c >= 0;
	const struct name	*name;

	if (strchr("?&;#", escaped ? c : p[i]) == NULL || c == 0)
		return false;
	name = name_at(p, n, i + length, &at->from);
	if (name == NULL || name->digits == 0)
		return false;
	/* Whoever passes a value over must not have looked far into it. */
	some = n - at->from > LOOK ? at->from + LOOK : n;
	at->to = end_of_value(p, some, at->from, escaped);
	if (is_hidden(p + at->from, at->to - at->from) || (name->by_value &&
	    !looks_secret(p + at->from, at->to - at->from)))
		return false;
	at->to = end_of_value(p, n, at->from, escaped);
	at->digits = name->digits;
	return true;
}

bool
secret_find(const char *p, size_t n, size_t i, struct secret_place *at)
{
	switch (p[i]) {
	case ':':
		return n - i > 3 && p[i + 1] == '/' && p[i + 2] == '/' &&
		    password_at(p, n, i + 3, at);
	case 'p':
		return word_at(p, n, i, at);
	case '?':
	case '&':
	case ';':
	case '#':
	case '%':
		return parameter_at(p, n, i, at);
	default:
		return false;
	}
}
