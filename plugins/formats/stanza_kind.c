/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_kind.c - the kinds of text that the format `stanza` knows.
 *
 * The first that fits is taken, so what is told by its first line comes before
 * what is told by its shape.  Sources: RFC 2849 (LDIF); Debian Policy 5.1;
 * RFC 822; systemd.syntax(7); the Desktop Entry Specification; os-release(5);
 * java.util.Properties; proc(5).
 */
#include <string.h>

#include "stanza.h"

static const char *const ldif_opens[] = { "dn:", "version:", NULL };
static const char *const ldif_called[] = { ".ldif", ".ldi", NULL };
static const char *const cpuinfo_opens[] = { "processor\t:", NULL };
static const char *const control_called[] = {
	".dsc", ".changes", ".buildinfo", "control", "status", "packages",
	"sources", "release", "inrelease", ".sources", NULL
};
static const char *const config_called[] = {
	".ini", ".desktop", ".service", ".socket", ".timer", ".mount",
	".target", ".path", ".slice", ".network", ".netdev", ".link",
	".cfg", ".inf", ".reg", ".editorconfig", ".gitconfig", NULL
};
static const char *const shell_called[] = {
	".env", ".properties", "os-release", NULL
};

static const struct stanza_kind kinds[] = {
	{ .name = "ldif", .about = "entries of LDIF",
	  .names = NAMES_CODED, .fold = FOLD_JOIN, .parts = ":",
	  .comment = "#", .flags = KIND_ONE_ROW, .least = 2,
	  .opens = ldif_opens, .called = ldif_called },
	{ .name = "cpuinfo", .about = "a processor after the other",
	  .names = NAMES_WORDS, .parts = ":", .comment = "",
	  .flags = KIND_GAP | KIND_ONE_ROW, .least = 4,
	  .opens = cpuinfo_opens },
	{ .name = "list", .about = "names and values below each other",
	  .names = NAMES_WORDS, .parts = ":", .comment = "",
	  .flags = KIND_INDENTED | KIND_GAP, .least = 4 },
	{ .name = "control", .about = "stanzas of 'Name: value'",
	  .names = NAMES_PLAIN, .fold = FOLD_LINES, .parts = ":",
	  .comment = "#", .flags = KIND_ONE_ROW | KIND_FIRST, .least = 5,
	  .called = control_called },
	{ .name = "properties", .about = "lines of 'name=value'",
	  .names = NAMES_SHELL, .parts = "=", .comment = "#!;",
	  .flags = KIND_QUOTES | KIND_BACKSLASH, .least = 3,
	  .called = shell_called },
	{ .name = "ini", .about = "'name = value' in [sections]",
	  .names = NAMES_CONFIG, .fold = FOLD_LINES, .parts = "=:",
	  .comment = "#;", .flags = KIND_SECTIONS | KIND_QUOTES |
	  KIND_BACKSLASH | KIND_INDENTED | KIND_BARE, .least = 2,
	  .called = config_called }
};

#define N_KINDS	(sizeof(kinds) / sizeof(kinds[0]))

const char *const stanza_kinds[] = {
	"", "ldif", "cpuinfo", "list", "control", "properties", "ini", NULL
};

const struct stanza_kind *
stanza_kind_at(uint32_t i)
{
	return i < N_KINDS ? &kinds[i] : NULL;
}

const struct stanza_kind *
stanza_kind_named(const char *name)
{
	for (uint32_t i = 0; i < N_KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static bool
ends_in(const char *name, size_t n, const char *end)
{
	size_t	m = strlen(end), i;

	if (m > n || (end[0] != '.' && m != n))
		return false;
	for (i = 0; i < m; i++) {
		unsigned char	c = (unsigned char)name[n - m + i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c != (unsigned char)end[i])
			return false;
	}
	return true;
}

bool
stanza_is_called(const struct stanza_kind *k, const char *name)
{
	size_t	n = name == NULL ? 0 : strlen(name);

	for (uint32_t i = 0; k->called != NULL && k->called[i] != NULL; i++)
		if (ends_in(name, n, k->called[i]))
			return true;
	return false;
}
