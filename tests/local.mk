# SPDX-License-Identifier: LGPL-2.1-or-later
# Every test prints TAP.  The program under test is $PS, its sources lie in
# $PS_SOURCE; PS_LONG=1 asks for the long runs (make check-long).
TEST_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) \
	$(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TEST_LOG_DRIVER)
TEST_EXTENSIONS = .test
# A test that hangs is a test that fails.
LOG_COMPILER = timeout -k 10 $(TEST_SECONDS)
TEST_LOG_COMPILER = $(LOG_COMPILER) $(SHELL) $(top_srcdir)/tests/tools/run
TEST_SECONDS = 300
# LeakSanitizer may crash in the thread-local data of libraries that are loaded.
AM_TESTS_ENVIRONMENT = \
	PS='$(abs_top_builddir)/polyscraper'; export PS; \
	PS_PLUGINS='$(abs_top_builddir)/modules'; export PS_PLUGINS; \
	PS_SOURCE='$(abs_top_srcdir)'; export PS_SOURCE; \
	PS_BUILD='$(abs_top_builddir)'; export PS_BUILD; \
	PS_LONG='$(PS_LONG)'; export PS_LONG; \
	LSAN_OPTIONS="$${LSAN_OPTIONS-use_tls=0:print_suppressions=0}"; export LSAN_OPTIONS; \
	LC_ALL=C; export LC_ALL; unset LTDL_LIBRARY_PATH;

# All plugins once more, for tests and fuzzers that call them directly.
check_LIBRARIES = tests/libplugins.a
tests_libplugins_a_CPPFLAGS = $(AM_CPPFLAGS)
tests_libplugins_a_SOURCES = \
	$(plugins_sources_file_la_SOURCES) \
	$(http_parts) \
	$(plugins_formats_database_la_SOURCES) \
	$(plugins_formats_dbf_la_SOURCES) \
	$(plugins_formats_delimited_la_SOURCES) \
	$(plugins_formats_html_la_SOURCES) \
	$(plugins_formats_json_la_SOURCES) \
	$(plugins_formats_drawn_la_SOURCES) \
	$(plugins_formats_known_la_SOURCES) \
	$(plugins_formats_fixed_la_SOURCES) \
	$(plugins_formats_lines_la_SOURCES) \
	$(keyvalue_parts) \
	$(plugins_formats_log_la_SOURCES) \
	$(shapefile_sources) \
	$(plugins_formats_sql_la_SOURCES) \
	$(plugins_formats_stanza_la_SOURCES) \
	$(plugins_sinks_rows_la_SOURCES) \
	$(plugins_sinks_sqlite_la_SOURCES) \
	tests/fake_host.c \
	tests/fake_host.h \
	tests/fake_input.c \
	tests/fake_input.h \
	tests/tree_host.c \
	tests/tree_host.h
if FORMAT_ARCHIVE
tests_libplugins_a_CPPFLAGS += $(ARCHIVE_CFLAGS)
tests_libplugins_a_SOURCES += $(plugins_formats_archive_la_SOURCES)
endif
if FORMAT_SPREADSHEET
tests_libplugins_a_CPPFLAGS += $(SPREADSHEET_CFLAGS)
tests_libplugins_a_SOURCES += $(plugins_formats_spreadsheet_la_SOURCES)
endif
if FORMAT_WARC
tests_libplugins_a_CPPFLAGS += $(WARC_CFLAGS) $(BROTLI_CFLAGS)
tests_libplugins_a_SOURCES += $(plugins_formats_warc_la_SOURCES)
endif
if FORMAT_XML
tests_libplugins_a_CPPFLAGS += $(XML_CFLAGS)
tests_libplugins_a_SOURCES += $(plugins_formats_xml_la_SOURCES)
endif

if SOURCE_HTTP
tests_libplugins_a_CPPFLAGS += $(HTTP_CFLAGS) \
	-I$(top_srcdir)/plugins/formats
tests_libplugins_a_SOURCES += $(http_engine)
endif

if FORMAT_YAML
tests_libplugins_a_CPPFLAGS += $(YAML_CFLAGS)
tests_libplugins_a_SOURCES += $(plugins_formats_yaml_la_SOURCES)
endif

# How fast one core reads; make bench runs it.
check_PROGRAMS += tests/bench/bench_probe tests/bench/bench_read
tests_bench_bench_read_SOURCES = \
	tests/bench/bench_read.c tests/bench/bench_text.h

