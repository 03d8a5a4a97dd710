# SPDX-License-Identifier: LGPL-2.1-or-later
sink_plugins =
sink_preload =
