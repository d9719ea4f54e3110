#!/bin/sh
# flow-control: ^S typed under a flood stops it, whatever is typed and sent
# meanwhile, over detaching and attaching; ^Q lets it go on.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
id=$(start flood "awk 'BEGIN { for (;;) print \"line\", ++n }' & exec cat >>$T/typed")
last_line() {
	bgmux logs -n 2 "$id" | sed -n 's/^line \([0-9]*\)$/\1/p' | head -n 1
}
# It stands if it shows the same after a round through the session.
stands() {
	from=$(last_line)
	bgmux logs --screen "$id" >"$T/one"
	bgmux send "$id" "$1" >/dev/null || fail "send while it stands"
	bgmux logs --screen "$id" >"$T/two"
	[ -n "$from" ] && cmp -s "$T/one" "$T/two"
}
goes_on() {
	now=$(last_line)
	[ -n "$now" ] && [ "$now" -gt "$from" ]
}

attach "$id"
wait_for '^line '
keys C-s
must "it does not stop" stands y
keys -l "$(printf 'x%.0s' $(seq 2000))"
must "it goes on by itself" stands y
keys C-b d
wait_for '^status=0$'
attach "$id"
wait_for '^line '
keys C-q
must "it does not go on" goes_on
keys Enter
must "what was typed is lost" grep -q '^y*x*y*$' "$T/typed"
from=$(last_line)
must "it stopped again" goes_on
exit 0
