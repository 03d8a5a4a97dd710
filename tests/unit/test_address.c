/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_address.c - which addresses are for everybody, in all their spellings,
 * and what the user typed himself.
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include "../../plugins/sources/http_address.h"
#include "tap.h"

static const struct address_policy	strict;

/* As the resolver reads it, which asks nobody. */
static bool
resolve(const char *text, struct sockaddr_storage *to, socklen_t *n)
{
	struct addrinfo	 hints = { .ai_flags = AI_NUMERICHOST,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo	*found;

	if (getaddrinfo(text, NULL, &hints, &found) != 0)
		return false;
	memcpy(to, found->ai_addr, found->ai_addrlen);
	*n = found->ai_addrlen;
	freeaddrinfo(found);
	return true;
}

static const char *
asked(const struct address_policy *policy, const char *host, uint16_t port,
    const char *ip)
{
	struct sockaddr_storage	to;
	socklen_t		n = 0;

	if (ip != NULL && !resolve(ip, &to, &n))
		return "no address";
	return address_refused(policy, host, strlen(host), port,
	    ip == NULL ? NULL : (struct sockaddr *)&to, n);
}

/* The first and the last of each range, and its neighbours. */
static void
test_ranges(void)
{
	static const char *const refused[] = {
		"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255",
		"100.64.0.0", "100.127.255.255", "127.0.0.0",
		"127.255.255.255", "169.254.0.0", "169.254.169.254",
		"169.254.255.255", "172.16.0.0", "172.31.255.255",
		"192.0.0.0", "192.0.0.9", "192.0.0.255", "192.0.2.0",
		"192.0.2.255", "192.88.99.0", "192.88.99.255", "192.168.0.0",
		"192.168.255.255", "198.18.0.0", "198.19.255.255",
		"198.51.100.0", "198.51.100.255", "203.0.113.0",
		"203.0.113.255", "224.0.0.0", "239.255.255.255",
		"240.0.0.0", "255.255.255.254", "255.255.255.255",
		"168.63.129.16",
		"::", "::1", "::2", "::8.8.8.8", "::127.0.0.1",
		"::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8",
		"::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:0.0.0.0",
		"64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1",
		"64:ff9b::169.254.169.254", "64:ff9b:1::", "64:ff9b:1::1",
		"64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "64:ff9b:2::1",
		"64:ff9b::1:0:0", "100::", "100::ffff:ffff:ffff:ffff",
		"100:0:0:1::", "100:0:0:1:ffff::", "100:0:0:2::",
		"2001::", "2001::1", "2001:0:ffff:ffff::1", "2001:1::",
		"2001:1::4", "2001:2::1", "2001:4::1", "2001:4:111::1",
		"2001:4:113::1", "2001:10::1", "2001:1f:ffff::1",
		"2001:40::1", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
		"2001:db8::", "2001:db8:ffff:ffff::1", "2002::",
		"2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::",
		"2002:a9fe:a9fe::1", "3fff::1", "3fff:fff:ffff::1", "4000::1",
		"5f00::", "5f00:ffff::1", "8000::1", "fc00::",
		"fd00:ec2::254", "fdff:ffff::1", "fe00::1", "fe80::1",
		"febf::1", "fec0::1", "feff::1", "ff00::", "ff02::1",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
	};
	static const char *const allowed[] = {
		"1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0",
		"100.63.255.255", "100.128.0.0", "126.255.255.255",
		"128.0.0.0", "169.253.255.255", "169.255.0.0",
		"172.15.255.255", "172.32.0.0", "191.255.255.255",
		"192.0.1.0", "192.0.3.0", "192.31.196.1", "192.88.98.255",
		"192.88.100.0", "192.167.255.255", "192.169.0.0",
		"198.17.255.255", "198.20.0.0", "198.51.99.255",
		"198.51.101.0", "203.0.112.255", "203.0.114.0",
		"223.255.255.255", "168.63.129.15", "168.63.129.17",
		"::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2000::1",
		"2001:1::1", "2001:1::2", "2001:1::3", "2001:3::1",
		"2001:4:112::1", "2001:20::1", "2001:2f:ffff::1",
		"2001:30::1", "2001:3f:ffff::1", "2001:200::1",
		"2001:db7::1", "2001:db9::1", "2001:4860:4860::8888",
		"2002:808:808::1", "2620:4f:8000::1", "2a00:1450::1",
		"3ffe::1", "3fff:1000::1", "3fff:ffff::1"
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		ok(asked(&strict, "h.example", 80, refused[i]) != NULL,
		    "%s is not for everybody", refused[i]);
	for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
		ok(asked(&strict, "h.example", 80, allowed[i]) == NULL,
		    "%s is", allowed[i]);
}

/* Without a resolver: known as an address by how the host is written. */
static void
test_spellings(void)
{
	static const char *const refused[] = {
		"127.0.0.1", "127.1", "127.0.1", "127.0.0.1.", "2130706433",
		"0x7f000001", "0X7F000001", "017700000001", "0x7f.1",
		"0x7f.0.0.1", "0177.0.0.1", "0177.0.0.01", "0177.0x0.1",
		"127.0.0.0x1", "127.0.65535", "127.16777215", "0", "0.", "0x",
		"0x0", "00000000000000000000000", "0.0.0.0",
		"%31%32%37.0.0.1", "127%2e0%2E0.1", "localhost", "LocalHost",
		"localhost.", "a.localhost", "local%68ost", "[::1]", "::1",
		"[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::127.0.0.1]",
		"[::ffff:127.0.0.1]", "[::FFFF:7f00:1]",
		"[0:0:0:0:0:ffff:7f00:0001]", "[::ffff:0:7f00:1]",
		"[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::]",
		"[fe80::1%25eth0]", "[fe80::1%eth0]", "fe80::1%eth0",
		"10.1", "167772161", "0xa000001", "0xa9fea9fe",
		"2852039166", "169.254.43518", "0251.0376.0251.0376",
		"3232235777", "192.168.257", "[fd00:ec2::254]"
	};
	static const char *const allowed[] = {
		"", ".", "h.example", "8.8.8.8", "0x08080808", "134744072",
		"010.8.8.8", "localhost.example", "mylocalhost",
		"127.0.0.1.example", "127.0.0.1.2.3", "0x7g.1",
		"127.0.0.256", "127.0.0.0.1", "127..1", "089",
		"[2a00:1450::1]", "[::1", "1e1", "127.0.0.-1", " 127.0.0.1",
		"[::ffff:8.8.8.8]", "[]"
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		ok(asked(&strict, refused[i], 80, NULL) != NULL,
		    "'%s' is an address that is refused", refused[i]);
	for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
		ok(asked(&strict, allowed[i], 80, NULL) == NULL,
		    "'%s' is not", allowed[i]);
}

/* What resolvers take for an address, we do. */
static void
test_resolver(void)
{
	static const char *const texts[] = {
		"127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001",
		"017700000001", "0x7f.1", "0177.0.0.01", "0", "0x0",
		"127.0.65535", "127.16777215", "::1", "::ffff:127.0.0.1",
		"010.1.1.1", "4294967295", "1.2.3", "0x1.0x2.0x3.0x4"
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct sockaddr_storage	to, same;
		socklen_t		n, n_same;
		struct address_own	own;
		char			text[ADDRESS_ROOM];

		if (!ok(resolve(texts[i], &to, &n), "'%s' resolves", texts[i]))
			continue;
		ok(address_own(texts[i], strlen(texts[i]), 80, &own),
		    "'%s' is an address", texts[i]);
		address_show((struct sockaddr *)&to, n, text);
		ok(resolve(text, &same, &n_same) && n == n_same &&
		    memcmp(&to, &same, n) == 0, "which is shown as %s", text);
		ok(address_refused(&(struct address_policy){ &own, 1, false },
		    texts[i], strlen(texts[i]), 80, (struct sockaddr *)&to, n)
		    == NULL, "and is the user's own if he typed it");
	}
}

/* Nothing but the host and the port that were typed. */
static void
test_own(void)
{
	struct address_own	own[3];
	struct address_policy	policy = { own, 3, false };

	ok(address_own("127.0.0.1", 9, 8080, &own[0]) &&
	    address_own("localhost", 9, 8081, &own[1]) &&
	    address_own("[::1]", 5, 8082, &own[2]), "three were typed");
	ok(!address_own("h.example", 9, 80, &(struct address_own){ 0 }),
	    "a name is nobody's");
	ok(asked(&policy, "127.0.0.1", 8080, NULL) == NULL, "the host");
	ok(asked(&policy, "127.0.0.1", 8080, "127.0.0.1") == NULL, "alone");
	ok(asked(&policy, "127.1", 8080, "127.0.0.1") == NULL,
	    "in any spelling");
	ok(asked(&policy, "127.0.0.1", 8081, NULL) != NULL, "another port");
	ok(asked(&policy, "127.0.0.2", 8080, NULL) != NULL, "another host");
	ok(asked(&policy, "localhost", 8080, NULL) != NULL, "another name");
	ok(asked(&policy, "h.example", 8080, "127.0.0.1") != NULL,
	    "a name that turns out to be this host");
	ok(asked(&policy, "127.0.0.1", 8080, "10.0.0.1") != NULL,
	    "what leads elsewhere");
	ok(asked(&policy, "localhost", 8081, NULL) == NULL, "localhost");
	ok(asked(&policy, "LOCALHOST.", 8081, "::1") == NULL, "is ::1");
	ok(asked(&policy, "localhost", 8081, "127.0.0.1") == NULL, "and 127/8");
	ok(asked(&policy, "localhost", 8081, "::ffff:127.0.0.1") == NULL,
	    "also written as IPv6");
	ok(asked(&policy, "localhost", 8081, "10.0.0.1") != NULL,
	    "and nothing else");
	ok(asked(&policy, "[::1]", 8082, "::1") == NULL, "IPv6");
	ok(asked(&policy, "[::ffff:127.0.0.1]", 8080, "::ffff:127.0.0.1") ==
	    NULL, "an IPv4 within is the same one");
	policy.all = true;
	ok(asked(&policy, "127.0.0.2", 1, "127.0.0.2") == NULL, "all is open");
}

static void
test_words(void)
{
	struct sockaddr	local = { .sa_family = AF_UNIX };
	char		text[ADDRESS_ROOM];

	is_str(asked(&strict, "a", 80, "10.2.3.4"),
	    "a private network (10.0.0.0/8)", "of IPv4");
	is_str(asked(&strict, "a", 80, "::ffff:10.2.3.4"),
	    "a private network (10.0.0.0/8)", "of IPv4 within IPv6");
	is_str(asked(&strict, "a", 80, "fe80::1"),
	    "a link of this computer (fe80::/10)", "of IPv6");
	ok(address_refused(&strict, "a", 1, 80, &local, sizeof(local)) != NULL,
	    "a socket in a file");
	ok(address_refused(&(struct address_policy){ .all = true }, "a", 1, 80,
	    &local, sizeof(local)) != NULL, "is never an address");
	ok(address_refused(&strict, "a", 1, 80, &local, 1) != NULL,
	    "neither is a part of one");
	address_show(&local, sizeof(local), text);
	is_str(text, "?", "and it has no text");
}

int
main(void)
{
	test_ranges();
	test_spellings();
	test_resolver();
	test_own();
	test_words();
	return done_testing();
}
