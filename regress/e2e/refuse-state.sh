#!/bin/sh
# refuse-state: a state directory that cannot be used is refused in one line;
# one that becomes read-only harms no session.
. "$(dirname "$0")/lib.sh"

own_mounts
mkdir -p "$BGMUX_HOME"
mount -t tmpfs -o size=4m,mode=700 none "$BGMUX_HOME" ||
    skip "no mounts of our own here"

# each WORDS HOME: what every kind of command says.
each() {
	for words in ls '--bg --exec true' 'logs x' 'stop x' 'daemon status' \
	    'daemon stop'; do
		# shellcheck disable=SC2086 # words
		refused "$1" env BGMUX_HOME="$2" "$BUILD/bgmux" $words
	done
}

foreign=$T/foreign
mkdir "$foreign"
chown 12345 "$foreign" 2>/dev/null || foreign=/usr/share
each 'belongs to another user' "$foreign"
mkdir -m 777 "$T/open"
chmod 777 "$T/open"
each 'open is open to others (mode 777)' "$T/open"
: >"$T/file"
each 'Not a directory' "$T/file"
ln -s "$T/loop" "$T/loop"
each 'symbolic link' "$T/loop"
[ -z "$(ls -A "$T/open")" ] || fail "something was put into it"

id=$(start lives 'while read x; do echo "got $x"; done')
[ -n "$id" ] || fail "cannot start"
# Read-only for whoever comes by its path from now on.
mkdir "$T/ro"
mount --bind "$BGMUX_HOME" "$T/ro" || fatal "read-only"
mount -o remount,bind,ro "$T/ro" || fatal "read-only"
mount --bind "$T/ro" "$BGMUX_HOME" || fatal "read-only"
refused 'Read-only file system' "$BUILD/bgmux" --bg --exec true
[ "$(bgmux send "$id" --key Enter one)" = delivered ] || fail "send"
must "the session stands still" logs_have "$id" '^got one$'
kill -KILL "$(supervisor_pid)"
# No supervisor can start; the hosts answer.
refused 'did not start: .*Read-only file system' "$BUILD/bgmux" --bg --exec true
[ "$(bgmux send "$id" --key Enter two)" = delivered ] || fail "send"
must "the session stands still" logs_have "$id" '^got two$'
bgmux ls 2>/dev/null | grep -q "^$id  lives" || fail "ls: $(bgmux ls 2>&1)"
umount -l "$BGMUX_HOME" || fatal "writable again"
umount -l "$T/ro" || fatal "writable again"
[ "$(bgmux stop "$id")" = "stopped $id" ] || fail "stop"
exit 0
