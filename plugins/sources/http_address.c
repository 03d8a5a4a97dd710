/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_address.c - which computers links may lead to: a table of the ranges
 * that are not for everybody.
 *
 * All is decided on 16 bytes: IPv4 stands in ::ffff:0:0/96 of the same table,
 * the narrowest range that holds an address counts, and ranges that wrap an
 * IPv4 address say where in them it is, which is then judged in its turn.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "http_address.h"


/* The first `bits` of ip; what it is (NULL: for everybody). */
struct range {
	unsigned char	 bits;
	unsigned char	 inner;		/* byte at which an IPv4 begins, or 0 */
	unsigned char	 ip[16];
	const char	*what;
};

#define V4(n, a, b, c, d, what)						\
	{ 96 + (n), 0, { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255,	\
	    a, b, c, d }, what }
/* The first four groups of an IPv6 address; the others are 0. */
#define V6(n, inner, a, b, c, d, what)					\
	{ n, inner, { (a) >> 8, (a) & 255, (b) >> 8, (b) & 255,	\
	    (c) >> 8, (c) & 255, (d) >> 8, (d) & 255 }, what }

/* Narrower ones come before those that they lie in. */
static const struct range ranges[] = {
	V4(8, 0, 0, 0, 0, "this computer (0.0.0.0/8)"),
	V4(8, 127, 0, 0, 0, "this computer (127.0.0.0/8)"),
	V4(8, 10, 0, 0, 0, "a private network (10.0.0.0/8)"),
	V4(12, 172, 16, 0, 0, "a private network (172.16.0.0/12)"),
	V4(16, 192, 168, 0, 0, "a private network (192.168.0.0/16)"),
	V4(10, 100, 64, 0, 0, "a provider's network (100.64.0.0/10)"),
	V4(32, 169, 254, 169, 254,
	    "the service that tells keys to programs (169.254.169.254)"),
	V4(16, 169, 254, 0, 0, "a link of this computer (169.254.0.0/16)"),
	V4(32, 168, 63, 129, 16,
	    "the service of a cloud for its computers (168.63.129.16)"),
	V4(24, 192, 0, 0, 0, "reserved for protocols (192.0.0.0/24)"),
	V4(24, 192, 0, 2, 0, "for examples only (192.0.2.0/24)"),
	V4(24, 198, 51, 100, 0, "for examples only (198.51.100.0/24)"),
	V4(24, 203, 0, 113, 0, "for examples only (203.0.113.0/24)"),
	V4(24, 192, 88, 99, 0, "a relay of 6to4 (192.88.99.0/24)"),
	V4(15, 198, 18, 0, 0, "for measurements only (198.18.0.0/15)"),
	V4(4, 224, 0, 0, 0, "many computers at once (224.0.0.0/4)"),
	V4(32, 255, 255, 255, 255,
	    "all computers near (255.255.255.255)"),
	V4(4, 240, 0, 0, 0, "reserved (240.0.0.0/4)"),
	V4(0, 0, 0, 0, 0, NULL),

	{ 128, 0, { 0 }, "this computer (::)" },
	{ 128, 0, { [15] = 1 }, "this computer (::1)" },
	V6(96, 12, 0, 0, 0, 0, "an IPv4 address in IPv6 (::/96)"),
	{ 96, 12, { [8] = 255, [9] = 255 },
	    "an IPv4 address in IPv6 (::ffff:0:0:0/96)" },
	V6(96, 12, 0x64, 0xff9b, 0, 0, NULL),
	V6(48, 0, 0x64, 0xff9b, 1, 0,
	    "a private translation of IPv4 (64:ff9b:1::/48)"),
	V6(64, 0, 0x100, 0, 0, 0, "where all is dropped (100::/64)"),
	V6(64, 0, 0x100, 0, 0, 1, "for examples only (100:0:0:1::/64)"),
	/* Of 2001::/23 these are for everybody. */
	{ 128, 0, { 0x20, 1, 0, 1, [15] = 1 }, NULL },
	{ 128, 0, { 0x20, 1, 0, 1, [15] = 2 }, NULL },
	{ 128, 0, { 0x20, 1, 0, 1, [15] = 3 }, NULL },
	V6(32, 0, 0x2001, 3, 0, 0, NULL),
	V6(48, 0, 0x2001, 4, 0x112, 0, NULL),
	V6(28, 0, 0x2001, 0x20, 0, 0, NULL),
	V6(28, 0, 0x2001, 0x30, 0, 0, NULL),
	V6(32, 0, 0x2001, 0, 0, 0, "a tunnel of Teredo (2001::/32)"),
	V6(23, 0, 0x2001, 0, 0, 0, "reserved for protocols (2001::/23)"),
	V6(32, 0, 0x2001, 0xdb8, 0, 0, "for examples only (2001:db8::/32)"),
	V6(16, 2, 0x2002, 0, 0, 0, NULL),
	V6(20, 0, 0x3fff, 0, 0, 0, "for examples only (3fff::/20)"),
	V6(3, 0, 0x2000, 0, 0, 0, NULL),
	V6(16, 0, 0x5f00, 0, 0, 0, "segments of routes (5f00::/16)"),
	V6(7, 0, 0xfc00, 0, 0, 0, "a private network (fc00::/7)"),
	V6(10, 0, 0xfe80, 0, 0, 0, "a link of this computer (fe80::/10)"),
	V6(10, 0, 0xfec0, 0, 0, 0, "a private network (fec0::/10)"),
	V6(8, 0, 0xff00, 0, 0, 0, "many computers at once (ff00::/8)"),
	V6(0, 0, 0, 0, 0, 0, "not given out (outside 2000::/3)")
};

