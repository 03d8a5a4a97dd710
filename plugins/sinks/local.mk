# SPDX-License-Identifier: LGPL-2.1-or-later
sink_plugins =
sink_preload =

if SINK_SQLITE
sink_plugins += plugins/sinks/sqlite.la
sink_preload += -dlpreopen plugins/sinks/sqlite.la
endif
plugins_sinks_sqlite_la_SOURCES = \
	plugins/sinks/sqlite.c \
	plugins/sinks/sqlite_batch.c \
	plugins/sinks/sqlite_file.c \
	plugins/sinks/sqlite_many.c \
	plugins/sinks/sqlite_open.c \
	plugins/sinks/sqlite_rebuild.c \
	plugins/sinks/sqlite_settle.c \
	plugins/sinks/sqlite_settle.h \
	plugins/sinks/sqlite_sink.h \
	plugins/sinks/sqlite_sql.c \
	plugins/sinks/sqlite_table.c
plugins_sinks_sqlite_la_LDFLAGS = $(plugin_ldflags)
plugins_sinks_sqlite_la_LIBADD = $(SQLITE_LIBS)
