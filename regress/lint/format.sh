#!/bin/sh
# format: clang-format leaves every source file as it is.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
cf=
for c in clang-format-14 clang-format; do
	command -v $c >/dev/null && $c --version | grep -q 'version 14' &&
	    cf=$c && break
done
[ -n "$cf" ] || {
	echo "SKIP: no clang-format 14"
	exit 77
}
cd "$SRC" || exit 99
bad=0
for f in src/*.c src/*/*.c compat/*.c; do
	$cf --style=file "$f" | cmp -s - "$f" || {
		echo "$f: clang-format would change it"
		bad=1
	}
done
exit $bad