static const unsigned char v4_prefix[12] = ADDRESS_V4;

static bool
begins_alike(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned	whole = bits / 8, rest = bits % 8;

	return memcmp(a, b, whole) == 0 && (rest == 0 ||
	    (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

static const struct range *
range_of(const unsigned char *ip)
{
	const struct range	*r = ranges;

	while (!begins_alike(ip, r->ip, r->bits))
		r++;
	return r;
}

/* An IPv4 address within is judged, too; it is not within another. */
static const char *
special(const unsigned char *ip)
{
	const struct range	*r = range_of(ip);
	unsigned char		 v4[16];
	const char		*what;

	if (r->inner == 0)
		return r->what;
	memcpy(v4, v4_prefix, sizeof(v4_prefix));
	memcpy(v4 + sizeof(v4_prefix), ip + r->inner, 4);
	what = range_of(v4)->what;
	return what != NULL ? what : r->what;
}

/* As 16 bytes; false: it is no internet address at all. */
static bool
bytes_of(const struct sockaddr *to, socklen_t n, unsigned char *ip)
{
	struct sockaddr_in	v4;
	struct sockaddr_in6	v6;

	if (n >= sizeof(v4) && to->sa_family == AF_INET) {
		memcpy(&v4, to, sizeof(v4));
		memcpy(ip, v4_prefix, sizeof(v4_prefix));
		memcpy(ip + sizeof(v4_prefix), &v4.sin_addr, 4);
		return true;
	}
	if (n >= sizeof(v6) && to->sa_family == AF_INET6) {
		memcpy(&v6, to, sizeof(v6));
		memcpy(ip, &v6.sin6_addr, 16);
		return true;
	}
	return false;
}

static bool
is_own(const struct address_policy *policy, const struct address_own *it)
{
	for (uint32_t i = 0; i < policy->n_own; i++) {
		const struct address_own *own = &policy->own[i];

		if (own->port == it->port && own->localhost == it->localhost &&
		    memcmp(own->ip, it->ip, sizeof(it->ip)) == 0)
			return true;
	}
	return false;
}

static bool
is_loopback(const unsigned char *ip)
{
	static const unsigned char	v6[16] = { [15] = 1 };

	return memcmp(ip, v6, sizeof(v6)) == 0 ||
	    (memcmp(ip, v4_prefix, sizeof(v4_prefix)) == 0 && ip[12] == 127);
}

/*
 * What was typed is allowed only where it leads to just that: localhost to the
 * loopback, an address to itself.
 */
const char *
address_refused(const struct address_policy *policy, const char *host, size_t n,
    uint16_t port, const struct sockaddr *to, socklen_t n_to)
{
	struct address_own	it;
	unsigned char		ip[16];
	bool			literal = address_own(host, n, port, &it), own;

	if (to != NULL && !bytes_of(to, n_to, ip))
		return "no internet address";
	if (policy->all)
		return NULL;
	own = literal && is_own(policy, &it);
	if (to == NULL) {
		if (own || !literal)
			return NULL;
		return it.localhost ? "this computer (localhost)" :
		    special(it.ip);
	}
	if (own && (it.localhost ? is_loopback(ip) :
	    memcmp(ip, it.ip, sizeof(ip)) == 0))
		return NULL;
	return special(ip);
}

void
address_show(const struct sockaddr *to, socklen_t n, char *out)
{
	unsigned char	ip[16];
	bool		v4;

	if (!bytes_of(to, n, ip)) {
		memcpy(out, "?", 2);
		return;
	}
	v4 = to->sa_family == AF_INET;
	if (inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? ip + 12 : ip, out,
	    ADDRESS_ROOM) == NULL)
		memcpy(out, "?", 2);
}
