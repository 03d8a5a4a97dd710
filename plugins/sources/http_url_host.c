/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_url_host.c - hosts in one spelling.
 *
 * As browsers read them: 0x7f.1, 127.1 and 2130706433 are 127.0.0.1, so that
 * nobody is misled by how an address is written; letters beyond ASCII become
 * punycode (UTS 46) where libidn2 is here, and are percent-encoded elsewhere.
 */
#include <arpa/inet.h>
#include <string.h>
#ifdef HAVE_IDN2
#include <idn2.h>
#endif

#include "http_address.h"
#include "http_url_impl.h"

#define HOST_BYTES	253u	/* of a name */
#define LABEL_BYTES	63u

static void
put_string(struct url_text *to, const char *s)
{
	while (*s != '\0')
		url_put(to, *s++);
}

/* [::1], with its brackets. */
static enum url_fault
put_ipv6(struct url_text *to, const char *p, size_t n)
{
	char		text[INET6_ADDRSTRLEN];
	struct in6_addr	address;

	if (n < 4 || p[n - 1] != ']' || n - 2 >= sizeof(text))
		return URL_HOST;
	memcpy(text, p + 1, n - 2);
	text[n - 2] = '\0';
	if (inet_pton(AF_INET6, text, &address) != 1 ||
	    inet_ntop(AF_INET6, &address, text, sizeof(text)) == NULL)
		return URL_HOST;
	url_put(to, '[');
	put_string(to, text);
	url_put(to, ']');
	return URL_GOOD;
}

static size_t
label_length(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && p[i] != '.')
		i++;
	return i;
}

/* Names whose last part is a number are addresses, or nothing. */
static bool
ends_in_number(const char *p, size_t n)
{
	size_t	i = n;

	while (i > 0 && p[i - 1] != '.')
		i--;
	if (n - i >= 2 && p[i] == '0' && p[i + 1] == 'x') {
		for (i += 2; i < n && url_hex(p[i]) >= 0;)
			i++;
		return i == n;
	}
	if (i == n)
		return false;
	while (i < n && url_is_digit(p[i]))
		i++;
	return i == n;
}

static enum url_fault
put_ipv4(struct url_text *to, const char *p, size_t n)
{
	unsigned char	ip[16];
	char		text[INET_ADDRSTRLEN];

	if (!address_v4(p, n, ip) ||
	    inet_ntop(AF_INET, ip + 12, text, sizeof(text)) == NULL)
		return URL_HOST;
	put_string(to, text);
	return URL_GOOD;
}

/* What names have; '%' stands where nobody put them into ASCII. */
static bool
is_named(char c)
{
	return url_is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' ||
	    c == '-' || c == '_' || c == '%';
}

/* A NUL-ended name in small letters of ASCII. */
static enum url_fault
put_ascii(struct url_text *to, const char *p)
{
	size_t	n = strlen(p), label;

	/* "h.example." is the same name. */
	if (n > 1 && p[n - 1] == '.')
		n--;
	if (n == 0 || n > HOST_BYTES)
		return URL_HOST;
	if (ends_in_number(p, n))
		return put_ipv4(to, p, n);
	for (size_t i = 0; i <= n; i += label + 1) {
		label = label_length(p + i, n - i);
		if (label == 0 || label > LABEL_BYTES)
			return URL_HOST;
	}
	for (size_t i = 0; i < n; i++) {
		if (!is_named(p[i]))
			return URL_HOST;
		url_put(to, p[i]);
	}
	return URL_GOOD;
}

#ifdef HAVE_IDN2
static enum url_fault
put_international(struct url_text *to, const char *name)
{
	char		*ascii = NULL;
	enum url_fault	 fault = URL_HOST;

	if (idn2_to_ascii_8z(name, &ascii, IDN2_NONTRANSITIONAL |
	    IDN2_NFC_INPUT) == IDN2_OK)
		fault = put_ascii(to, ascii);
	idn2_free(ascii);
	return fault;
}
#else
static enum url_fault
put_international(struct url_text *to, const char *name)
{
	static const char	digits[] = "0123456789abcdef";
	char			coded[3 * HOST_BYTES + 4], *p = coded;

	for (; *name != '\0'; name++) {
		unsigned char	c = (unsigned char)*name;

		if (c < 128) {
			*p++ = *name;
			continue;
		}
		*p++ = '%';
		*p++ = digits[c >> 4];
		*p++ = digits[c & 15];
	}
	*p = '\0';
	return put_ascii(to, coded);
}
#endif

enum url_fault
url_put_host(struct url_text *to, const char *p, size_t n)
{
	char	name[HOST_BYTES + 2];
	size_t	k = 0, taken;
	bool	beyond = false;

	if (n > 0 && p[0] == '[')
		return put_ipv6(to, p, n);
	for (size_t i = 0; i < n; i += taken) {
		unsigned char	c = url_byte(p + i, n - i, &taken);
		char		low = url_lower((char)c);

		if (k == HOST_BYTES + 1)
			return URL_HOST;
		beyond |= c >= 128;
		if (c < 128 && (c == '%' || !is_named(low)))
			return URL_HOST;
		name[k++] = low;
	}
	name[k] = '\0';
	return beyond ? put_international(to, name) : put_ascii(to, name);
}

bool
url_is_address(const char *host, size_t n)
{
	return memchr(host, ':', n) != NULL || ends_in_number(host, n);
}
