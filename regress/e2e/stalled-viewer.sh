#!/bin/sh
# stalled-viewer: a client that is stopped, and one whose terminal takes nothing,
# slow neither the session nor another client that types; memory stays bounded;
# continued they show the newest screen.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
at second
start_outer 60 20
id=$(start flood "awk 'BEGIN { for (;;) print \"line\", ++n }' & echo \$! >$T/flood
    cat >>$T/typed")
must "the flood does not begin" logs_have "$id" '^line [0-9]*$'
at first
attach "$id"
at second
attach "$id"
wait_for '^line '
host=$(field "$id" hostPid)

last_line() {
	bgmux logs -n 2 "$id" | sed -n 's/^line \([0-9]*\)$/\1/p' | head -n 1
}

# went_on COUNT: the flood has come so much further than $from.
went_on() {
	now=$(last_line)
	[ -n "$now" ] && [ "$now" -gt $((from + $1)) ]
}

memory() {
	sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB$/\1/p' "/proc/$1/status"
}

# others_go_on WORD: with one stalled, the session goes on, the second types.
others_go_on() {
	before=$(memory "$host")
	from=$(last_line)
	must "$1: the session stands still" went_on 100000
	type_line "$1"
	must "$1: typing does not arrive" grep -qx "$1" "$T/typed"
	after=$(memory "$host")
	[ "$after" -lt $((before + 65536)) ] ||
	    fail "$1: the host grew from $before to $after KiB"
}

at first
client=$(client_pid)
stopped=$client
kill -STOP "$client"
at second
others_go_on client
# Its shell has taken the terminal meanwhile, raw as it was.
at first
wait_for 'status='
keys -l fg
keys C-j
stopped=
wait_gone 'status='
must "continued it shows nothing" on_screen '^line '

stopped=$(outer_pid)
before=$(memory "$client")
kill -STOP "$stopped"
at second
others_go_on terminal
after=$(memory "$client")
[ "$after" -lt $((before + 65536)) ] ||
    fail "the client grew from $before to $after KiB"

# The flood ends while it is stalled: the newest screen is shown at once.
kill "$(cat "$T/flood")"
must "the flood does not end" gone "$(cat "$T/flood")"
bgmux send "$id" 'the end' >/dev/null || fail "send"
wait_for 'the end'
kill -CONT "$stopped"
stopped=
at first
wait_for 'the end'
same_line() {
	[ "$(screen | grep . | tail -n 1)" = "$(bgmux logs -n 1 "$id")" ]
}
must "the first is behind: $(screen)" same_line
keys C-b d
wait_for '^\[detached from'
exit 0