test_data = \
	tests/accuracy/answer.py \
	tests/accuracy/beginnings.py \
	tests/accuracy/calibrate.py \
	tests/accuracy/corpora.py \
	tests/accuracy/fit.py \
	tests/accuracy/folds.py \
	tests/accuracy/matrix.py \
	tests/accuracy/matrix.tsv \
	tests/accuracy/run \
	tests/accuracy/scores.py \
	tests/bench/bench.py \
	tests/bench/duck.mjs \
	tests/bench/frontier \
	tests/bench/run \
	tests/bench/spider.py \
	tests/bench/trees.py \
	tests/bench/truth_many.py \
	tests/cli/lib.sh \
	tests/corpora/mutate.py \
	tests/data/lua/1_folder.lua \
	tests/data/lua/2_catalogue.lua \
	tests/data/lua/3_handlers.lua \
	tests/data/lua/4_transform.lua \
	tests/data/dbf/dos.csv \
	tests/data/dbf/dos.dbf \
	tests/data/dbf/latin.cpg \
	tests/data/dbf/latin.csv \
	tests/data/dbf/latin.dbf \
	tests/data/dbf/lib.csv \
	tests/data/dbf/lib.dbf \
	tests/data/dbf/utf8.cpg \
	tests/data/dbf/utf8.csv \
	tests/data/dbf/utf8.dbf \
	tests/data/drawn/box.txt \
	tests/data/drawn/col.txt \
	tests/data/drawn/grid.rst \
	tests/data/drawn/md.md \
	tests/data/drawn/my.txt \
	tests/data/drawn/myg.txt \
	tests/data/drawn/org.txt \
	tests/data/drawn/psql.txt \
	tests/data/drawn/psqlx.txt \
	tests/data/drawn/simple.rst \
	tests/data/drawn/two.txt \
	tests/data/fixed/bare.csv \
	tests/data/fixed/bare.txt \
	tests/data/fixed/df.csv \
	tests/data/fixed/df.txt \
	tests/data/fixed/docker.csv \
	tests/data/fixed/docker.txt \
	tests/data/fixed/dpkg.csv \
	tests/data/fixed/dpkg.txt \
	tests/data/fixed/free.csv \
	tests/data/fixed/free.txt \
	tests/data/fixed/fstab.csv \
	tests/data/fixed/fstab.txt \
	tests/data/fixed/hosts.csv \
	tests/data/fixed/hosts.txt \
	tests/data/fixed/ip.csv \
	tests/data/fixed/ip.txt \
	tests/data/fixed/kubectl.csv \
	tests/data/fixed/kubectl.txt \
	tests/data/fixed/ls.csv \
	tests/data/fixed/ls.txt \
	tests/data/fixed/lsblk.csv \
	tests/data/fixed/lsblk.txt \
	tests/data/fixed/lsi.csv \
	tests/data/fixed/lsi.txt \
	tests/data/fixed/lsiso.csv \
	tests/data/fixed/lsiso.txt \
	tests/data/fixed/lstart.csv \
	tests/data/fixed/lstart.txt \
	tests/data/fixed/netstat.csv \
	tests/data/fixed/netstat.txt \
	tests/data/fixed/packed.csv \
	tests/data/fixed/packed.txt \
	tests/data/fixed/pages.csv \
	tests/data/fixed/pages.txt \
	tests/data/fixed/pages2.csv \
	tests/data/fixed/pages2.txt \
	tests/data/fixed/partitions.csv \
	tests/data/fixed/partitions.txt \
	tests/data/fixed/report.csv \
	tests/data/fixed/report.txt \
	tests/data/fixed/services.csv \
	tests/data/fixed/services.txt \
	tests/data/fixed/ss.csv \
	tests/data/fixed/ss.txt \
	tests/data/fixed/top.csv \
	tests/data/fixed/top.txt \
	tests/data/fixed/two.csv \
	tests/data/fixed/two.txt \
	tests/data/html/calc.html \
	tests/data/html/calc.xhtml \
	tests/data/html/calendar.html \
	tests/data/html/pandoc-piece.html \
	tests/data/html/pandoc.html \
	tests/data/html/sqlite.html \
	tests/data/shapefile/areas.csv \
	tests/data/shapefile/areas.dbf \
	tests/data/shapefile/areas.prj \
	tests/data/shapefile/areas.shp \
	tests/data/shapefile/areas.shx \
	tests/data/shapefile/heights.csv \
	tests/data/shapefile/heights.dbf \
	tests/data/shapefile/heights.shp \
	tests/data/shapefile/heights.shx \
	tests/data/shapefile/lib.csv \
	tests/data/shapefile/lib.dbf \
	tests/data/shapefile/lib.shp \
	tests/data/shapefile/lib.shx \
	tests/data/shapefile/lines.cpg \
	tests/data/shapefile/lines.csv \
	tests/data/shapefile/lines.dbf \
	tests/data/shapefile/lines.shp \
	tests/data/shapefile/lines.shx \
	tests/data/shapefile/many.csv \
	tests/data/shapefile/many.dbf \
	tests/data/shapefile/many.shp \
	tests/data/shapefile/many.shx \
	tests/data/shapefile/points.cpg \
	tests/data/shapefile/points.csv \
	tests/data/shapefile/points.dbf \
	tests/data/shapefile/points.prj \
	tests/data/shapefile/points.shp \
	tests/data/shapefile/points.shx \
	tests/data/shapefile/roofs.csv \
	tests/data/shapefile/roofs.dbf \
	tests/data/shapefile/roofs.shp \
	tests/data/shapefile/roofs.shx \
	tests/data/shapefile/tracks.csv \
	tests/data/shapefile/tracks.dbf \
	tests/data/shapefile/tracks.shp \
	tests/data/shapefile/tracks.shx \
	tests/data/spreadsheet/beside.xlsx \
	tests/data/spreadsheet/budget.ods \
	tests/data/spreadsheet/budget.xls \
	tests/data/spreadsheet/budget.xlsx \
	tests/data/spreadsheet/cells.json \
	tests/data/spreadsheet/formats.xlsx \
	tests/data/spreadsheet/formulas.xlsx \
	tests/data/spreadsheet/mac.xlsx \
	tests/data/spreadsheet/text.docx \
	tests/data/spreadsheet/text.odt \
	tests/data/spreadsheet/votes.ods \
	tests/data/spreadsheet/votes.xls \
	tests/data/spreadsheet/votes.xlsx \
	tests/data/trees/api.yaml \
	tests/data/trees/call.xml \
	tests/data/trees/compose.yaml \
	tests/data/trees/flow.yml \
	tests/data/trees/link.json \
	tests/data/trees/manifests.yaml \
	tests/data/trees/map.json \
	tests/data/trees/mounts.json \
	tests/data/trees/outline.opml \
	tests/data/trees/package-lock.json \
	tests/data/trees/pandoc.json \
	tests/data/trees/points.geojson \
	tests/data/trees/points.gml \
	tests/data/trees/points.gpx \
	tests/data/trees/points.kml \
	tests/data/trees/rules.json \
	tests/data/trees/stream.ndjson \
	tests/data/trees/stream.yaml \
	tests/data/trees/text.docbook.xml \
	tests/data/trees/texts.json \
	tests/data/trees/things.plist \
	tests/data/trees/towns.json \
	tests/data/trees/towns.yaml \
	tests/data/trees/want.json \
	tests/fault/failing.c \
	tests/make/dbf \
	tests/make/html \
	tests/make/shapefile \
	tests/make/spreadsheet \
	tests/plugins/mute.c \
	tests/plugins/poison.c \
	tests/plugins/postgres.c \
	tests/plugins/web.c \
	tests/http_host.h \
	tests/split_ways.h \
	tests/stored.h \
	tests/tools/certs.py \
	tests/tools/compare_db.py \
	tests/tools/conserve.py \
	tests/tools/crawl.py \
	tests/tools/fixed_cases.py \
	tests/tools/shown.py \
	tests/tools/stubs.py \
	tests/tools/harness.py \
	tests/tools/make_archives.py \
	tests/tools/make_warcs.py \
	tests/tools/make_heap.py \
	tests/tools/make_site.py \
	tests/tools/hostile_http.py \
	tests/tools/nginx.py \
	tests/tools/postgres.py \
	tests/tools/read_html.py \
	tests/tools/run \
	tests/tools/same.py \
	tests/unit/columns.h \
	tests/unit/file_driver.h \
	tests/unit/input_driver.h \
	tests/unit/robots_cases.h \
	tests/unit/settle_heap.h \
	tests/unit/sink_driver.h \
	tests/unit/sqlite_driver.h \
	tests/unit/writer_driver.h \
	tests/unit/writer_place.h \
	tests/make/sql \
	tests/make/sql-maria.sql \
	tests/make/sql-postgres.sql \
	tests/make/sql-sqlite.sql \
	tests/make/trees \
	tests/make/trees.py \
	tests/sql/maria-ansi.sql \
	tests/sql/maria-hex.sql \
	tests/sql/maria-notes.json \
	tests/sql/maria-people.json \
	tests/sql/maria-things.json \
	tests/sql/maria.sql \
	tests/sql/postgres-columns.sql \
	tests/sql/postgres-inserts.sql \
	tests/sql/postgres-lists.csv \
	tests/sql/postgres-other.people.csv \
	tests/sql/postgres-people.csv \
	tests/sql/postgres.sql \
	tests/sql/sqlite-notes.json \
	tests/sql/sqlite-people.json \
	tests/sql/sqlite.sql \
	tests/unit/writer_sheets.h

