# SPDX-License-Identifier: LGPL-2.1-or-later
source_plugins =
source_preload =

if SOURCE_FILE
source_plugins += plugins/sources/file.la
source_preload += -dlpreopen plugins/sources/file.la
endif
plugins_sources_file_la_SOURCES = \
	plugins/sources/file.c \
	plugins/sources/file.h \
	plugins/sources/file_input.c \
	plugins/sources/file_follow.c \
	plugins/sources/file_kind.c \
	plugins/sources/file_names.c \
	plugins/sources/file_walk.c
plugins_sources_file_la_LDFLAGS = $(plugin_ldflags)

# The parts of the source http that do without libcurl.
http_parts = \
	plugins/sources/http_address.c \
	plugins/sources/http_address.h \
	plugins/sources/http_host.c \
	plugins/sources/http_links.h \
	plugins/sources/http_robots.c \
	plugins/sources/http_robots.h \
	plugins/sources/http_robots_group.c \
	plugins/sources/http_robots_impl.h \
	plugins/sources/http_robots_match.c \
	plugins/sources/http_select.c \
	plugins/sources/http_select.h \
	plugins/sources/http_url.c \
	plugins/sources/http_url.h \
	plugins/sources/http_url_host.c \
	plugins/sources/http_url_impl.h \
	plugins/sources/http_url_query.c \
	plugins/sources/http_url_site.c
# What these need.
http_parts_libs = $(PSL_LIBS) $(IDN2_LIBS) $(ZLIB_LIBS)
