# SPDX-License-Identifier: LGPL-2.1-or-later
format_plugins =
format_preload =

if FORMAT_ARCHIVE
format_plugins += plugins/formats/archive.la
format_preload += -dlpreopen plugins/formats/archive.la
endif
plugins_formats_archive_la_SOURCES = \
	plugins/formats/archive.c \
	plugins/formats/archive_bid.c \
	plugins/formats/archive_format.h \
	plugins/formats/archive_gzip.c \
	plugins/formats/archive_input.c
plugins_formats_archive_la_CPPFLAGS = $(AM_CPPFLAGS) $(ARCHIVE_CFLAGS)
plugins_formats_archive_la_LDFLAGS = $(plugin_ldflags)
plugins_formats_archive_la_LIBADD = $(ARCHIVE_LIBS)

if FORMAT_DATABASE
format_plugins += plugins/formats/database.la
format_preload += -dlpreopen plugins/formats/database.la
endif
plugins_formats_database_la_SOURCES = \
	plugins/formats/database.c \
	plugins/formats/database.h \
	plugins/formats/database_cell.c \
	plugins/formats/database_file.c \
	plugins/formats/database_open.c
plugins_formats_database_la_LDFLAGS = $(plugin_ldflags)
plugins_formats_database_la_LIBADD = $(SQLITE_LIBS)

if FORMAT_DBF
format_plugins += plugins/formats/dbf.la
format_preload += -dlpreopen plugins/formats/dbf.la
endif
dbf_sources = \
	plugins/formats/dbf.h \
	plugins/formats/dbf_binary.c \
	plugins/formats/dbf_cell.c \
	plugins/formats/dbf_codepage.c \
	plugins/formats/dbf_header.c \
	plugins/formats/dbf_memo.c \
	plugins/formats/dbf_read.c
plugins_formats_dbf_la_SOURCES = plugins/formats/dbf.c $(dbf_sources)
plugins_formats_dbf_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_DELIMITED
format_plugins += plugins/formats/delimited.la
format_preload += -dlpreopen plugins/formats/delimited.la
endif
plugins_formats_delimited_la_SOURCES = \
	plugins/formats/delimited.c \
	plugins/formats/delimited.h \
	plugins/formats/delimited_again.c \
	plugins/formats/delimited_align.c \
	plugins/formats/delimited_arff.c \
	plugins/formats/delimited_bid.c \
	plugins/formats/delimited_cost.c \
	plugins/formats/delimited_declared.c \
	plugins/formats/delimited_delims.c \
	plugins/formats/delimited_fields.c \
	plugins/formats/delimited_layout.c \
	plugins/formats/delimited_marks.c \
	plugins/formats/delimited_marks.h \
	plugins/formats/delimited_next.c \
	plugins/formats/delimited_odd.c \
	plugins/formats/delimited_option.c \
	plugins/formats/delimited_order.c \
	plugins/formats/delimited_page.c \
	plugins/formats/delimited_probe.c \
	plugins/formats/delimited_probe.h \
	plugins/formats/delimited_read.c \
	plugins/formats/delimited_repair.c \
	plugins/formats/delimited_rounds.c \
	plugins/formats/delimited_row.c \
	plugins/formats/delimited_split.c \
	plugins/formats/delimited_syntax.c \
	plugins/formats/delimited_table.c \
	plugins/formats/delimited_turn.c \
	plugins/formats/delimited_why.c \
	plugins/formats/delimited_width.c
plugins_formats_delimited_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_DRAWN
format_plugins += plugins/formats/drawn.la
format_preload += -dlpreopen plugins/formats/drawn.la
endif
plugins_formats_drawn_la_SOURCES = \
	plugins/formats/drawn.c \
	plugins/formats/drawn.h \
	plugins/formats/drawn_bid.c \
	plugins/formats/drawn_cut.c \
	plugins/formats/drawn_find.c \
	plugins/formats/drawn_line.c \
	plugins/formats/drawn_read.c \
	plugins/formats/drawn_record.c \
	plugins/formats/drawn_width.c
