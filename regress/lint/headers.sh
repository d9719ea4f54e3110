#!/bin/sh
# headers: every header compiles alone; every source file begins with an SPDX
# line and "stem: ..."; every .c has its .h, or is a part of one that shares a
# stem_internal.h.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$(pwd)}"
: "${CC:=cc}"
bad=0
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT

cd "$SRC/src" || exit 99
for h in */*.h; do
	echo "#include \"$h\"" >"$tmp/h.c"
	$CC -std=c11 -fsyntax-only -Wall -Werror -I. -I"$SRC/compat" -I"$BUILD" \
	    -include compat.h "$tmp/h.c" || {
		echo "$h does not compile alone"
		bad=1
	}
done
for f in *.c */*.[ch]; do
	stem=$(basename "$f")
	stem=${stem%.*}
	sed -n 1p "$f" | grep -q '^/\* SPDX-License-Identifier: ISC \*/$' || {
		echo "$f: no SPDX line"
		bad=1
	}
	sed -n 2,3p "$f" | grep -q "^/\* $stem: \|^ \* $stem: " || {
		echo "$f: its head does not say '$stem: ...'"
		bad=1
	}
done
for c in */*.c; do
	case $c in
	cmd/cmd_*) continue ;;
	esac
	[ -f "${c%.c}.h" ] || grep -q '^#include ".*_internal\.h"' "$c" || {
		echo "$c has no header"
		bad=1
	}
done
exit $bad
