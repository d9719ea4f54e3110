#!/bin/sh
# chaos: a hundred SIGKILLs of supervisors, clients, hosts and workers while
# sessions write, flood, are typed into and are attached. Every line of the
# sessions that live and every input that was accepted is there once; those
# whose host or worker was killed say so; nothing is left behind.
#
# The victims and pauses follow from SEED; KILLS is how many.
. "$(dirname "$0")/../e2e/lib.sh"

SEED=${SEED-$(date +%s)}
KILLS=${KILLS-100}
DEADLINE=60
began=$(date +%s)
echo "chaos: SEED=$SEED KILLS=$KILLS"

# dice N: 0 to N-1 in $die.
random=$SEED
dice() {
	random=$(((random * 1103515245 + 12345) & 2147483647))
	die=$(((random >> 8) % $1))
}

# ours COMM: the processes of this story with that name.
ours() {
	grep -lzxF "BGMUX_HOME=$BGMUX_HOME" /proc/[0-9]*/environ 2>/dev/null |
	    while read -r f; do
		read -r comm 2>/dev/null <"${f%environ}comm"
		[ "$comm" = "$1" ] || continue
		f=${f#/proc/}
		echo "${f%/environ}"
	done
}

# begin NAME COMMAND: a session's id, whatever is killed meanwhile.
begin() {
	tries=0
	while [ $tries -lt 20 ]; do
		tries=$((tries + 1))
		id=$(start "$1" "$2" 2>>"$T/refusals") && [ -n "$id" ] &&
		    return 0
	done
	fail "$1: does not start: $(tail -n 1 "$T/refusals")"
}

write='i=0; while [ ! -e $T/halt ]; do n=0; while [ $n -lt 50 ]; do
    n=$((n + 1)); i=$((i + 1)); echo "n $i"; done; sleep 0.05; done
    echo "end $i"; exec cat'
read='stty -echo; echo ready; while read x; do echo "got $x"; done'
begin write1 "$write"; w1=$id
begin write2 "$write"; w2=$id
begin flood 'exec yes a line of a flood'; flood=$id
begin read1 "$read"; r1=$id
begin read2 "$read"; r2=$id
must "not ready" logs_have "$r1" '^ready$'
must "not ready" logs_have "$r2" '^ready$'

# sender ID: type numbers, and note those that were accepted.
sender() {
	m=0
	while [ ! -e "$T/halt" ]; do
		m=$((m + 1))
		receipt=$("$BUILD/bgmux" send "$1" --key Enter "m$m" 2>/dev/null)
		case $receipt in
		delivered | queued) echo "$m" >>"$T/accepted.$1" ;;
		esac
		sleep 0.03
	done
	echo "$m" >"$T/sent.$1"
}
sender "$r1" &
s1=$!
sender "$r2" &
s2=$!

# Viewers, attached again as often as they are killed.
start_outer 80 24 "env T=$T B=$BUILD ID=$w1 sh -c 'while [ ! -e \$T/halt ]; do
    \$B/bgmux attach \$ID; sleep 0.05; done'"
tmux -L "$outer" new-window "env T=$T B=$BUILD ID=$flood sh -c \
    'while [ ! -e \$T/halt ]; do \$B/bgmux attach \$ID; sleep 0.05; done'"
(while [ ! -e "$T/halt" ]; do
	"$BUILD/bgmux" ls >/dev/null 2>&1
	"$BUILD/bgmux" watch >/dev/null 2>&1 &
	sleep 0.5
	kill $! 2>/dev/null
	wait $! 2>/dev/null
done) &
lister=$!

# victim ROLE: one dies in a session of its own.
victim() {
	begin "$1" 'i=0; while :; do i=$((i + 1)); echo "v $i"; sleep 0.01; done'
	case $1 in
	host) pid=$(field "$id" hostPid) ;;
	worker) pid=$(field "$id" pid) ;;
	esac
	kill -KILL "${pid:-none}" 2>/dev/null || return 1
	echo "$id" >>"$T/killed.$1"
}

