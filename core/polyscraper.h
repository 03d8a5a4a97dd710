/* SPDX-License-Identifier: 0BSD */
/*
 * polyscraper.h - all a PolyScraper plugin may see, and all it needs.
 *
 * A plugin is one module exporting one function (see PS_PLUGIN).  It links to
 * nothing of ours: every call into the core goes through struct ps_host.
 * Structs grow at their end only, and `size` tells each side how much of one
 * the other knows; PS_ABI changes only when that is not enough.
 *
 * Processes: the module is loaded once, before the core forks.  open() and
 * everything after it run in the child that uses the instance, so an instance
 * may hold files, sockets and connections; the module itself may not.
 * Callbacks of one instance never overlap.  Do not fork, do not install signal
 * handlers, do not leave a thread running when a callback returns.
 *
 * Memory: what the core passes in is valid until the callback returns; what
 * ps_alloc() gives is freed by the core after close().  Nothing that one side
 * got from malloc() is freed by the other.
 *
 * A format reads host.h first, then format.h.
 */
#ifndef POLYSCRAPER_H
#define POLYSCRAPER_H

#include "polyscraper/base.h"
#include "polyscraper/bytes.h"
#include "polyscraper/option.h"
#include "polyscraper/document.h"
#include "polyscraper/probe.h"
#include "polyscraper/table.h"
#include "polyscraper/batch.h"
#include "polyscraper/tree.h"
#include "polyscraper/layout.h"
#include "polyscraper/html.h"
#include "polyscraper/visit.h"
#include "polyscraper/host.h"
#include "polyscraper/plugin.h"
#include "polyscraper/source.h"
#include "polyscraper/format.h"
#include "polyscraper/sink.h"

#endif /* POLYSCRAPER_H */
