#!/bin/sh
# basics: a job starts, is listed, is read, is stopped; the words that commands
# say. Exit statuses are in exit-status.sh, names in names.sh.
. "$(dirname "$0")/lib.sh"

out=$(bgmux agents --json) || fail "an empty list fails"
[ "$out" = "[]" ] || fail "an empty list is not []: $out"
bgmux daemon status >/dev/null || fail "no supervisor after a list"

out=$(bgmux --bg --name hello --exec 'echo hi there; exec cat') ||
    fail "cannot start"
id=$(echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) · hello$/\1/p')
[ ${#id} -eq 8 ] || fail "no card: $out"
echo "$out" | grep -q "^  bgmux attach $id    open in this terminal$" ||
    fail "no attach line on the card: $out"

must "logs lack the output" logs_have "$id" '^hi there$'
bgmux ls | grep -q "^$id  hello  *working  *" || fail "ls: $(bgmux ls)"
[ "$(field "$id" kind)" = job ] || fail "kind: $(field "$id" kind)"
[ "$(field "$id" status)" = busy ] || fail "status: $(field "$id" status)"
[ "$(field "$id" cwd)" = "$(pwd -P)" ] || fail "cwd: $(field "$id" cwd)"
kill -0 "$(field "$id" pid)" || fail "pid is nobody's"

# A list that could not be written is no success.
if bgmux ls >/dev/full 2>"$T/err"; then
	fail "ls wrote to a full device"
fi
grep -q 'standard output: No space' "$T/err" || fail "ls: $(cat "$T/err")"

# What is typed arrives.
[ "$(bgmux send hello --key Enter 'over here')" = delivered ] ||
    fail "send gives no receipt"
must "what was sent did not arrive" logs_have "$id" '^over here$'
bgmux logs --json hello | grep -q '"text":.*over here' || fail "logs --json"

pid=$(field "$id" pid)
[ "$(bgmux stop hello)" = "stopped $id" ] || fail "stop says otherwise"
gone "$pid" || fail "stop returned before the worker ended"
has_state "$id" stopped || fail "not stopped: $(field "$id" state)"
[ "$(bgmux agents --json)" = "[]" ] || fail "a stopped one is still listed"
bgmux ls --all | grep -q "^$id  hello  *stopped" || fail "ls --all lacks it"
must "logs of a stopped job" logs_have "$id" '^over here$'
[ "$(bgmux rm hello)" = "removed $id" ] || fail "rm says otherwise"
[ "$(bgmux agents --json --all)" = "[]" ] || fail "rm left a row"
[ ! -e "$BGMUX_HOME/jobs/$id" ] || fail "rm left its folder"

# --exec -- WORDS are not given to a shell.
out=$(bgmux --bg --exec -- printf '%s|' 'a b' '$HOME' -n) || fail "words"
id=$(echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
bgmux wait "$id" || fail "wait: $?"
bgmux logs "$id" | grep -qxF 'a b|$HOME|-n|' || fail "words: $(bgmux logs "$id")"

# Files are made as the caller would make them.
out=$(umask 027; bgmux --bg --exec "umask; echo x >$T/made") || fail "umask"
id=$(echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
bgmux wait "$id" || fail "wait: $?"
bgmux logs "$id" | grep -qx 0027 || fail "umask: $(bgmux logs "$id")"
[ "$(stat -c %a "$T/made")" = 640 ] || fail "a file's mode"

# A task without words is none: the agent asks once.
id=$(bgmux --bg --with sh '' | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
must "no prompt" logs_have "$id" '❯'
[ "$(bgmux logs "$id" | grep -c '❯')" = 1 ] || fail "$(bgmux logs "$id")"
bgmux rm "$id" >/dev/null || fail "rm"

# What cannot be started leaves no row.
if out=$(bgmux --bg --exec -- /no/such/program 2>&1); then
	fail "started what is not there"
fi
echo "$out" | grep -q '^bgmux: .*/no/such/program: No such file' ||
    fail "the reason: $out"
if out=$(bgmux --bg --cwd /no/such/dir --exec true 2>&1); then
	fail "started where nothing is"
fi
echo "$out" | grep -q '^bgmux: .*/no/such/dir: No such file' ||
    fail "the reason: $out"
bgmux agents --json --all | grep -q no/such && fail "a row was left"

# The end of the supervisor, with and without its sessions.
id=$(start stays 'exec cat')
bgmux daemon stop --keep-sessions | grep -qx 'stopped; its sessions go on' ||
    fail "daemon stop --keep-sessions"
bgmux daemon status 2>/dev/null && fail "the supervisor still runs"
has_state "$id" working || fail "its session: $(field "$id" state)"
pid=$(field "$id" pid)
bgmux daemon stop | grep -qx 'stopped (ended 1 session)' || fail "daemon stop"
gone "$pid" || fail "daemon stop left the session"

# Usage.
bgmux nosuch >/dev/null 2>&1
[ $? -eq 2 ] || fail "an unknown command is no usage error"
bgmux logs >/dev/null 2>&1
[ $? -eq 2 ] || fail "logs without an operand is no usage error"
bgmux ls --nosuch 2>&1 | grep -q "^bgmux: ls: unknown option '--nosuch'" ||
    fail "an unknown option"
bgmux logs nosuch 2>&1 | grep -qx "bgmux: no session matching 'nosuch'" ||
    fail "an unknown session"
exit 0
