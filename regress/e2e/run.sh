#!/bin/sh
# run: a program started in this terminal; it ends with the program's status, is
# listed as interactive, and goes on in the background when it is left. How it
# survives its terminal is in terminal-closed.sh.
. "$(dirname "$0")/lib.sh"

bgmux run --exec true >"$T/out" 2>&1 </dev/null
[ $? -eq 1 ] || fail "run without a terminal"
grep -q '^bgmux: run needs a terminal' "$T/out" || fail "$(cat "$T/out")"

start_outer 80 24
type_line "bgmux=$BUILD/bgmux"
for how in 'exit 0:0' 'exit 1:1' 'exit 44:44' 'kill -TERM $$:143' \
    'echo seen; read x; exit 7:7'; do
	type_line "clear; \$bgmux run --exec '${how%:*}'; echo status=\$?"
	case $how in
	*seen*)	wait_for '^seen$'
		keys Enter ;;
	esac
	wait_for "^status=${how##*:}\$"
done
type_line "clear; \$bgmux run --exec -- sh -c 'exit \$0' 3; echo status=\$?"
wait_for '^status=3$'
type_line "clear; \$bgmux run --exec -- /no/such; echo status=\$?"
wait_for '^bgmux: .*/no/such: No such file'
wait_for '^status=1$'
[ "$(bgmux agents --json)" = '[]' ] || fail "something is left running"

# only_session: the id of the one that lives.
only_session() {
	id=$(bgmux agents --json | sed -n 's/^ *"id": "\(.*\)",*$/\1/p')
	[ ${#id} -eq 8 ] && viewed "$id" 1
}

# A job, left with the prefix key.
type_line "clear; \$bgmux run --name here --exec 'echo up; exec cat'; echo status=\$?"
wait_for '^up$'
must "no session" only_session
has_kind "$id" interactive || fail "kind: $(field "$id" kind)"
has_size "$id" 80x24 || fail "size: $(field "$id" terminal)"
bgmux ls | grep -q here && fail "an interactive session is listed"
bgmux ls --all | grep -q here || fail "ls --all lacks it"
pid=$(field "$id" pid)
keys C-b d
wait_for "^backgrounded · $id · here\$"
wait_for '^status=0$'
has_kind "$id" job || fail "kind: $(field "$id" kind)"
bgmux ls | grep -q here || fail "it is not listed"
[ "$(field "$id" pid)" = "$pid" ] || fail "it was started again"
kill "$(supervisor_pid)"
must "the record has another kind" has_kind "$id" job
# Attached and left again it stays where it is.
attach "$id"
keys C-b d
wait_for "^\[detached from $id\]"
has_kind "$id" job || fail "kind: $(field "$id" kind)"
bgmux stop "$id" >/dev/null || fail "stop"

# An agent.
type_line "clear; \$bgmux run --with sh --name agent; echo status=\$?"
must "no session" only_session
has_kind "$id" interactive || fail "kind: $(field "$id" kind)"
keys C-b d
wait_for "^backgrounded · $id · agent\$"
must "kind: $(field "$id" kind)" has_kind "$id" background
exit 0
