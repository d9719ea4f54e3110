#!/bin/sh
# smoke: the bench's tools work: a run so small that its numbers say nothing has
# a number for each thing that is measured.
set -u
: "${BUILD:=$(pwd)}"
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
unset TMUX TMUX_PANE STY BGMUX_SESSION BGMUX_SOCKET BGMUX_TOKEN
tmp=$(mktemp -d "${TMPDIR:-/tmp}/bgs.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
bad=0

TMPDIR="$tmp" "$BUILD/regress/bench/bench" -b "$BUILD/bgmux" \
    -w "$BUILD/regress/bench/bench-worker" -r 2 -s 2 -j "$tmp/out.json" \
    -o "bgmux ascii redraw detached attached echo flood attach start list view" \
    >"$tmp/out" 2>&1 || {
	cat "$tmp/out"
	echo "FAIL: the bench failed"
	exit 1
}
for measure in detached detached-cpu attached attached-cpu bytes echo \
    echo-99th flood flood-99th attach attach-bytes start list view view-change view-bytes; do
	awk -v m="\"$measure\"," '
	    $1 == "\"measure\":" { in_it = ($2 == m) }
	    in_it && $1 == "\"median\":" { if ($2 + 0 > 0) n++; else bad++ }
	    END { exit !(n > 0 && bad == 0) }' "$tmp/out.json" || {
		echo "FAIL: no number for $measure"
		bad=1
	}
done
[ $bad -eq 0 ] || cat "$tmp/out"
ls -d "$tmp"/bgbench.* 2>/dev/null && {
	echo "FAIL: the bench leaves its files behind"
	bad=1
}
exit $bad
