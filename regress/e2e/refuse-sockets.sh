#!/bin/sh
# refuse-sockets: too long a path for sockets; sockets that nobody listens at,
# that were cleaned away, and what is no socket.
. "$(dirname "$0")/lib.sh"

long=$T/$(printf '%0100d' 0)
mkdir "$long"
refused 'over 96 bytes' env BGMUX_RUNTIME_DIR="$long" "$BUILD/bgmux" ls
mkdir "$T/open"
chmod 777 "$T/open"
refused 'others may write' env BGMUX_RUNTIME_DIR="$T/open" "$BUILD/bgmux" ls

id=$(start lives 'while read x; do echo "got $x"; done')
victim=$(start victim 'exec cat')
[ -n "$id" ] || fail "cannot start"
[ -n "$victim" ] || fail "cannot start"
pid=$(supervisor_pid)
dir=$(echo "$BGMUX_RUNTIME_DIR"/*)

supervisors() {
	grep -lzxF "BGMUX_HOME=$BGMUX_HOME" /proc/[0-9]*/environ 2>/dev/null |
	    while read -r f; do
		cat "${f%environ}comm" 2>/dev/null
	done | grep -c '^bgmux-superviso'
}

# reach WORD: the session takes input and shows it.
reach() {
	[ "$(bgmux send "$id" --key Enter "$1")" = delivered ] ||
	    fail "$1: send"
	must "$1: the session stands still" logs_have "$id" "^got $1\$"
}

# All sockets go while both run: the same supervisor is there again.
rm -r "$dir"
reach wiped
[ "$(supervisor_pid)" = "$pid" ] || fail "another supervisor"
rm -r "$BGMUX_RUNTIME_DIR"
mkdir -m 700 "$BGMUX_RUNTIME_DIR"
bgmux ls | grep -q "^$id  lives" || fail "ls: $(bgmux ls 2>&1)"
reach again
[ "$(supervisor_pid)" = "$pid" ] || fail "another supervisor"
[ "$(supervisors)" -eq 1 ] || fail "$(supervisors) supervisors"
rm "$dir/s"
: >"$dir/s"
reach file
[ "$(supervisor_pid)" = "$pid" ] || fail "another supervisor"

# A host's alone.
rm "$dir/h/$id"
reach host

# Nobody listens any more.
kill -KILL "$pid"
must "the supervisor is not gone" gone "$pid"
[ -S "$dir/s" ] || fatal "no stale socket"
reach stale
kill -KILL "$(field "$victim" hostPid)"
must "a killed host's session goes on" has_state "$victim" failed
[ -n "$(field "$victim" reason)" ] || fail "no reason"
socket_gone() {
	[ ! -e "$dir/h/$victim" ]
}
must "its socket is left" socket_gone
refused 'has ended' "$BUILD/bgmux" send "$victim" x

# What is no socket and cannot be replaced.
bgmux daemon stop --keep-sessions >/dev/null || fail "daemon stop"
mkdir "$dir/s"
refused 'cannot listen on ' "$BUILD/bgmux" --bg --exec true
rmdir "$dir/s"
reach end
exit 0
