# SPDX-License-Identifier: LGPL-2.1-or-later
# Examples are installed: `polyscraper run` takes the Lua files as they are.
examplesdir = $(docdir)/examples
dist_examples_DATA = \
	lua/examples/balance.lua \
	lua/examples/crawl.lua \
	lua/examples/facts.lua \
	lua/examples/folder.lua \
	lua/examples/format.lua \
	lua/examples/handlers.lua \
	lua/examples/history.lua \
	lua/examples/logs.lua \
	lua/examples/map.lua \
	lua/examples/pinned.lua \
	lua/examples/secret.lua \
	lua/examples/shape.lua \
	lua/examples/shared.lua \
	lua/examples/test.lua \
	lua/examples/two.lua \
	lua/examples/upsert.lua \
	examples/budget-2019.csv \
	examples/budget-2020.csv \
	examples/places.csv \
	examples/readings.csv \
	examples/spend_2020.csv \
	examples/stations.tsv
examplesplugindir = $(docdir)/examples/plugin
dist_examplesplugin_DATA = \
	examples/plugin/Makefile \
	examples/plugin/example.pairs \
	examples/plugin/pairs.c
# To be installed by who wants it: every document would be shown to it.
examplesformatsdir = $(docdir)/examples/formats
dist_examplesformats_DATA = \
	lua/examples/formats/paragraphs.lua
