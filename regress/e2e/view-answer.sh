#!/bin/sh
# view-answer: dialogs are answered from the peek: an option by its number, what
# the agent proposes by Tab, a text of one's own; and nothing is answered that is
# not asked any more. Neighbours: view-reply.sh, answers.sh.
. "$(dirname "$0")/lib.sh"

out="$T/out"
mkdir -p "$out"
ask() {
	bgmux send one --submit "$1" >/dev/null || fail "send: $1"
}
id=$(bgmux --bg --with sh --name one | sed -n '1s/.*· \([0-9a-f]*\) ·.*/\1/p')
must "no prompt" logs_have "$id" '^❯'

start_outer 120 36
type_line "$BUILD/bgmux agents"
wait_for '❯ .* one'
keys Space
wait_for '│ one · '

say "an option by its number"
ask "touch $out/first"
wait_for '│ one · permission prompt'
wait_for '│ ❯ 1\. Yes$'
wait_for '│   3\. No'
wait_for '│ ❯ press 1-3 to choose'
keys 3
wait_for '│ ❯ 3\. No'
wait_for '│ ❯ No, and say'
keys 1
wait_for '│ ❯ Yes$'
[ ! -e "$out/first" ] || fail "a digit alone has answered"
keys Enter
must "answered" [ -e "$out/first" ]
wait_for '│ delivered'
wait_gone 'permission prompt'

say "what is proposed"
ask "touch $out/second"
wait_for '│ ❯ 1\. Yes$'
keys Tab
wait_for '│ ❯ Yes$'
keys Enter
must "proposed" [ -e "$out/second" ]
wait_gone 'permission prompt'

say "a question, by number and by a text of one's own"
ask ':ask Which one? | the red | the blue'
wait_for '│ Which one\?'
wait_for '│   2\. the blue'
keys 2 Enter
wait_gone '│   2\. the blue'
must "the blue" logs_have "$id" 'the blue'
ask ':ask Which now? | the red | the blue'
wait_for '│ Which now\?'
type_line 'neither of them'
must "own answer" logs_have "$id" 'neither of them'
wait_gone '│   2\. the blue'

say "answered by somebody else while one chooses"
ask "touch $out/third"
wait_for '│ ❯ 1\. Yes$'
keys 1
wait_for '│ ❯ Yes$'
bgmux send one --option 3 >/dev/null || fail "option 3"
wait_for '│ it asks something else now'
wait_gone '│ ❯ Yes$'
[ ! -e "$out/third" ] || fail "the third one was allowed"

say "opened and left again: nothing is sent"
ask "touch $out/fourth"
wait_for '│ ❯ 1\. Yes$'
keys Enter
wait_gone '│'
keys C-b d
wait_for '│   1\. Yes$|│ ❯ 1\. Yes$'
[ ! -e "$out/fourth" ] || fail "the fourth one was allowed"

say "a text that is no answer stays typed"
type_line 'what is this'
wait_for '│ refused: '
wait_for '│ ❯ what is this'
keys C-u
keys 3 Enter
wait_gone 'permission prompt'
[ ! -e "$out/fourth" ] || fail "No is yes"
