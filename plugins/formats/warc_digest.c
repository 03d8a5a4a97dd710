/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_digest.c - SHA-1 and SHA-256 (FIPS 180-4), and how they are written.
 */
#include <stdio.h>
#include <string.h>

#include "warc_digest.h"

static const uint32_t rounds[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t
left(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

static uint32_t
right(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static uint32_t
big(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static void
sha1_block(uint32_t s[8], const unsigned char *p)
{
	static const uint32_t	k[4] = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc,
				    0xca62c1d6 };
	uint32_t		w[80], a = s[0], b = s[1], c = s[2], d = s[3],
				e = s[4], f, t;

	for (unsigned i = 0; i < 80; i++)
		w[i] = i < 16 ? big(p + 4 * i) : left(w[i - 3] ^ w[i - 8] ^
		    w[i - 14] ^ w[i - 16], 1);
	for (unsigned i = 0; i < 80; i++) {
		f = i < 20 ? (b & c) | (~b & d) : i >= 40 && i < 60 ?
		    (b & c) | (b & d) | (c & d) : b ^ c ^ d;
		t = left(a, 5) + f + e + k[i / 20] + w[i];
		e = d;
		d = c;
		c = left(b, 30);
		b = a;
		a = t;
	}
	s[0] += a;
	s[1] += b;
	s[2] += c;
	s[3] += d;
	s[4] += e;
}

static void
sha256_block(uint32_t s[8], const unsigned char *p)
{
	uint32_t	w[64], v[8], x, y;

	for (unsigned i = 0; i < 16; i++)
		w[i] = big(p + 4 * i);
	for (unsigned i = 16; i < 64; i++) {
		x = w[i - 15];
		y = w[i - 2];
		w[i] = w[i - 16] + w[i - 7] +
		    (right(x, 7) ^ right(x, 18) ^ x >> 3) +
		    (right(y, 17) ^ right(y, 19) ^ y >> 10);
	}
	memcpy(v, s, sizeof(v));
	for (unsigned i = 0; i < 64; i++) {
		x = v[7] + (right(v[4], 6) ^ right(v[4], 11) ^
		    right(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
		    rounds[i] + w[i];
		y = (right(v[0], 2) ^ right(v[0], 13) ^ right(v[0], 22)) +
		    ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += x;
		v[0] = x + y;
	}
	for (unsigned i = 0; i < 8; i++)
		s[i] += v[i];
}

static void
one_block(struct digest *d, const unsigned char *p)
{
	if (d->kind == DIGEST_SHA1)
		sha1_block(d->state, p);
	else
		sha256_block(d->state, p);
}

void
digest_begin(struct digest *d, enum digest_kind kind)
{
	static const uint32_t	one[8] = { 0x67452301, 0xefcdab89, 0x98badcfe,
				    0x10325476, 0xc3d2e1f0 };
	static const uint32_t	two[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372,
				    0xa54ff53a, 0x510e527f, 0x9b05688c,
				    0x1f83d9ab, 0x5be0cd19 };

	d->kind = kind;
	d->n = 0;
	memcpy(d->state, kind == DIGEST_SHA1 ? one : two, sizeof(d->state));
}

void
digest_add(struct digest *d, const void *bytes, size_t n)
{
	const unsigned char	*p = bytes;
	size_t			 have = d->n % 64, k;

	if (d->kind == DIGEST_NONE || n == 0)
		return;
	d->n += n;
	if (have > 0) {
		k = n < 64 - have ? n : 64 - have;
		memcpy(d->block + have, p, k);
		if (have + k < 64)
			return;
		one_block(d, d->block);
		p += k;
		n -= k;
	}
	for (; n >= 64; p += 64, n -= 64)
		one_block(d, p);
	memcpy(d->block, p, n);
}

size_t
digest_end(struct digest *d, unsigned char out[DIGEST_BYTES])
{
	unsigned char	tail[72] = { 0x80 };
	uint64_t	bits = d->n * 8;
	size_t		pad = 1 + (119 - d->n % 64) % 64;
	size_t		n = d->kind == DIGEST_SHA1 ? 20 : 32;

	for (unsigned i = 0; i < 8; i++)
		tail[pad + i] = (unsigned char)(bits >> (56 - 8 * i));
	digest_add(d, tail, pad + 8);
	for (size_t i = 0; i < n; i++)
		out[i] = (unsigned char)(d->state[i / 4] >> (24 - i % 4 * 8));
	return n;
}

/* Padded to groups of 8. */
static void
base32(const unsigned char *p, size_t n, char *out)
{
	static const char	digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint32_t		bits = 0;
	unsigned		have = 0;
	size_t			k = 0;

	for (size_t i = 0; i < n; i++) {
		bits = (bits << 8 | p[i]) & 0xffff;
		for (have += 8; have >= 5; have -= 5)
			out[k++] = digits[bits >> (have - 5) & 31];
	}
	if (have > 0)
		out[k++] = digits[bits << (5 - have) & 31];
	while (k % 8 != 0)
		out[k++] = '=';
	out[k] = '\0';
}

void
digest_hex(const unsigned char *p, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", p[i]);
}

void
digest_text(enum digest_kind kind, const unsigned char *p,
    char out[DIGEST_TEXT])
{
	const char	*name = kind == DIGEST_SHA1 ? "sha1:" : "sha256:";
	size_t		 n = strlen(name);

	memcpy(out, name, n + 1);
	base32(p, kind == DIGEST_SHA1 ? 20 : 32, out + n);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Whatever the case, and whether it is padded or not. */
static bool
same(const char *told, const char *ours)
{
	while (*told != '\0' && *told != '=' && lower(*told) == lower(*ours)) {
		told++;
		ours++;
	}
	return (*told == '\0' || *told == '=') &&
	    (*ours == '\0' || *ours == '=');
}

enum digest_kind
digest_told(const char *label)
{
	static const struct {
		const char	*name;
		size_t		 n;
		enum digest_kind kind;
	} kinds[] = { { "sha1:", 5, DIGEST_SHA1 },
	    { "sha-1:", 6, DIGEST_SHA1 }, { "sha256:", 7, DIGEST_SHA256 },
	    { "sha-256:", 8, DIGEST_SHA256 } };

	for (size_t i = 0, k; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		for (k = 0; k < kinds[i].n && label != NULL; k++)
			if (lower(label[k]) != kinds[i].name[k])
				break;
		if (k == kinds[i].n)
			return kinds[i].kind;
	}
	return DIGEST_NONE;
}

bool
digest_is(struct digest *d, const char *label)
{
	unsigned char	 bytes[DIGEST_BYTES];
	char		 text[DIGEST_TEXT], hex[2 * DIGEST_BYTES + 1];
	const char	*told = strchr(label, ':');
	size_t		 n = digest_end(d, bytes);

	digest_text(d->kind, bytes, text);
	digest_hex(bytes, n, hex);
	return told != NULL && (same(told + 1, strchr(text, ':') + 1) ||
	    same(told + 1, hex));
}
