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
	plugins/sources/http_feed.c \
	plugins/sources/http_links.c \
	plugins/sources/http_links.h \
	plugins/sources/http_links_bytes.c \
	plugins/sources/http_links_header.c \
	plugins/sources/http_links_impl.h \
	plugins/sources/http_links_kind.c \
	plugins/sources/http_links_list.c \
	plugins/sources/http_links_page.c \
	plugins/sources/http_links_word.c \
	plugins/sources/http_robots.c \
	plugins/sources/http_robots.h \
	plugins/sources/http_robots_group.c \
	plugins/sources/http_robots_impl.h \
	plugins/sources/http_robots_match.c \
	plugins/sources/http_select.c \
	plugins/sources/http_select.h \
	plugins/sources/http_sitemap.c \
	plugins/sources/http_url.c \
	plugins/sources/http_url.h \
	plugins/sources/http_url_host.c \
	plugins/sources/http_url_impl.h \
	plugins/sources/http_url_query.c \
	plugins/sources/http_url_site.c
# What these need.
http_parts_libs = $(PSL_LIBS) $(IDN2_LIBS) $(ZLIB_LIBS)

http_keep = \
	plugins/sources/http_keep.c \
	plugins/sources/http_keep.h \
	plugins/sources/http_keep_impl.h \
	plugins/sources/http_keep_object.c \
	plugins/sources/http_keep_text.c \
	plugins/sources/http_keep_warc.c

if SOURCE_HTTP
source_plugins += plugins/sources/http.la
source_preload += -dlpreopen plugins/sources/http.la
endif
http_engine = \
	plugins/sources/http.c \
	plugins/sources/http.h \
	plugins/sources/http_answer.c \
	plugins/sources/http_body.c \
	plugins/sources/http_body.h \
	plugins/sources/http_fetch.c \
	plugins/sources/http_form.c \
	plugins/sources/http_job.c \
	$(http_keep) \
	plugins/sources/http_kept.c \
	plugins/sources/http_memory.c \
	plugins/sources/http_memory.h \
	plugins/sources/http_name.c \
	plugins/sources/http_name.h \
	plugins/sources/http_options.c \
	plugins/sources/http_options.h \
	plugins/sources/http_proxy.c \
	plugins/sources/http_receive.c \
	plugins/sources/http_redirect.c \
	plugins/sources/http_request.c \
	plugins/sources/http_result.c \
	plugins/sources/http_result.h \
	plugins/sources/http_schedule.c \
	plugins/sources/http_setup.c \
	plugins/sources/http_site.c \
	plugins/sources/http_tell.c
plugins_sources_http_la_SOURCES = $(http_parts) $(http_engine) $(warc_digest)
plugins_sources_http_la_CPPFLAGS = $(AM_CPPFLAGS) $(HTTP_CFLAGS) \
	-I$(top_srcdir)/plugins/formats
plugins_sources_http_la_LDFLAGS = $(plugin_ldflags)
plugins_sources_http_la_LIBADD = $(HTTP_LIBS) $(XXHASH_LIBS) $(http_parts_libs)
