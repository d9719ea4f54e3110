#!/bin/sh
# send: 10,000 characters arrive exactly once while supervisors are killed and
# every part is sent twice; receipts; a paste where the program wants one, and
# Enter apart from it. Neighbours: supervisor-killed.sh, no-answer.sh.
. "$(dirname "$0")/lib.sh"

# --- once
id=$(start take "stty -echo; echo ready; exec cat >$T/got")
must "ready" logs_have "$id" ready
seq -f 'part %04g abcdefghijklmnopqrstuvwxyz 0123456789 .' 1 200 >"$T/want"
[ "$(wc -c <"$T/want")" -ge 10000 ] || fatal "too short"
n=0
while read -r line; do
	n=$((n + 1))
	[ $((n % 20)) -ne 0 ] || kill -KILL "$(supervisor_pid)"
	out=$(bgmux send "$id" --id "n$n" --key Enter "$line") ||
	    fail "part $n"
	[ "$out" = delivered ] || fail "part $n: $out"
	[ $((n % 10)) -ne 0 ] || {
		bgmux send "$id" --id "n$n" --key Enter "$line" --json |
		    grep -q '"repeated": true' || fail "part $n was taken twice"
	}
done <"$T/want"
arrived() {
	cmp -s "$T/want" "$T/got"
}
must "all of it once" arrived

# All at once from stdin, with a key after it; the last newline is no Enter.
tr '\n' ' ' <"$T/want" >"$T/line"
id=$(start all "stty raw -echo; echo ready; exec head -c $(($(wc -c <"$T/line") + 1)) >$T/got2")
must "ready" logs_have "$id" ready
{ cat "$T/line"; echo; } | bgmux send "$id" - --key Tab >"$T/receipt" ||
    fail "send from stdin"
printf '\t' | cat "$T/line" - >"$T/want2"
arrived2() {
	cmp -s "$T/want2" "$T/got2"
}
must "all of stdin once" arrived2

# --- a paste, and Enter 150 ms later in a read of its own
id=$(start paste 'stty raw -echo; printf "\033[?2004hready"
    dd bs=4096 count=1 2>/dev/null | od -An -c; dd bs=4096 count=1 2>/dev/null |
    od -An -c; exec cat')
must "ready" logs_have "$id" ready
printf 'two\nlines' | bgmux send "$id" - --key Enter >/dev/null || fail "paste"
must "bracketed" logs_have "$id" \
    '033 +\[ +2 +0 +0 +~ +t +w +o +\\[rn] +l +i +n +e +s'
must "Enter alone" logs_have "$id" '^ +\\r$'

# --- receipts
id=$(start stuck "stty raw -echo; echo ready; mkfifo $T/f; read x <$T/f; exec cat >/dev/null")
must "ready" logs_have "$id" ready
head -c 100000 /dev/zero | tr '\0' x >"$T/big"
out=$(bgmux send "$id" - <"$T/big") || fail "queued is no failure"
[ "$out" = queued ] || fail "receipt: $out"
bgmux send "$id" --key NoSuchKey 2>"$T/err" && fail "an unknown key"
grep -qx "bgmux: refused: unknown key 'NoSuchKey'" "$T/err" ||
    fail "$(cat "$T/err")"
printf 'a\0b' | bgmux send "$id" - 2>&1 | grep -q "NUL byte" || fail "NUL"

# Its host dies while the send waits for an answer.
host=$(field "$id" hostPid)
kill -STOP "$host"
"$BUILD/bgmux" send "$id" --json hello >"$T/receipt" 2>"$T/err" &
sender=$!
connected() {
	readlink "/proc/$sender/fd"/* 2>/dev/null | grep -q socket:
}
must "the sender is connected" connected
kill -KILL "$host"
wait "$sender" && fail "unknown is no success"
grep -q '"receipt": "unknown"' "$T/receipt" || {
	grep -q '"receipt": "refused"' "$T/receipt" ||
	    fail "$(cat "$T/receipt" "$T/err")"
}
must "its end" has_state "$id" failed
out=$(bgmux send "$id" late 2>&1) && fail "sent to an ended one"
[ "$out" = "bgmux: refused: it has ended" ] || fail "ended: $out"
exit 0
