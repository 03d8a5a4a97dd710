/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn_line.c - what a line is: a rule, a header of a record, a field.
 */
#include <string.h>

#include "drawn.h"

/* What a character of a rule is. */
enum part { PART_NONE, PART_FILL, PART_DOUBLE, PART_JOINT, PART_PIPE };

size_t
drawn_line(const char *p, size_t n, size_t *whole)
{
	const char	*e = memchr(p, '\n', n);
	size_t		 len = e == NULL ? n : (size_t)(e - p);

	*whole = len + (e != NULL);
	if (len > 0 && p[len - 1] == '\r')
		len--;
	return len;
}

bool
drawn_blank(const char *p, size_t n)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return n == 0;
}

/* The code of a box character (U+2500 to U+257F) from 0x2500 on, or -1. */
static int
box(const char *p, size_t n)
{
	if (n < 3 || (unsigned char)p[0] != 0xe2 ||
	    ((unsigned char)p[1] != 0x94 && (unsigned char)p[1] != 0x95))
		return -1;
	return ((unsigned char)p[1] - 0x94) * 64 +
	    ((unsigned char)p[2] & 0x3f);
}

size_t
drawn_bar(const char *p, size_t n)
{
	int	code;

	if (n > 0 && *p == '|')
		return 1;
	code = box(p, n);
	return code == 0x02 || code == 0x03 || code == 0x51 ||
	    (code >= 0x06 && code <= 0x07) ||
	    (code >= 0x0a && code <= 0x0b) ||
	    (code >= 0x4e && code <= 0x4f) ? 3 : 0;
}

static enum part
box_part(const char *p, size_t n, int code)
{
	if (drawn_bar(p, n) > 0)
		return PART_PIPE;
	if (code <= 0x01 || code == 0x04 || code == 0x05 || code == 0x08 ||
	    code == 0x09 || code == 0x4c || code == 0x4d || code == 0x74 ||
	    code == 0x76)
		return PART_FILL;
	if (code == 0x50)
		return PART_DOUBLE;
	return code > 0x70 ? PART_NONE : PART_JOINT;
}

static enum part
part_of(const char *p, size_t n, size_t *bytes)
{
	int	code;

	*bytes = 1;
	switch (*p) {
	case '-':
		return PART_FILL;
	case '=':
		return PART_DOUBLE;
	case '+':
		return PART_JOINT;
	case '|':
		return PART_PIPE;
	default:
		if ((code = box(p, n)) == -1)
			return PART_NONE;
		*bytes = 3;
		return box_part(p, n, code);
	}
}

struct ruler {
	struct drawn_rule	*rule;		/* or NULL */
	uint32_t		 at;		/* column */
	uint32_t		 n;		/* spans */
	bool			 open;		/* amid a span */
	bool			 dashes, doubled, outer, joints, pipes;
};

static bool
extend(struct ruler *r)
{
	if (!r->open) {
		if (r->n == DRAWN_COLUMNS)
			return false;
		if (r->rule != NULL)
			r->rule->from[r->n] = r->at;
		r->n++;
		r->open = true;
	}
	if (r->rule != NULL)
		r->rule->to[r->n - 1] = r->at + 1;
	return true;
}

/* False: no rule has that there. */
static bool
take(struct ruler *r, enum part part, char c)
{
	if (part == PART_FILL || part == PART_DOUBLE || c == ':') {
		r->dashes = r->dashes || c != ':';
		r->doubled = r->doubled || part == PART_DOUBLE;
		return extend(r);
	}
	if (part == PART_NONE && c != ' ')
		return false;
	r->outer = r->outer || (part != PART_NONE && r->n == 0);
	r->joints = r->joints || part == PART_JOINT;
	r->pipes = r->pipes || part == PART_PIPE;
	r->open = false;
	return true;
}

enum drawn_style
drawn_rule(const char *p, size_t n, struct drawn_rule *rule)
{
	struct ruler	 r = { .rule = rule };
	enum drawn_style style;
	size_t		 bytes;

	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	for (size_t i = 0; i < n; i += bytes, r.at++)
		if (!take(&r, part_of(p + i, n - i, &bytes), p[i]))
			return NO_RULE;
	style = !r.dashes ? NO_RULE : r.pipes ? RULE_PIPES :
	    r.joints ? RULE_JOINTS : r.n > 1 ? RULE_GAPS : NO_RULE;
	if (rule != NULL && style != NO_RULE) {
		rule->style = style;
		rule->n = r.n;
		rule->outer = r.outer;
		rule->doubled = r.doubled;
	}
	return style;
}

static size_t
run(const char *p, size_t n, char c)
{
	size_t	i = 0;

	while (i < n && p[i] == c)
		i++;
	return i;
}

static size_t
digits(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && p[i] >= '0' && p[i] <= '9')
		i++;
	return i;
}

static bool
begins(const char *p, size_t n, const char *with)
{
	return n >= strlen(with) && memcmp(p, with, strlen(with)) == 0;
}

bool
drawn_record(const char *p, size_t n)
{
	static const char	psql[] = "-[ RECORD ";
	size_t			at, more;

	if (begins(p, n, psql))
		return digits(p + sizeof(psql) - 1, n - sizeof(psql) + 1) > 0;
	at = run(p, n, '*');
	if (at < 10 || at == n || p[at] != ' ')
		return false;
	at++;
	more = digits(p + at, n - at);
	return more > 0 && begins(p + at + more, n - at - more, ". row ***");
}

bool
drawn_footer(const char *p, size_t n)
{
	size_t	at = run(p, n, ' '), more;

	at += at < n && p[at] == '(';
	more = digits(p + at, n - at);
	at += more;
	return more > 0 && (begins(p + at, n - at, " row") ||
	    begins(p + at, n - at, " record"));
}

bool
drawn_field(const char *p, size_t n, uint32_t *place, struct ps_slice *name,
    struct ps_slice *value)
{
	size_t		i, bytes, bar = 0;
	uint32_t	at = 0;

	*name = (struct ps_slice){ .p = p };
	for (i = 0; i < n; i += bytes) {
		bar = p[i] == ':' ? 1 : drawn_bar(p + i, n - i);
		if (bar > 0 && (*place == 0 || *place == at))
			break;
		at += drawn_glyph(p + i, n - i, &bytes);
	}
	if (i >= n || i == 0) {
		*value = ps_trimmed((struct ps_slice){ .p = p,
		    .n = (uint32_t)n });
		return false;
	}
	*place = at;
	*name = ps_trimmed((struct ps_slice){ .p = p, .n = (uint32_t)i });
	i += bar;
	*value = ps_trimmed((struct ps_slice){ .p = p + i,
	    .n = (uint32_t)(n - i) });
	return name->n > 0;
}
