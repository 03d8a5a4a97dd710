/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tap.h - the whole unit-test framework: checks that print TAP.
 */
#ifndef PS_TAP_H
#define PS_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_run, tap_failed;

#define ok(cond, ...) tap_ok((cond), #cond, __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, want, ...)						\
	tap_int((long long)(got), (long long)(want), __FILE__, __LINE__, \
	    __VA_ARGS__)
#define is_str(got, want, ...)						\
	tap_str((got), (want), __FILE__, __LINE__, __VA_ARGS__)

static inline bool __attribute__((format(printf, 5, 6)))
tap_ok(bool good, const char *cond, const char *file, int line,
    const char *fmt, ...)
{
	__builtin_va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_run);
	__builtin_va_start(ap, fmt);
	vprintf(fmt, ap);
	__builtin_va_end(ap);
	printf("\n");
	if (!good) {
		tap_failed++;
		printf("# %s:%d: %s\n", file, line, cond);
	}
	return good;
}

static inline bool __attribute__((unused, format(printf, 5, 6)))
tap_int(long long got, long long want, const char *file, int line,
    const char *fmt, ...)
{
	char	name[200];
	__builtin_va_list ap;

	__builtin_va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	__builtin_va_end(ap);
	tap_ok(got == want, "got == want", file, line, "%s", name);
	if (got != want)
		printf("# got %lld, want %lld\n", got, want);
	return got == want;
}

static inline bool __attribute__((unused, format(printf, 5, 6)))
tap_str(const char *got, const char *want, const char *file, int line,
    const char *fmt, ...)
{
	char	name[200];
	bool	same = got != NULL && want != NULL ? strcmp(got, want) == 0 :
		    got == want;
	__builtin_va_list ap;

	__builtin_va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	__builtin_va_end(ap);
	tap_ok(same, "same text", file, line, "%s", name);
	if (!same)
		printf("# got  '%s'\n# want '%s'\n", got ? got : "(null)",
		    want ? want : "(null)");
	return same;
}

static inline int
done_testing(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed != 0;
}

#endif
