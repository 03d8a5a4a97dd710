/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_kind.c - the kinds of text that the format `stanza` knows.
 *
 * The first that fits is taken, so what is told by its first line comes before
 * what is told by its shape.  Sources: RFC 5322 and RFC 4155 (mails), RFC 5545
 * (iCalendar), RFC 6350 (vCard), RFC 2849 (LDIF), RIS (ResearchInfo), MEDLINE
 * display of PubMed, refer(1), Debian Policy 5.1, systemd.syntax(7), the
 * Desktop Entry Specification, os-release(5), java.util.Properties, proc(5).
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

static const char *const calendar_opens[] = {
	"BEGIN:VCALENDAR", "begin:vcalendar", NULL
};
static const char *const calendar_called[] = { ".ics", ".ical", ".ifb", NULL };
static const char *const card_opens[] = {
	"BEGIN:VCARD", "begin:vcard", NULL
};
static const char *const card_called[] = { ".vcf", ".vcard", NULL };
static const char *const ris_opens[] = { "TY  - ", NULL };
static const char *const ris_called[] = { ".ris", NULL };
static const char *const pubmed_opens[] = { "PMID- ", NULL };
static const char *const pubmed_called[] = { ".nbib", NULL };
static const char *const refer_opens[] = {
	"%0 ", "%A ", "%T ", "%J ", "%D ", NULL
};
static const char *const refer_called[] = { ".enw", ".refer", NULL };
static const char *const bibtex_opens[] = { "@", "%", NULL };
static const char *const bibtex_called[] = { ".bib", ".bibtex", NULL };
static const char *const fasta_opens[] = { ">", NULL };
static const char *const fasta_called[] = {
	".fasta", ".fa", ".fna", ".faa", ".ffn", NULL
};
static const char *const fastq_opens[] = { "@", NULL };
static const char *const fastq_called[] = { ".fastq", ".fq", NULL };
static const char *const gedcom_opens[] = { "0 HEAD", NULL };
static const char *const gedcom_called[] = { ".ged", NULL };
static const char *const edi_opens[] = { "ISA", "UNA", "UNB+", NULL };
static const char *const edi_called[] = {
	".edi", ".x12", ".edifact", NULL
};
static const char *const mail_called[] = { ".eml", ".mbox", ".mbx", NULL };

static const struct stanza_kind kinds[] = {
	{ .name = "calendar", .about = "components of iCalendar",
	  .names = NAMES_PROPERTY, .fold = FOLD_JOIN, .parts = ":;",
	  .comment = "", .flags = KIND_DECLARED, .opens = calendar_opens,
	  .called = calendar_called, .around = "VCALENDAR" },
	{ .name = "card", .about = "cards of vCard",
	  .names = NAMES_PROPERTY, .fold = FOLD_JOIN, .parts = ":;",
	  .comment = "", .flags = KIND_DECLARED, .opens = card_opens,
	  .called = card_called },
	{ .name = "ris", .about = "references of RIS",
	  .names = NAMES_TAG, .fold = FOLD_LOOSE, .parts = "-",
	  .comment = "", .flags = KIND_DECLARED, .opens = ris_opens,
	  .called = ris_called, .first = "TY", .last = "ER" },
	{ .name = "pubmed", .about = "references of PubMed",
	  .names = NAMES_TAG, .fold = FOLD_HEADER, .parts = "-",
	  .comment = "", .flags = KIND_DECLARED, .opens = pubmed_opens,
	  .called = pubmed_called },
	{ .name = "refer", .about = "references of refer and EndNote",
	  .names = NAMES_PERCENT, .fold = FOLD_LOOSE, .parts = " ",
	  .comment = "", .flags = KIND_DECLARED, .opens = refer_opens,
	  .called = refer_called },
	{ .name = "bibtex", .about = "entries of BibTeX",
	  .names = NAMES_BIBTEX, .fold = FOLD_HEADER, .parts = "",
	  .comment = "", .flags = KIND_DECLARED, .opens = bibtex_opens,
	  .called = bibtex_called },
	{ .name = "fasta", .about = "sequences of FASTA",
	  .names = NAMES_FASTA, .fold = FOLD_JOIN, .parts = "",
	  .comment = "", .flags = KIND_DECLARED, .opens = fasta_opens,
	  .called = fasta_called },
	{ .name = "fastq", .about = "reads of FASTQ",
	  .names = NAMES_FASTQ, .parts = "", .comment = "",
	  .flags = KIND_DECLARED, .opens = fastq_opens,
	  .called = fastq_called },
	{ .name = "gedcom", .about = "records of GEDCOM",
	  .names = NAMES_LEVEL, .fold = FOLD_TAGGED, .parts = "",
	  .comment = "", .flags = KIND_DECLARED | KIND_TABLES,
	  .opens = gedcom_opens, .called = gedcom_called },
	{ .name = "edi", .about = "segments of EDI",
	  .names = NAMES_SEGMENTS, .parts = "", .comment = "",
	  .flags = KIND_DECLARED | KIND_TABLES, .opens = edi_opens,
	  .called = edi_called },
	{ .name = "types", .about = "records whose first field is a type",
	  .names = NAMES_FIELDS, .parts = "", .comment = "",
	  .flags = KIND_DECLARED | KIND_TABLES },
	{ .name = "mail", .about = "mails with their heads",
	  .names = NAMES_MAIL, .fold = FOLD_HEADER, .parts = ":",
	  .comment = "", .flags = KIND_WORDS | KIND_ONE_ROW,
	  .called = mail_called },
	{ .name = "ldif", .about = "entries of LDIF",
	  .names = NAMES_CODED, .fold = FOLD_JOIN, .parts = ":",
	  .comment = "#", .flags = KIND_ONE_ROW, .least = 2,
	  .opens = ldif_opens, .called = ldif_called },
	{ .name = "cpuinfo", .about = "a processor after the other",
	  .names = NAMES_WORDS, .parts = ":", .comment = "",
	  .flags = KIND_GAP | KIND_ONE_ROW, .least = 4,
	  .opens = cpuinfo_opens },
	{ .name = "list", .about = "names and values below each other",
	  .names = NAMES_WORDS, .parts = ":", .comment = "#",
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
	  .called = config_called },
	{ .name = "places", .about = "records of some lines each",
	  .names = NAMES_PLACES, .parts = "", .comment = "",
	  .flags = KIND_DECLARED }
};

#define N_KINDS	(sizeof(kinds) / sizeof(kinds[0]))

const char *const stanza_kinds[] = {
	"", "calendar", "card", "ris", "pubmed", "refer", "bibtex", "fasta",
	"fastq", "gedcom", "edi", "types", "mail", "ldif",
	"cpuinfo", "list", "control", "properties", "ini", "places", NULL
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
