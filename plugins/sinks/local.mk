# SPDX-License-Identifier: LGPL-2.1-or-later
sink_plugins =
sink_preload =

if SINK_ROWS
sink_plugins += plugins/sinks/rows.la
sink_preload += -dlpreopen plugins/sinks/rows.la
endif
plugins_sinks_rows_la_SOURCES = \
	plugins/sinks/rows.c \
	plugins/sinks/rows_number.c \
	plugins/sinks/rows_sink.h \
	plugins/sinks/rows_spool.c \
	plugins/sinks/rows_text.c
plugins_sinks_rows_la_LDFLAGS = $(plugin_ldflags)

if SINK_SQLITE
sink_plugins += plugins/sinks/sqlite.la
sink_preload += -dlpreopen plugins/sinks/sqlite.la
endif
plugins_sinks_sqlite_la_SOURCES = \
	plugins/sinks/sqlite.c \
	plugins/sinks/sqlite_batch.c \
	plugins/sinks/sqlite_file.c \
	plugins/sinks/sqlite_fold.c \
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
