#!/bin/sh
# refuse-limits: no terminals, no processes, no descriptors: one line, and
# everything else goes on.
. "$(dirname "$0")/lib.sh"

need_hooks
: >"$T/faults"
id=$(start lives 'while read x; do echo "got $x"; done')
[ -n "$id" ] || fail "cannot start"

# reach WORD: what runs goes on.
reach() {
	[ "$(bgmux send "$id" --key Enter "$1")" = delivered ] ||
	    fail "$1: send"
	must "$1: the session stands still" logs_have "$id" "^got $1\$"
}

# fault LINE WORDS: while the system does that, no start, and nothing else.
fault() {
	echo "$1" >"$T/faults"
	refused "$2" "$BUILD/bgmux" --bg --exec 'exec cat'
	reach "${1%% *}"
	: >"$T/faults"
	[ "$(bgmux agents --json --all | grep -c '"id"')" -eq 1 ] ||
	    fail "$1: a row was left"
}
fault 'openpty * ENOSPC' 'cannot open a terminal: No space left'
# One host may be there already.
echo 'fork bgmux-host EAGAIN' >"$T/faults"
bgmux --bg --name spare --exec 'exec cat' >/dev/null 2>&1 &&
    bgmux rm spare >/dev/null
fault 'fork bgmux-host EAGAIN' 'Resource temporarily unavailable'
fault 'fork sh EAGAIN' 'cannot run sh: Resource temporarily unavailable'
fault 'open state.json EMFILE' 'cannot write its record: Too many open files'
fault 'write state.json EIO' 'cannot write its record: Input/output error'
fault 'rename state.json EROFS' 'cannot write its record: Read-only file'
folders_gone() {
	# shellcheck disable=SC2012 # names of our own
	[ "$(ls "$BGMUX_HOME/jobs" | wc -l)" -eq 1 ]
}
must "folders were left: $(ls "$BGMUX_HOME/jobs")" folders_gone

# A host that cannot write down how it ended goes on trying.
ends=$(start ends 'read x; exit 7')
echo 'write exit.json ENOSPC' >"$T/faults"
bgmux send "$ends" --key Enter >/dev/null || fail "send"
must "its end is not told" has_state "$ends" failed
kill -KILL "$(supervisor_pid)"
must "its end was forgotten" has_state "$ends" failed
: >"$T/faults"
must "exit.json is not written" test -s "$BGMUX_HOME/jobs/$ends/exit.json"

# A supervisor with few descriptors, and hosts with as few.
bgmux daemon stop --keep-sessions >/dev/null || fail "daemon stop"
sh -c "ulimit -n 26; exec $BUILD/bgmux ls" >/dev/null || fail "ls"
ids=
n=0
while [ $n -lt 40 ]; do
	n=$((n + 1))
	out=$(bgmux --bg --exec 'exec cat' 2>&1) || break
	ids="$ids $(echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) .*/\1/p')"
done
[ $n -lt 40 ] || fail "there is no limit"
[ $n -gt 1 ] || fail "nothing starts: $out"
echo "$out" | grep -q 'Too many open files' || fail "the reason: $out"
reach descriptors
# shellcheck disable=SC2086 # words
bgmux stop $ids >/dev/null || fail "stop"
# shellcheck disable=SC2086 # words
bgmux rm $ids >/dev/null || fail "rm"
bgmux --bg --exec 'exec cat' >/dev/null || fail "nothing starts any more"

# No supervisor at all.
bgmux daemon stop --keep-sessions >/dev/null || fail "daemon stop"
for n in 7 9 10 11 12 13 14; do
	if out=$(sh -c "ulimit -n $n; exec timeout 30 $BUILD/bgmux ls" 2>&1)
	then
		bgmux daemon stop --keep-sessions >/dev/null
		continue
	fi
	[ "$(echo "$out" | wc -l)" -eq 1 ] || fail "$n descriptors: $out"
	echo "$out" | grep -q '^bgmux: ' || fail "$n descriptors: $out"
	say "$n descriptors: $out"
done
reach 'without'
exit 0
