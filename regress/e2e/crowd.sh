#!/bin/sh
# crowd: twenty clients at the same moment start one supervisor, and each gets
# its session.
. "$(dirname "$0")/lib.sh"

round() {
	n=0
	while [ $n -lt 20 ]; do
		n=$((n + 1))
		{
			until [ -e "$T/go$1" ]; do
				sleep 0.01
			done
			bgmux --bg --name "c$1-$n" --exec 'exec cat' \
			    >"$T/out$1-$n" 2>&1
		} &
	done
	: >"$T/go$1"
	wait
	n=0
	while [ $n -lt 20 ]; do
		n=$((n + 1))
		grep -q '^backgrounded' "$T/out$1-$n" ||
		    fail "$1: $n: $(cat "$T/out$1-$n")"
	done
	[ "$(bgmux ls | grep -c "c$1-")" -eq 20 ] || fail "$1: $(bgmux ls)"
	n=$(grep -lzxF "BGMUX_HOME=$BGMUX_HOME" /proc/[0-9]*/environ \
	    2>/dev/null | while read -r f; do
		cat "${f%environ}comm" 2>/dev/null
	done | grep -c '^bgmux-superviso')
	[ "$n" -eq 1 ] || fail "$1: $n supervisors"
}

round first
# The one that runs is killed: there is its lock's file, and its socket.
kill -KILL "$(supervisor_pid)"
round killed
[ "$(bgmux daemon stop)" = 'stopped (ended 40 sessions)' ] || fail "stop"
round stopped
exit 0
