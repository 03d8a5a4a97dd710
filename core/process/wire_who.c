/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wire_who.c - who may say what to whom.
 */
#include "wire.h"

/* From, to. */
static const uint8_t who[N_MESSAGES][2] = {
	[M_FOUND] = { LISTER, SUPERVISOR }, [M_LISTED] = { LISTER, SUPERVISOR },
	[M_FETCHED] = { LISTER, SUPERVISOR },
	[M_SKIPPED] = { LISTER, SUPERVISOR },
	[M_LIST_END] = { LISTER, SUPERVISOR },
	[M_LIST_FAIL] = { LISTER, SUPERVISOR },
	[M_FETCHED_BESIDE] = { LISTER, SUPERVISOR },
	[M_PROGRESS] = { LISTER, SUPERVISOR },
	[M_VISITS] = { WRITER, SUPERVISOR },
	[M_LINKED] = { LISTER, SUPERVISOR }, [M_LINK] = { SUPERVISOR, LISTER },
	[M_FORM] = { SUPERVISOR, LISTER }, [M_SUBMIT] = { WORKER, SUPERVISOR },
	[M_FETCH] = { SUPERVISOR, LISTER }, [M_CREDIT] = { SUPERVISOR, LISTER },
	[M_DOC] = { SUPERVISOR, WORKER }, [M_RANGE] = { SUPERVISOR, WORKER },
	[M_BESIDE] = { SUPERVISOR, WORKER }, [M_FREE] = { SUPERVISOR, WORKER },
	[M_CONTAINER] = { WORKER, SUPERVISOR },
	[M_DRIFTED] = { WORKER, SUPERVISOR }, [M_TOLD] = { WRITER, SUPERVISOR },
	[M_UNPACK] = { SUPERVISOR, UNPACKER },
	[M_ROOM] = { SUPERVISOR, UNPACKER },
	[M_MEMBER] = { UNPACKER, SUPERVISOR },
	[M_MEMBER_END] = { UNPACKER, SUPERVISOR },
	[M_PASSED] = { UNPACKER, SUPERVISOR },
	[M_UNPACKED] = { UNPACKER, SUPERVISOR },
	[M_LOOKUP] = { SUPERVISOR, WRITER }, [M_BEGIN] = { SUPERVISOR, WRITER },
	[M_ASSIGN] = { SUPERVISOR, WRITER }, [M_ABORT] = { SUPERVISOR, WRITER },
	[M_RECORD] = { SUPERVISOR, WRITER }, [M_SEEN] = { SUPERVISOR, WRITER },
	[M_ROOT] = { SUPERVISOR, WRITER }, [M_END] = { SUPERVISOR, WRITER },
	[M_READY] = { WRITER, SUPERVISOR }, [M_KNOWN] = { WRITER, SUPERVISOR },
	[M_LOOKED] = { WRITER, SUPERVISOR }, [M_FREED] = { WRITER, SUPERVISOR },
	[M_ACK] = { WRITER, SUPERVISOR }, [M_SUMMARY] = { WRITER, SUPERVISOR },
	[M_ENDED] = { WRITER, SUPERVISOR }, [M_SPLIT] = { WORKER, SUPERVISOR },
};

bool
wire_may_say(enum message m, enum role from, enum role to)
{
	if (m >= M_OPEN && m <= M_DONE)
		return (from == WORKER && to == SUPERVISOR) ||
		    (from == SUPERVISOR && to == WRITER);
	if (m >= M_CRAWL && m <= M_CRAWL_END)
		return (from == LISTER && to == SUPERVISOR) ||
		    (from == SUPERVISOR && to == WRITER);
	if (m >= M_VISIT && m <= M_CRAWL_IDLE)
		return (from == WRITER && to == SUPERVISOR) ||
		    (from == SUPERVISOR && to == LISTER);
	if (m == M_ALIVE)
		return (from == WORKER || from == UNPACKER) &&
		    to == SUPERVISOR;
	return m >= M_FOUND && m < N_MESSAGES && who[m][0] == from &&
	    who[m][1] == to;
}
