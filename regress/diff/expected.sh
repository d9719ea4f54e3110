#!/bin/sh
# expected: every case and recording gives what it gave when another emulator
# agreed (see README). Needs no node.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$SRC/build}"
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
n=0
bad=0
for f in "$SRC"/regress/diff/cases/*.txt "$SRC"/regress/screens/*.txt.gz; do
	name=$(basename "$f")
	name=${name%.gz}
	name=${name%.txt}
	# gzip -f passes on what is not compressed.
	gzip -dcf <"$f" | "$BUILD/regress/diff/vtdump" >"$tmp/got" || {
		echo "$name: vtdump failed"
		bad=$((bad + 1))
		continue
	}
	gzip -dc <"$SRC/regress/diff/expect/$name.gz" >"$tmp/want" || bad=$((bad + 1))
	n=$((n + $(wc -l <"$tmp/got")))
	cmp -s "$tmp/want" "$tmp/got" || {
		echo "$name: not what is expected (<); make check-diff tells more"
		diff "$tmp/want" "$tmp/got" | cut -c1-400 | head -n 20
		bad=$((bad + 1))
	}
done
echo "$n screens, $bad files that differ"
[ "$n" -gt 0 ] && [ "$bad" -eq 0 ]
