#!/bin/sh
# verdicts: the states that bgmux sees along each recording are those that a person
# gave (NAME.states), within a second of each moment. `verdicts.sh NAME` shows one.
set -u
: "${BUILD:=$(pwd)}"
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
dir=$SRC/regress/recordings
bad=0 good=0

# Lines of "SECONDS STATE WAITING" out of what adapters test prints: the words after
# a comma of a blocked state tell why, to a colon.
verdicts() {
	gzip -dc "$dir/$1.cast.gz" |
	    "$BUILD/bgmux" adapters test "${1%%-*}" - | awk '
	$2 == "#" { next }
	{ why = "-"
	  if ($2 == "blocked") { why = $0; sub(/^[^,]*, /, "", why)
		sub(/[:,].*/, "", why) }
	  print $1 "\t" $2 "\t" why }'
}

for states in "$dir"/${1:-*}.states; do
	name=$(basename "$states" .states)
	out=$(verdicts "$name" | awk -F '\t' -v name="$name" '
	NR == FNR { t[++n] = $1; s[n] = $2; w[n] = $3; next }
	$2 != "-" {
		# What holds at the moment, or comes in the second after it.
		ok = 0; seen = "nothing"
		for (i = 1; i <= n && t[i] <= $1 + 1; i++) {
			right = s[i] == $2 && ($2 != "blocked" || w[i] == $3)
			ok = right || (ok && t[i] > $1)
			seen = s[i] " " w[i]
		}
		if (ok) good++
		else printf "%s at %s (%s): %s %s, seen %s\n",
		    name, $1, $4, $2, $3, seen
	}
	END { print "good " good + 0 }' - "$states")
	echo "$out" | grep -v '^good '
	good=$((good + $(echo "$out" | sed -n 's/^good //p')))
	bad=$((bad + $(echo "$out" | grep -vc '^good ')))
done
echo "$good moments as labelled, $bad not"
[ "$bad" -eq 0 ] && [ "$good" -gt 0 ]
