/* SPDX-License-Identifier: 0BSD */
/*
 * base.h - what all parts of the interface use: results and types.
 */
#ifndef POLYSCRAPER_BASE_H
#define POLYSCRAPER_BASE_H

#define PS_ABI 1

#if defined(__GNUC__)
# define PS_PRINTF(fmt, args)						\
	__attribute__((__format__(__printf__, fmt, args)))
# define PS_EXPORT	__attribute__((__visibility__("default")))
#else
# define PS_PRINTF(fmt, args)
# define PS_EXPORT
#endif
#ifdef __cplusplus
# define PS_LINKAGE	extern "C"
#else
# define PS_LINKAGE
#endif

/* Results, from good to bad: `if (st < PS_SKIP) give up the document`. */
enum ps_status {
	PS_EOF   =  1,	/* no more of what was asked for */
	PS_OK    =  0,
	PS_SKIP  = -1,	/* this record is bad and was noted; go on */
	PS_RETRY = -2,	/* may work later (a network, a busy database) */
	PS_FAIL  = -3,	/* this document is lost; the next may be fine */
	PS_FATAL = -4	/* this process can do no more */
};

enum ps_level { PS_DEBUG, PS_INFO, PS_WARN, PS_ERROR };

/*
 * Types of values: the whole lattice, bottom (PS_NULL) to top (PS_TEXT).
 * The numbers stand in databases and between processes: never renumber.
 */
enum ps_type {
	PS_NULL = 0, PS_BOOL = 1, PS_INT = 2, PS_BIGINT = 3, PS_DECIMAL = 4,
	PS_REAL = 5, PS_DATE = 6, PS_TIME = 7, PS_TIMESTAMP = 8,
	PS_TIMESTAMPTZ = 9, PS_INTERVAL = 10, PS_UUID = 11, PS_INET = 12,
	PS_MACADDR = 13, PS_URL = 14, PS_EMAIL = 15, PS_JSON = 16,
	PS_BLOB = 17, PS_TEXT = 18
};

#endif
