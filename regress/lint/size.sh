#!/bin/sh
# size: no source file over 600 lines, no function over 60 (tables and flat
# switches excepted by name in size.allow).
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
cd "$SRC" || exit 99
bad=0
for f in src/*.c src/*/*.c; do
	n=$(wc -l <"$f")
	[ "$n" -le 600 ] || {
		echo "$f: $n lines"
		bad=1
	}
	awk -v f="$f" '
	    /^[a-z_][a-zA-Z0-9_]*\(/ { name = $0; sub(/\(.*/, "", name) }
	    /^\{/ { start = NR }
	    /^\}/ { if (start && NR - start - 1 > 60)
			print f ": " name ": " NR - start - 1 " lines"
		start = 0 }' "$f"
done >"${TMPDIR:-/tmp}/size.$$"
grep -vxFf regress/lint/size.allow "${TMPDIR:-/tmp}/size.$$" && bad=1
rm -f "${TMPDIR:-/tmp}/size.$$"
exit $bad
