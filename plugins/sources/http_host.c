/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_host.c - hosts of URLs that are addresses, in all spellings that
 * resolvers take: what is not seen here as an address would pass for a name.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "http_address.h"

#define HOST_MOST	255u	/* bytes of a host that may be an address */

static const unsigned char v4_prefix[12] = ADDRESS_V4;

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return 16;
}

/* A number with the bases of C: 10, 0x0a, 012.  A lone 0x is 0. */
static bool
number(const char *p, size_t n, uint64_t *out)
{
	uint64_t	base = 10, value = 0;

	if (n == 0)
		return false;
	if (n > 1 && p[0] == '0') {
		base = (p[1] | 0x20) == 'x' ? 16 : 8;
		p += base == 16 ? 2 : 1;
		n -= base == 16 ? 2 : 1;
	}
	for (size_t i = 0; i < n; i++) {
		if ((uint64_t)digit_of(p[i]) >= base)
			return false;
		value = value * base + (uint64_t)digit_of(p[i]);
		if (value > UINT32_MAX)
			value = (uint64_t)UINT32_MAX + 1;
	}
	*out = value;
	return true;
}

bool
address_v4(const char *p, size_t n, unsigned char ip[16])
{
	uint64_t	part[4], all = 0;
	unsigned	k = 0;
	size_t		end;

	if (n > 0 && p[n - 1] == '.')
		n--;
	for (size_t i = 0; i <= n; i = end + 1, k++) {
		for (end = i; end < n && p[end] != '.';)
			end++;
		if (k == 4 || !number(p + i, end - i, &part[k]))
			return false;
	}
	for (unsigned i = 0; i + 1 < k; i++) {
		if (part[i] > 255)
			return false;
		all |= part[i] << (24 - 8 * i);
	}
	if (part[k - 1] >> (8 * (5 - k)) != 0)
		return false;
	all |= part[k - 1];
	memcpy(ip, v4_prefix, sizeof(v4_prefix));
	for (unsigned i = 0; i < 4; i++)
		ip[12 + i] = (unsigned char)(all >> (24 - 8 * i));
	return true;
}

/* A zone (%eth0, %25eth0) says through which door, not where. */
static bool
parse_v6(const char *p, size_t n, unsigned char *ip)
{
	const char	*zone = memchr(p, '%', n);
	char		 text[INET6_ADDRSTRLEN];

	if (zone != NULL)
		n = (size_t)(zone - p);
	if (n >= sizeof(text) || memchr(p, '\0', n) != NULL)
		return false;
	memcpy(text, p, n);
	text[n] = '\0';
	return inet_pton(AF_INET6, text, ip) == 1;
}

/* %31 is 1: what is written so is no other host. */
static size_t
unescape(const char *p, size_t n, char *to)
{
	size_t	k = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '%' && n - i > 2 && digit_of(p[i + 1]) < 16 &&
		    digit_of(p[i + 2]) < 16) {
			to[k++] = (char)(digit_of(p[i + 1]) << 4 |
			    digit_of(p[i + 2]));
			i += 2;
		} else
			to[k++] = p[i];
	}
	return k;
}

static bool
is_address(const char *p, size_t n, unsigned char *ip)
{
	if (n > 2 && p[0] == '[' && p[n - 1] == ']')
		return parse_v6(p + 1, n - 2, ip);
	return n > 0 && (memchr(p, ':', n) != NULL ? parse_v6(p, n, ip) :
	    address_v4(p, n, ip));
}

/* localhost, localhost., and whatever.localhost (RFC 6761) */
static bool
is_localhost(const char *p, size_t n)
{
	static const char	name[] = "localhost";
	const size_t		k = sizeof(name) - 1;

	if (n > 0 && p[n - 1] == '.')
		n--;
	return n >= k && strncasecmp(p + n - k, name, k) == 0 &&
	    (n == k || p[n - k - 1] == '.');
}

bool
address_own(const char *host, size_t n, uint16_t port, struct address_own *out)
{
	char	text[HOST_MOST];

	*out = (struct address_own){ .port = port };
	if (n > sizeof(text))
		return false;
	n = unescape(host, n, text);
	out->localhost = is_localhost(text, n);
	return out->localhost || is_address(text, n, out->ip);
}
