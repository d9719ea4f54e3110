#!/bin/sh
# agents-notify: a session that needs input, is done or has failed is told once: by
# one of the open views, else by the person's command; grouping by directory is
# there again in the next view.
. "$(dirname "$0")/lib.sh"

export PATH="$BUILD:$PATH"
mkdir -p "$XDG_CONFIG_HOME/bgmux"
cat >"$XDG_CONFIG_HOME/bgmux/settings.json" <<SETTINGS
{ "notify.form": "osc9",
  "notify.command": "echo \$BGMUX_NOTIFY_NAME \$BGMUX_NOTIFY_STATE \$BGMUX_NOTIFY_MESSAGE >>$T/told" }
SETTINGS
told() {
	grep -qE "$1" "$T/told" 2>/dev/null
}
count() {
	grep -c "$1" "$T/told"
}
# A program that reports what is written to its file.
cat >"$T/reports" <<'PROGRAM'
mkfifo "$1"
while :; do
	read -r line <"$1" || continue
	bgmux report "${line%% *}" --message "${line#* }"
done
PROGRAM
say_state() {
	echo "$1 ${2-}" >"$T/fifo"
}
id=$(start one "sh $T/reports $T/fifo")
[ -n "$id" ] || fail "cannot start"
must "no program" test -p "$T/fifo"

# Nobody looks: the command.
say_state blocked first
must "the command was not run" told '^one blocked first'
say_state working
must "not at work" has_state "$id" working

# Two views: one of them, once.
start_outer 80 24
tmux -L "$first" pipe-pane "cat >>$T/bytes"
type_line "$BUILD/bgmux"
wait_for '^. [^ ] one'
at second
start_outer 80 24
tmux -L "$second" pipe-pane "cat >>$T/bytes"
type_line "$BUILD/bgmux"
wait_for '^. [^ ] one'
say_state blocked second
must "nobody has told" grep -q ']9;bgmux: one: needs input: second' "$T/bytes"
wait_for 'Needs input'
at first
wait_for 'Needs input'
[ "$(grep -c ']9;' "$T/bytes")" -eq 1 ] || fail "told more than once"
[ "$(count second)" -eq 0 ] || fail "the command was run too"

# The one that told has gone: the other one does.
at second
keys C-c C-c
wait_gone '^bgmux 0'
say_state working
must "not at work" has_state "$id" working
say_state "done" third
must "nobody has told" grep -q ']9;bgmux: one: done' "$T/bytes"

# While a session has the terminal, too.
at first
other=$(start other 'echo I am other; exec cat')
[ -n "$other" ] || fail "cannot start"
keys -l n:other
wait_for '^❯ [^ ] other'
keys Enter
wait_for '^I am other'
say_state working
must "not at work" has_state "$id" working
say_state failed fourth
must "not told while attached" grep -q ']9;bgmux: one: failed' "$T/bytes"
keys C-b d
wait_for '^bgmux 0'

# Another session's, while one is attached without a view.
keys C-c C-c
wait_gone '^bgmux 0'
attach "$other"
wait_for 'I am other'
say_state working
must "not at work" has_state "$id" working
say_state blocked fifth
must "not told by attach" grep -q ']9;bgmux: one: needs input: fifth' "$T/bytes"
say_state working
must "not at work" has_state "$id" working
say_state failed sixth
must "not told by attach" grep -q ']9;bgmux: one: failed: sixth' "$T/bytes"
keys C-b d
wait_for '^status=0'
[ "$(count fifth)" -eq 0 ] || fail "the command was run too"
bgmux rm "$other" >/dev/null || fail "cannot remove"
type_line "clear; $BUILD/bgmux"
wait_for '^. [^ ] one'

# Grouping by directory lasts.
keys C-s
wait_gone '^Completed'
must "the choice is not kept" grep -q directory "$BGMUX_HOME/daemon/view.json"
keys C-c C-c
wait_gone '^bgmux 0'
type_line "$BUILD/bgmux"
wait_for '^. [^ ] one .*Failed'
not_on_screen '^Completed' || fail "it is grouped by need"
keys C-s
wait_for '^Completed'
exit 0
