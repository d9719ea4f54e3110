#!/bin/sh
# queue: with dispatch.maxWorking, tasks beyond it wait as rows, survive the
# supervisor, and start by themselves, in their order, as others finish.
# Neighbours: idle.sh and revive.sh (other lives).
. "$(dirname "$0")/lib.sh"

id_of() {
	sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p'
}
begin() {
	bgmux --bg --with sh --name "$@" -- --permission-mode auto
}
set_max() {
	printf '{ "dispatch.maxWorking": %s }\n' "$1" >"$T/settings.new"
	mv "$T/settings.new" "$XDG_CONFIG_HOME/bgmux/settings.json"
}
mkdir -p "$XDG_CONFIG_HOME/bgmux"
set_max 2

# They finish when something comes.
for n in a b; do
	mkfifo "$T/$n"
done
a=$(begin a "read x <'$T/a'" | id_of)
b=$(begin b "read x <'$T/b'" | id_of)
must "a works not" has_state "$a" working
must "b works not" has_state "$b" working
job=$(start job 'exec cat') # a job takes no turn and waits for none
must "the job waits" has_state "$job" working
[ -n "$(field "$job" pid)" ] || fail "the job does not run"

begin c 'echo c | tr c C' >"$T/card"
c=$(id_of <"$T/card")
grep -q "^queued · $c · c\$" "$T/card" || fail "card: $(cat "$T/card")"
d=$(begin d 'echo d | tr d D' | id_of)
e=$(begin e 'echo e | tr e E' | id_of)
for id in "$c" "$d" "$e"; do
	has_state "$id" queued || fail "$id: $(field "$id" state)"
	[ -z "$(field "$id" pid)" ] || fail "$id runs"
done
bgmux agents --json | grep -q "\"id\": \"$d\"" || fail "d is not listed"

# Who waits can be taken out, also where no supervisor has been since.
kill -KILL "$(supervisor_pid)"
bgmux stop d >/dev/null || fail "stop"
has_state "$d" stopped || fail "d: $(field "$d" state)"
has_state "$c" queued || fail "c: $(field "$c" state)"
bgmux respawn d >/dev/null || fail "respawn of what was never started"
must "d does not start" logs_have d '^D$'
must "d" has_state "$d" "done"
has_state "$c" queued || fail "c: $(field "$c" state)"

# A place is free: the oldest takes it, then the next.
echo >"$T/a"
must "c does not start" logs_have c '^C$'
must "e does not start" logs_have e '^E$'
must "a" has_state "$a" "done"
must "c" has_state "$c" "done"
has_state "$b" working || fail "b: $(field "$b" state)"

# A person can have it at once.
f=$(begin f 'tail -f /dev/null' | id_of)
must "f works not" has_state "$f" working
g=$(begin g 'echo g | tr g G' | id_of)
has_state "$g" queued || fail "g: $(field "$g" state)"
bgmux respawn g >/dev/null || fail "respawn"
must "g does not start" logs_have g '^G$'

# Without a limit nobody waits.
h=$(begin h 'echo h | tr h H' | id_of)
has_state "$h" queued || fail "h: $(field "$h" state)"
set_max 0
must "h does not start" logs_have h '^H$'
exit 0
