/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_typed.c - the command line as others may see it: in the ledger, and in
 * the list of processes.
 *
 * Which options of plugins are secret is known only once these are loaded; by
 * then everybody could have looked.  So they go by their names.
 */
#include <string.h>

#include "buf.h"
#include "cli_text.h"
#include "cli_typed.h"
#include "cmd.h"
#include "mem.h"
#include "secret.h"
#include "str.h"

#define TYPED_MAX	4096	/* of the command line, in the ledger */

/* Behind the '=' of PLUGIN.KEY=VALUE (and --set=) if KEY is secret, or 0. */
static size_t
secret_option(const char *s)
{
	static const char	set[] = "--set=", header[] = "header";
	size_t			start, i;

	i = strncmp(s, set, sizeof(set) - 1) == 0 ? sizeof(set) - 1 : 0;
	for (start = i; is_alnum((unsigned char)s[i]) || (s[i] != '\0' &&
	    strchr("._-", s[i]) != NULL); i++)
		if (s[i] == '.')
			start = i + 1;
	if (s[i] != '=')
		return 0;
	return secret_named(s + start, i - start) ||
	    (i - start == sizeof(header) - 1 &&
	    memcmp(s + start, header, i - start) == 0) ? i + 1 : 0;
}

/* The argument without secrets. */
static const char *
clean(struct arena *arena, const char *s)
{
	size_t	n = secret_option(s);

	return n > 0 ? arena_printf(arena, "%.*s***", (int)n, s) :
	    secret_masked(arena, s);
}

const char *
typed_text(struct arena *arena, int argc, char *const *argv)
{
	struct buf	 b;
	const char	*text;

	buf_init(&b, TYPED_MAX);
	buf_str(&b, PROGRAM);
	for (int i = 1; i < argc && !b.full; i++) {
		buf_char(&b, ' ');
		text_quoted(&b, clean(arena, argv[i]));
	}
	text = arena_strdup(arena, buf_cstr(&b));
	buf_free(&b);
	return text;
}

/* In place: what is longer than it was is cut, the rest is emptied. */
static void
hide(struct arena *arena, char *s)
{
	const char	*text = clean(arena, s);
	size_t		 n = strlen(s), k = strlen(text);

	if (text == s)
		return;
	if (k > n)
		k = n;
	memcpy(s, text, k);
	memset(s + k, 0, n - k);
}

char **
typed_hide(struct arena *arena, int argc, char **argv)
{
	char	**copy = arena_alloc(arena, ((size_t)argc + 1) * sizeof(*copy));

	for (int i = 0; i < argc; i++) {
		copy[i] = arena_strdup(arena, argv[i]);
		hide(arena, argv[i]);
	}
	copy[argc] = NULL;
	return copy;
}
