#!/bin/sh
# resize-storm: a hundred sizes in a row end as the last one, for the program,
# the session and the screen.
. "$(dirname "$0")/lib.sh"

cat >"$T/corner" <<'EOF'
corner() {
	set -- $(stty size)
	printf '\033[H\033[2J%dx%d\033[%d;%dHZ\033[2;1H' $2 $1 $1 $2
}
trap corner WINCH
corner
while :; do read -r x; done
EOF
start_outer 80 24
id=$(start storm "sh $T/corner")
attach "$id"
wait_for '^80x24'

# exact COLS ROWS: that size is told, and the corner is where it ends.
exact() {
	[ "$(screen | head -n 1)" = "$1x$2" ] &&
	    [ "$(screen | sed -n "$2p")" = "$(printf '%*s' "$1" Z)" ] &&
	    has_size "$id" "$1x$2"
}
must "not exact before" exact 80 24
for round in 1 2 3 4 5; do
	for size in 20x5 200x50 81x24 10x40 150x3 2x2 79x23 120x40 40x10 \
	    33x17; do
		resize "${size%x*}" "${size#*x}"
	done
	resize $((70 + round)) $((20 - round))
	must "round $round: $(field "$id" terminal) $(screen)" \
	    exact $((70 + round)) $((20 - round))
done
exit 0
