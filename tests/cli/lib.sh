# shellcheck shell=bash disable=SC2034 # the tests look at these
# SPDX-License-Identifier: LGPL-2.1-or-later
# lib.sh - what the tests of the command line share.  Each prints TAP.
#
# run ARG... calls the program; its streams and status are then in $out, $err
# and $status.  Every test has an empty folder of its own, $T, and stands in it.
set -u
: "${PS:?set PS to the program}"
T=$(mktemp -d) || exit 99
trap 'rm -rf "$T"' EXIT
cd "$T" || exit 99
n=0
failed=0
plugins=()
[ -n "${PS_PLUGINS:-}" ] && [ -d "$PS_PLUGINS" ] &&
	plugins=(--plugin-dir "$PS_PLUGINS")

run() {
	local command=$1
	shift
	"$PS" "$command" "${plugins[@]}" "$@" >"$T/.out" 2>"$T/.err" </dev/null
	status=$?
	out=$(cat "$T/.out")
	err=$(cat "$T/.err")
}

# plain ARG...: the same without --plugin-dir.
plain() {
	"$PS" "$@" >"$T/.out" 2>"$T/.err" </dev/null
	status=$?
	out=$(cat "$T/.out")
	err=$(cat "$T/.err")
}

ok() {	# STATUS NAME
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $2"
	printf 'status %s\n--out\n%s\n--err\n%s\n' "${status:-}" "${out:-}" \
		"${err:-}" | head -40 | sed 's/^/# /'
}

is() {	# GOT WANTED NAME
	[ "$1" = "$2" ]
	local same=$?
	[ $same -eq 0 ] || printf 'got: %s\nwanted: %s\n' "$1" "$2" |
		head -40 | sed 's/^/# /'
	ok $same "$3"
}

has() {	# TEXT PART NAME
	case $1 in
	*"$2"*) ok 0 "$3" ;;
	*) printf '%s\n' "# without: $2"; ok 1 "$3" ;;
	esac
}

# The plugins a test needs, or it is skipped as a whole.
need() {
	local name
	for name; do
		run plugins "$name"
		[ $status -eq 0 ] && continue
		echo "1..0 # SKIP no plugin $name"
		exit 0
	done
}

finish() {
	echo "1..$n"
	[ $failed -eq 0 ]
	exit
}