plugins_formats_drawn_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_FIXED
format_plugins += plugins/formats/fixed.la
format_preload += -dlpreopen plugins/formats/fixed.la
endif
plugins_formats_fixed_la_SOURCES = \
	plugins/formats/drawn.h \
	plugins/formats/drawn_width.c \
	plugins/formats/fixed.c \
	plugins/formats/fixed.h \
	plugins/formats/fixed_bid.c \
	plugins/formats/fixed_cost.c \
	plugins/formats/fixed_cut.c \
	plugins/formats/fixed_find.c \
	plugins/formats/fixed_head.c \
	plugins/formats/fixed_known.c \
	plugins/formats/fixed_line.c \
	plugins/formats/fixed_names.c \
	plugins/formats/fixed_open.c \
	plugins/formats/fixed_option.c \
	plugins/formats/fixed_pack.c \
	plugins/formats/fixed_read.c \
	plugins/formats/fixed_settings.c \
	plugins/formats/fixed_shape.c \
	plugins/formats/fixed_text.c
plugins_formats_fixed_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_HTML
format_plugins += plugins/formats/html.la
format_preload += -dlpreopen plugins/formats/html.la
endif
plugins_formats_html_la_SOURCES = \
	plugins/formats/html.c \
	plugins/formats/html_bid.c \
	plugins/formats/html_block.c \
	plugins/formats/html_column.c \
	plugins/formats/html_dom.c \
	plugins/formats/html_dom.h \
	plugins/formats/html_flow.c \
	plugins/formats/html_format.h \
	plugins/formats/html_grid.c \
	plugins/formats/html_header.c \
	plugins/formats/html_item.c \
	plugins/formats/html_ld.c \
	plugins/formats/html_link.c \
	plugins/formats/html_list.c \
	plugins/formats/html_made.c \
	plugins/formats/html_mark.c \
	plugins/formats/html_page.c \
	plugins/formats/html_rows.c \
	plugins/formats/html_table.c \
	plugins/formats/html_text.c \
	plugins/formats/json_parse.c \
	plugins/formats/json_parse.h \
	plugins/formats/json_text.c
plugins_formats_html_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_JSON
format_plugins += plugins/formats/json.la
format_preload += -dlpreopen plugins/formats/json.la
endif
plugins_formats_json_la_SOURCES = \
	plugins/formats/json.c \
	plugins/formats/json_bid.c \
	plugins/formats/json_format.h \
	plugins/formats/json_parse.c \
	plugins/formats/json_parse.h \
	plugins/formats/json_text.c \
	plugins/formats/tree_form.h
plugins_formats_json_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_KNOWN
format_plugins += plugins/formats/known.la
format_preload += -dlpreopen plugins/formats/known.la
endif
plugins_formats_known_la_SOURCES = \
	plugins/formats/known.c \
	plugins/formats/known.h \
	plugins/formats/known_begin.c \
	plugins/formats/known_bid.c \
	plugins/formats/known_compile.c \
	plugins/formats/known_field.c \
	plugins/formats/known_load.c \
	plugins/formats/known_match.c \
	plugins/formats/known_pairs.c \
	plugins/formats/known_read.c \
	plugins/formats/known_record.c \
	plugins/formats/known_table.c \
	plugins/formats/known_time.c \
	plugins/formats/log.h \
	plugins/formats/log_mask.c \
	plugins/formats/log_stamp.c \
	plugins/formats/log_template.c \
	plugins/formats/log_template.h
plugins_formats_known_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_LOG
format_plugins += plugins/formats/log.la
format_preload += -dlpreopen plugins/formats/log.la
endif
plugins_formats_log_la_SOURCES = \
	plugins/formats/log.c \
	plugins/formats/log.h \
	plugins/formats/log_bid.c \
	plugins/formats/log_field.c \
	plugins/formats/log_find.c \
	plugins/formats/log_find.h \
	plugins/formats/log_mask.c \
	plugins/formats/log_pattern.c \
	plugins/formats/log_read.c \
	plugins/formats/log_stamp.c \
	plugins/formats/log_start.c \
	plugins/formats/log_template.c \
	plugins/formats/log_template.h \
	plugins/formats/log_template_impl.h \
	plugins/formats/log_token.c \
	plugins/formats/log_values.c
