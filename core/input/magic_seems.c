/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * magic_seems.c - what a document that nobody reads seems to be.
 *
 * The first bytes say what holds it; of a zip or an OLE file the names of what
 * is in it, which stand at its beginning and at its end, say the rest.
 */
#include <string.h>

#include "magic.h"
#include "polyscraper.h"

#define LOCAL_NAME	30u	/* where names are in a zip (APPNOTE 4.3.7, */
#define CENTRAL_NAME	46u	/* 4.3.12) */
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))
#define OOXML(part)	"application/vnd.openxmlformats-officedocument." part
#define ODF(part)	"application/vnd.oasis.opendocument." part

/* The parts of the document that are at hand. */
struct shown {
	const char	*p;
	size_t		 n;
	const char	*tail;
	size_t		 n_tail;
};

/* What is called so, or begins so, tells what it is in. */
struct inner {
	const char	*name;
	struct seems	 seems;
};

static const struct inner zip_names[] = {
	{ "word/", { "Word document", OOXML("wordprocessingml.document") } },
	{ "xl/", { "Excel workbook", OOXML("spreadsheetml.sheet") } },
	{ "ppt/", { "PowerPoint presentation",
	  OOXML("presentationml.presentation") } },
	{ "visio/", { "Visio drawing", "application/vnd.ms-visio.drawing" } },
	{ "AndroidManifest.xml", { "Android package",
	  "application/vnd.android.package-archive" } },
	{ "META-INF/MANIFEST.MF", { "Java archive",
	  "application/java-archive" } },
};

/* What stands in the first member, "mimetype". */
static const struct inner zip_types[] = {
	{ ODF("text"), { "OpenDocument text", ODF("text") } },
	{ ODF("spreadsheet"), { "OpenDocument spreadsheet",
	  ODF("spreadsheet") } },
	{ ODF("presentation"), { "OpenDocument presentation",
	  ODF("presentation") } },
	{ ODF("graphics"), { "OpenDocument drawing", ODF("graphics") } },
	{ ODF(""), { "OpenDocument file", "application/zip" } },
	{ "application/epub+zip", { "EPUB book", "application/epub+zip" } },
};

static const struct inner ole_names[] = {
	{ "WordDocument", { "Word 97-2003 document", "application/msword" } },
	{ "Workbook", { "Excel 97-2003 workbook",
	  "application/vnd.ms-excel" } },
	{ "PowerPoint Document", { "PowerPoint 97-2003 presentation",
	  "application/vnd.ms-powerpoint" } },
	{ "VisioDocument", { "Visio drawing", "application/vnd.visio" } },
	{ "__nameid_version1.0", { "Outlook message",
	  "application/vnd.ms-outlook" } },
};

static bool
begins(const char *p, size_t n, const char *with)
{
	size_t	k = strlen(with);

	return n >= k && memcmp(p, with, k) == 0;
}

/* A member whose name begins so, by headers with this mark. */
static bool
has_member(const char *p, size_t n, const char *mark, size_t at,
    const char *name)
{
	const char	*end = p + n;

	for (; (p = memchr(p, 'P', (size_t)(end - p))) != NULL; p++)
		if (begins(p, (size_t)(end - p), mark) &&
		    (size_t)(end - p) > at &&
		    begins(p + at, (size_t)(end - p) - at, name))
			return true;
	return false;
}

static const struct seems *
zip_by_type(const struct shown *s)
{
	const char	*p = s->p + LOCAL_NAME;
	size_t		 n, skip;

	if (s->n < LOCAL_NAME)
		return NULL;
	n = s->n - LOCAL_NAME;
	if (ps_little(s->p + 26, 2) != 8 || !begins(p, n, "mimetype"))
		return NULL;
	skip = 8 + ps_little(s->p + 28, 2);
	for (size_t i = 0; n > skip && i < COUNT(zip_types); i++)
		if (begins(p + skip, n - skip, zip_types[i].name))
			return &zip_types[i].seems;
	return NULL;
}

static const struct seems *
zip_by_names(const struct shown *s)
{
	for (size_t i = 0; i < COUNT(zip_names); i++) {
		const char *name = zip_names[i].name;

		if (has_member(s->p, s->n, "PK\3\4", LOCAL_NAME, name) ||
		    (s->tail != NULL && has_member(s->tail, s->n_tail,
		    "PK\1\2", CENTRAL_NAME, name)))
			return &zip_names[i].seems;
	}
	return NULL;
}

/* Two bytes a character. */
static bool
has_wide(const char *p, size_t n, const char *name)
{
	size_t	length = strlen(name), k;

	for (size_t i = 0; i + 2 * length <= n; i += 2) {
		for (k = 0; k < length; k++)
			if (p[i + 2 * k] != name[k] || p[i + 2 * k + 1] != '\0')
				break;
		if (k == length)
			return true;
	}
	return false;
}

/* All in it stands in sectors: at even places. */
static const struct seems *
ole_by_names(const struct shown *s)
{
	for (size_t i = 0; i < COUNT(ole_names); i++)
		if (has_wide(s->p, s->n, ole_names[i].name) ||
		    has_wide(s->tail, s->n_tail, ole_names[i].name))
			return &ole_names[i].seems;
	return NULL;
}

bool
are_zeros(const char *p, size_t n)
{
	return n == 0 || (p[0] == '\0' && memcmp(p, p + 1, n - 1) == 0);
}

static const struct seems *
by_inside(const struct magic *m, const struct shown *s)
{
	const struct seems *seems;

	if (begins(m->bytes, m->n, "PK")) {
		seems = zip_by_type(s);
		return seems != NULL ? seems : zip_by_names(s);
	}
	return begins(m->bytes, m->n, "\xd0\xcf") ? ole_by_names(s) : NULL;
}

struct seems
magic_seems(const char *p, size_t n, const char *tail, size_t n_tail,
    bool binary)
{
	const struct shown	 s = { p, n, tail, tail == NULL ? 0 : n_tail };
	const struct magic	*m = binary ? magic_any(p, n) : NULL;
	const struct seems	*inside = m == NULL ? NULL : by_inside(m, &s);

	if (inside != NULL)
		return *inside;
	if (m != NULL)
		return (struct seems){ m->name, m->mime };
	if (!binary)
		return (struct seems){ "text file", "text/plain" };
	if (are_zeros(p, n) && (tail == NULL || are_zeros(tail, n_tail)))
		return (struct seems){ "zero-filled file",
		    "application/octet-stream" };
	return (struct seems){ "unknown binary file",
	    "application/octet-stream" };
}
