#!/bin/sh
# agents-keys: what each key of the agent view does: motions, pins, order, names,
# tags, the archive, stop and delete, groups, sessions by number, help, the editor;
# and the mouse. agents has opening and leaving, agents-filter Control-F.
. "$(dirname "$0")/lib.sh"

mkdir "$T/home/a" "$T/home/b"
cd "$T/home/a" || fatal "no directory"
for name in one two three; do
	start $name "echo I am $name; exec cat" >/dev/null || fail "cannot start"
done
cd "$T/home/b" || fatal "no directory"
start other 'echo I am other; exec cat' >/dev/null || fail "cannot start"
start ended 'exit 0' >/dev/null || fail "cannot start"
cd "$T/home/a" || fatal "no directory"
start_outer 100 30
type_line "$BUILD/bgmux"
wait_for '^. [^ ] ended'
wait_for '^. [^ ] one'

selected() {
	on_screen "^❯ [^ ] $1"
}
# order NAME...: the rows from top to bottom.
order() {
	screen | sed -n 's/^. [^ ] \([a-z]*\) .*/\1/p' | tr '\n' ' ' >"$T/order"
	[ "$(cat "$T/order")" = "$* " ]
}
must "not in order" order other three two one ended

# Motions.
keys Home
keys Down
must "Down" selected other
keys Down
must "Down" selected three
keys Up
must "Up" selected other
keys End
must "End" selected ended
keys Down Down
must "Down does not go round" selected other
keys PgDn
must "PgDn" selected ended
keys PgUp
keys Down
must "PgUp" selected other
# Headings: reached, and closed and opened by Enter.
keys M-Down Enter
wait_gone '^. [^ ] ended'
wait_for '^Completed · 1'
keys Enter
wait_for '^. [^ ] ended'
# So do Left and Right, which goes into an open one, and Space, which peeks there.
keys Left
wait_gone '^. [^ ] ended'
wait_for 'enter open · [?] keys'
keys Left
keys Right
wait_for '^. [^ ] ended'
wait_for 'enter close · space peek'
keys Right
must "Right" selected ended
keys Up Space
wait_for 'space close'
must "Space" selected ended
keys Space
wait_gone 'space close'
keys Up Left Space
wait_for '^. [^ ] ended'
not_on_screen 'space close' || fail "a closed group is peeked at"
# What is for one session is nothing for a group, which it says; and what is not
# seen is not deleted.
for key in C-t C-r M-t M-a S-Up; do
	keys $key
	wait_for 'select a session first'
	keys Home End Home M-Down M-Down
	keys C-c
	wait_for 'ctrl\+c again'
done
keys M-Down Left C-x
wait_for 'open the group first'
keys Right
wait_for '^. [^ ] ended'
keys M-Up Down
must "M-Up" selected other

# Order and pins, which are the supervisor's: the shell sees them too.
keys S-Down
must "S-Down" order three other two one ended
must "S-Down does not keep the selection" selected other
keys S-Up
must "S-Up" order other three two one ended
bgmux ls | sed -n 's/^[0-9a-f]*  \([a-z]*\) .*/\1/p' | head -n 2 |
    tr '\n' ' ' | grep -q 'other three' || fail "ls has another order"
keys End C-t
wait_for '^Pinned'
must "C-t" selected ended
keys C-t
wait_gone '^Pinned'

# Names and tags, in place.
# What is pasted there is one line.
printf 'new\nname' >"$T/pasted"
keys Home Down C-r
keys C-u
paste "$T/pasted"
wait_for '^❯ [^ ] new name'
keys Enter
must "pasted" selected 'new name'
keys C-r
keys C-u
keys -l renamed
keys Enter
must "C-r" selected renamed
keys C-r
keys -l nonsense
keys Escape
wait_gone nonsense
keys M-t
keys -l 'red blue'
keys Enter
wait_for '^❯ [^ ] renamed .*red blue'
keys M-t C-u
keys Enter
wait_gone 'red blue'

# The archive.
keys M-a
wait_for 'is archived'
wait_gone '^. [^ ] renamed'
keys -l s:archived
wait_for '^❯ [^ ] renamed'
keys M-a
wait_for 'out of the archive'
keys Escape
wait_for '^. [^ ] renamed'
wait_for '^❯ type a task'

# By directory; by number in the directory of what is selected.
keys C-s
wait_for '^~/a'
wait_for '^~/b'
wait_for '^. [^ ] three .*Working|^. [^ ] three .*Idle'
keys Home Down
must "by directory" selected three
keys M-2
wait_for '^I am two'
wait_gone '^bgmux 0'
keys C-b d
must "M-2" selected two
keys M-9
wait_for 'has no session 9'
keys C-s
wait_for '^Completed'

