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
	core/assign.c \
	core/assign.h \
	core/bid.h \
	core/buf.c \
	core/buf.h \
	core/charset.h \
	core/children.h \
	core/cli_files.c \
	core/cli_help.c \
	core/cli_help.h \
	core/cli_ledger.c \
	core/cli_ledger.h \
	core/cli_options.c \
	core/cli_options.h \
	core/cli_output.c \
	core/cli_pipeline.c \
	core/cli_pipeline.h \
	core/cli_script.h \
	core/cli_settings.c \
	core/cli_settings.h \
	core/cli_text.c \
	core/cli_text.h \
	core/cmd.h \
	core/cmd_cat.c \
	core/cmd_check.c \
	core/cmd_issues.c \
	core/cmd_load.c \
	core/cmd_plugins.c \
	core/cmd_run.c \
	core/cmd_sniff.c \
	core/cmd_sniff.h \
	core/cmd_sniff_json.c \
	core/cmd_sniff_list.c \
	core/cmd_sniff_text.c \
	core/cmd_status.c \
	core/cmd_table.c \
	core/date.c \
	core/date.h \
	core/doc.c \
	core/doc.h \
	core/facts_text.c \
	core/facts_text.h \
	core/glob.c \
	core/host.c \
	core/host.h \
	core/index.c \
	core/index.h \
	core/input.c \
	core/input.h \
	core/input_convert.c \
	core/input_decode.c \
	core/input_hash.c \
	core/input_impl.h \
	core/input_read.c \
	core/input_utf8.c \
	core/input_window.c \
	core/ledger.c \
	core/ledger.h \
	core/ledger_docs.c \
	core/ledger_rows.c \
	core/lister.c \
	core/load.h \
	core/log.c \
	core/log.h \
	core/lua_config.c \
	core/lua_config.h \
	core/lua_impl.h \
	core/lua_pipeline.c \
	core/lua_place.c \
	core/lua_sandbox.c \
	core/lua_table.c \
	core/lua_use.c \
	core/mem.c \
	core/mem.h \
	core/month.c \
	core/names.h \
	core/number.c \
	core/number.h \
	core/number_text.c \
	core/options.c \
	core/options.h \
	core/options_help.c \
	core/options_value.c \
	core/options_value.h \
	core/pack.c \
	core/pack.h \
	core/pipeline.c \
	core/pipeline.h \
	core/plan.c \
	core/plugin.c \
	core/plugin.h \
	core/plugin_check.c \
	core/plugin_check.h \
	core/polyscraper.h \
	core/pool.c \
	core/pool.h \
	core/proc.c \
	core/proc.h \
	core/reading.h \
	core/rows.c \
	core/rows.h \
	core/shape.c \
	core/shape.h \
	core/show.c \
	core/str.c \
	core/str.h \
	core/sup.h \
	core/sup_jobs.c \
	core/sup_lister.c \
	core/sup_writer.c \
	core/tally.h \
	core/time.c \
	core/utf8.c \
	core/wire.c \
	core/wire.h \
	core/word.c \
	core/word.h \
	core/worker.c \
	core/worker.h \
	core/worker_doc.c
