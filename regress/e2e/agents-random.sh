#!/bin/sh
# agents-random: random keys, sizes, starts and ends of sessions in the agent view:
# after each step the terminal shows what a full redraw shows. SEED=N repeats one,
# STEPS=N is how many; regress/long/agents-random.sh goes on for an hour.
. "$(dirname "$0")/lib.sh"

: "${SEED:=1}" "${STEPS:=40}"
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{"agents.animation": false}' >"$XDG_CONFIG_HOME/bgmux/settings.json"
export PATH="$BUILD:$PATH"
state=$SEED
# rnd N: a number below N, in $r.
rnd() {
	state=$(((state * 1103515245 + 12345) & 0x7fffffff))
	r=$((state / 65536 % $1))
}

shot() {
	looks >"$1"
	cursor >>"$1"
}
same_twice() {
	shot "$T/a"
	shot "$T/b"
	cmp -s "$T/a" "$T/b"
}
redrawn() {
	keys C-l
	must "it does not come to rest: step $step, seed $SEED" same_twice
	cmp -s "$T/was" "$T/b"
}
in_list() {
	on_screen '^bgmux [0-9]'
}
# soon COMMAND...: within two seconds.
soon() {
	patience=$DEADLINE
	DEADLINE=2
	until_true "$@"
	found=$?
	DEADLINE=$patience
	return $found
}
# Whatever has the terminal: the list again. No Escape: a session may end just now,
# and in the list that leaves. Help goes by any key.
back() {
	in_list && return
	keys C-b d
	must "not back in the list: step $step, seed $SEED" in_list
}
# At rest, in the list. A session that was slow to open may have the terminal only
# now; its first keys were kept for it.
settle() {
	back
	must "it does not come to rest: step $step, seed $SEED" same_twice
	cp "$T/a" "$T/was"
}
step_keys() {
	rnd 30
	case $r in
	0 | 1 | 2) keys Down ;;
	3 | 4) keys Up ;;
	5) keys PgDn ;;
	6) keys Home ;;
	7) keys End ;;
	8 | 9) keys Space ;;
	10) keys C-s ;;
	11) keys C-t ;;
	12) keys C-r; keys -l x; keys Enter ;;
	13) keys M-t; keys -l tag; keys Enter ;;
	14) keys -l 'n:a' ;;
	15) keys -l 'some words' ;;
	16) keys -l '日本語 é' ;;
	17) keys C-u ;;
	18) keys M-Down ;;
	19) keys M-Up ;;
	20) keys S-Down ;;
	21) keys Enter; soon not_on_screen '^bgmux [0-9]'; back ;;
	22)
		keys '?'
		soon on_screen '^any key' && keys Escape
		soon in_list
		;;
	23) keys C-x ;;
	24) keys C-f ;;
	25) keys BSpace ;;
	26) keys Tab ;;
	27) resize $((20 + state / 64 % 140)) $((5 + state / 8192 % 40)) ;;
	28) start "r$step" 'echo started; exit 1' >/dev/null ;;
	29) start "r$step" 'echo wide 漢字; exec cat' >/dev/null ;;
	esac
}

for name in alpha beta gamma; do
	start $name "echo $name; exec cat" >/dev/null || fail "cannot start"
	start "$name 終" 'exit 2' >/dev/null || fail "cannot start"
done
start_outer 100 30
type_line "$BUILD/bgmux agents --with sh"
wait_for '^. [^ ] alpha'
step=0
while [ "$step" -lt "$STEPS" ]; do
	step=$((step + 1))
	step_keys
	settle
	# What was still on its way has come with another try.
	tries=0
	while ! redrawn; do
		tries=$((tries + 1))
		[ $tries -lt 8 ] || {
			diff "$T/was" "$T/b"
			fail "a wrong frame: step $step, seed $SEED"
		}
		settle
	done
done
left() {
	keys C-c
	keys C-c
	not_on_screen '^bgmux [0-9]'
}
must "it cannot be left" left
exit 0
