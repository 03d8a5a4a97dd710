/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_result.c - what an answer means.
 *
 * Only what may be otherwise a little later is tried again.
 */
#include <curl/curl.h>

#include "http_result.h"

#define BACKOFF		INT64_C(500000)
#define BACKOFF_MAX	INT64_C(60000000)
#define LONG_TIME	(INT64_C(366) * 86400)

static const struct {
	long		first, last;
	struct result	result;
} statuses[] = {
	{ 200, 203, { RESULT_OK, false, 0, NULL } },
	{ 204, 205, { RESULT_FAILED, false, 0, "there is no content" } },
	{ 206, 206, { RESULT_FAILED, false, 0, "a part came unasked" } },
	{ 207, 299, { RESULT_OK, false, 0, NULL } },
	{ 301, 301, { RESULT_MOVED, false, 0, NULL } },
	{ 302, 303, { RESULT_ELSEWHERE, false, 0, NULL } },
	{ 304, 304, { RESULT_UNCHANGED, false, 0, NULL } },
	{ 307, 307, { RESULT_ELSEWHERE, false, 0, NULL } },
	{ 308, 308, { RESULT_MOVED, false, 0, NULL } },
	{ 401, 401, { RESULT_FAILED, false, 0, "it wants a user and a "
	    "password or token" } },
	{ 402, 402, { RESULT_FAILED, false, 0, "it wants to be paid" } },
	{ 403, 403, { RESULT_FAILED, false, 0, "it is forbidden" } },
	{ 404, 404, { RESULT_FAILED, false, 0, "it is not there" } },
	{ 407, 407, { RESULT_FAILED, false, 0, "the proxy wants a user" } },
	{ 408, 408, { RESULT_RETRY, false, 0, "the server's time was up" } },
	{ 410, 410, { RESULT_FAILED, false, 0, "it is gone" } },
	{ 421, 421, { RESULT_RETRY, false, 1, "the connection was one for "
	    "another host" } },
	{ 425, 425, { RESULT_RETRY, false, 0, "too early" } },
	{ 429, 429, { RESULT_RETRY, true, 0, "too many requests" } },
	{ 451, 451, { RESULT_FAILED, false, 0, "it is withheld for legal "
	    "reasons" } },
	{ 500, 500, { RESULT_RETRY, false, 0, "the server has a fault" } },
	{ 502, 502, { RESULT_RETRY, true, 0, "a gateway has no answer" } },
	{ 503, 503, { RESULT_RETRY, true, 0, "the server is overloaded or "
	    "down" } },
	{ 504, 504, { RESULT_RETRY, true, 0, "a gateway waited in vain" } },
	{ 509, 509, { RESULT_RETRY, true, 0, "too much was sent" } },
	{ 520, 530, { RESULT_RETRY, true, 0, "a gateway has no answer" } },
};

const struct result *
result_of_status(long status)
{
	static const struct result	other = {
		RESULT_FAILED, false, 0, "the server refuses"
	};

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		if (status >= statuses[i].first && status <= statuses[i].last)
			return &statuses[i].result;
	return &other;
}

static const struct {
	CURLcode	code;
	struct result	result;
} codes[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, { RESULT_RETRY, true, 1,
	    "the name of the host has no address" } },
	{ CURLE_COULDNT_RESOLVE_PROXY, { RESULT_RETRY, true, 1,
	    "the name of the proxy has no address" } },
	{ CURLE_COULDNT_CONNECT, { RESULT_RETRY, true, 2,
	    "no connection" } },
	{ CURLE_OPERATION_TIMEDOUT, { RESULT_RETRY, true, 0,
	    "it takes too long" } },
	{ CURLE_PARTIAL_FILE, { RESULT_RETRY, false, 0,
	    "it ended too early" } },
	{ CURLE_GOT_NOTHING, { RESULT_RETRY, true, 0,
	    "no answer came" } },
	{ CURLE_SEND_ERROR, { RESULT_RETRY, true, 0,
	    "the connection broke off" } },
	{ CURLE_RECV_ERROR, { RESULT_RETRY, false, 0,
	    "the connection broke off" } },
	{ CURLE_HTTP2, { RESULT_RETRY, false, 0,
	    "the connection broke off" } },
	{ CURLE_HTTP2_STREAM, { RESULT_RETRY, false, 0,
	    "the answer broke off" } },
	{ CURLE_SSL_CONNECT_ERROR, { RESULT_RETRY, true, 2,
	    "no secure connection" } },
	{ CURLE_PEER_FAILED_VERIFICATION, { RESULT_FAILED, false, 0,
	    "its certificate is not to be trusted" } },
	{ CURLE_SSL_CERTPROBLEM, { RESULT_FAILED, false, 0,
	    "our certificate cannot be used" } },
	{ CURLE_SSL_CACERT_BADFILE, { RESULT_FAILED, false, 0,
	    "the file of trusted certificates cannot be read" } },
	{ CURLE_BAD_CONTENT_ENCODING, { RESULT_FAILED, false, 0,
	    "its compression is damaged" } },
	{ CURLE_WEIRD_SERVER_REPLY, { RESULT_FAILED, false, 0,
	    "the answer is not HTTP" } },
	{ CURLE_UNSUPPORTED_PROTOCOL, { RESULT_FAILED, false, 0,
	    "the answer is not HTTP" } },
	{ CURLE_URL_MALFORMAT, { RESULT_FAILED, false, 0,
	    "the address is none" } },
	{ CURLE_OUT_OF_MEMORY, { RESULT_FAILED, false, 0,
	    "a header that is too long, or no memory" } },
};

const struct result *
result_of_curl(int code)
{
	static const struct result	other = {
		RESULT_FAILED, false, 0, "it cannot be fetched"
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if ((int)codes[i].code == code)
			return &codes[i].result;
	return &other;
}

int64_t
result_backoff(uint32_t tries, uint32_t random)
{
	int64_t	wait = BACKOFF;

	while (tries-- > 1 && wait < BACKOFF_MAX)
		wait *= 2;
	if (wait > BACKOFF_MAX)
		wait = BACKOFF_MAX;
	return wait - wait / 2 * (int64_t)(random % 1024) / 1024;
}

int64_t
result_retry_after(const char *s, int64_t now)
{
	int64_t	seconds = 0;
	time_t	date;

	while (*s == ' ' || *s == '\t')
		s++;
	if (*s < '0' || *s > '9') {
		date = curl_getdate(s, NULL);
		if (date == -1)
			return -1;
		seconds = (int64_t)date - now;
		return seconds < 0 ? 0 :
		    seconds > LONG_TIME ? LONG_TIME : seconds;
	}
	for (; *s >= '0' && *s <= '9'; s++)
		if (seconds < LONG_TIME)
			seconds = seconds * 10 + (*s - '0');
	while (*s == ' ' || *s == '\t')
		s++;
	if (*s != '\0')
		return -1;
	return seconds > LONG_TIME ? LONG_TIME : seconds;
}
