#!/bin/sh
# agents-trust: the question in the agent view whether a project's settings are
# trusted: when it is asked, that it is in nobody's way, and what an answer does.
. "$(dirname "$0")/lib.sh"

mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{"agents.animation": false}' >"$XDG_CONFIG_HOME/bgmux/settings.json"
project="$HOME/project"
mkdir -p "$project/.git" "$project/.bgmux" "$project/in"
echo '{"clipboard.set": "always", "stop": {"graceSeconds": 7}}' \
    >"$project/.bgmux/settings.json"
cd "$project/in" || fatal "no project"
start one 'echo I am one; exec cat' >/dev/null || fail "cannot start"
start two 'echo I am two; exec cat' >/dev/null || fail "cannot start"
question='^Trust the settings of this project\?'
kept="$BGMUX_HOME/daemon/trust.json"

value() {
	bgmux config "$1" 2>/dev/null | sed -n '1s/^[^ ]*  *\(.*\)  (.*)$/\1/p'
}
open_view() {
	type_line "clear; $BUILD/bgmux"
	wait_for '^. [^ ] two'
}
leave_view() {
	keys C-c C-c
	wait_gone '^bgmux [0-9]'
}
selected() {
	on_screen "^❯ [^ ] $1"
}

start_outer 80 24
open_view
wait_for "$question"
wait_for '^. [^ ] one .* I am one'
wait_for '^. [^ ] two .* I am two'
expect_golden agents-80x24-trust

# It is in nobody's way: the list moves, peeks and opens, a task is typed.
keys Home
wait_for 'enter close · space peek · [?] keys · esc later'
keys Down Down
must "Down" selected one
keys Space
wait_for 'I am one'
wait_gone "$question"
keys Space
wait_for "$question"
keys Enter
wait_for '^I am one'
must "not attached" viewed "$(bgmux ls | sed -n 's/ *one .*//p')" 1
keys C-b d
wait_for "$question"
keys -l 'yesterday'
wait_gone "$question"
keys BSpace BSpace BSpace BSpace BSpace BSpace
wait_for "$question"
wait_for 'enter answer'
keys Escape
wait_for 'esc later'
[ ! -e "$kept" ] || fail "answered by a word half typed: $(cat "$kept")"
# In any size, and while it changes.
resize 50 8
wait_for '^Trust the settings'
resize 200 50
wait_for "$question Type yes or no"
resize 80 24

# Escape: not now, and nothing else; the next view asks again.
keys Escape
wait_gone "$question"
wait_for 'esc exit'
keys -l yes
wait_for 'enter start'
keys Escape
wait_for 'esc exit'
keys Escape
wait_gone '^bgmux [0-9]'
not_on_screen "is taken only" || fail "said once more behind the view"
[ ! -e "$kept" ] || fail "Escape is remembered: $(cat "$kept")"
[ "$(value clipboard.set)" = focused ] || fail "taken without an answer"

# No: remembered, until it is trusted in another way.
open_view
wait_for "$question"
keys -l no
keys Enter
wait_for 'is not trusted'
wait_gone "$question"
leave_view
[ "$(value clipboard.set)" = focused ] || fail "taken after a no"
open_view
wait_for 'esc exit'
not_on_screen "$question" || fail "asked again after a no"
leave_view
bgmux trust "$project" >/dev/null || fail "trust"
bgmux trust --remove "$project" >/dev/null || fail "trust --remove"

# Yes: remembered, and it counts at once.
open_view
wait_for "$question"
keys -l y
keys Enter
wait_for 'project is trusted'
wait_gone "$question"
[ "$(value clipboard.set)" = always ] || fail "not taken after a yes"
[ "$(bgmux trust --list)" = "$project" ] || fail "not the project"
leave_view
open_view
wait_for 'esc exit'
not_on_screen "$question" || fail "asked again after a yes"
leave_view

# Nothing that needs it, nothing asked; what is wrong is said as ever.
mkdir -p "$HOME/plain/.bgmux"
echo '{"stop": {"graceSeconds": 5}, "clipboard.set": "nonsense"}' \
    >"$HOME/plain/.bgmux/settings.json"
type_line "cd $HOME/plain"
open_view
wait_for 'clipboard.set '
not_on_screen "$question" || fail "asked for what is wrong"
leave_view

# Of two files in a project each is asked for, and a hostile name is only text.
evil="$HOME/a$(printf '\033')[31mb"
mkdir -p "$evil/.git" "$evil/.bgmux" "$evil/in/.bgmux"
echo '{"environment.store": "memory"}' >"$evil/.bgmux/settings.json"
echo '{"environment.update": ["A\u0007\u202e", "B"]}' \
    >"$evil/in/.bgmux/settings.json"
ln -s "$evil/in" "$HOME/evil"
type_line "cd $HOME/evil"
open_view
wait_for "$question"
not_on_screen '^ *environment.update:' || fail "asked for a name that is none"
wait_for 'environment.store: memory'
keys -l no
keys Enter
wait_gone "$question"
leave_view
echo '{"environment.update": ["A", "B"]}' >"$evil/in/.bgmux/settings.json"
bgmux trust --remove "$evil" 2>/dev/null
open_view
wait_for 'environment.update: A, B'
keys -l yes
keys Enter
wait_for 'is trusted'
leave_view

# Where the answers cannot be read nothing is asked.
cp "$kept" "$T/kept"
echo nonsense >"$kept"
rm -rf "$evil/in/.bgmux"
open_view
wait_for 'trust.json'
not_on_screen "$question" || fail "asked with a broken file"
leave_view
rm "$kept"

# In lines.
mkfifo "$T/in"
"$BUILD/bgmux" agents --plain --cwd "$project" <"$T/in" >"$T/out" 2>&1 &
exec 3>"$T/in"
said() {
	grep -qE -- "$1" "$T/out"
}
must "not asked" said "$question"
must "not what" said '^ *clipboard.set: always$'
must "not how" said '^Type yes or no'
echo yes >&3
must "no answer" said 'project is trusted'
echo quit >&3
wait || fail "it failed"
exec 3>&-
[ "$(value clipboard.set)" = always ] || fail "not taken after a yes in lines"
exit 0
