/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_options.c - what a user may say of a harvest.
 */
#include <string.h>

#include "http.h"
#include "http_options.h"
#include "http_select.h"



static const struct { const char *unit; double seconds; } units[] = {
	{ "/s", 1 }, { "/min", 60 }, { "/h", 3600 }
};

bool
http_parse_rate(const char *s, int64_t *interval)
{
	double	n = 0;
	size_t	i = strspn(s, "0123456789");

	if (i == 0 || i > 6)
		return false;
	for (size_t k = 0; k < i; k++)
		n = n * 10 + (s[k] - '0');
	for (size_t u = 0; n > 0 && u < 3; u++)
		if (strcmp(s + i, units[u].unit) == 0) {
			*interval = (int64_t)(units[u].seconds *
			    (double)HTTP_SECOND / n);
			return true;
		}
	return false;
}

static const char *
expect_rate(const char *s)
{
	int64_t	interval;

	return *s == '\0' || http_parse_rate(s, &interval) ? NULL :
	    "N/s, N/min or N/h";
}

static const char *
expect_proxy(const char *s)
{
	static const char *const schemes[] = {
		"http://", "https://", "socks4://", "socks4a://", "socks5://",
		"socks5h://"
	};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (strncmp(s, schemes[i], strlen(schemes[i])) == 0)
			return NULL;
	return *s == '\0' || strcmp(s, "environment") == 0 ? NULL :
	    "http://HOST:PORT, https:// or socks5h://, or environment";
}

/* A line of a request must not become two. */
static const char *
expect_line(const char *s)
{
	return strpbrk(s, "\r\n") == NULL ? NULL : "one line";
}

static const char *const robots[] = { "obey", "ignore", NULL };
static const char *const sitemaps[] = { "auto", "always", "never", NULL };
static const char *const revisits[] = { "changed", "always", "never", NULL };

#define OPTION(member, ...) PS_OPTION(struct http_options, member, __VA_ARGS__)
#define MANNER(member, ...) OPTION(member, .flags = PS_MANNER, __VA_ARGS__)
const struct ps_option http_option_table[] = {
	OPTION(follow, .flags = PS_PAIRS, .expects = select_expects,
	    .doc = "Pages that are read for their links, by host, path, name "
	    "or ext; all of the same site otherwise"),
	OPTION(accept, .flags = PS_PAIRS, .expects = select_expects,
	    .doc = "What becomes a document, by host, path, name or ext; all "
	    "otherwise"),
	OPTION(depth, .def = "1", .max = 1000,
	    .doc = "Links from the addresses given; 0: these alone"),
	OPTION(limit, .def = "0", .max = INT64_MAX,
	    .doc = "Addresses that are fetched at most; 0: any number"),
	MANNER(rate, .expects = expect_rate,
	    .doc = "Requests to a host: N/s, N/min or N/h"),
	MANNER(connections, .def = "1", .min = 1, .max = 64,
	    .doc = "Requests to a host at a time"),
	MANNER(delay_factor, .def = "1",
	    .doc = "Wait so many times as long as the last answer took"),
	MANNER(max_delay, .def = "60", .max = 86400,
	    .doc = "Leave a site for later whose robots.txt asks for more "
	    "seconds between requests"),
	OPTION(robots, .def = "obey", .choices = robots,
	    .doc = "What robots.txt says"),
	OPTION(sitemaps, .def = "auto", .choices = sitemaps,
	    .doc = "Read the sitemaps of a site: where the input is its top "
	    "page, always, or never"),
	MANNER(retries, .def = "5", .max = 100,
	    .doc = "Of what may work later, with growing waits"),
	MANNER(patience, .def = "600", .max = 86400,
	    .doc = "Seconds a site may ask to wait; more is left for later"),
	MANNER(timeout, .def = "3600", .min = 1, .max = 604800,
	    .doc = "Seconds for one answer in all"),
	MANNER(connect_timeout, .def = "15", .min = 1, .max = 3600,
	    .doc = "Seconds for a connection"),
	MANNER(low_speed, .def = "100", .max = INT64_C(1) << 30,
	    .doc = "Give up what brings fewer bytes a second for 30 seconds; "
	    "0: never"),
	OPTION(max_bytes, .def = "1073741824", .min = 1,
	    .max = INT64_C(1) << 50,
	    .doc = "Of one document, unpacked"),
	MANNER(revisit, .def = "changed", .choices = revisits,
	    .doc = "Which known documents are fetched again"),
	MANNER(agent, .expects = expect_line,
	    .doc = "What it calls itself, and how to reach its user"),
	OPTION(header, .flags = PS_PAIRS | PS_SECRET | PS_MANNER,
	    .doc = "Lines of each request to the hosts that were given"),
	MANNER(user, .expects = expect_line,
	    .doc = "For the hosts that were given (basic)"),
	OPTION(password, .flags = PS_SECRET | PS_MANNER, .expects = expect_line,
	    .doc = "For the hosts that were given (basic)"),
	OPTION(token, .flags = PS_SECRET | PS_MANNER, .expects = expect_line,
	    .doc = "For the hosts that were given (bearer)"),
	MANNER(cookies, .def = "true",
	    .doc = "Keep cookies for as long as the program runs"),
	OPTION(proxy, .flags = PS_SECRET | PS_MANNER, .expects = expect_proxy,
	    .doc = "URL of a proxy, or environment: as http_proxy says"),
	MANNER(cert, .doc = "File of a client's certificate (PEM)"),
	MANNER(key, .doc = "File of its key (PEM)"),
	MANNER(cacert, .doc = "File of certificates to trust instead (PEM)"),
	MANNER(insecure,
	    .doc = "Hosts whose certificates are not verified, one a line"),
	MANNER(allow_private, .def = "false",
	    .doc = "Private addresses may be reached by links and names"),
	OPTION(sort_query, .def = "false",
	    .doc = "Addresses whose queries differ in order are the same"),
	MANNER(keep,
	    .doc = "Folder for all that is received, as WARC and by content"),
	{ .name = NULL }
};
