/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_lines.c - lines: taken one by one, and counted behind those who take
 * bytes.
 */
#include <string.h>
#ifdef __SSE2__
# include <emmintrin.h>
#endif

#include "input_impl.h"
#include "str.h"

/* A CR alone ends lines only where no LF is to be seen. */
static void
learn_line_ends(struct ps_input *in, const char *p, size_t n)
{
	if (n > SAMPLE_BYTES)
		n = SAMPLE_BYTES;
	in->cr_known = true;
	in->cr_ends = n > 0 && memchr(p, '\n', n) == NULL &&
	    memchr(p, '\r', n) != NULL;
}

static size_t
count_bytes(const char *p, size_t n, char c)
{
	size_t	found = 0, at = 0;
#ifdef __SSE2__
	__m128i	same, sum, each = _mm_set1_epi8(c), none = _mm_setzero_si128();

	while (n - at >= 16) {
		sum = none;
		for (int i = 0; i < 255 && n - at >= 16; i++, at += 16) {
			same = _mm_cmpeq_epi8(each, _mm_loadu_si128(
			    (const __m128i *)(const void *)(p + at)));
			sum = _mm_sub_epi8(sum, same);
		}
		sum = _mm_sad_epu8(sum, none);
		found += (size_t)_mm_cvtsi128_si32(sum) +
		    (size_t)_mm_extract_epi16(sum, 4);
	}
#endif
	for (; at < n; at++)
		found += p[at] == c;
	return found;
}

/* A CR right before an LF, or before CR LF, is not an end of its own. */
static uint64_t
count_lone_crs(const char *p, const char *end)
{
	uint64_t	n = 0;

	for (; p < end && (p = memchr(p, '\r', (size_t)(end - p))) != NULL;
	    p++)
		n += end - p < 2 || (p[1] != '\n' && (end - p < 3 ||
		    p[1] != '\r' || p[2] != '\n'));
	return n;
}

static void
count_to(struct ps_input *in, size_t to)
{
	const char	*p = in->window.p + in->counted;

	in->lines += count_bytes(p, to - in->counted, in->cr_ends ? '\r' :
	    '\n');
	if (in->any_ends)
		in->lines += count_lone_crs(p, in->window.p + to);
	in->counted = to;
}

/* Odd lines among those taken learn their numbers on the way. */
void
window_count(struct ps_input *in)
{
	struct oddity	*o;

	if (in->head <= in->counted)
		return;
	if (!in->cr_known)
		learn_line_ends(in, in->window.p + in->counted,
		    in->n - in->counted);
	for (; in->odd_counted < in->n_odd; in->odd_counted++) {
		o = &in->odd[in->odd_counted];
		if (o->offset >= in->base + in->head)
			break;
		if (o->offset > in->base + in->counted)
			count_to(in, (size_t)(o->offset - in->base));
		o->lines = in->lines;
	}
	count_to(in, in->head);
}

void
input_line_ends(struct ps_input *in, enum ps_ends ends)
{
	in->cr_known = true;
	in->cr_ends = ends == PS_ENDS_CR;
	in->any_ends = ends == PS_ENDS_ANY;
}

void
input_one_piece(struct ps_input *in)
{
	in->one_piece = true;
}

bool
input_is_one_piece(const struct ps_input *in)
{
	return in->any_ends || in->one_piece;
}

uint64_t
input_lines(struct ps_input *in)
{
	window_count(in);
	return in->lines;
}

/*
 * The first LF or, where it counts, CR in n bytes.  In steps, since looking
 * for the rarer of the two must not run far ahead of the other.
 */
static const char *
find_end(const char *p, size_t n, bool cr_ends)
{
	const char	*end = p + n, *lf, *cr;
	size_t		 step;

	if (!cr_ends)
		return n > 0 ? memchr(p, '\n', n) : NULL;
	for (; p < end; p += step) {
		step = (size_t)(end - p) < 1024 ? (size_t)(end - p) : 1024;
		lf = memchr(p, '\n', step);
		cr = memchr(p, '\r', lf != NULL ? (size_t)(lf - p) : step);
		if (cr != NULL || lf != NULL)
			return cr != NULL ? cr : lf;
	}
	return NULL;
}

/* The line's end, and where the next begins; false if that is not known yet. */
static bool
find_line(const struct ps_input *in, size_t seen, size_t *end, size_t *next)
{
	const char	*p = in->window.p + in->head;
	size_t		 n = in->n - in->head;
	const char	*q = find_end(p + seen, n - seen, in->cr_ends);

	if (q == NULL)
		return false;
	*end = (size_t)(q - p);
	*next = *end + 1;
	if (*q == '\n') {
		if (*end > 0 && q[-1] == '\r')
			--*end;
	} else if (*next < n) {
		*next += q[1] == '\n';
	} else if (!input_ended(in)) {
		return false;
	}
	return true;
}

ptrdiff_t
input_line(struct ps_input *in, const char **p)
{
	size_t	seen = 0, end = 0, next = 0, n;

	if (!in->cr_known) {
		n = window_upto(in, SAMPLE_BYTES);
		learn_line_ends(in, in->window.p + in->head, n);
	}
	while (!find_line(in, seen, &end, &next)) {
		n = in->n - in->head;
		if (n >= LINE_BYTES) {
			end = next = utf8_cut(in->window.p + in->head, n,
			    LINE_BYTES);
			break;
		}
		seen = n > 0 ? n - 1 : 0;	/* a CR may be the last */
		if (!window_more(in, READ_BYTES)) {
			end = next = n;
			break;
		}
	}
	if (next == 0)
		return -1;
	*p = window_text(in);
	in->head += next;
	return (ptrdiff_t)end;
}
