#!/bin/sh
# start-killed: the supervisor is killed in the middle of starts: each is made by the
# next one, once. By the view: agents-supervisor.sh; at each step: unit/test_superproc.
. "$(dirname "$0")/lib.sh"

n=0
while [ $n -lt 24 ]; do
	n=$((n + 1))
	old=$(supervisor_pid)
	{
		bgmux --bg --name "s$n" --exec 'exec cat' >"$T/card" 2>&1
		echo $? >"$T/rc"
	} &
	# Each time a little later.
	seq 1 $((n * 1500)) >/dev/null
	[ -z "$old" ] || kill -KILL "$old" 2>/dev/null
	wait
	[ "$(cat "$T/rc")" -eq 0 ] || fail "s$n: $(cat "$T/card")"
	grep -q "^backgrounded · [0-9a-f]* · s$n\$" "$T/card" ||
	    fail "s$n: $(cat "$T/card")"
done
bgmux ls --json | sed -n 's/^ *"name": "\(.*\)",*$/\1/p' | sort -u >"$T/names"
[ "$(wc -l <"$T/names")" -eq 24 ] || fail "not each once: $(cat "$T/names")"
[ "$(bgmux ls --json | grep -c '"name"')" -eq 24 ] || fail "some are there twice"
exit 0