LDADD = tests/libplugins.a $(core_libs) $(SQLITE_LIBS) $(http_parts_libs)

unit_tests = \
	tests/unit/test_address \
	tests/unit/test_assign \
	tests/unit/test_bid \
	tests/unit/test_buf \
	tests/unit/test_charset \
	tests/unit/test_decimal \
	tests/unit/test_delimited \
	tests/unit/test_delimited_layout \
	tests/unit/test_delimited_parts \
	tests/unit/test_dialects \
	tests/unit/test_facts \
	tests/unit/test_file_source \
	tests/unit/test_frontier \
	tests/unit/test_input \
	tests/unit/test_input_decode \
	tests/unit/test_lattice \
	tests/unit/test_html \
	tests/unit/test_http_links \
	tests/unit/test_http_robots \
	tests/unit/test_http_select \
	tests/unit/test_http_site \
	tests/unit/test_http_url \
	tests/unit/test_json \
	tests/unit/test_known \
	tests/unit/test_log \
	tests/unit/test_layout \
	tests/unit/test_ledger \
	tests/unit/test_lines \
	tests/unit/test_magic \
	tests/unit/test_marks \
	tests/unit/test_names \
	tests/unit/test_options \
	tests/unit/test_pipeline \
	tests/unit/test_plugin \
	tests/unit/test_reading \
	tests/unit/test_real_text \
	tests/unit/test_repair \
	tests/unit/test_rows_sink \
	tests/unit/test_said \
	tests/unit/test_secret \
	tests/unit/test_same_pipeline \
	tests/unit/test_selector \
	tests/unit/test_settle \
	tests/unit/test_sibling \
	tests/unit/test_sqlite_faults \
	tests/unit/test_sqlite_past \
	tests/unit/test_sqlite_sink \
	tests/unit/test_str \
	tests/unit/test_tables \
	tests/unit/test_tree \
	tests/unit/test_totals \
	tests/unit/test_typing \
	tests/unit/test_unpack_names \
	tests/unit/test_url \
	tests/unit/test_wire \
	tests/unit/test_wish \
	tests/unit/test_writer \
	tests/unit/test_writer_slots
