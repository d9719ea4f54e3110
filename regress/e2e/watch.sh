#!/bin/sh
# watch: a line for each change, with its time; after a kill of the supervisor
# only what differs is told, and the final state is never lost; a supervisor that
# was told to end is not started again.
. "$(dirname "$0")/lib.sh"
need setsid

id=$(start w 'head -n 1; head -n 1; exit 9')
other=$(start quiet 'exec cat')

setsid "$BUILD/bgmux" watch >"$T/text" 2>"$T/err" &
text=$!
setsid "$BUILD/bgmux" watch --json >"$T/json" 2>>"$T/err" &
json=$!
told() {
	grep -qE "^[0-9-]{10} [0-9:]{8} $1\$" "$T/text"
}
told_json() {
	grep -qE "^\\{\"event\":\"$1\",\"at\":[0-9]{13},\"session\":\\{$2" "$T/json"
}
must "the first lines" told "$id working w"
must "the first lines of the other" told "$other working quiet"
must "the first JSON" told_json state "\"id\":\"$id\""

new=$(start fresh 'exec cat')
must "one added" told_json added "\"id\":\"$new\""
must "and in text" told "$new working fresh"
bgmux rename fresh named >/dev/null || fail "rename"
must "a new name" told "$new working named"
bgmux send w --key Enter one >/dev/null || fail "send"
must "the summary" told "$id working w - one"

# Ends while there is no supervisor: the other programs notice nothing, and the
# watcher starts the next one and tells the end.
lines=$(grep -c "$other" "$T/text")
pid=$(supervisor_pid)
kill -STOP "$pid"
bgmux send w --key Enter two >/dev/null || fail "send without a supervisor"
kill -KILL "$pid"
must "the final state" told "$id failed \\(exit 9\\) w.*"
must "the final state in JSON" grep -qE \
    "\"id\":\"$id\".*\"state\":\"failed\".*\"exitCode\":9" "$T/json"

# States that were passed through while there was no supervisor are told with
# the times that they had, once, also by a supervisor that was there before the
# watcher came back.
changes=$(start changes "head -n 1 >/dev/null
    '$BUILD/bgmux' report blocked --message first
    '$BUILD/bgmux' report idle
    '$BUILD/bgmux' report blocked --message second
    '$BUILD/bgmux' report working
    echo changed; exec cat")
must "the one that changes" told "$changes working changes.*"
passed() {
	[ "$(sed -n "s/.* $changes \\(.*\\) changes.*\\(first\\|second\\).*/\\2/p" \
	    "$T/text" | tr '\n' ' ')" = "first second " ]
}
pid=$(supervisor_pid)
kill -STOP "$pid"
kill -STOP "$text"
bgmux send "$changes" --key Enter go >/dev/null || fail "send to changes"
changed() {
	bgmux logs "$changes" 2>/dev/null | grep -q changed
}
must "the changes" changed
kill -KILL "$pid"
bgmux ls >/dev/null || fail "ls"
up() {
	[ "$(field "$changes" summary)" = changed ]
}
must "the next supervisor" up
kill -CONT "$text"
until_true passed ||
    fail "not passed through: $(grep "$changes" "$T/text")"
must "the end of it" told "$changes working changes - changed"
kill -KILL "$(supervisor_pid)"
bgmux rename changes passed >/dev/null || fail "rename passed"
must "a name after it" told "$changes working passed.*"
passed || fail "told otherwise after a kill: $(grep "$changes" "$T/text")"

# What is as it was is not told again; ten kills more.
n=0
while [ $n -lt 10 ]; do
	n=$((n + 1))
	pid=$(supervisor_pid)
	[ -n "$pid" ] || bgmux ls >/dev/null
	[ -n "$pid" ] || continue
	kill -KILL "$pid"
	bgmux rename "$new" "round $n" >/dev/null || fail "rename in round $n"
	must "round $n" told "$new working round $n"
done
[ "$(grep -c "$other" "$T/text")" -eq "$lines" ] ||
    fail "told again: $(grep "$other" "$T/text")"
[ "$(grep -c "$new working round" "$T/text")" -eq 10 ] ||
    fail "a round was told twice"
sed 's/^[0-9-]* [0-9:]* //' "$T/text" | uniq -d | grep . && fail "doubled lines"

# A row that goes.
bgmux rm "$new" >/dev/null || fail "rm"
must "removed" told "$new removed round 10"
must "removed in JSON" told_json removed "\"id\":\"$new\""

# Its end as a person wants it is no loss.
bgmux daemon stop >/dev/null || fail "daemon stop"
must "the other's end" told "$other stopped quiet"
bgmux daemon status >/dev/null 2>&1 && fail "a watcher has started one again"
third=$(start third 'exec cat')
must "the next supervisor's" told "$third working third"
kill "$text" "$json"
wait "$text" "$json" 2>/dev/null
[ ! -s "$T/err" ] || fail "$(cat "$T/err")"
exit 0
