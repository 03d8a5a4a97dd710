/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_known.c - headers that commands print, known by their names.
 *
 * A name may be two words, and two names may touch; who knows them cuts even
 * a table of one row, or of none.
 */
#include <string.h>

#include "fixed.h"

enum { TOP_LINES = 20, MOST_NAMES = 20 };

/* Names are parted by bars; an empty one has nothing above its column. */
static const struct {
	const char	*what, *names;
} known[] = {
	{ "what df prints",
	  "Filesystem|1K-blocks|Used|Available|Use%|Mounted on" },
	{ "what df prints", "Filesystem|Size|Used|Avail|Use%|Mounted on" },
	{ "what df prints",
	  "Filesystem|Type|1K-blocks|Used|Available|Use%|Mounted on" },
	{ "what df prints",
	  "Filesystem|Type|Size|Used|Avail|Use%|Mounted on" },
	{ "what df prints",
	  "Filesystem|1024-blocks|Used|Available|Capacity|Mounted on" },
	{ "what df prints",
	  "Filesystem|Inodes|IUsed|IFree|IUse%|Mounted on" },
	{ "what netstat prints",
	  "Proto|Recv-Q|Send-Q|Local Address|Foreign Address|State" },
	{ "what netstat prints",
	  "Proto|Recv-Q|Send-Q|Local Address|Foreign Address|State|"
	  "PID/Program name" },
	{ "what netstat prints",
	  "Proto|Recv-Q|Send-Q|Local Address|Foreign Address|State|User|"
	  "Inode" },
	{ "what netstat prints",
	  "Proto|Recv-Q|Send-Q|Local Address|Foreign Address|State|User|"
	  "Inode|PID/Program name" },
	{ "what netstat prints",
	  "Proto|RefCnt|Flags|Type|State|I-Node|Path" },
	{ "what netstat prints",
	  "Proto|RefCnt|Flags|Type|State|I-Node|PID/Program name|Path" },
	{ "what ss prints",
	  "State|Recv-Q|Send-Q|Local Address:Port|Peer Address:Port|Process" },
	{ "what ss prints",
	  "State|Recv-Q|Send-Q|Local Address:Port|Peer Address:Port" },
	{ "what ss prints",
	  "Netid|State|Recv-Q|Send-Q|Local Address:Port|Peer Address:Port|"
	  "Process" },
	{ "what ss prints",
	  "Netid|State|Recv-Q|Send-Q|Local Address:Port|Peer Address:Port" },
	{ "what route prints",
	  "Destination|Gateway|Genmask|Flags|Metric|Ref|Use|Iface" },
	{ "what route prints",
	  "Destination|Gateway|Genmask|Flags|MSS Window|irtt|Iface" },
	{ "what arp prints", "Address|HWtype|HWaddress|Flags Mask|Iface" },
	{ "what docker ps prints",
	  "CONTAINER ID|IMAGE|COMMAND|CREATED|STATUS|PORTS|NAMES" },
	{ "what docker images prints",
	  "REPOSITORY|TAG|IMAGE ID|CREATED|SIZE" },
	{ "what lsblk prints",
	  "NAME|MAJ:MIN|RM|SIZE|RO|TYPE|MOUNTPOINTS" },
	{ "what lsblk prints", "NAME|MAJ:MIN|RM|SIZE|RO|TYPE|MOUNTPOINT" },
	{ "what lsblk -f prints",
	  "NAME|FSTYPE|FSVER|LABEL|UUID|FSAVAIL|FSUSE%|MOUNTPOINTS" },
	{ "what lsof prints",
	  "COMMAND|PID|USER|FD|TYPE|DEVICE|SIZE/OFF|NODE NAME" },
	{ "what w prints", "USER|TTY|FROM|LOGIN@|IDLE|JCPU|PCPU|WHAT" },
	{ "what ps prints",
	  "USER|PID|%CPU|%MEM|VSZ|RSS|TTY|STAT|START|TIME|COMMAND" },
	{ "what ps prints", "UID|PID|PPID|C|STIME|TTY|TIME|CMD" },
	{ "what ps prints", "PID|TTY|TIME|CMD" },
	{ "what ps prints", "PID|TTY|STAT|TIME|COMMAND" },
	{ "what ps prints",
	  "F|S|UID|PID|PPID|C|PRI|NI|ADDR SZ|WCHAN|TTY|TIME|CMD" },
	{ "what top prints",
	  "PID|USER|PR|NI|VIRT|RES|SHR|S|%CPU|%MEM|TIME+|COMMAND" },
	{ "what free prints", "|total|used|free|shared|buff/cache|available" },
	{ "what vmstat prints",
	  "r|b|swpd|free|buff|cache|si|so|bi|bo|in|cs|us|sy|id|wa|st" },
	{ "what systemctl prints", "UNIT|LOAD|ACTIVE|SUB|DESCRIPTION" },
	{ "what swapon prints", "NAME|TYPE|SIZE|USED|PRIO" },
	{ "/proc/swaps", "Filename|Type|Size|Used|Priority" },
	{ "/proc/partitions", "major|minor|#blocks|name" },
	{ "/proc/net/arp",
	  "IP address|HW type|Flags|HW address|Mask|Device" },
	{ "what who prints", "NAME|LINE|TIME|COMMENT" },
};

struct name {
	uint32_t	from, to;	/* places */
};

