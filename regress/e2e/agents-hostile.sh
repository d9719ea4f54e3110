#!/bin/sh
# agents-hostile: a session that puts every control, bidi and zero-width character
# into its name, message, title and PR disturbs neither the list nor the terminal.
. "$(dirname "$0")/lib.sh"

export PATH="$BUILD:$PATH"
bad() {
	i=1
	while [ $i -lt 32 ]; do
		# shellcheck disable=SC2059 # it is made to be one
		[ $i -eq 10 ] || printf "\\$(printf %03o $i)"
		i=$((i + 1))
	done
	# DEL, C1, CSI and OSC in both forms, bidi, zero width, tags, broken bytes.
	printf '\177\302\200\302\233\302\235\033[2J\033]0;x\a\033]52;c;eA==\a'
	printf '\342\200\216\342\200\217\342\200\252\342\200\256\342\201\246'
	printf '\342\200\213\342\200\215\357\273\277\363\240\200\201\377\300\257'
}
start before 'echo ready; exec cat' >/dev/null || fail "cannot start"
bad >"$T/bad"
cat >"$T/hostile" <<'PROGRAM'
bad=$(cat "$1")
printf '\033]2;%s\a' "$bad"
bgmux report blocked --message "A${bad}question${bad}" --waiting-for "$bad"
bgmux report blocked --message "A${bad}question${bad}" \
    --pr "https://example.com/pull/1$bad" --summary "$bad"
printf '%s\n' "$bad"
exec cat
PROGRAM
bgmux --bg --name "evil$(cat "$T/bad")name" --exec \
    "sh $T/hostile $T/bad" >/dev/null || fail "cannot start"
start after 'echo ready; exec cat' >/dev/null || fail "cannot start"

start_outer 90 24
tmux -L "$outer" pipe-pane "cat >>$T/bytes"
type_line "$BUILD/bgmux"
wait_for '^. [^ ] evil.*name .*A.*question'
wait_for '^. [^ ] before'
wait_for '^. [^ ] after'
# Each row is where it should be, and ends in its age, in one column for all.
aligned() {
	[ "$(screen | grep -E '^. [^ ] (evil|before|after)' |
	    grep -cE '^.{86}[ 0-9][0-9][sm]$')" -eq 3 ]
}
must "the rows are disturbed" aligned
# Nothing else got to the terminal: no clipboard, no title, no bell, no C1.
grep -q "$(printf '\033]52')" "$T/bytes" && fail "the clipboard was set"
grep -q "$(printf '\033]0;')" "$T/bytes" && fail "a title was set"
grep -q "$(printf '\302\233')" "$T/bytes" && fail "a C1 control got through"
grep -q "$(printf '\342\200\256')" "$T/bytes" && fail "a bidi control got through"
# The peek shows it, and goes.
keys Home Down Space
wait_for 'question.*question|reply'
keys Space
wait_gone 'reply'
wait_for '^. [^ ] evil'
# So do the filter and the lines.
keys -l 'n:evil'
wait_gone '^. [^ ] before'
keys Escape
wait_for '^. [^ ] before'
keys C-c C-c
wait_gone '^bgmux 0'
"$BUILD/bgmux" agents --plain </dev/null >"$T/out" 2>&1
: | timeout 20 "$BUILD/bgmux" agents --plain >"$T/out" 2>&1
[ "$(tr -d '\n\040-\176\200-\377' <"$T/out" | wc -c)" -eq 0 ] ||
    fail "controls in lines: $(cat -v "$T/out")"
exit 0
