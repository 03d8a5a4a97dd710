/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_http_headers.c - any text as a header of an answer, and as what is
 * remembered of one.
 */
#include <stdlib.h>
#include <string.h>

#include "../plugins/sources/http_memory.h"
#include "../plugins/sources/http_name.h"
#include "../plugins/sources/http_options.h"
#include "../plugins/sources/http_result.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_name(const char *text, size_t room)
{
	char	*name = malloc(room);

	if (name == NULL)
		return;
	name_of_document("http://h.example/a/b%2f%00c.csv", text, name, room);
	if (*name == '\0' || strlen(name) >= room ||
	    strpbrk(name, "/\\") != NULL)
		abort();
	free(name);
}

/* What was put in comes out again, or was left out. */
static void
check_memory(const char *text, size_t n)
{
	struct memory	m = { 0 };
	char		*got;
	const char	*rest;

	memory_add(&m, "etag", text);
	memory_number(&m, "size", (int64_t)n);
	memory_rest(&m, text, n);
	if (m.failed)
		abort();
	got = memory_copy(m.text, "etag");
	if (got != NULL && strcmp(got, text) != 0)
		abort();
	rest = memory_find_rest(m.text);
	if (memory_integer(m.text, "size", -1) != (int64_t)n ||
	    rest == NULL || strlen(rest) < n)
		abort();
	for (; *rest != '\0'; rest++)
		if (*rest < ' ' && strchr("\t\r\n", *rest) == NULL)
			abort();
	free(got);
	free(m.text);
	(void)memory_integer(text, "size", 0);
	(void)memory_find_rest(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char	*text = malloc(n + 1);
	int64_t	 wait, interval = 1;

	if (text == NULL)
		return 0;
	memcpy(text, bytes, n);
	text[n] = '\0';
	wait = result_retry_after(text, 1700000000);
	if (wait < -1 || wait > INT64_C(366) * 86400)
		abort();
	if (http_parse_rate(text, &interval) && interval <= 0)
		abort();
	check_name(text, 256);
	check_name(text, 16);
	check_memory(text, n);
	free(text);
	return 0;
}