cli_tests = \
	tests/cli/archive.test \
	tests/cli/archive_again.test \
	tests/cli/cat.test \
	tests/cli/chance.test \
	tests/cli/conserve.test \
	tests/cli/conserve_tree.test \
	tests/cli/crawl.test \
	tests/cli/crawl_postgres.test \
	tests/cli/database.test \
	tests/cli/dbf.test \
	tests/cli/define.test \
	tests/cli/dialects.test \
	tests/cli/drawn.test \
	tests/cli/log.test \
	tests/cli/fixed.test \
	tests/cli/drift.test \
	tests/cli/encoding.test \
	tests/cli/help.test \
	tests/cli/history.test \
	tests/cli/html.test \
	tests/cli/http.test \
	tests/cli/http_form.test \
	tests/cli/http_links.test \
	tests/cli/json.test \
	tests/cli/modules.test \
	tests/cli/ndjson.test \
	tests/cli/nginx.test \
	tests/cli/nginx_tls.test \
	tests/cli/on.test \
	tests/cli/load.test \
	tests/cli/load_equal.test \
	tests/cli/lua.test \
	tests/cli/keep.test \
	tests/cli/known.test \
	tests/cli/key.test \
	tests/cli/fact.test \
	tests/cli/follow.test \
	tests/cli/map.test \
	tests/cli/shape.test \
	tests/cli/map_rows.test \
	tests/cli/map_split.test \
	tests/cli/editor.test \
	tests/cli/examples.test \
	tests/cli/max_rejects.test \
	tests/cli/messages.test \
	tests/cli/pinned.test \
	tests/cli/plugin.test \
	tests/cli/postgres.test \
	tests/cli/property.test \
	tests/cli/same.test \
	tests/cli/secret.test \
	tests/cli/shapefile.test \
	tests/cli/siblings.test \
	tests/cli/sketches.test \
	tests/cli/sniff.test \
	tests/cli/split.test \
	tests/cli/spreadsheet.test \
	tests/cli/keyvalue.test \
	tests/cli/sql.test \
	tests/cli/stanza.test \
	tests/cli/symbols.test \
	tests/cli/test.test \
	tests/cli/tables.test \
	tests/cli/totals.test \
	tests/cli/trees.test \
	tests/cli/truth.test \
	tests/cli/tutorial.test \
	tests/cli/types.test \
	tests/cli/unmet.test \
	tests/cli/unread.test \
	tests/cli/usage.test \
	tests/cli/vega.test \
	tests/cli/warc.test \
	tests/cli/xml.test \
	tests/cli/yaml.test
