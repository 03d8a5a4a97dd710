# SPDX-License-Identifier: LGPL-2.1-or-later
# plugin.m4 - a plugin is on, off, or built if its library is there.

# PS_PLUGIN(KIND, NAME, WHAT, [PKG-CONFIG MODULE])
#
# Gives --enable-KIND-NAME, the conditional KIND_NAME and, with a module, its
# NAME_CFLAGS and NAME_LIBS.  A plugin that was asked for and whose library is
# missing fails configure; one that was not is left out, and the closing
# summary says so.
AC_DEFUN([PS_PLUGIN], [
AC_ARG_ENABLE([$1-$2],
  [AS_HELP_STRING([--enable-$1-$2], [$3 @<:@auto@:>@])],
  [], [enable_$1_$2=$enable_all_plugins])
ps_built=yes
ps_why=
m4_ifval([$4], [
AS_IF([test "x$enable_$1_$2" != xno],
  [PKG_CHECK_MODULES(m4_toupper([$2]), [$4], [],
    [ps_built=no; ps_why=" (no $4)"])])])
AS_IF([test "x$enable_$1_$2" = xno], [ps_built=no; ps_why=" (not wanted)"])
AS_IF([test "x$enable_$1_$2$ps_built" = xyesno],
  [AC_MSG_ERROR([$1 plugin $2: $4 was not found; install its development
files or configure with --disable-$1-$2])])
AM_CONDITIONAL(m4_toupper([$1_$2]), [test $ps_built = yes])
PS_SUMMARY([$1], [$2], [$ps_built$ps_why])
])

# PS_PLANNED(KIND, NAME, PKG-CONFIG MODULE)
#
# A row of the summary for a plugin that this version does not have.
AC_DEFUN([PS_PLANNED], [
PKG_CHECK_EXISTS([$3], [ps_have="$3 is here"], [ps_have="$3 is not here"])
PS_SUMMARY([$1], [$2], [no (not in this version; $ps_have)])
])

# PS_SUMMARY(GROUP, NAME, TEXT)
AC_DEFUN([PS_SUMMARY], [
ps_summary="$ps_summary
  $(printf '%-8s %-12s %s' "$1" "$2" "$3")"
])

# PS_FLAG(VARIABLE, FLAG, [LINK])
#
# Appends a flag that the compiler (or, with LINK, the linker) takes without a
# word.
AC_DEFUN([PS_FLAG], [
AS_VAR_PUSHDEF([ps_cache], [ps_cv_flag_$1_$2])
AC_CACHE_CHECK([whether $2 works], [ps_cache], [
ps_save_CFLAGS=$CFLAGS
ps_save_LDFLAGS=$LDFLAGS
CFLAGS="$CFLAGS -Werror m4_ifval([$3], [], [$2])"
LDFLAGS="$LDFLAGS m4_ifval([$3], [$2])"
m4_ifval([$3],
  [AC_LINK_IFELSE([AC_LANG_PROGRAM()],
    [AS_VAR_SET([ps_cache], [yes])], [AS_VAR_SET([ps_cache], [no])])],
  [AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
    [AS_VAR_SET([ps_cache], [yes])], [AS_VAR_SET([ps_cache], [no])])])
CFLAGS=$ps_save_CFLAGS
LDFLAGS=$ps_save_LDFLAGS])
AS_VAR_IF([ps_cache], [yes], [$1="$$1 $2"])
AS_VAR_POPDEF([ps_cache])
])
