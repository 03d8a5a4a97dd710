# SPDX-License-Identifier: LGPL-2.1-or-later
format_plugins =
format_preload =

if FORMAT_LINES
format_plugins += plugins/formats/lines.la
format_preload += -dlpreopen plugins/formats/lines.la
endif
plugins_formats_lines_la_SOURCES = plugins/formats/lines.c
plugins_formats_lines_la_LDFLAGS = $(plugin_ldflags)
