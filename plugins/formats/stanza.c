/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza.c - texts of names and values: stanzas of Debian, entries of LDIF,
 * settings in sections, mails, calendars, references, and what /proc shows.
 *
 * What kinds there are is in stanza_kind.c.
 */
#include "stanza.h"

static const char *const shapes[] = { "rows", "pairs", NULL };

static const struct ps_option options[] = {
	PS_OPTION(struct stanza_options, kind, .def = "",
	    .flags = PS_GUESSED, .choices = stanza_kinds,
	    .doc = "The kind of text it is"),
	PS_OPTION(struct stanza_options, shape, .def = "rows",
	    .flags = PS_GUESSED, .choices = shapes,
	    .doc = "Whether a record is a row, or a name with its value"),
	PS_OPTION(struct stanza_options, first, .def = "",
	    .flags = PS_GUESSED,
	    .doc = "The name that each record begins with, where no blank "
	    "line parts them"),
	PS_OPTION(struct stanza_options, repeats, .def = "",
	    .flags = PS_GUESSED,
	    .doc = "Names a record may have more than once, ',' between"),
	PS_OPTION(struct stanza_options, records, .def = "",
	    .flags = PS_GUESSED,
	    .doc = "Which components are the main table, as /VEVENT"),
	PS_OPTION(struct stanza_options, units, .def = "false",
	    .flags = PS_GUESSED,
	    .doc = "Values are numbers with units: a column of these"),
	PS_OPTION(struct stanza_options, lines, .def = "2", .min = 2,
	    .max = STANZA_PERIOD_MAX, .flags = PS_GUESSED,
	    .doc = "How many lines a record of the kind 'places' has"),
	{ .name = NULL }
};

static const char *const suffixes[] = {
	".ldif", ".ldi", ".dsc", ".changes", ".buildinfo", ".ini", ".desktop",
	".service", ".socket", ".timer", ".properties", ".env", ".cfg",
	".ics", ".vcf", ".vcard", ".ris", ".nbib", ".enw", ".eml", ".mbox",
	".bib", ".fasta", ".fa", ".fna", ".faa", ".fastq", ".fq", ".ged",
	".edi", NULL
};
static const char *const mimes[] = {
	"text/x-ldif", "application/x-desktop", "text/x-dsc", "text/calendar",
	"text/vcard", "text/x-vcard", "message/rfc822", "application/mbox",
	"application/x-research-info-systems", NULL
};

static const struct ps_format stanza = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "stanza",
	.plugin.version		= "1",
	.plugin.summary		= "Names and values: control files, LDIF, INI",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct stanza_options),
	.plugin.state_size	= sizeof(struct stanza),
	.suffixes		= suffixes,
	.mimes			= mimes,
	.cost			= 4,
	.probe			= stanza_probe,
	.open			= stanza_open,
	.table			= stanza_table,
	.rows			= stanza_rows,
	.close			= stanza_close,
};

PS_PLUGIN(stanza, stanza);
