/* SPDX-License-Identifier: 0BSD */
/*
 * poison.c - a format that claims documents by magic and then does to its
 * process what the document says: "POISON crash", "POISON hang" ...
 *
 * Each misdeed happens after some rows, so that there is something to undo.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "polyscraper.h"

#define MAGIC	"POISON "
#define ROWS	50		/* before the misdeed */

struct poison {
	struct ps_input	*in;
	char		 word[32];
	bool		 told;
	uint64_t	 line;
};

static void
crash(struct ps_self *self)
{
	volatile int *volatile nowhere = NULL;

	(void)self;
	*nowhere = 1;
}

static void
die_by_abort(struct ps_self *self)
{
	(void)self;
	abort();
}

static void
hang(struct ps_self *self)
{
	volatile unsigned long	turns = 0;

	(void)self;
	for (;;)
		turns++;
}

static void
stop(struct ps_self *self)
{
	(void)self;
	raise(SIGSTOP);
}

static void
leave(struct ps_self *self)
{
	(void)self;
	_exit(0);
}

/* Nothing that we write may hurt anybody but our document. */
static void
babble(struct ps_self *self)
{
	char	bytes[4096];

	(void)self;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 37 + 11);
	for (int fd = 3; fd < 64; fd++)
		for (int i = 0; i < 8; i++)
			(void)!write(fd, bytes, sizeof(bytes));
}

/* Frames that look right at first: a header that promises much more. */
static void
promise(struct ps_self *self)
{
	unsigned char	bytes[64];

	(void)self;
	memset(bytes, 0xff, sizeof(bytes));
	bytes[0] = 20;
	(void)!write(3, bytes, sizeof(bytes));
}

static void
close_all(struct ps_self *self)
{
	(void)self;
	for (int fd = 3; fd < 64; fd++)
		close(fd);
}

static void
eat_memory(struct ps_self *self)
{
	for (;;) {
		char *p = ps_alloc(self, 1 << 20);

		memset(p, 7, 1 << 20);
	}
}

/* Its calls are no tail calls: each frame stays. */
static int __attribute__((noinline))
dig(volatile char *above, int depth)
{
	volatile char	here[4096];

	here[0] = (char)(above[0] + depth);
	if (here[0] == 1 && depth == 0)
		return 0;
	return dig(here, depth + 1) + here[0];
}

static void
overflow(struct ps_self *self)
{
	volatile char	start[1] = { 0 };

	if (dig(start, 1) == 12345)
		ps_log(self, PS_DEBUG, "never");
}

static const struct {
	const char	*word;
	void		(*act)(struct ps_self *);
} deeds[] = {
	{ "crash", crash }, { "abort", die_by_abort }, { "hang", hang },
	{ "stop", stop }, { "leave", leave }, { "babble", babble },
	{ "promise", promise }, { "close", close_all },
	{ "memory", eat_memory }, { "overflow", overflow }
};

static void
act(struct ps_self *self, const char *word)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(word, deeds[i].word) == 0)
			deeds[i].act(self);
}

static void
read_word(const char *p, size_t n, char out[32])
{
	size_t	k = 0;

	if (n >= sizeof(MAGIC) - 1 && memcmp(p, MAGIC, sizeof(MAGIC) - 1) == 0)
		for (size_t i = sizeof(MAGIC) - 1; i < n && k < 31 &&
		    p[i] != '\n' && p[i] != ' '; i++)
			out[k++] = p[i];
	out[k] = '\0';
}

static enum ps_status
poison_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	char	word[32];

	read_word(s->text, s->length, word);
	if (word[0] == '\0')
		return PS_OK;
	if (strncmp(word, "probe-", 6) == 0)
		act(self, word + 6);
	bid->tier = PS_PROOF;
	ps_because(self, guess, "it says so");
	return PS_OK;
}

static enum ps_status
poison_open(struct ps_self *self, struct ps_input *in)
{
	struct poison	*f = self->state;
	const char	*p;
	ptrdiff_t	 n = ps_peek(self, in, 64, &p);

	if (n < 0)
		return PS_FAIL;
	f->in = in;
	read_word(p, (size_t)n, f->word);
	if (strncmp(f->word, "open-", 5) == 0)
		act(self, f->word + 5);
	return PS_OK;
}

static enum ps_status
poison_table(struct ps_self *self, struct ps_rows *out, struct ps_table *t)
{
	static const struct ps_column	 column = { .name = "poison" };
	struct poison			*f = self->state;

	(void)self, (void)out;
	if (f->told)
		return PS_EOF;
	f->told = true;
	*t = (struct ps_table){ .columns = &column, .n_columns = 1 };
	return PS_OK;
}

static enum ps_status
poison_rows(struct ps_self *self, struct ps_rows *out)
{
	struct poison	*f = self->state;
	struct ps_slice	 cell = { .p = "row", .n = 3 };

	while (f->line < ROWS) {
		f->line++;
		if (ps_row(self, out, &cell, 1, f->line))
			return PS_OK;
	}
	act(self, f->word);
	if (strcmp(f->word, "fail") == 0)
		return ps_fail(self, PS_FAIL, 7, "it does not please");
	if (strcmp(f->word, "fatal") == 0)
		return ps_fail(self, PS_FATAL, 7, "nothing pleases");
	return PS_EOF;
}

static const struct ps_format poison_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "poison",
	.plugin.version		= "1",
	.plugin.summary		= "Documents that hurt, for tests",
	.plugin.state_size	= sizeof(struct poison),
	.cost			= 1,
	.probe			= poison_probe,
	.open			= poison_open,
	.table			= poison_table,
	.rows			= poison_rows,
};

PS_PLUGIN(poison, poison_format);
