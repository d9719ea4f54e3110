#!/bin/sh
# refuse-log: a log that cannot be written is told by daemon status, and that
# is all that it does.
. "$(dirname "$0")/lib.sh"

mkdir -m 700 "$BGMUX_HOME"
says() {
	bgmux daemon status | grep -q "^problem: .*daemon.log is not written: $1"
}
use() {
	id=$(start one 'echo hello; exec cat')
	[ -n "$id" ] || fail "$1: cannot start"
	must "$1: no output" logs_have "$id" '^hello$'
	bgmux rm "$id" >/dev/null || fail "$1: rm"
	bgmux daemon stop >/dev/null || fail "$1: daemon stop"
}

mkdir "$BGMUX_HOME/daemon.log"
bgmux ls >/dev/null || fail "a directory: ls"
says 'Is a directory' || fail "a directory: $(bgmux daemon status)"
use 'a directory'
rmdir "$BGMUX_HOME/daemon.log"

mkfifo "$BGMUX_HOME/daemon.log"
timeout 20 "$BUILD/bgmux" ls >/dev/null || fail "a pipe: ls"
says '' || fail "a pipe: $(bgmux daemon status)"
use 'a pipe'
rm "$BGMUX_HOME/daemon.log"

ln -s /dev/full "$BGMUX_HOME/daemon.log"
bgmux ls >/dev/null || fail "full: ls"
says 'No space left' || fail "full: $(bgmux daemon status)"
use 'full'
rm "$BGMUX_HOME/daemon.log"

bgmux ls >/dev/null
if bgmux daemon status | grep -q '^problem'; then
	fail "a problem without a reason: $(bgmux daemon status)"
fi
exit 0
