# SPDX-License-Identifier: LGPL-2.1-or-later
dist_man_MANS += \
	doc/polyscraper.1 \
	doc/polyscraper.lua.5
EXTRA_DIST += \
	doc/accuracy.md \
	doc/architecture.md \
	doc/protocol.md \
	doc/tutorial.md