fault_tests = \
	tests/fault/archives.test \
	tests/fault/crawl_kill.test \
	tests/fault/eio.test \
	tests/fault/files.test \
	tests/fault/full_disk.test \
	tests/fault/hostile.test \
	tests/fault/http_kill.test \
	tests/fault/http.test \
	tests/fault/http_private.test \
	tests/fault/http_secret.test \
	tests/fault/kill_roles.test \
	tests/fault/locked.test \
	tests/fault/lua.test \
	tests/fault/poison.test \
	tests/fault/postgres.test \
	tests/fault/readonly_dir.test

corpora_tests = tests/corpora/conserve.test tests/corpora/same.test

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

# With clang's libFuzzer these search; without it they replay seeds and some
# thousands of mutations of them.
if FUZZING
fuzz_main =
fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
else
fuzz_main = tests/fuzz/replay.c
fuzz_ldflags = $(AM_LDFLAGS)
endif
# What targets of formats share.
fuzz_tables = tests/fuzz/fuzz_tables.c tests/fuzz/fuzz_tables.h
# fuzz targets begin
fuzz_targets = \
	tests/fuzz/fuzz_bid \
	tests/fuzz/fuzz_cell \
	tests/fuzz/fuzz_database \
	tests/fuzz/fuzz_dbf \
	tests/fuzz/fuzz_delimited \
	tests/fuzz/fuzz_drawn \
	tests/fuzz/fuzz_fixed \
	tests/fuzz/fuzz_html \
	tests/fuzz/fuzz_log \
	tests/fuzz/fuzz_http_links \
	tests/fuzz/fuzz_http_url \
	tests/fuzz/fuzz_sitemap \
	tests/fuzz/fuzz_input \
	tests/fuzz/fuzz_json \
	tests/fuzz/fuzz_known \
	tests/fuzz/fuzz_lua \
	tests/fuzz/fuzz_page \
	tests/fuzz/fuzz_robots \
	tests/fuzz/fuzz_keyvalue \
	tests/fuzz/fuzz_shapefile \
	tests/fuzz/fuzz_split \
	tests/fuzz/fuzz_sql \
	tests/fuzz/fuzz_stanza \
	tests/fuzz/fuzz_text
tests_fuzz_fuzz_bid_SOURCES = tests/fuzz/fuzz_bid.c $(fuzz_main)
tests_fuzz_fuzz_bid_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_cell_SOURCES = tests/fuzz/fuzz_cell.c $(fuzz_main)
tests_fuzz_fuzz_cell_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_database_SOURCES = \
	tests/fuzz/fuzz_database.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_database_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_dbf_SOURCES = tests/fuzz/fuzz_dbf.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_dbf_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_delimited_SOURCES = tests/fuzz/fuzz_delimited.c $(fuzz_main)
tests_fuzz_fuzz_delimited_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_html_SOURCES = \
	tests/fuzz/fuzz_html.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_html_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_http_headers_SOURCES = \
	tests/fuzz/fuzz_http_headers.c $(fuzz_main)
tests_fuzz_fuzz_http_headers_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_http_headers_LDADD = $(LDADD) $(HTTP_LIBS) $(XXHASH_LIBS)
tests_fuzz_fuzz_http_links_SOURCES = \
	tests/fuzz/fuzz_http_links.c tests/fuzz/fuzz_links.h $(fuzz_main)
tests_fuzz_fuzz_http_links_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_http_url_SOURCES = tests/fuzz/fuzz_http_url.c $(fuzz_main)
tests_fuzz_fuzz_http_url_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_sitemap_SOURCES = \
	tests/fuzz/fuzz_sitemap.c tests/fuzz/fuzz_links.h $(fuzz_main)
tests_fuzz_fuzz_sitemap_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_input_SOURCES = tests/fuzz/fuzz_input.c $(fuzz_main)
tests_fuzz_fuzz_input_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_keyvalue_SOURCES = \
	tests/fuzz/fuzz_keyvalue.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_keyvalue_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_stanza_SOURCES = \
	tests/fuzz/fuzz_stanza.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_stanza_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_drawn_SOURCES = \
	tests/fuzz/fuzz_drawn.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_drawn_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_fixed_SOURCES = \
	tests/fuzz/fuzz_fixed.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_fixed_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_log_SOURCES = \
	tests/fuzz/fuzz_log.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_log_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_json_SOURCES = \
	tests/fuzz/fuzz_json.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_json_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_known_SOURCES = \
	tests/fuzz/fuzz_known.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_known_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_lua_SOURCES = tests/fuzz/fuzz_lua.c $(fuzz_main)
