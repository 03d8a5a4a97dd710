# SPDX-License-Identifier: LGPL-2.1-or-later
# Every test prints TAP.  The program under test is $PS, its sources lie in
# $PS_SOURCE; PS_LONG=1 asks for the long runs (make check-long).
TEST_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) \
	$(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TEST_LOG_DRIVER)
TEST_EXTENSIONS = .test
AM_TESTS_ENVIRONMENT = \
	PS='$(abs_top_builddir)/polyscraper'; export PS; \
	PS_PLUGINS='$(abs_top_builddir)/modules'; export PS_PLUGINS; \
	PS_SOURCE='$(abs_top_srcdir)'; export PS_SOURCE; \
	PS_BUILD='$(abs_top_builddir)'; export PS_BUILD; \
	PS_LONG='$(PS_LONG)'; export PS_LONG; \
	LC_ALL=C; export LC_ALL; unset LTDL_LIBRARY_PATH;

LDADD = $(core_libs)

unit_tests = \
	tests/unit/test_buf \
	tests/unit/test_str
cli_tests =
fault_tests =

check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests) $(cli_tests) $(fault_tests)
EXTRA_DIST += $(cli_tests) $(fault_tests) tests/tap.h tests/lint

# The headers alone, the lengths of functions and files, what is banned.
lint:
	CC='$(CC)' $(SHELL) $(top_srcdir)/tests/lint $(top_srcdir)

check-long:
	$(MAKE) $(AM_MAKEFLAGS) check PS_LONG=1

bench: all
	for b in $(top_srcdir)/tests/bench/*.sh; do \
	  test ! -f "$$b" || \
	  PS=$(abs_top_builddir)/polyscraper $(SHELL) "$$b" || exit 1; \
	done

.PHONY: bench check-long lint
