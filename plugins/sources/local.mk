# SPDX-License-Identifier: LGPL-2.1-or-later
source_plugins =
source_preload =
