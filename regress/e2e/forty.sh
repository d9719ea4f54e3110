#!/bin/sh
# forty: forty sessions start, are listed, and stop; no process, no socket and
# no file is left behind.
. "$(dirname "$0")/lib.sh"

MANY=${MANY-40}
# now: in ms.
now() {
	echo $(($(date +%s%N) / 1000000))
}
# took WHAT: since the last time.
took() {
	at=$(now)
	echo "$story: $1: $((at - last)) ms"
	last=$at
}

bgmux ls >/dev/null || fail "ls"
last=$(now)
n=0
ids=
while [ $n -lt "$MANY" ]; do
	n=$((n + 1))
	id=$(start "s$n" 'echo hello; exec cat')
	[ -n "$id" ] || fail "$n: does not start"
	ids="$ids $id"
done
took "$MANY starts"
[ "$(bgmux agents --json | grep -c '"id"')" -eq "$MANY" ] || fail "the list"
took "list"
for id in $ids; do
	must "$id: no output" logs_have "$id" '^hello$'
done
took "$MANY logs"

# The supervisor finds them all again.
kill -KILL "$(supervisor_pid)"
found() {
	[ "$(bgmux agents --json | grep -c '"pid"')" -eq "$MANY" ]
}
must "some are lost" found
took "found again"

# Half by name at once, the others by the supervisor's end.
half=$(echo "$ids" | cut -d' ' -f2-$((MANY / 2 + 1)))
# shellcheck disable=SC2086 # words
[ "$(bgmux stop $half | grep -c '^stopped')" -eq $((MANY / 2)) ] || fail "stop"
took "$((MANY / 2)) stops"
# shellcheck disable=SC2086 # words
[ "$(bgmux rm $half | grep -c '^removed')" -eq $((MANY / 2)) ] || fail "rm"
took "$((MANY / 2)) removals"
bgmux daemon stop | grep -q "ended $((MANY - MANY / 2)) sessions" ||
    fail "daemon stop"
took "daemon stop"
must "processes are left: $(left_behind)" nobody_left
no_sockets() {
	[ -z "$(find "$BGMUX_RUNTIME_DIR" ! -type d)" ]
}
must "sockets are left: $(find "$BGMUX_RUNTIME_DIR")" no_sockets

rest=$(echo "$ids" | cut -d' ' -f$((MANY / 2 + 2))-)
# shellcheck disable=SC2086 # words
bgmux rm $rest >/dev/null || fail "rm"
bgmux daemon stop >/dev/null || fail "daemon stop"
no_files() {
	files=$(cd "$BGMUX_HOME" && find . ! -type d | sort | tr '\n' ' ')
	[ "$files" = "./daemon.log ./daemon/roster.json " ]
}
must "files are left: $(find "$BGMUX_HOME" ! -type d)" no_files
[ -z "$(ls "$BGMUX_HOME/jobs")" ] || fail "jobs: $(ls "$BGMUX_HOME/jobs")"
exit 0
