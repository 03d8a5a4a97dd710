/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_real_text.c - doubles as text: short, exact, read back as they were.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "tap.h"

static void
check(double v, const char *want)
{
	char	text[64];
	size_t	n = real_text(v, text);

	text[n] = '\0';
	is_str(text, want, "%s", want);
}

static void
check_many(void)
{
	uint64_t	x = 88172645463325252u;
	unsigned	bad = 0;

	for (int i = 0; i < 100000; i++) {
		char	text[64];
		double	v;

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		memcpy(&v, &x, sizeof(v));
		if (!isfinite(v))
			continue;
		text[real_text(v, text)] = '\0';
		bad += strlen(text) > 31 || strtod(text, NULL) != v;
	}
	ok(bad == 0, "%u of 100000 doubles do not read back", bad);
}

int
main(void)
{
	check(0, "0");
	check(-0.0, "0");
	check(1, "1");
	check(-2.5, "-2.5");
	check(0.1, "0.1");
	check(100, "100");
	check(0.30000000000000004, "0.30000000000000004");
	check(1234567890123456, "1234567890123456");
	check(1e15, "1000000000000000");
	check(1e16, "1e+16");
	check(-1.25e300, "-1.25e+300");
	check(0.0001234, "0.0001234");
	check(0.00001234, "1.234e-05");
	check(5e-324, "4.94065645841247e-324");
	check(1.7976931348623157e308, "1.7976931348623157e+308");
	check((double)INFINITY, "Infinity");
	check(-(double)INFINITY, "-Infinity");
	check((double)NAN, "");
	check_many();
	done_testing();
}