tests_fuzz_fuzz_lua_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_page_SOURCES = tests/fuzz/fuzz_page.c $(fuzz_main)
tests_fuzz_fuzz_page_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_robots_SOURCES = tests/fuzz/fuzz_robots.c $(fuzz_main)
tests_fuzz_fuzz_robots_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_shapefile_SOURCES = \
	tests/fuzz/fuzz_shapefile.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_shapefile_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_split_SOURCES = tests/fuzz/fuzz_split.c $(fuzz_main)
tests_fuzz_fuzz_split_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_sql_SOURCES = \
	tests/fuzz/fuzz_sql.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_sql_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c $(fuzz_main)
tests_fuzz_fuzz_text_LDFLAGS = $(fuzz_ldflags)
if FORMAT_ARCHIVE
fuzz_targets += tests/fuzz/fuzz_archive
endif
if FORMAT_SPREADSHEET
fuzz_targets += tests/fuzz/fuzz_spreadsheet
endif
if FORMAT_WARC
fuzz_targets += tests/fuzz/fuzz_warc
endif
if FORMAT_XML
fuzz_targets += tests/fuzz/fuzz_xml
endif
tests_fuzz_fuzz_xml_SOURCES = tests/fuzz/fuzz_xml.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_xml_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_xml_LDADD = $(LDADD) $(XML_LIBS)
if SOURCE_HTTP
fuzz_targets += tests/fuzz/fuzz_http_headers
endif
if FORMAT_YAML
fuzz_targets += tests/fuzz/fuzz_yaml
endif
tests_fuzz_fuzz_yaml_SOURCES = \
	tests/fuzz/fuzz_yaml.c $(fuzz_tables) $(fuzz_main)
tests_fuzz_fuzz_yaml_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_yaml_LDADD = $(LDADD) $(YAML_LIBS)
fuzz_members = tests/fuzz/fuzz_members.c tests/fuzz/fuzz_members.h
tests_fuzz_fuzz_archive_SOURCES = \
	tests/fuzz/fuzz_archive.c $(fuzz_members) $(fuzz_main)
tests_fuzz_fuzz_archive_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_archive_LDADD = $(LDADD) $(ARCHIVE_LIBS)
tests_fuzz_fuzz_warc_SOURCES = \
	tests/fuzz/fuzz_warc.c $(fuzz_members) $(fuzz_main)
tests_fuzz_fuzz_warc_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_warc_LDADD = $(LDADD) $(WARC_LIBS) $(BROTLI_LIBS)
tests_fuzz_fuzz_spreadsheet_SOURCES = \
	tests/fuzz/fuzz_spreadsheet.c $(fuzz_members) $(fuzz_main)
