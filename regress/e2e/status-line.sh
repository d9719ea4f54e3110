#!/bin/sh
# status-line: with attach.statusLine the bottom row of an attached terminal has the
# session's name, how many others wait, and the keys; the session has the rest.
# Without it no row is taken: attach-exact.sh.
. "$(dirname "$0")/lib.sh"

mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{ "attach.statusLine": true }' >"$XDG_CONFIG_HOME/bgmux/settings.json"
export PATH="$BUILD:$PATH"
other=$(start other 'exec cat')
id=$(start main 'seq 1 100; stty size; exec cat')
start_outer 80 24
attach "$id"
must "not 23 rows" has_size "$id" 80x23
bottom() {
	screen | tail -n 1 | grep -qE -- "$1"
}
must "no line" bottom '^ main  .* C-b d detach · C-b \? keys *$'
screen -e | tail -n 1 | grep -q '.\[7m main' || fail "it does not stand out"
[ "$(screen | sed -n 22p)" = 100 ] || wait_for '^100'

# Output scrolls above it.
for word in one two three; do
	type_line $word
	wait_for "^$word\$"
done
bottom '^ main ' || fail "it has scrolled away"

# How many others wait.
BGMUX_SOCKET=$(field "$other" socket) \
    BGMUX_TOKEN=$(tr '\0' '\n' <"/proc/$(field "$other" pid)/environ" |
	sed -n 's/^BGMUX_TOKEN=//p') bgmux report blocked || fail "report"
must "the other is not told" bottom ' ← 1 agent · C-b d detach'

# At any size; in a very small terminal it is not there.
resize 30 10
must "not 9 rows" has_size "$id" 30x9
must "not narrow" bottom '^ main *$'
resize 40 3
must "not all 3 rows" has_size "$id" 40x3
not_on_screen ' main ' || fail "no room for it"
resize 80 24
must "not 23 rows again" has_size "$id" 80x23
must "no line again" bottom '^ main '

# Over it: what the keys are, and the history; then it is there again.
keys C-b '?'
wait_for 'detach: the session goes on|any key'
keys q
must "no line after help" bottom '^ main '
keys C-b '['
wait_for '\[[0-9]+/[0-9]+\]'
keys q
must "no line after history" bottom '^ main '
keys C-b d
wait_for '^status=0'
exit 0
