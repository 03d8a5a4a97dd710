/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_url_impl.h - what the parts of http_url.c share.
 */
#ifndef PS_HTTP_URL_IMPL_H
#define PS_HTTP_URL_IMPL_H

#include "http_url.h"

/* A text that grows up to its room; what is beyond it is not put. */
struct url_text {
	char	*p;
	size_t	 n, room;
	bool	 full;
};

static inline void
url_put(struct url_text *to, char c)
{
	if (to->n == to->room)
		to->full = true;
	else
		to->p[to->n++] = c;
}

static inline char
url_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static inline bool
url_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The value of a hexadecimal digit, or -1. */
static inline int
url_hex(char c)
{
	c = url_lower(c);
	return url_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : -1;
}

/* Is it this word of small letters, in any case? */
bool	url_is_word(const char *, size_t n, const char *word);
/* The byte that stands at p, %xx decoded, and how many bytes that takes. */
unsigned char url_byte(const char *p, size_t n, size_t *taken);

/* http_url_host.c: of an authority without user and port. */
enum url_fault url_put_host(struct url_text *, const char *, size_t n);
/* Is it four numbers, or an address of IPv6? */
bool	url_is_address(const char *host, size_t n);

/* http_url_query.c: within a text, from `from` on, all of it encoded. */
void	url_drop_path_sessions(struct url_text *, size_t from);
void	url_order_query(const struct url_rules *, struct url_text *,
	    size_t from);

#endif
