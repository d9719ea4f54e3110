#!/bin/sh
# man-keys: bgmux(1) names the keys of the agent view and of inputs that the
# program has, no more and no fewer.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$(pwd)}"
bad=0
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
"$BUILD/bgmux" help --dump keys >"$tmp/keys" || exit 99
awk -F '\t' '
	$1 ~ /^agents/ { print "agents " $2 }
	$1 == "input" { print "input " $2 }' "$tmp/keys" | sort >"$tmp/program"
[ -s "$tmp/program" ] || {
	echo "the program has no keys"
	exit 1
}
# In the page: ".It Cm KEY , KEY" in the subsections of keys.
awk '
	/^\.S[hs] / { where = "" }
	/^\.Ss Keys of the agent view/ { where = "agents" }
	/^\.Ss Keys of inputs/ { where = "input" }
	where != "" && /^\.It Cm / {
		n = split($0, w, " ")
		for (i = 3; i <= n; i++) {
			sub(/^\\&/, "", w[i])
			if (w[i] != ",") print where " " w[i]
		}
	}' "$SRC/man/bgmux.1" | sort >"$tmp/page"
diff "$tmp/program" "$tmp/page" || {
	echo "the program (<) and bgmux(1) (>) differ"
	bad=1
}
exit $bad
