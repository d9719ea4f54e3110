#!/bin/sh
# upgrade: hosts and a supervisor whose programs have been replaced on disk go
# on; the next supervisor finds the old hosts, and all commands work with them.
. "$(dirname "$0")/lib.sh"

mkdir "$T/old"
cp "$BUILD/bgmux-host" "$BUILD/bgmux-supervisor" "$T/old"
BGMUX_LIBEXEC="$T/old"
export BGMUX_LIBEXEC
id=$(start old 'echo from the old one; exec cat')
ends=$(start ends 'read x; exit 9')
must "no output" logs_have "$id" 'from the old one'
host=$(field "$id" hostPid)
[ "$(readlink "/proc/$host/exe")" = "$T/old/bgmux-host" ] ||
    fail "the host is not the old one: $(readlink "/proc/$host/exe")"
old=$(supervisor_pid)

# The new version is installed: the old files are gone.
rm -r "$T/old"
unset BGMUX_LIBEXEC
has_state "$id" working || fail "the replaced supervisor has lost it"
bgmux daemon stop --keep-sessions >/dev/null || fail "cannot stop it"
must "the old supervisor stays" gone "$old"
must "the new one does not find it" has_state "$id" working
[ "$(field "$id" hostPid)" = "$host" ] || fail "it has another host"
readlink "/proc/$(supervisor_pid)/exe" | grep -q "^$BUILD/" ||
    fail "the supervisor is not the new one"

start_outer 80 24
attach "$id"
wait_for '^from the old one'
type_line 'typed into it'
must "what was typed did not arrive" logs_have "$id" '^typed into it$'
keys C-b d
wait_for '^\[detached'
bgmux send ends --key Enter >/dev/null || fail "send"
must "its end is not seen" has_state "$ends" failed
[ "$(field "$ends" exitCode)" = 9 ] || fail "exit $(field "$ends" exitCode)"
bgmux stop "$id" | grep -qx "stopped $id" || fail "stop"
exit 0
