/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_address.h - which computers links may lead to: those that everybody can
 * reach.
 *
 * Whoever writes a page could otherwise make this computer ask others that
 * only it can reach: itself, its neighbours, what knows its keys.  Names are
 * judged by the addresses they turn out to have, at the moment of connecting.
 * The ranges are those of IANA's registries of special-purpose addresses
 * (RFC 6890) that are not globally reachable.
 */
#ifndef PS_HTTP_ADDRESS_H
#define PS_HTTP_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define ADDRESS_ROOM	64	/* bytes for address_show() */
/* Before the four bytes of an IPv4 address. */
#define ADDRESS_V4	{ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255 }

/* What the user typed himself: an IP address or localhost, and a port. */
struct address_own {
	unsigned char	ip[16];		/* IPv4 as ::ffff:a.b.c.d */
	uint16_t	port;
	bool		localhost;	/* by this name; ip says nothing */
};

struct address_policy {
	const struct address_own *own;
	uint32_t		  n_own;
	bool			  all;	/* allow_private */
};

/*
 * Hosts are as in a URL, with or without brackets, in any spelling that the
 * resolver takes: 127.0.0.1, 2130706433, 0x7f.1, [::ffff:7f00:1], LOCALHOST.
 */

/*
 * One to four numbers, of which the last fills what is left: 127.1, 0x7f.1,
 * 2130706433; as an IPv4 address within one of IPv6.
 */
bool	address_v4(const char *host, size_t n, unsigned char ip[16]);
/* False: it is another name, which nobody owns by typing it. */
bool	address_own(const char *host, size_t n, uint16_t port,
	    struct address_own *out);
/*
 * Why a request to this host and port may not be made, in static words that go
 * on with "is": "a private network (10.0.0.0/8)"; NULL: it may.  Without an
 * address (to = NULL) the host alone is judged, which says NULL of all names
 * but localhost; with one, ask again for each connection.  Behind a proxy, the
 * address is that of the proxy: the host alone can be judged.
 */
const char *address_refused(const struct address_policy *, const char *host,
	    size_t n, uint16_t port, const struct sockaddr *to,
	    socklen_t n_to);
/* "10.0.0.1", "::1" or "?", with a NUL. */
void	address_show(const struct sockaddr *, socklen_t, char *to);

#endif
