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
	tests/unit/test_input \
	tests/unit/test_names \
	tests/unit/test_options \
	tests/unit/test_pipeline \
	tests/unit/test_plugin \
	tests/unit/test_rows_sink \
	tests/unit/test_str
cli_tests =
fault_tests =

# Modules that test_plugin tries to load.  -rpath makes them shared.
test_modules = \
	tests/plugins/bad_default.la \
	tests/plugins/cut_short.la \
	tests/plugins/future.la \
	tests/plugins/good.la \
	tests/plugins/no_symbol.la \
	tests/plugins/old_abi.la \
	tests/plugins/twin.la
test_module_ldflags = $(AM_LDFLAGS) -module -avoid-version -rpath /nowhere
tests_plugins_bad_default_la_SOURCES = \
	tests/plugins/bad_default.c tests/plugins/minimal.h
tests_plugins_bad_default_la_LDFLAGS = $(test_module_ldflags)
tests_plugins_cut_short_la_SOURCES = tests/plugins/cut_short.c
tests_plugins_cut_short_la_LDFLAGS = $(test_module_ldflags)
tests_plugins_future_la_SOURCES = tests/plugins/future.c
tests_plugins_future_la_LDFLAGS = $(test_module_ldflags)
tests_plugins_good_la_SOURCES = tests/plugins/good.c
tests_plugins_good_la_LDFLAGS = $(test_module_ldflags)
tests_plugins_no_symbol_la_SOURCES = tests/plugins/no_symbol.c
tests_plugins_no_symbol_la_LDFLAGS = $(test_module_ldflags)
tests_plugins_old_abi_la_SOURCES = tests/plugins/old_abi.c
tests_plugins_old_abi_la_LDFLAGS = $(test_module_ldflags)
tests_plugins_twin_la_SOURCES = tests/plugins/twin.c
tests_plugins_twin_la_LDFLAGS = $(test_module_ldflags)
if !PRELOAD
check_LTLIBRARIES = $(test_modules)
endif

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
