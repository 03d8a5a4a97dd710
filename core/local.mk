# SPDX-License-Identifier: LGPL-2.1-or-later
# The program.  All but main.c is a library, so that tests can link to it.
bin_PROGRAMS += polyscraper
noinst_LIBRARIES += core/libcore.a
include_HEADERS += core/polyscraper.h

core_libs = core/libcore.a $(LUA_LIBS) $(UCHARDET_LIBS) $(UTF8PROC_LIBS) \
	$(LTDL_LIBS) -lm $(preload)

polyscraper_SOURCES = core/main.c
polyscraper_LDADD = $(core_libs)

core_libcore_a_SOURCES = \
	core/polyscraper.h