tests_fuzz_fuzz_spreadsheet_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_spreadsheet_LDADD = $(LDADD) $(SPREADSHEET_LIBS)
# fuzz targets end
EXTRA_DIST += \
	tests/fuzz/replay.c \
	tests/fuzz/seeds/bid-code.txt \
	tests/fuzz/seeds/bid-escape.tsv \
	tests/fuzz/seeds/bid-late.csv \
	tests/fuzz/seeds/bid-names.csv \
	tests/fuzz/seeds/bid-quotes.csv \
	tests/fuzz/seeds/bid-runs.txt \
	tests/fuzz/seeds/bid-title.csv \
	tests/fuzz/seeds/cell-dates.tsv \
	tests/fuzz/seeds/cell-marks.csv \
	tests/fuzz/seeds/cell-lattice.csv \
	tests/fuzz/seeds/cell-numbers.csv \
	tests/fuzz/seeds/cell-told.csv \
	tests/fuzz/seeds/cell-words.csv \
	tests/fuzz/seeds/cell-zero.csv \
	tests/fuzz/seeds/archive.7z \
	tests/fuzz/seeds/archive.ar \
	tests/fuzz/seeds/archive.cpio \
	tests/fuzz/seeds/archive.csv.gz \
	tests/fuzz/seeds/archive.rar \
	tests/fuzz/seeds/archive.tar.gz \
	tests/fuzz/seeds/archive.xar \
	tests/fuzz/seeds/archive.zip \
	tests/fuzz/seeds/database.db \
	tests/fuzz/seeds/dbf-fox.dbf \
	tests/fuzz/seeds/dbf-latin.dbf \
	tests/fuzz/seeds/dbf-seven.dbf \
	tests/fuzz/seeds/drawn-bars.txt \
	tests/fuzz/seeds/drawn-fields.txt \
	tests/fuzz/seeds/drawn-grids.txt \
	tests/fuzz/seeds/fixed-dpkg.txt \
	tests/fuzz/seeds/fixed-ls.txt \
	tests/fuzz/seeds/fixed-report.txt \
	tests/fuzz/seeds/fixed-ss.txt \
	tests/fuzz/seeds/fixed-two.txt \
	tests/fuzz/seeds/encoding-1250.csv \
	tests/fuzz/seeds/encoding-1251.csv \
	tests/fuzz/seeds/encoding-1252.csv \
	tests/fuzz/seeds/encoding-932.csv \
	tests/fuzz/seeds/encoding-joined.csv \
	tests/fuzz/seeds/encoding-mixed.csv \
	tests/fuzz/seeds/encoding-utf16.csv \
	tests/fuzz/seeds/encoding-utf16be.csv \
	tests/fuzz/seeds/encoding-utf32.csv \
	tests/fuzz/seeds/headers-date.txt \
	tests/fuzz/seeds/headers-memory.txt \
	tests/fuzz/seeds/headers-name.txt \
	tests/fuzz/seeds/headers-rate.txt \
	tests/fuzz/seeds/html-items.html \
	tests/fuzz/seeds/html-plain.html \
	tests/fuzz/seeds/html-spans.html \
	tests/fuzz/seeds/html-tangle.html \
	tests/fuzz/seeds/known-access.txt \
	tests/fuzz/seeds/known-apt.txt \
	tests/fuzz/seeds/known-audit.txt \
	tests/fuzz/seeds/known-java.txt \
	tests/fuzz/seeds/known-journal.txt \
	tests/fuzz/seeds/known-pattern.txt \
	tests/fuzz/seeds/known-postgres.txt \
	tests/fuzz/seeds/known-syslog.txt \
	tests/fuzz/seeds/json-array.json \
	tests/fuzz/seeds/log-hosts.txt \
	tests/fuzz/seeds/log-marks.txt \
	tests/fuzz/seeds/log-traces.txt \
	tests/fuzz/seeds/log-values.txt \
	tests/fuzz/seeds/json-columns.json \
	tests/fuzz/seeds/json-geo.json \
	tests/fuzz/seeds/json-grid.json \
	tests/fuzz/seeds/json-keyed.json \
	tests/fuzz/seeds/json-lines.ndjson \
	tests/fuzz/seeds/json-named.json \
	tests/fuzz/seeds/json-nested.json \
	tests/fuzz/seeds/json-sequence.json \
	tests/fuzz/seeds/json-split.json \
	tests/fuzz/seeds/sql-mssql.sql \
	tests/fuzz/seeds/sql-mysql.sql \
	tests/fuzz/seeds/sql-postgres.sql \
	tests/fuzz/seeds/keyvalue-json.txt \
	tests/fuzz/seeds/keyvalue-logfmt.txt \
	tests/fuzz/seeds/keyvalue-ltsv.txt \
	tests/fuzz/seeds/keyvalue-query.txt \
	tests/fuzz/seeds/sql-sqlite.sql \
	tests/fuzz/seeds/stanza-bibtex.txt \
	tests/fuzz/seeds/stanza-calendar.txt \
	tests/fuzz/seeds/stanza-card.txt \
	tests/fuzz/seeds/stanza-control.txt \
	tests/fuzz/seeds/stanza-edifact.txt \
	tests/fuzz/seeds/stanza-fasta.txt \
	tests/fuzz/seeds/stanza-fastq.txt \
	tests/fuzz/seeds/stanza-gedcom.txt \
	tests/fuzz/seeds/stanza-ini.txt \
	tests/fuzz/seeds/stanza-ldif.txt \
	tests/fuzz/seeds/stanza-mail.txt \
	tests/fuzz/seeds/stanza-mem.txt \
	tests/fuzz/seeds/stanza-places.txt \
	tests/fuzz/seeds/stanza-proc.txt \
	tests/fuzz/seeds/stanza-pubmed.txt \
	tests/fuzz/seeds/stanza-refer.txt \
	tests/fuzz/seeds/stanza-ris.txt \
	tests/fuzz/seeds/stanza-types.txt \
	tests/fuzz/seeds/stanza-x12.txt \
	tests/fuzz/seeds/lua-all.lua \
	tests/fuzz/seeds/lua-define.lua \
	tests/fuzz/seeds/lua-odd.lua \
	tests/fuzz/seeds/lua-plain.lua \
	tests/fuzz/seeds/lua-wrong.lua \
	tests/fuzz/seeds/page-forms.html \
	tests/fuzz/seeds/page-labels.html \
	tests/fuzz/seeds/page-links.html \
	tests/fuzz/seeds/robots-groups.txt \
	tests/fuzz/seeds/robots-marks.txt \
	tests/fuzz/seeds/robots-stars.txt \
	tests/fuzz/seeds/shape-areas.shp \
	tests/fuzz/seeds/shape-tracks.shp \
	tests/fuzz/seeds/shape-many.shp \
	tests/fuzz/seeds/shape-points.shp \
	tests/fuzz/seeds/spreadsheet-budget.xlsx \
	tests/fuzz/seeds/spreadsheet-votes.ods \
	tests/fuzz/seeds/spreadsheet-votes.xls \
	tests/fuzz/seeds/spreadsheet-votes.xlsx \
	tests/fuzz/seeds/warc-codes.warc \
	tests/fuzz/seeds/warc-each.warc.gz \
	tests/fuzz/seeds/warc-one.warc.gz \
	tests/fuzz/seeds/warc-plain.warc \
	tests/fuzz/seeds/links-atom.xml \
	tests/fuzz/seeds/links-header.txt \
	tests/fuzz/seeds/links-index.html \
	tests/fuzz/seeds/links-page.html \
	tests/fuzz/seeds/links-rss.xml \
	tests/fuzz/seeds/links-wide.html \
	tests/fuzz/seeds/sitemap-index.xml \
	tests/fuzz/seeds/sitemap-lines.txt \
	tests/fuzz/seeds/sitemap-packed.gz \
	tests/fuzz/seeds/sitemap-plain.xml \
	tests/fuzz/seeds/url-base.txt \
	tests/fuzz/seeds/url-hosts.txt \
	tests/fuzz/seeds/url-idn.txt \
	tests/fuzz/seeds/url-ipv6.txt \
	tests/fuzz/seeds/url-plain.txt \
	tests/fuzz/seeds/url-selector.txt \
	tests/fuzz/seeds/xml-cut.xml \
	tests/fuzz/seeds/xml-entities.xml \
	tests/fuzz/seeds/xml-feed.xml \
	tests/fuzz/seeds/xml-mixed.xml \
	tests/fuzz/seeds/xml-places.kml \
	tests/fuzz/seeds/xml-plist.xml \
	tests/fuzz/seeds/xml-sheet.xml \
	tests/fuzz/seeds/yaml-anchors.yaml \
	tests/fuzz/seeds/yaml-kinds.yaml \
	tests/fuzz/seeds/yaml-list.yaml \
	tests/fuzz/seeds/yaml-odd.yaml

