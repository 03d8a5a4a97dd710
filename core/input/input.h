/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input.h - a document's bytes: read from a descriptor, hashed, decoded to
 * UTF-8, shown to formats through peek and take.
 *
 * An input owns its descriptor and its memory; reset reuses the memory.
 */
#ifndef PS_INPUT_H
#define PS_INPUT_H

#include "polyscraper.h"

#define RANGE_BYTES	(2u << 20)	/* the unit of splitting and hashing */
#define SAMPLE_BYTES	(64u << 10)

struct ps_input *input_new(void);
void	input_free(struct ps_input *);

/*
 * Take up a document.  fd: any readable descriptor, from its current place;
 * where it is a regular file it is read by pread from `from` on, and `limit`
 * (absolute, UINT64_MAX: none) is where records may no longer begin.  In the
 * document's own bytes; for decoded text limit() never stops a reader.
 */
void	input_open(struct ps_input *, int fd, uint64_t from, uint64_t limit);
/* Another limit, before anything was taken. */
void	input_set_limit(struct ps_input *, uint64_t limit);
/* Ends the use: closes the descriptor, keeps the memory. */
void	input_close(struct ps_input *);
/* A stream whose first n bytes were read elsewhere. */
void	input_resume(struct ps_input *, int fd, const void *, size_t n);
/* A small document that is already in memory. */
void	input_memory(struct ps_input *, const void *, size_t);

/* The first bytes, raw, at most SAMPLE_BYTES, for finding the encoding. */
enum ps_status input_sample(struct ps_input *, const char **, size_t *,
	    bool *whole);
/* The same for a larger part, where those said nothing. */
enum ps_status input_head(struct ps_input *, size_t want, const char **,
	    size_t *, bool *whole);
/*
 * Read as this encoding from now on ("UTF-8", "windows-1252", "binary"; bytes
 * of a BOM are passed over).  Lines that are not in it are read as `other`, or
 * where that is NULL as what those of their block of RANGE_BYTES look like;
 * ENCODING_TOLD: all is in it, and what is not is kept as windows-1252.
 * False if iconv does not know the encoding.
 */
#define ENCODING_TOLD	"told"
bool	input_decode(struct ps_input *, const char *encoding,
	    const char *other, size_t bom);
/* Whether ranges of it can be read, known once it is decoded. */
bool	input_has_ranges(const struct ps_input *);

/*
 * A line that is not in the document's encoding, or has bytes that are in
 * none: the first of a run of them, as far as the line was taken.  How often
 * this is told depends on the document alone, not on how it is read.
 */
enum odd_kind { ODD_READING, ODD_BYTES, ODD_MARK, ODD_MORE };

struct oddity {
	enum odd_kind	 kind;
	const char	*reading;	/* what it was read as */
	uint64_t	 offset;	/* of the line, in the text */
	uint64_t	 lines;		/* line ends before it */
	uint64_t	 place;		/* of its first odd byte in the file */
	uint32_t	 n;		/* bytes of raw, from that byte on */
	char		 raw[40];
};

bool	input_oddity(struct ps_input *, struct oddity *);
/* Bytes that could not be decoded or were invalid UTF-8, replaced or kept as */
/* windows-1252. */
uint64_t input_undecodable(const struct ps_input *);

/* The functions behind ps_host. */
ptrdiff_t input_peek(struct ps_input *, size_t, const char **);
enum ps_status input_take(struct ps_input *, size_t);
ptrdiff_t input_line(struct ps_input *, const char **);
uint64_t input_offset(struct ps_input *);
uint64_t input_limit(struct ps_input *);
int64_t	input_length(struct ps_input *);
ptrdiff_t input_pread(struct ps_input *, void *, size_t, uint64_t);
/* From now on a stream has a length, and any part of it can be read. */
bool	input_hold(struct ps_input *);
/* What was peeked is no longer needed: called between calls of rows(). */
void	input_release(struct ps_input *);
/* All the memory around p, if it was shown: what may be read at all. */
bool	input_holds(const struct ps_input *, const char *p, const char **low,
	    const char **high);

/* Whether reading failed, with errno; bytes read from the descriptor. */
int	input_error(const struct ps_input *);
uint64_t input_bytes(const struct ps_input *);
/* And those that were read by input_pread(). */
uint64_t input_taken_up(const struct ps_input *);
/*
 * Line ends passed by take() and line(): as told before the first, or LF, or CR
 * where there is no LF.
 */
uint64_t input_lines(struct ps_input *);
void	input_line_ends(struct ps_input *, enum ps_ends);
/*
 * Its reader wants it in one piece; so it is where any end was said to do:
 * ranges would not agree on what a line is.
 */
void	input_one_piece(struct ps_input *);
bool	input_is_one_piece(const struct ps_input *);
/*
 * The document's hash: XXH3-128 of its bytes, or, past RANGE_BYTES, of the
 * hashes of its blocks of RANGE_BYTES (so that ranges can be hashed apart).
 * input_hash() finishes reading what is left.
 */
struct hash128 { uint64_t high, low; };
/* Reads so many bytes or a few more of what is left; false: that is all. */
bool	input_pass(struct ps_input *, uint64_t most);
enum ps_status input_hash(struct ps_input *, struct hash128 *);
struct hash128 hash_bytes(const void *, size_t);
struct hash128 hash_blocks(const struct hash128 *, size_t n);

/*
 * The first `want` bytes of text, cut before a character and followed by a
 * NUL, for bids; valid until the next call of it, input_release() or close.
 * whole: that is all of the document.
 */
enum ps_status input_text(struct ps_input *, size_t want, const char **,
	    size_t *, bool *whole);
/*
 * Where the head is in the document's own bytes.  input_offset() and
 * input_limit() count what is shown, which is the same until an invalid byte
 * of UTF-8 has become a longer character; for decoded text this is the offset
 * in that text.  Use it to compare the ends of neighbouring ranges.
 */
uint64_t input_place(struct ps_input *);
/*
 * Where in the document's own bytes the text lies that was shown there;
 * UINT64_MAX if that is not known: it is not the input's, or was converted.
 */
uint64_t input_place_of(const struct ps_input *, const char *p);
/* Take what is before that place of the document, where a line begins. */
void	input_skip_to(struct ps_input *, uint64_t place);
/*
 * Of a range: the hash is of [from, min(limit, end)) as opened, however far
 * the reader went on.  This sets another start, before anything is read:
 * later, where a range was opened a byte early so that align() sees whether a
 * record begins right at its start; earlier, where reading begins amid it.
 * Hashes of all ranges make the document's by hash_blocks().
 */
void	input_hash_from(struct ps_input *, uint64_t from);

#endif