# Stop, and delete by a second press.
keys C-x
wait_for 'stopping two; ctrl\+x again deletes it'
wait_for '^❯ ∙ two .*Stopped'
wait_gone 'ctrl\+x again'
keys C-x
wait_for 'ctrl\+x again deletes two'
keys C-x
wait_gone '^. [^ ] two'
bgmux ls --all | grep -q ' two ' && fail "it was not deleted"

# At once: the selection is where the session was, not where it went when it
# stopped.
for name in del-a del-b del-c; do
	start $name 'exec cat' >/dev/null || fail "cannot start"
done
keys -l n:del-b
wait_for '^❯ [^ ] del-b'
keys C-u
wait_for '^❯ type a task'
must "del-b" selected del-b
keys C-x
wait_for 'stopping del-b; ctrl\+x again'
keys C-x
wait_gone '^. [^ ] del-b'
must "not beside it" selected del-a
bgmux rm del-a del-c >/dev/null || fail "cannot remove"
wait_gone '^. [^ ] del-'

# Help, which has all keys.
keys '?'
wait_for '^What can be typed'
wait_for 'C-s|any key'
keys Escape
wait_for '^bgmux 0'

# The editor.
keys C-c
wait_for '^❯ type a task'
cat >"$T/editor" <<'PROGRAM'
#!/bin/sh
echo '! echo from the editor; exec cat' >"$1"
PROGRAM
chmod +x "$T/editor"
keys C-c
wait_gone '^bgmux 0'
type_line "EDITOR=$T/editor $BUILD/bgmux"
wait_for '^. [^ ] one'
keys C-g
wait_for '^❯ ! echo from the editor'
keys Enter
wait_for '^❯ [^ ] echo from the editor; .*from the editor'

# Started and opened at once.
keys -l '! echo at once; exec cat'
keys M-Enter
wait_gone '^bgmux 0'
wait_for '^at once'
keys C-b d
wait_for '^❯ [^ ] echo at once'

# The mouse: a click selects, another one opens; the wheel scrolls.
mouse() { # BUTTON ROW
	tmux -L "$outer" send-keys -l "$(printf '\033[<%s;10;%sM' "$1" "$2")"
}
row=$(screen | grep -n '^. [^ ] one ' | sed 's/:.*//')
mouse 0 "$row"
must "a click" selected one
mouse 0 "$row"
wait_gone '^bgmux 0'
wait_for '^I am one'
keys C-b d
must "back" selected one

# Stopped and continued.
keys C-z
wait_gone '^bgmux 0'
wait_for '^\$'
type_line fg
wait_for '^bgmux 0'
must "it has forgotten" selected one
keys C-c C-c
wait_gone '^bgmux 0'

# Keys of one's own.
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{"keys": ["agents F5 agents-pin", "agents F5 agents-tags"]}' \
    >"$XDG_CONFIG_HOME/bgmux/settings.json"
type_line "clear; $BUILD/bgmux"
wait_for "keys: .*F5 is agents-pin already"
keys F5
wait_for '^Pinned'
keys C-c C-c
wait_gone '^bgmux 0'
wait_for 'F5 is agents-pin already'

# The settings of the view: Ctrl+Z leaves it, rows stay where they are, the order of
# the groups, no mouse.
cat >"$XDG_CONFIG_HOME/bgmux/settings.json" <<'JSON'
{ "agents": { "suspendExits": true, "mouse": false,
    "groups": ["completed", "working"] } }
JSON
start ended 'exit 0' >/dev/null || fail "cannot start"
type_line "clear; $BUILD/bgmux; echo status=\$?"
wait_for '^Working'
above=$(screen | grep -n '^Completed' | sed 's/:.*//')
below=$(screen | grep -n '^Working' | sed 's/:.*//')
[ "$above" -lt "$below" ] || fail "the groups are not in the order asked for"
[ "$(tmux -L "$outer" display-message -p '#{mouse_any_flag}')" = 0 ] ||
    fail "the mouse is taken"
keys C-z
wait_for '^status=0'
echo '{ "agents.sort": "stable" }' >"$XDG_CONFIG_HOME/bgmux/settings.json"
type_line "clear; $BUILD/bgmux"
wait_for '^Sessions'
not_on_screen '^Completed' || fail "it is grouped by need"
[ "$(tmux -L "$outer" display-message -p '#{mouse_any_flag}')" = 1 ] ||
    fail "the mouse is not taken"
keys C-c C-c
wait_gone '^bgmux 0'
exit 0
