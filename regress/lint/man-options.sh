#!/bin/sh
# man-options: bgmux-settings(5) names the options that the program has, with
# their types and defaults, no more and no fewer.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$(pwd)}"
bad=0
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
"$BUILD/bgmux" help --dump options >"$tmp/program" || exit 99
[ -s "$tmp/program" ] || {
	echo "the program has no options"
	exit 1
}
# In the page: ".It Cm NAME", then a line "Type; default VALUE.".
awk '
	/^\.Sh / { options = ($0 == ".Sh OPTIONS") }
	!options { next }
	/^\.It Cm / { name = $3; next }
	name != "" {
		sub(/\.$/, "")
		print name ": " tolower(substr($0, 1, 1)) substr($0, 2)
		name = ""
	}' "$SRC/man/bgmux-settings.5" >"$tmp/page"
# In the order of the table too.
diff "$tmp/program" "$tmp/page" || {
	echo "the program (<) and bgmux-settings(5) (>) differ"
	bad=1
}
exit $bad
