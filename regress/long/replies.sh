#!/bin/sh
# replies (long): REPLIES replies (1000) to SESSIONS agents (10), while the
# supervisor and the hosts are killed again and again: none is lost, none comes
# twice, each in its order, and each has a receipt that is true. SEED makes the
# kills the same again.
. "$(dirname "$0")/../e2e/lib.sh"

: "${REPLIES:=1000}"
: "${SESSIONS:=10}"
: "${SEED:=$$}"
: "${PAUSE:=15}"		# at most so many tenths of a second between two kills
DEADLINE=120
random=$SEED
each=$((REPLIES / SESSIONS))
[ "$each" -le 100 ] || fatal "more receipts than are kept"
began=$(date +%s)

export NOTES="$T/notes"
: >"$NOTES"
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/reader.json" <<JSON
{ "name": "reader", "title": "Reader", "tried": true,
  "binary": ["$SRC/regress/agents/reader"],
  "start": ["{program}", "{options}"],
  "resume": ["{program}", "{id}", "{options}"],
  "presetId": ["--id", "{id}"] }
JSON

# dice N: a number below N, in $die.
dice() {
	random=$(((random * 1103515245 + 12345) & 2147483647))
	die=$(((random >> 8) % $1))
}

# sender NAME: one reply after the other; what became of each as far as it is
# known then, in a file.
sender() {
	r=0
	while [ $r -lt $each ]; do
		r=$((r + 1))
		tries=0 word=''
		while [ -z "$word" ] && [ $tries -lt 50 ]; do
			word=$("$BUILD/bgmux" send "$1" --json --id "r$r" \
			    --submit "$1 $r" 2>>"$T/errors" |
			    sed -n 's/^ *"receipt": "\(.*\)",*$/\1/p')
			tries=$((tries + 1))
		done
		echo "$r ${word:-none}" >>"$T/receipts.$1"
	done
}

n=0 names='' senders=''
while [ $n -lt "$SESSIONS" ]; do
	n=$((n + 1))
	id=$(bgmux --bg --with reader --name "s$n" |
	    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
	[ -n "$id" ] || fail "s$n does not start"
	names="$names s$n"
	echo "$id" >>"$T/ids"
done
for name in $names; do
	sender "$name" &
	senders="$senders $!"
done

at_work() {
	for p in $senders; do
		kill -0 "$p" 2>/dev/null && return 0
	done
	return 1
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
one_of() {
	[ $# -gt 0 ] || return 1
	dice $#
	shift $die
	kill -KILL "$1" 2>/dev/null
}
supervisors=0 hosts=0
while at_work; do
	dice 5
	# shellcheck disable=SC2046 # words
	if [ $die -lt 2 ]; then
		one_of $(ours bgmux-host) && hosts=$((hosts + 1))
	else
		one_of $(ours bgmux-superviso) &&
		    supervisors=$((supervisors + 1))
	fi
	dice "$PAUSE"
	sleep "$((die / 10)).$((die % 10))"
done
# shellcheck disable=SC2086 # several
wait $senders

none_wait() {
	! bgmux agents --json --all | grep -q '"replies"'
}
must "replies wait for ever" none_wait

# What became of each in the end: asked again under its id. One that was lost
# would be taken as a new one, and noted as such.
for name in $names; do
	[ "$(wc -l <"$T/receipts.$name")" -eq "$each" ] || fail "$name: not all sent"
	r=0
	while [ $r -lt $each ]; do
		r=$((r + 1))
		bgmux send "$name" --json --id "r$r" --submit "LOST $name $r" \
		    2>/dev/null |
		    sed -n "s/^ *\"receipt\": \"\(.*\)\",*$/$r \1/p"
	done >"$T/final.$name"
	[ "$(wc -l <"$T/final.$name")" -eq "$each" ] ||
	    fail "$name: not all have a receipt"
	sed -n "s/^$name \([0-9]*\)$/\1/p" "$NOTES" >"$T/noted.$name"
	sort -n "$T/noted.$name" | cmp -s - "$T/noted.$name" ||
	    fail "$name: out of order"
	sort "$T/noted.$name" | uniq -d >"$T/twice"
	[ ! -s "$T/twice" ] || fail "$name: twice: $(head -n 3 "$T/twice")"
	# A receipt that was final stays.
	awk 'NR == FNR { first[$1] = $2; next }
	    first[$1] != "queued" && first[$1] != "none" && first[$1] != $2 {
		print; exit 1 }' "$T/receipts.$name" "$T/final.$name" ||
	    fail "$name: a receipt has changed"
	awk 'NR == FNR { noted[$1] = 1; next }
	    $2 == "delivered" && !($1 in noted) { print "lost: " $1; bad = 1 }
	    $2 == "refused" && $1 in noted { print "refused, came: " $1; bad = 1 }
	    END { exit bad }' "$T/noted.$name" "$T/final.$name" >"$T/bad" ||
	    fail "$name: $(head -n 3 "$T/bad" | tr '\n' ' ')"
done
grep -q LOST "$NOTES" && fail "not known any more: $(grep -m 3 LOST "$NOTES")"
cat "$T"/final.* | awk -v s="$SEED" -v k="$supervisors" -v h="$hosts" \
    -v t=$(($(date +%s) - began)) '{ n[$2]++ } END {
	printf "replies: seed %s, %d supervisors and %d hosts killed, %d s:", s,
	    k, h, t
	printf " %d delivered once, %d unknown, %d refused\n", n["delivered"],
	    n["unknown"], n["refused"] }'
exit 0
