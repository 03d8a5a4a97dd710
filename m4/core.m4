dnl SPDX-License-Identifier: LGPL-2.1-or-later
dnl core.m4 - keep autoconf from removing the directory core/.
dnl
dnl A configure script removes core dumps with `rm -f core ...`; our sources
dnl live in a directory of that name.  The message this gives is noise, but
dnl the rest of such a line is then not done: confdefs.h stays behind and
dnl `make distcheck` fails.  Internals are redefined only where they exist, so
dnl an autoconf that renames them merely brings the noise back.
m4_define([PS_SPARE_CORE], [m4_ifdef([$1], [m4_define([$1],
  m4_bpatsubst(m4_dquote(m4_defn([$1])), [rm -f core ], [rm -f ]))])])dnl
PS_SPARE_CORE([_AC_INIT_PREPARE])dnl
PS_SPARE_CORE([_AC_COMPILE_IFELSE_BODY])dnl
PS_SPARE_CORE([_AC_LINK_IFELSE_BODY])dnl
PS_SPARE_CORE([_AC_COMPILE_IFELSE])dnl
PS_SPARE_CORE([_AC_LINK_IFELSE])dnl
PS_SPARE_CORE([_AC_RUN_IFELSE])dnl