if SOURCE_HTTP
unit_tests += tests/unit/test_http_result tests/unit/test_http_keep
endif
tests_unit_test_http_keep_SOURCES = \
	tests/unit/test_http_keep.c $(http_keep) $(warc_digest)
tests_unit_test_http_keep_CPPFLAGS = \
	$(AM_CPPFLAGS) -I$(top_srcdir)/plugins/formats
tests_unit_test_http_keep_LDADD = $(LDADD) $(ZLIB_LIBS)
tests_unit_test_http_result_LDADD = $(LDADD) $(HTTP_LIBS) $(XXHASH_LIBS)

check_PROGRAMS += $(unit_tests) $(fuzz_targets)
TESTS += $(unit_tests) $(cli_tests) $(fault_tests)
if !FUZZING
TESTS += $(fuzz_targets)
endif
EXTRA_DIST += $(cli_tests) $(corpora_tests) $(fault_tests) $(test_data) tests/tap.h tests/lint
CLEANFILES += replay-failure vega-datasets-2.11.0.tgz

# The headers alone, the lengths of functions and files, what is banned.
lint:
	CC='$(CC)' $(SHELL) $(top_srcdir)/tests/lint $(top_srcdir)

check-long:
	$(MAKE) $(AM_MAKEFLAGS) check PS_LONG=1 TEST_SECONDS=7200

bench: all tests/bench/bench_read tests/bench/bench_probe
	PS_PLUGINS='$(abs_top_builddir)/modules' tests/bench/bench_read
	PS='$(abs_top_builddir)/polyscraper' $(SHELL) \
	  $(top_srcdir)/tests/bench/run

# What becomes of a hundred thousand damaged documents; those of the corpora
# among them where ACCURACY_CORPORA names their folder.
mutations: $(fuzz_targets)
	for t in $(fuzz_targets); do \
	  echo "$$t"; PS_SOURCE='$(abs_top_srcdir)' \
	  PS_MUTATIONS=$${PS_MUTATIONS:-100000} ./$$t || exit 1; \
	done

# Whether anything is lost of documents of the corpora, and whether what is true
# of small tables is true of them; skipped where they are not here.
check-corpora: all
	@$(AM_TESTS_ENVIRONMENT) for t in $(corpora_tests); do \
	  $(SHELL) $(top_srcdir)/tests/tools/run $(top_srcdir)/$$t || exit 1; \
	done

# How well documents are read; skipped where the corpora are not here.
accuracy: all
	PS='$(abs_top_builddir)/polyscraper' \
	  python3 $(top_srcdir)/tests/accuracy/run || test $$? = 77

.PHONY: accuracy bench check-corpora check-long lint mutations
