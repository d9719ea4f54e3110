#!/bin/sh
# agents-golden: what the agent view looks like, colours too, in terminals of several
# sizes and kinds. GENERATE=1 writes the screens anew: look at what differs then.
. "$(dirname "$0")/lib.sh"

mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{"agents.animation": false}' >"$XDG_CONFIG_HOME/bgmux/settings.json"
export PATH="$BUILD:$PATH"
cd "$HOME" || fatal "no home"

# report NAME ARGUMENT...: a session that says so of itself.
n=0
report() {
	name=$1
	shift
	n=$((n + 1))
	printf 'bgmux report' >"$T/report.$n"
	for word in "$@"; do
		printf " '%s'" "$word" >>"$T/report.$n"
	done
	echo '; exec cat' >>"$T/report.$n"
	start "$name" "sh $T/report.$n" >/dev/null || fail "cannot start"
	must "not told: $name" tells "$name" "$1"
}
tells() {
	bgmux ls | grep -qF "$1" && bgmux ls | grep -F "$1" | grep -qE "$2"
}
start 'old build' 'echo "make: *** [all] Error 2"; exit 2' >/dev/null
report 'title screen' 'done' --summary 'menu, options, and credits done'
report 'notes' 'done' --summary 'written'
report 'collision detection' working --message 'Edit src/physics/CollisionSystem.ts' --progress 40
report '漢字 wide' working --message '漢字の要約は真ん中で切らない、とても長いものでも、決して真ん中では切らないのだ'
report 'jump physics' 'done' --summary 'Opened PR with collision fix' \
    --pr https://github.com/o/r/pull/2048
report 'power-up design' blocked --message 'double jump or wall climb?' \
    --waiting-for 'input needed'
report 'level design' blocked --message 'Which of the three drafts is to be the first level? It is a long question that no row has room for' \
    --waiting-for 'input needed'
bgmux tag 'jump physics' +physics >/dev/null || fail "no tag"
bgmux pin notes >/dev/null || fail "no pin"

view() { # COLS ROWS NAME [VARIABLE...]
	cols=$1 rows=$2 name=$3
	shift 3
	start_outer "$cols" "$rows"
	type_line "clear; $* $BUILD/bgmux agents"
	wait_for '^bgmux|^bgmu'
	expect_golden "agents-$name"
}
leave() {
	keys C-c C-c
	wait_gone '^bgmux'
	close_outer
}
view 80 24 80x24
# The selected one, found, a help, a peek.
keys End
expect_golden agents-80x24-last
keys -l 'n:design'
expect_golden agents-80x24-filter
keys Escape
wait_for '^❯ type a task'
keys '?'
expect_golden agents-80x24-help
keys Escape
wait_for '^bgmux'
leave
view 120 36 120x36
keys C-s
expect_golden agents-120x36-directory
keys C-s
leave
view 200 50 200x50
leave
view 50 8 small
leave
view 80 24 ascii LC_ALL=C
leave
view 80 24 nocolor NO_COLOR=1
leave
view 80 24 16colors TERM=xterm-16color COLORTERM=
leave
exit 0
