#!/bin/sh
# check-diff: make check-diff [UPDATE=1]; cases and recordings in vtdump and in
# xterm.js, compared cell by cell.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$SRC/build}"
for tool in node npm; do
	command -v "$tool" >/dev/null || {
		echo "SKIP: no $tool"
		exit 77
	}
done
dir=$BUILD/regress/diff/node
mkdir -p "$dir" || exit 99
if ! cmp -s "$SRC/regress/diff/package.json" "$dir/package.json"; then
	cp "$SRC/regress/diff/package.json" "$dir/package.json"
	(cd "$dir" && npm install --silent --no-audit --no-fund \
	    --no-package-lock) || {
		rm -f "$dir/package.json"
		echo "SKIP: npm cannot install xterm.js"
		exit 77
	}
fi
exec node "$SRC/regress/diff/diff.mjs" "$BUILD/regress/diff/vtdump" \
    "$dir" "$SRC" ${UPDATE:+-u} ${VERBOSE:+-v} ${ONLY:+"$ONLY"}