/* Does the line say these names, wherever its blanks are? */
static uint32_t
match(const struct fixed_line *l, const char *names, struct name *out)
{
	uint32_t	at = 0, n = 0;
	bool		begun = false;

	out[0] = (struct name){ 0, 0 };
	for (const char *p = names; *p != '\0'; p++) {
		if (*p == '|') {
			if (++n == MOST_NAMES)
				return 0;
			begun = false;
			continue;
		}
		if (*p == ' ')
			continue;
		while (at < l->width && fixed_is_blank(l, at))
			at++;
		if (at >= l->width || l->p[fixed_byte(l, at)] != *p)
			return 0;
		if (!begun)
			out[n].from = at;
		begun = true;
		out[n].to = ++at;
	}
	return at < l->width ? 0 : n + 1;
}

static bool
has_ink(const struct fixed_row *r, uint32_t p)
{
	return p < r->line.width && p < FIXED_INK && fixed_inked(r, p);
}

/* How many rows have a word across this edge? */
static uint32_t
count_across(const struct fixed_text *t, const struct fixed_table *table,
    uint32_t edge)
{
	uint32_t	n = 0;

	for (uint32_t i = table->first; i < table->end; i++)
		n += t->rows[i].kind == LINE_TEXT && edge > 0 &&
		    has_ink(&t->rows[i], edge - 1) &&
		    has_ink(&t->rows[i], edge);
	return n;
}

/*
 * The widest run of places from..to that nothing stands in, in these lines;
 * where there is none, the edge that the fewest words go across.
 */
static struct fixed_span
find_gap(const struct fixed_text *t, const struct fixed_table *table,
    uint32_t from, uint32_t to)
{
	struct fixed_span	best = { (uint16_t)to, (uint16_t)to };
	uint32_t		start = from, n, wide = 0, least;

	for (uint32_t p = from; p < to && p < FIXED_INK; p++) {
		n = 0;
		for (uint32_t i = table->first; i < table->end; i++)
			n += t->rows[i].kind == LINE_TEXT &&
			    has_ink(&t->rows[i], p);
		if (n > 0)
			start = p + 1;
		else if (p + 1 - start > wide) {
			wide = p + 1 - start;
			best = (struct fixed_span){ (uint16_t)start,
			    (uint16_t)(p + 1) };
		}
	}
	if (wide > 0)
		return best;
	least = count_across(t, table, to);
	for (uint32_t p = to; p-- > from && least > 0;)
		if ((n = count_across(t, table, p)) < least) {
			least = n;
			best = (struct fixed_span){ (uint16_t)p,
			    (uint16_t)p };
		}
	return best;
}

/* The names as an option has them: tabs between. */
static const char *
tabbed(const struct fixed_text *t, const char *names)
{
	size_t	 n = strlen(names);
	char	*out = ps_alloc(t->self, n + 1);

	for (size_t i = 0; i <= n; i++)
		out[i] = names[i] == '|' ? '\t' : names[i];
	return out;
}

/* Rows go on to a blank line; there may be none. */
static uint32_t
find_end(const struct fixed_text *t, uint32_t from)
{
	while (from < t->n && t->rows[from].kind == LINE_BLANK)
		from++;
	while (from < t->n && t->rows[from].kind != LINE_BLANK)
		from++;
	return from;
}

static uint32_t
count_words(const struct fixed_line *l)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < l->width; i++)
		n += !fixed_is_blank(l, i) && (i == 0 ||
		    fixed_is_blank(l, i - 1));
	return n;
}

/* Rows that are not where their names are, but have as many words. */
static bool
are_words(const struct fixed_text *t, struct fixed_table *table, uint32_t n)
{
	struct ps_slice		 cells[FIXED_COLUMNS], words[FIXED_COLUMNS];
	struct fixed_cuts	*c = &table->cuts;
	bool			 differ = false;

	for (uint32_t i = table->first; i < table->end; i++) {
		const struct fixed_row	*r = &t->rows[i];

		if (r->kind != LINE_TEXT)
			continue;
		if (count_words(&r->line) != n)
			return false;
		c->words = WORDS_REST;
		(void)fixed_cut(t->self, c, &r->line, words);
		c->words = WORDS_NONE;
		(void)fixed_cut(t->self, c, &r->line, cells);
		for (uint32_t k = 0; k < n; k++)
			differ = differ || cells[k].p != words[k].p ||
			    cells[k].n != words[k].n;
	}
	return differ;
}

static void
take(const struct fixed_text *t, struct fixed_table *table, uint32_t at,
    const struct name *names, uint32_t n)
{
	struct fixed_cuts	*c = &table->cuts;
	struct fixed_span	 gap;

	table->skip = at;
	table->header = 1;
	table->first = at + 1;
	table->end = find_end(t, at + 1);
	c->n = n;
	c->at[0].from = 0;
	for (uint32_t i = 0; i + 1 < n; i++) {
		gap = find_gap(t, table, names[i].to, names[i + 1].from);
		if (gap.from <= c->at[i].from)
			gap.from = (uint16_t)(c->at[i].from + 1);
		if (gap.to < gap.from)
			gap.to = gap.from;
		c->at[i].to = gap.from;
		c->at[i + 1].from = gap.to;
	}
	c->at[n - 1].to = FIXED_OPEN;
	c->words = are_words(t, table, n) ? WORDS_REST : WORDS_NONE;
	table->declared = true;
	fixed_kinds(t, table);
}

bool
fixed_known(const struct fixed_text *t, struct fixed_table *table)
{
	struct name	names[MOST_NAMES];
	uint32_t	n;

	for (uint32_t i = 0; i < t->n && i < TOP_LINES; i++) {
		if (t->rows[i].kind != LINE_TEXT ||
		    t->rows[i].line.n > FIXED_INK)
			continue;
		for (size_t k = 0; k < sizeof(known) / sizeof(*known); k++) {
			n = match(&t->rows[i].line, known[k].names, names);
			if (n == 0)
				continue;
			table->what = known[k].what;
			table->names = tabbed(t, known[k].names);
			take(t, table, i, names, n);
			return true;
		}
	}
	return false;
}
