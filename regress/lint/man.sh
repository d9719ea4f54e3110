#!/bin/sh
# man: the manual pages are sound mdoc, and bgmux(1) names the commands and
# options that the program has, no more and no fewer.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$(pwd)}"
command -v mandoc >/dev/null || {
	echo "SKIP: no mandoc"
	exit 77
}
bad=0
for page in "$SRC"/man/*.[157]; do
	mandoc -T lint -W warning "$page" || bad=1
done
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
"$BUILD/bgmux" help --dump commands | sort >"$tmp/program"
# In the page: ".It Xo" ... ".Ic NAME" begins a command, and its flags are
# ".Fl x" in the synopsis lines up to ".Xc" (or one ".It Ic NAME ..." line).
awk '
	/^\.Sh / { commands = ($0 == ".Sh COMMANDS") }
	!commands { next }
	/^\.It Xo/ { synopsis = 1; next }
	/^\.Xc/ { synopsis = 0; next }
	/^\.It Ic / { line($0); next }
	synopsis { line($0) }
	function line(s,    n, w, i) {
		n = split(s, w, " ")
		for (i = 1; i <= n; i++) {
			if (w[i] == "Ic" || w[i] == ".Ic") {
				name = w[++i]
				gsub(/\\-/, "-", name)
				print name
			} else if (w[i] == "Fl" || w[i] == ".Fl") {
				f = w[++i]
				gsub(/\\-/, "-", f)
				if (f != "-") print name " -" f
			}
		}
	}' "$SRC/man/bgmux.1" | sort -u >"$tmp/page"
diff "$tmp/program" "$tmp/page" || {
	echo "the program (<) and bgmux(1) (>) differ"
	bad=1
}
exit $bad