plugins_formats_log_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_LINES
format_plugins += plugins/formats/lines.la
format_preload += -dlpreopen plugins/formats/lines.la
endif
plugins_formats_lines_la_SOURCES = \
	plugins/formats/lines.c
plugins_formats_lines_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_SPREADSHEET
format_plugins += plugins/formats/spreadsheet.la
format_preload += -dlpreopen plugins/formats/spreadsheet.la
endif
plugins_formats_spreadsheet_la_SOURCES = \
	plugins/formats/spreadsheet.c \
	plugins/formats/spreadsheet.h \
	plugins/formats/spreadsheet_bid.c \
	plugins/formats/spreadsheet_biff.c \
	plugins/formats/spreadsheet_book.c \
	plugins/formats/spreadsheet_compound.c \
	plugins/formats/spreadsheet_format.c \
	plugins/formats/spreadsheet_memory.c \
	plugins/formats/spreadsheet_number.c \
	plugins/formats/spreadsheet_ods.c \
	plugins/formats/spreadsheet_output.c \
	plugins/formats/spreadsheet_regions.c \
	plugins/formats/spreadsheet_rows.c \
	plugins/formats/spreadsheet_strings.c \
	plugins/formats/spreadsheet_styles.c \
	plugins/formats/spreadsheet_survey.c \
	plugins/formats/spreadsheet_xls.c \
	plugins/formats/spreadsheet_xls.h \
	plugins/formats/spreadsheet_xlsx.c \
	plugins/formats/spreadsheet_xlsx.h \
	plugins/formats/spreadsheet_xml.c \
	plugins/formats/spreadsheet_zip.c
plugins_formats_spreadsheet_la_CPPFLAGS = $(AM_CPPFLAGS) $(SPREADSHEET_CFLAGS)
plugins_formats_spreadsheet_la_LDFLAGS = $(plugin_ldflags)
plugins_formats_spreadsheet_la_LIBADD = $(SPREADSHEET_LIBS)

if FORMAT_SHAPEFILE
format_plugins += plugins/formats/shapefile.la
format_preload += -dlpreopen plugins/formats/shapefile.la
endif
shapefile_sources = \
	plugins/formats/shapefile.c \
	plugins/formats/shapefile.h \
	plugins/formats/shapefile_read.c \
	plugins/formats/shapefile_ring.c \
	plugins/formats/shapefile_wkt.c
plugins_formats_shapefile_la_SOURCES = $(shapefile_sources) $(dbf_sources)
plugins_formats_shapefile_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_SQL
format_plugins += plugins/formats/sql.la
format_preload += -dlpreopen plugins/formats/sql.la
endif
plugins_formats_sql_la_SOURCES = \
	plugins/formats/sql.c \
	plugins/formats/sql_bid.c \
	plugins/formats/sql_copy.c \
	plugins/formats/sql_copy_csv.c \
	plugins/formats/sql_create.c \
	plugins/formats/sql_format.h \
	plugins/formats/sql_insert.c \
	plugins/formats/sql_lex.c \
	plugins/formats/sql_literal.c \
	plugins/formats/sql_replaced.c \
	plugins/formats/sql_row.c \
	plugins/formats/sql_skip.c \
	plugins/formats/sql_statement.c \
	plugins/formats/sql_tables.c \
	plugins/formats/sql_value.c
plugins_formats_sql_la_LDFLAGS = $(plugin_ldflags)

# What formats of names and values share.
stanza_parts = \
	plugins/formats/stanza.h \
	plugins/formats/stanza_bid.h \
	plugins/formats/stanza_bibtex.c \
	plugins/formats/stanza_cut.c \
	plugins/formats/stanza_decode.c \
	plugins/formats/stanza_flat.c \
	plugins/formats/stanza_line.c \
	plugins/formats/stanza_mail.c \
	plugins/formats/stanza_param.c \
	plugins/formats/stanza_period.c \
	plugins/formats/stanza_tally.c \
	plugins/formats/stanza_tell.c \
	plugins/formats/stanza_type.c \
	plugins/formats/stanza_value.c

