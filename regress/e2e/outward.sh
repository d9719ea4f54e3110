#!/bin/sh
# outward: what a person's terminal and a program in a session have to tell each
# other besides text: keys with modifiers, focus, the mouse, bells, the
# clipboard.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
tmux -L "$outer" set -s extended-keys on
tmux -L "$outer" set -s set-clipboard on
# tmux says nothing of focus itself: the story does.
tmux -L "$outer" set -g focus-events off
tmux -L "$outer" set -g bell-action any
tmux -L "$outer" set -g visual-bell off
tmux -L "$outer" set-hook -g alert-bell "run-shell 'touch $T/rung'"

# The mouse is the program's alone: history would have it otherwise.
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{ "history.mouse": false }' >"$XDG_CONFIG_HOME/bgmux/settings.json"

id=$(start reader 'stty raw -echo; exec cat -v')
tty=$(readlink "/proc/$(field "$id" pid)/fd/0")
tell() {
	printf '%b' "$1" >"$tty"
}
# Bytes as the terminal sends them, and what the program has got since.
raw() {
	tmux -L "$outer" send-keys -H "$@"
}
got() {
	bgmux logs "$id" | tr -d '\n' | grep -qF -- "$1"
}
flag() {
	[ "$(tmux -L "$outer" display-message -p "#{$1}")" = "$2" ]
}
attach "$id"

# Cursor keys as the program wants them.
keys Up
must "Up" got '^[[A'
tell '\033[?1h'
must "application keys are not on outside" flag keypad_cursor_flag 1
keys Down
must "Down" got '^[OB'

# The mouse: told in its encoding, or not at all.
tell '\033[?1002h'
must "the mouse is not on outside" flag mouse_button_flag 1
raw 1b 5b 3c 30 3b 33 3b 35 4d
must "a press" got '^[[M #%'
tell '\033[?1006h'
raw 1b 5b 3c 30 3b 33 3b 35 6d
must "a release" got '^[[<0;3;5m'
tell '\033[?1002l'
must "the mouse is still on outside" flag mouse_button_flag 0

# Focus, only for who asks.
tell '\033[?1004h'
raw 1b 5b 4f
must "focus out" got '^[[O'
raw 1b 5b 49
must "focus in" got '^[[I'

# A modified key, in the terminal's words.
tell '\033[>4;2m'
raw 1b 5b 32 37 3b 36 3b 31 33 7e
must "Control and Shift and Enter" got '^[[27;6;13~'

# A bell and the clipboard.
tell '\a'
must "no bell" test -e "$T/rung"
has_buffer() {
	[ "$(tmux -L "$outer" show-buffer 2>/dev/null)" = "$1" ]
}
tell '\033]52;c;Y29waWVk\a'
must "no clipboard" has_buffer copied

# Nobody's, if the person wants it so.
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{ "clipboard": { "set": "off" } }' >"$XDG_CONFIG_HOME/bgmux/settings.json"
# The bell comes behind the clipboard, on the same way.
off() {
	rm -f "$T/rung"
	tmux -L "$outer" set-buffer mine
	tell '\033]52;c;c2VjcmV0\033\\\a'
	# A bell so soon after another one is dropped.
	(DEADLINE=2 && until_true test -e "$T/rung") && has_buffer mine
}
must "the clipboard is set against the setting" off

# A notification, in the form that tmux knows (a bell), and the folder.
rm -f "$T/rung"
tell '\033]777;notify;build;done\a'
must "no notification" test -e "$T/rung"
tell '\033]7;file:///some/where\a'
must "no folder" flag pane_path file:///some/where

# All of it is taken back.
keys C-b d
wait_for "^\[detached from $id\]"
for f in keypad_cursor_flag keypad_flag mouse_any_flag mouse_button_flag \
    mouse_sgr_flag alternate_on; do
	flag "$f" 0 || fail "$f is still on"
done
# Nobody looks: the program is told so.
must "no focus out at the end" got '^[[O^[[I^[[27;6;13~'
bgmux logs "$id" | tr -d '\n' | grep -q '\^\[\[O$' ||
    fail "focus out: $(bgmux logs "$id")"
exit 0
