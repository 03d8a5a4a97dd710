/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_url.h - URLs in one spelling each, their parts, and which of them
 * belong to one site.
 *
 * Nothing is allocated.  A canonical URL is a string of at most URL_BYTES that
 * begins with "http://" or "https://" and has a path, no user and no fragment.
 */
#ifndef PS_HTTP_URL_H
#define PS_HTTP_URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ps_self;

#define URL_BYTES	8192u		/* of a canonical one; longer: none */
#define URL_ROOM	(URL_BYTES + 1)
#define URL_SITE_ROOM	288u		/* scheme://host:port and a NUL */
#define URL_USER_BYTES	256u

/* What one spelling takes beyond RFC 3986. */
struct url_rules {
	bool	sort_query;	/* parameters stand in the order of bytes */
	bool	keep_sessions;	/* jsessionid and its kin are left in */
};

/* Why something is no URL that can be fetched. */
enum url_fault {
	URL_GOOD,
	URL_EMPTY,		/* nothing, or of a link: "#top" */
	URL_SCHEME,		/* neither http nor https: mailto:, file: */
	URL_HOST,		/* none, or with what no host has */
	URL_PORT,
	URL_LONG
};

/* user:password@, decoded; "" if there was none. */
struct url_user {
	char	name[URL_USER_BYTES], password[URL_USER_BYTES];
};

/*
 * The one spelling of a reference of n bytes, as it stands on a page or as a
 * user wrote it (blanks around it, backslashes and bytes beyond ASCII are as
 * browsers take them), into URL_ROOM bytes, with a NUL; its length in *length.
 * It is resolved against base, which is canonical; NULL: it has to be whole.
 * `user` is filled if it is not NULL.
 */
enum url_fault url_canonical(struct ps_self *, const struct url_rules *,
	    const char *base, const char *, size_t n, char *to,
	    size_t *length, struct url_user *user);
/* "its scheme is not http or https": for people, behind the URL. */
const char *url_why(enum url_fault);

struct url_piece {
	const char	*p;
	size_t		 n;
};

/* Parts of a canonical URL; they point into it. */
struct url_parts {
	struct url_piece scheme, host;	/* of IPv6 without brackets */
	struct url_piece site;		/* "https://h.example:8443" */
	struct url_piece path, query;	/* without '?'; n 0: none */
	struct url_piece name;		/* the last of the path; may be "" */
	struct url_piece ext;		/* behind its last dot; n 0: none */
	uint16_t	 port;		/* also if it is not written */
	bool		 secure;	/* https */
};

void	url_split(const char *url, struct url_parts *);
/*
 * "https://h.example", with the port unless it is the scheme's, of a canonical
 * URL: whom a request burdens.  Into URL_SITE_ROOM bytes.
 */
void	url_site(const char *url, char *to);
/* Bytes of a piece with %xx decoded, into n + 1 bytes, with a NUL. */
size_t	url_decoded(struct url_piece, char *to);

/*
 * Whether two canonical URLs belong to one site: their hosts are the same, or
 * lie below one name that somebody can register (publicsuffix.org), as
 * data.h.example and www.h.example.  Addresses and names without a dot are
 * sites of their own.
 */
bool	url_same_site(const char *, const char *);
/*
 * Whether one canonical URL is by its words a page of a list ("page=2",
 * "/page/2") that the other is not.
 */
bool	url_is_other_page(const char *url, const char *than);

#endif
