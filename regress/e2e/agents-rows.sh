#!/bin/sh
# agents-rows: rows of the agent view that say more of a session: which one has
# started it, how often a loop has run and when it does again, and which of two of
# one name it is. What all rows look like: agents-golden.
. "$(dirname "$0")/lib.sh"

export PATH="$BUILD:$PATH"
planner=$(start planner "bgmux --bg --name child --exec 'echo at work; exec cat'
    exec cat")
[ -n "$planner" ] || fail "cannot start"
must "no child" logs_have child 'at work'
child=$(bgmux ls | sed -n 's/^\([0-9a-f]*\)  child .*/\1/p')
[ "$(field "$child" parent)" = "$planner" ] || fail "no parent"
old=$(start build 'echo the old one; exit 0')
must "not done" has_state "$old" "done"
start build 'exec cat' >/dev/null || fail "cannot start"
loop=$(start watcher "bgmux report working --runs 12 --next 270 \\
    --message 'looks for mail'; exec cat")

start_outer 120 30
type_line "$BUILD/bgmux"
wait_for '^. ✢ watcher  .*looks for mail  .*×12 +in 4m'
wait_for '^. [^ ] planner '
wait_for '^. [^ ] ↳ child  .*from planner +[0-9]+s'
short=$(echo "$old" | cut -c1-4)
wait_for "^. ∙ build $short "
wait_for '^. [✽✶✳] build  '
bgmux logs "$short" | grep -q 'the old one' || fail "its digits do not name it"

# What the peek says of them.
keys -l n:child
wait_for '^❯ [^ ] ↳ child'
keys Escape
wait_for '^❯ type a task'
keys Space
wait_for '│ started from planner'
keys Escape
wait_gone '│'
keys -l n:planner
wait_for '^❯ [^ ] planner'
keys Escape
wait_for '^❯ type a task'
keys Space
wait_for '│ has started child \(working\)'
keys Escape
wait_gone '│'

# The next report is all that holds; and what wakes up is at work.
bgmux send "$loop" --key Enter 'x' >/dev/null || fail "cannot send"
in_it() {
	BGMUX_SOCKET=$(field "$loop" socket) \
	    BGMUX_TOKEN=$(tr '\0' '\n' <"/proc/$(field "$loop" pid)/environ" |
	        sed -n 's/^BGMUX_TOKEN=//p') "$BUILD/bgmux" report "$@"
}
in_it working --runs 13 --next 2 || fail "cannot report"
wait_for '^. [✢✽✶✳] watcher  .*×13 '
wait_for '^. [✽✶✳] watcher  .*×13 +[0-9]+s'
in_it blocked --next 100 || fail "cannot report"
wait_for '^. ✻ watcher  .*input needed +[0-9]+s'
in_it working --runs 1000000 2>/dev/null && fail "too many runs"

# An agent whose hooks tell of what it does again by itself.
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/looper.json" <<'JSON'
{ "name": "looper", "title": "Looper", "tried": true,
  "binary": ["/bin/cat"], "start": ["{program}"],
  "hooks": { "events": [
    { "event": "Prompt", "state": "working" },
    { "event": "Stop", "state": "done", "loop": "crons",
      "loopTable": "schedule" } ] } }
JSON
agent=$(bgmux --bg --with looper --name looper |
    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
hook() {
	echo "$1" | BGMUX_SOCKET=$(field "$agent" socket) \
	    BGMUX_TOKEN=$(tr '\0' '\n' <"/proc/$(field "$agent" pid)/environ" |
	        sed -n 's/^BGMUX_TOKEN=//p') "$BUILD/bgmux" hook
}
hook '{"hook_event_name":"Prompt"}'
wait_for '^. [✽✶✳] looper '
hook '{"hook_event_name":"Stop","crons":[{"id":"a"}]}'
wait_for '^. ✢ looper  .*×1 +[0-9]+s'
hook '{"hook_event_name":"Prompt"}'
wait_for '^. [✽✶✳] looper  .*×1 +[0-9]+s'
hook '{"hook_event_name":"Stop","crons":[{"id":"a"}]}'
wait_for '^. ✢ looper  .*×2 +[0-9]+s'
hook '{"hook_event_name":"Prompt"}'
wait_for '^. [✽✶✳] looper  .*×2 +[0-9]+s'
hook '{"hook_event_name":"Stop","crons":[{"schedule":"0 0 29 2 *"}]}'
wait_for '^. ✢ looper  .*×3 +in [0-9]+'
hook '{"hook_event_name":"Prompt"}'
wait_for '^. [✽✶✳] looper  .*×3 +[0-9]+s'
hook '{"hook_event_name":"Stop","crons":[]}'
wait_for '^. ✻ looper '
not_on_screen 'looper .*×' || fail "it loops no more"

# Without room and without UTF-8.
in_it idle --runs 7 --next 7300 || fail "cannot report"
keys C-c C-c
wait_gone '^bgmux 0'
resize 80 24
type_line "clear; LC_ALL=C $BUILD/bgmux"
wait_for '^. [+] watcher  .*x7 +in 2h'
wait_for '^. [^ ] \\ child '
not_on_screen 'from planner' || fail "too much for 80 columns"
keys C-c C-c
wait_gone '^bgmux 0'

# As lines.
mkfifo "$T/in"
"$BUILD/bgmux" agents --plain <"$T/in" >"$T/plain" 2>&1 &
exec 3>"$T/in"
said() {
	grep -qE -- "$1" "$T/plain"
}
must "no loop in lines" said 'watcher, idle, 7 runs, again in 2h'
must "no parent in lines" said 'child, working, started from planner'
must "no id in lines" said "build, done, id $old"
echo quit >&3
wait || fail "it failed"
exec 3>&-
exit 0
