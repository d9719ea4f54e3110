#!/bin/sh
# agents-rest: the agent view sleeps while nothing changes; what works moves, and
# costs a few bytes each time; a change is seen at once.
. "$(dirname "$0")/lib.sh"

export PATH="$BUILD:$PATH"
# Ended: their ages stand still.
start one 'echo done; exit 0' >/dev/null || fail "cannot start"
start two 'echo done; exit 1' >/dev/null || fail "cannot start"
start_outer 90 24
type_line "$BUILD/bgmux"
wait_for '^. ∙ one'
wait_for '^. ∙ two'
pid=$(client_pid)
wakes() {
	sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' "/proc/$pid/status"
}
still() {
	before=$(wakes)
	sleep 1
	[ "$before" = "$(wakes)" ]
}
must "the view wakes" still
still || fail "the view wakes again"
tmux -L "$outer" pipe-pane "cat >>$T/bytes"
sleep 1
[ ! -s "$T/bytes" ] || fail "it writes at rest: $(cat -v "$T/bytes")"

# At work its sign moves; each time is a few bytes.
id=$(start works 'while sleep 1; do :; done')
[ -n "$id" ] || fail "cannot start"
wait_for 'works'
: >"$T/bytes"
sleep 1
n=$(wc -c <"$T/bytes")
say "a second of one sign: $n bytes"
must "nothing moves" test -s "$T/bytes"
[ "$n" -lt 600 ] || fail "too much for a sign: $n"
bgmux rm "$id" >/dev/null || fail "cannot remove"
wait_gone 'works'
must "it does not sleep again" still

# Without animation the sign stands still, but for the age.
keys C-c C-c
wait_gone '^bgmux 0'
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{"agents.animation": false}' >"$XDG_CONFIG_HOME/bgmux/settings.json"
start works 'while sleep 1; do :; done' >/dev/null || fail "cannot start"
type_line "$BUILD/bgmux"
wait_for '^. ✽ works'
sign() {
	screen | sed -n 's/^. \(.\) works.*/\1/p'
}
was=$(sign)
for i in 1 2 3 4 5 6 7 8; do
	sleep 0.1
	[ "$(sign)" = "$was" ] || fail "it moves: $i"
done
keys C-c C-c
exit 0
