# SPDX-License-Identifier: LGPL-2.1-or-later
# How plugins are linked, installed, and found by a program in the build tree.
sourcesdir = $(pkglibdir)/sources
formatsdir = $(pkglibdir)/formats
sinksdir = $(pkglibdir)/sinks

# One symbol leaves a plugin: NAME_LTX_ps_plugin.
plugin_ldflags = $(AM_LDFLAGS) $(plugin_rpath) -module -avoid-version \
	-export-symbols-regex '_LTX_ps_plugin$$'
plugins = $(source_plugins) $(format_plugins) $(sink_plugins)

if PRELOAD
# libtool preloads no convenience library; an -rpath makes them more.
noinst_LTLIBRARIES = $(plugins)
plugin_rpath = -rpath $(pkglibdir)
preload = $(source_preload) $(format_preload) $(sink_preload)
else
sources_LTLIBRARIES = $(source_plugins)
formats_LTLIBRARIES = $(format_plugins)
sinks_LTLIBRARIES = $(sink_plugins)
plugin_rpath =
preload =

# A program looks for plugins in modules/ beside itself first.
all-local: modules/stamp
modules/stamp: Makefile $(plugins)
	$(AM_V_GEN)rm -rf modules && \
	mkdir -p modules/sources modules/formats modules/sinks && \
	for la in $(plugins); do \
	  kind=`dirname $$la` && name=`basename $$la .la` && \
	  $(LN_S) ../../$$kind/.libs/$$name.so \
	    modules/`basename $$kind`/$$name.so || exit 1; \
	done && touch $@

# libltdl would follow what a .la says, so none is installed.
install-data-hook:
	for la in $(plugins); do \
	  kind=`dirname $$la` && \
	  rm -f "$(DESTDIR)$(pkglibdir)/`basename $$kind`/`basename $$la`" || \
	  exit 1; \
	done

uninstall-hook:
	for la in $(plugins); do \
	  kind=`dirname $$la` && name=`basename $$la .la` && \
	  rm -f "$(DESTDIR)$(pkglibdir)/`basename $$kind`/$$name.so" || \
	  exit 1; \
	done
endif

clean-local:
	rm -rf modules
