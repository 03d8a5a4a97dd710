/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_digest.h - SHA-1 and SHA-256 (FIPS 180-4), as web archives write them.
 *
 * A digest is the caller's, plain data, and may be copied half way.
 */
#ifndef PS_WARC_DIGEST_H
#define PS_WARC_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_BYTES	32
#define DIGEST_TEXT	80	/* "sha256:", 56 characters, a NUL */

enum digest_kind { DIGEST_NONE, DIGEST_SHA1, DIGEST_SHA256 };

struct digest {
	enum digest_kind kind;
	uint32_t	 state[8];
	uint64_t	 n;
	unsigned char	 block[64];
};

void	digest_begin(struct digest *, enum digest_kind);
void	digest_add(struct digest *, const void *, size_t n);
/* Its bytes: 20 or 32. */
size_t	digest_end(struct digest *, unsigned char out[DIGEST_BYTES]);
/* "sha1:" or "sha256:" and base32 (RFC 4648, section 6). */
void	digest_text(enum digest_kind, const unsigned char *,
	    char out[DIGEST_TEXT]);
void	digest_hex(const unsigned char *, size_t n, char *out);
/* What a label says: "sha1:...", in base32 or in hexadecimal. */
enum digest_kind digest_told(const char *label);
/* Is that what the label says?  Ends it. */
bool	digest_is(struct digest *, const char *label);

#endif