# one_of PIDS...: any of them is killed.
one_of() {
	[ $# -gt 0 ] || return 1
	dice $#
	shift $die
	kill -KILL "$1" 2>/dev/null
}

: >"$T/killed.host"
: >"$T/killed.worker"
n=0 supervisors=0 clients=0 hosts=0 workers=0
while [ $n -lt "$KILLS" ]; do
	dice 10
	case $die in
	0)
		victim host || continue
		hosts=$((hosts + 1)) ;;
	1)
		victim worker || continue
		workers=$((workers + 1)) ;;
	[2-5])
		# shellcheck disable=SC2046 # words
		one_of $(ours bgmux-superviso) || { sleep 0.05; continue; }
		supervisors=$((supervisors + 1)) ;;
	*)
		# shellcheck disable=SC2046 # words
		one_of $(ours bgmux) || { sleep 0.05; continue; }
		clients=$((clients + 1)) ;;
	esac
	n=$((n + 1))
	dice 30
	sleep "0.$(printf '%02d' $die)"
done
: >"$T/halt"
wait "$s1" "$s2" "$lister" 2>/dev/null
echo "chaos: killed $supervisors supervisors, $clients clients," \
    "$hosts hosts, $workers workers in $(($(date +%s) - began)) s"

for w in $w1 $w2; do
	must "$w: its writer is lost" logs_have "$w" '^end [0-9]+$'
	bgmux logs "$w" | grep -E '^(n|end) ' >"$T/got" || fail "$w: logs"
	awk '$1 == "n" && $2 != ++i { print "line " i ": " $0; exit 1 }
	    $1 == "end" && $2 != i { print "ends: " $0 " after " i; exit 1 }' \
	    "$T/got" || fail "$w: lines are missing or doubled"
	echo "chaos: $w: $(wc -l <"$T/got") lines, all there"
done
for r in $r1 $r2; do
	bgmux send "$r" --key Enter last >/dev/null || fail "$r: send"
	must "$r: its reader is lost" logs_have "$r" '^got last$'
	bgmux logs "$r" | sed -n 's/^got m\([0-9]*\)$/\1/p' >"$T/got"
	bgmux logs "$r" | grep -vE '^(ready|got (m[0-9]+|last)|)$' >"$T/odd"
	[ ! -s "$T/odd" ] || fail "$r: garbled: $(head -n 3 "$T/odd")"
	sort "$T/got" | uniq -d >"$T/twice"
	[ ! -s "$T/twice" ] || fail "$r: taken twice: $(head -n 3 "$T/twice")"
	sort "$T/got" >"$T/got.sorted"
	sort "$T/accepted.$r" | comm -23 - "$T/got.sorted" >"$T/lost"
	[ ! -s "$T/lost" ] || fail "$r: accepted and lost: $(head -n 3 "$T/lost")"
	sort -n "$T/got" | cmp -s - "$T/got" || fail "$r: out of order"
	echo "chaos: $r: $(cat "$T/sent.$r") inputs," \
	    "$(wc -l <"$T/accepted.$r") accepted, all there"
done
while read -r id; do
	must "$id: its host was killed, and it is not failed" \
	    has_state "$id" failed
	[ -n "$(field "$id" reason)" ] || fail "$id: no reason"
done <"$T/killed.host"
while read -r id; do
	must "$id: its worker was killed, and it is not failed" \
	    has_state "$id" failed
	[ "$(field "$id" signal)" = SIGKILL ] || fail "$id: no signal"
done <"$T/killed.worker"
[ -n "$(field "$flood" pid)" ] || fail "the flood is lost"

tmux -L "$outer" kill-server >/dev/null 2>&1
bgmux daemon stop >/dev/null || fail "daemon stop"
must "processes are left: $(left_behind)" nobody_left
no_sockets() {
	[ -z "$(find "$BGMUX_RUNTIME_DIR" ! -type d)" ]
}
must "sockets are left: $(find "$BGMUX_RUNTIME_DIR")" no_sockets
sort "$T/refusals" 2>/dev/null | sed 's/[0-9a-f]\{8\}/ID/' | uniq -c
echo "chaos: passed in $(($(date +%s) - began)) s"
exit 0
