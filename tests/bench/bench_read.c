/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_read.c - how fast one core reads: bytes to typed cells in slots.
 *
 * check: UTF-8 and line ends; split: the format's reader alone; typed: all a
 * worker does.  That one is a worker as in a load, whose supervisor is played
 * here: slots that come are free again at once.  What counts is the processor
 * time of the process that reads, the best of some runs.
 *
 * usage: bench_read [-m MEGABYTES] [-n RUNS] [FLAVOUR | FILE ...]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_text.h"
#include "children.h"
#include "doc.h"
#include "fake_host.h"
#include "input_impl.h"
#include "pipeline.h"
#include "plugin.h"
#include "pool.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);
const struct ps_plugin *known_LTX_ps_plugin(void);
const struct ps_plugin *sql_LTX_ps_plugin(void);

enum stage { STAGE_CHECK, STAGE_SPLIT, STAGE_TYPED, N_STAGES };

static int	runs = 3;

/* Processor time of this process, or of its children that ended. */
static double
used(int who)
{
	struct rusage	u;

	getrusage(who, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	    1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static void
give_back(struct channel *c, struct frame *f)
{
	struct buf	*b = frame_begin(c, M_FREE);

	get_u64(f);
	get_u32(f);
	get_u32(f);
	put_u32(b, 1);
	put_u32(b, get_u32(f));
	frame_end(c);
}

static void
keep_plan(struct frame *f, struct buf *plan)
{
	get_u64(f);
	get_u32(f);
	get_u8(f);
	buf_clear(plan);
	put_raw(plan, f->p, f->n);
}

static uint64_t
take_rows(struct frame *f)
{
	struct counts	counts;

	get_u64(f);
	get_u32(f);
	get_u32(f);
	get_text(f);
	return get_counts(f, &counts) ? counts.rows : 0;
}

/* The document (range 0) or one of its ranges. */
static void
give_work(struct channel *c, const struct ps_doc *doc, int fd,
    uint32_t range, const struct buf *plan)
{
	struct buf	*b = frame_begin(c, range == 0 ? M_DOC : M_RANGE);

	put_u64(b, 1);
	if (range > 0) {
		put_u32(b, range);
		put_u64(b, (uint64_t)range * RANGE_BYTES);
		put_u64(b, (uint64_t)(range + 1) * RANGE_BYTES);
		put_u8(b, 0);
	} else
		put_u8(b, DOC_MAY_SPLIT);
	put_doc(b, doc);
	put_text(b, NULL);
	put_u32(b, 0);
	put_raw(b, plan->p, plan->n);
	frame_end_fd(c, dup(fd));
}

/* The supervisor's part, for one worker and one document; rows read. */
static uint64_t
supervise(struct channel *c, int fd, size_t size)
{
	struct ps_doc	doc = { .address = "/bench.csv", .root = "/",
			    .name = "bench.csv", .size = (int64_t)size,
			    .mtime = -1 };
	struct buf	plan;
	struct frame	f;
	uint64_t	rows = 0, range = 0;

	buf_init(&plan, FRAME_MAX);
	give_work(c, &doc, fd, 0, &plan);
	while (channel_flush(c) == PS_OK && channel_wait(c, &f) == PS_OK) {
		if (f.type == M_ROWS)
			give_back(c, &f);
		else if (f.type == M_SPLIT)
			keep_plan(&f, &plan);
		if (f.type != M_DONE)
			continue;
		rows += take_rows(&f);
		if (plan.n == 0 || ++range * RANGE_BYTES >= size)
			break;
		give_work(c, &doc, fd, (uint32_t)range, &plan);
	}
	buf_free(&plan);
	return rows;
}

static uint64_t
read_typed(const struct pipeline *pipeline, int fd, size_t size)
{
	struct pool	*pool = pool_new(1);
	struct channel	*c;
	uint64_t	 rows;
	int		 fds[2];
	pid_t		 pid;

	if (pool == NULL || socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == -1 ||
	    (pid = fork()) == -1)
		exit(1);
	if (pid == 0) {
		close(fds[0]);
		c = channel_new(fds[1], WORKER, SUPERVISOR, true);
		_exit(worker_main(pipeline, c, pool, 0, UINT32_MAX, false));
	}
	close(fds[1]);
	c = channel_new(fds[0], SUPERVISOR, WORKER, true);
	rows = supervise(c, fd, size);
	channel_free(c);
	waitpid(pid, NULL, 0);
	pool_free(pool);
	return rows;
}

static void
into_nothing(struct ps_rows *out, uint32_t table)
{
	(void)out;
	(void)table;
}

static uint32_t
add_nothing(struct ps_rows *out, const struct ps_table *table)
{
	(void)out;
	(void)table;
	return 1;
}

/* Dumps and logs have readers of their own. */
static struct fake *
reader_of(const char *p, size_t n)
{
	const struct ps_plugin	*own[] = { sql_LTX_ps_plugin(),
				    known_LTX_ps_plugin() };
	struct fake		*f;

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		f = fake_new(own[i]);
		f->host.into = into_nothing;
		f->host.add_table = add_nothing;
		if (fake_probe_head(f, "bench", p, n) != PS_NO)
			return f;
		fake_free(f);
	}
	f = fake_new(delimited_LTX_ps_plugin());
	fake_probe_head(f, "bench.csv", p, n);
	return f;
}

static uint64_t
read_split(const char *p, size_t n)
{
	struct fake	*f = reader_of(p, n < 65536 ? n : 65536);
	uint64_t	 rows;

	f->count_only = true;
	f->chunk = 1u << 20;
	fake_read(f, p, n);
	rows = f->n_rows;
	fake_free(f);
	return rows;
}

/* In pieces that stay in the cache, as a worker's window is. */
static uint64_t
read_check(struct ps_input *in, const char *p, size_t n)
{
	uint64_t	lines;
	size_t		at, step;

	input_open(in, -1, 0, UINT64_MAX);
	for (at = 0; at < n; at += step) {
		step = n - at < READ_BYTES ? n - at : READ_BYTES;
		in->window.p = (char *)(uintptr_t)(p + at);
		in->head = in->n = utf8_span(p + at, step);
		in->counted = 0;
		window_count(in);
		step = in->head > 0 ? in->head : step;
	}
	lines = in->lines;
	in->window.p = NULL;
	input_close(in);
	return lines;
}

struct bench {
	const char	*name;
	const char	*p;
	size_t		 n;
	int		 fd;
	struct ps_input	*in;
	const struct pipeline *pipeline;
};

static uint64_t
run_stage(struct bench *b, enum stage stage)
{
	switch (stage) {
	case STAGE_CHECK:
		return read_check(b->in, b->p, b->n);
	case STAGE_SPLIT:
		return read_split(b->p, b->n);
	default:
		return read_typed(b->pipeline, b->fd, b->n);
	}
}

static void
measure(struct bench *b, unsigned stages)
{
	uint64_t	rows = 0;
	double		best, t;
	int		who;

	printf("%-10s %6.0f", b->name, (double)b->n / 1e6);
	for (int s = 0; s < N_STAGES; s++) {
		if ((stages >> s & 1) == 0)
			continue;
		best = 1e9;
		who = s == STAGE_TYPED ? RUSAGE_CHILDREN : RUSAGE_SELF;
		for (int i = 0; i < runs; i++) {
			t = used(who);
			rows = run_stage(b, (enum stage)s);
			t = used(who) - t;
			best = t < best ? t : best;
		}
		printf(" %7.0f", (double)b->n / best / 1e6);
		fflush(stdout);
	}
	printf(" %9llu\n", (unsigned long long)rows);
}

/* The bytes as a file without a disk, mapped. */
static bool
open_file(struct bench *b, const char *path)
{
	off_t	n;

	b->name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	b->fd = open(path, O_RDONLY | O_CLOEXEC);
	n = b->fd == -1 ? -1 : lseek(b->fd, 0, SEEK_END);
	if (n <= 0)
		return false;
	b->n = (size_t)n;
	b->p = mmap(NULL, b->n, PROT_READ, MAP_PRIVATE | MAP_POPULATE, b->fd,
	    0);
	return b->p != MAP_FAILED;
}

static bool
open_flavour(struct bench *b, const char *name, size_t bytes)
{
	struct buf	text;

	for (const struct flavour *f = flavours; f->name != NULL; f++) {
		if (strcmp(f->name, name) != 0)
			continue;
		b->name = f->name;
		b->fd = memfd_create(name, MFD_CLOEXEC);
		buf_init(&text, bytes + (1u << 20));
		make_text(f, bytes, &text);
		b->n = text.n;
		if (b->fd == -1 || ftruncate(b->fd, (off_t)b->n) == -1)
			exit(1);
		b->p = mmap(NULL, b->n, PROT_READ | PROT_WRITE, MAP_SHARED |
		    MAP_POPULATE, b->fd, 0);
		if (b->p == MAP_FAILED)
			exit(1);
		memcpy((char *)(uintptr_t)b->p, text.p, b->n);
		buf_free(&text);
		return true;
	}
	return false;
}

static void
bench(const char *name, size_t bytes, unsigned stages,
    const struct pipeline *pipeline)
{
	struct bench	 b = { .in = input_new(), .pipeline = pipeline };

	if (open_flavour(&b, name, bytes) || open_file(&b, name)) {
		measure(&b, stages);
		munmap((char *)(uintptr_t)b.p, b.n);
		close(b.fd);
	} else
		fprintf(stderr, "bench_read: '%s' is no flavour and no "
		    "file\n", name);
	input_free(b.in);
}

int
main(int argc, char **argv)
{
	const char	*modules[] = { getenv("PS_PLUGINS"), NULL };
	struct registry	*registry = registry_load(modules);
	struct pipeline	*pipeline = pipeline_new(registry);
	size_t		 megabytes = 200;
	unsigned	 stages = (1 << N_STAGES) - 1;
	int		 c;

	while ((c = getopt(argc, argv, "m:n:s:")) != -1)
		if (c == 'm')
			megabytes = (size_t)strtoul(optarg, NULL, 10);
		else if (c == 'n')
			runs = (int)strtoul(optarg, NULL, 10);
		else if (c == 's')
			stages = (unsigned)strtoul(optarg, NULL, 10);
		else
			return 1;
	printf("MB/s of one core\n%-10s %6s", "", "MB");
	for (int s = 0; s < N_STAGES; s++)
		if ((stages >> s & 1) != 0)
			printf(" %7s", s == STAGE_CHECK ? "check" :
			    s == STAGE_SPLIT ? "split" : "typed");
	printf(" %9s\n", "rows");
	for (int i = optind; i < argc; i++)
		bench(argv[i], megabytes << 20, stages, pipeline);
	for (const struct flavour *f = flavours; optind == argc &&
	    f->name != NULL; f++)
		bench(f->name, megabytes << 20, stages, pipeline);
	pipeline_free(pipeline);
	registry_free(registry);
	return 0;
}