if FORMAT_KEYVALUE
format_plugins += plugins/formats/keyvalue.la
format_preload += -dlpreopen plugins/formats/keyvalue.la
endif
keyvalue_parts = \
	plugins/formats/keyvalue.c \
	plugins/formats/keyvalue.h \
	plugins/formats/keyvalue_bid.c \
	plugins/formats/keyvalue_cut.c \
	plugins/formats/keyvalue_read.c \
	plugins/formats/keyvalue_value.c
plugins_formats_keyvalue_la_SOURCES = $(keyvalue_parts) $(stanza_parts) \
	plugins/formats/json_parse.c \
	plugins/formats/json_parse.h \
	plugins/formats/json_text.c
plugins_formats_keyvalue_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_STANZA
format_plugins += plugins/formats/stanza.la
format_preload += -dlpreopen plugins/formats/stanza.la
endif
plugins_formats_stanza_la_SOURCES = $(stanza_parts) \
	plugins/formats/stanza.c \
	plugins/formats/stanza_bid.c \
	plugins/formats/stanza_component.c \
	plugins/formats/stanza_kind.c \
	plugins/formats/stanza_read.c
plugins_formats_stanza_la_LDFLAGS = $(plugin_ldflags)

if FORMAT_WARC
format_plugins += plugins/formats/warc.la
format_preload += -dlpreopen plugins/formats/warc.la
endif
warc_digest = \
	plugins/formats/warc_digest.c \
	plugins/formats/warc_digest.h
plugins_formats_warc_la_SOURCES = \
	plugins/formats/warc.c \
	plugins/formats/warc.h \
	plugins/formats/warc_bid.c \
	plugins/formats/warc_body.c \
	plugins/formats/warc_code.c \
	plugins/formats/warc_head.c \
	plugins/formats/warc_input.c \
	plugins/formats/warc_name.c \
	plugins/formats/warc_record.c \
	plugins/formats/warc_revisit.c \
	$(warc_digest)
plugins_formats_warc_la_CPPFLAGS = \
	$(AM_CPPFLAGS) $(WARC_CFLAGS) $(BROTLI_CFLAGS)
plugins_formats_warc_la_LDFLAGS = $(plugin_ldflags)
plugins_formats_warc_la_LIBADD = $(WARC_LIBS) $(BROTLI_LIBS)

if FORMAT_XML
format_plugins += plugins/formats/xml.la
format_preload += -dlpreopen plugins/formats/xml.la
endif
plugins_formats_xml_la_SOURCES = \
	plugins/formats/xml.c \
	plugins/formats/xml_bid.c \
	plugins/formats/xml_format.h \
	plugins/formats/xml_kml.c \
	plugins/formats/xml_parser.c \
	plugins/formats/xml_plist.c \
	plugins/formats/xml_pool.c \
	plugins/formats/xml_sax.c \
	plugins/formats/xml_sheet.c \
	plugins/formats/xml_tell.c
plugins_formats_xml_la_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS)
plugins_formats_xml_la_LDFLAGS = $(plugin_ldflags)
plugins_formats_xml_la_LIBADD = $(XML_LIBS)

if FORMAT_YAML
format_plugins += plugins/formats/yaml.la
format_preload += -dlpreopen plugins/formats/yaml.la
endif
plugins_formats_yaml_la_SOURCES = \
	plugins/formats/tree_form.h \
	plugins/formats/yaml.c \
	plugins/formats/yaml_anchor.c \
	plugins/formats/yaml_bid.c \
	plugins/formats/yaml_break.c \
	plugins/formats/yaml_events.c \
	plugins/formats/yaml_format.h \
	plugins/formats/yaml_json.c \
	plugins/formats/yaml_look.c \
	plugins/formats/yaml_merge.c \
	plugins/formats/yaml_scalar.c \
	plugins/formats/yaml_tell.c
plugins_formats_yaml_la_CPPFLAGS = $(AM_CPPFLAGS) $(YAML_CFLAGS)
plugins_formats_yaml_la_LDFLAGS = $(plugin_ldflags)
plugins_formats_yaml_la_LIBADD = $(YAML_LIBS)
