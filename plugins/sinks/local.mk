# SPDX-License-Identifier: LGPL-2.1-or-later
sink_plugins =
sink_preload =

if SINK_POSTGRES
sink_plugins += plugins/sinks/postgres.la
sink_preload += -dlpreopen plugins/sinks/postgres.la
endif
plugins_sinks_postgres_la_SOURCES = \
	plugins/sinks/postgres.c \
	plugins/sinks/postgres_apart.c \
	plugins/sinks/postgres_copy.c \
	plugins/sinks/postgres_decode.c \
	plugins/sinks/postgres_encode.c \
	plugins/sinks/postgres_fold.c \
	plugins/sinks/postgres_index.c \
	plugins/sinks/postgres_journal.c \
	plugins/sinks/postgres_ledger.c \
	plugins/sinks/postgres_lost.c \
	plugins/sinks/postgres_open.c \
	plugins/sinks/postgres_put.c \
	plugins/sinks/postgres_rows.c \
	plugins/sinks/postgres_rebuild.c \
	plugins/sinks/postgres_settle.c \
	plugins/sinks/postgres_settle.h \
	plugins/sinks/postgres_sink.h \
	plugins/sinks/postgres_sql.c \
	plugins/sinks/postgres_table.c \
	plugins/sinks/postgres_text.c \
	plugins/sinks/postgres_turn.c \
	plugins/sinks/postgres_value.c
plugins_sinks_postgres_la_CPPFLAGS = $(AM_CPPFLAGS) $(POSTGRES_CFLAGS)
plugins_sinks_postgres_la_LDFLAGS = $(plugin_ldflags)
plugins_sinks_postgres_la_LIBADD = $(POSTGRES_LIBS)

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
	plugins/sinks/sqlite_past.c \
	plugins/sinks/sqlite_rebuild.c \
	plugins/sinks/sqlite_settle.c \
	plugins/sinks/sqlite_settle.h \
	plugins/sinks/sqlite_sink.h \
	plugins/sinks/sqlite_sql.c \
	plugins/sinks/sqlite_table.c
plugins_sinks_sqlite_la_LDFLAGS = $(plugin_ldflags)
plugins_sinks_sqlite_la_LIBADD = $(SQLITE_LIBS)
