/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_result.h - what an answer means: tables, and pure functions.
 */
#ifndef PS_HTTP_RESULT_H
#define PS_HTTP_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum result_what {
	RESULT_OK, RESULT_UNCHANGED, RESULT_MOVED, RESULT_ELSEWHERE,
	RESULT_RETRY, RESULT_FAILED
};

struct result {
	enum result_what what;
	bool		 site;	/* RESULT_RETRY: the whole site waits */
	uint32_t	 tries;	/* RESULT_RETRY: at most so often; 0: as the */
				/* user says */
	const char	*why;	/* static; NULL where there is nothing to say */
};

/* Of a whole answer with this status. */
const struct result *result_of_status(long status);
/* Of a CURLcode other than CURLE_OK. */
const struct result *result_of_curl(int code);
/*
 * Microseconds to wait before the next attempt: half a second, doubled by each
 * of those before, at most a minute, and up to half of it less by chance.
 */
int64_t	result_backoff(uint32_t tries, uint32_t random);
/* Seconds from now (since 1970): "120" or a date (RFC 9110); -1: neither. */
int64_t	result_retry_after(const char *value, int64_t now);

#endif
