#!/bin/sh
# agents-supervisor: the supervisor is killed, stopped and told to end while the view
# is open: the list stays, says so, and is right again; what is asked meanwhile is
# done or said.
. "$(dirname "$0")/lib.sh"

id=$(start one 'echo ready; exec cat')
[ -n "$id" ] || fail "cannot start"
start_outer 90 24
type_line "$BUILD/bgmux"
wait_for '^. [^ ] one'

# Killed: another one is there, with all rows, and takes requests.
old=$(supervisor_pid)
kill -KILL "$old"
new_one() {
	[ -n "$(supervisor_pid)" ] && [ "$(supervisor_pid)" != "$old" ]
}
must "no other supervisor" new_one
wait_for '^. [^ ] one'
start two 'echo ready; exec cat' >/dev/null || fail "cannot start"
wait_for '^. [^ ] two'
keys -l '! echo three; exec cat'
keys Enter
wait_for '^❯ [✻✽✶✳] echo three'

# Stopped: the list is there, a request waits, and is done when it goes on.
old=$(supervisor_pid)
stopped=$old
kill -STOP "$old"
keys -l '! echo four; exec cat'
keys Enter
wait_for '^❯ type a task'
on_screen '^. [^ ] two' || fail "the list has gone"
kill -CONT "$old"
stopped=
wait_for '^❯ [✻✽✶✳] echo four'

# Killed with a request under way: it is done once, by the next one.
old=$(supervisor_pid)
stopped=$old
kill -STOP "$old"
keys -l '! echo five; exec cat'
keys Enter
wait_for '^❯ type a task'
kill -KILL "$old"
stopped=
must "no other supervisor" new_one
wait_for '^❯ [✻✽✶✳] echo five'
[ "$(bgmux agents --json | grep -c '"name": "echo five')" -eq 1 ] ||
    fail "it was not started once"
not_on_screen 'not started' || fail "it is said not to have started"

# Killed while a session is attached: nothing is seen of it.
keys Home
keys Down Enter
wait_gone '^bgmux 0'
old=$(supervisor_pid)
kill -KILL "$old"
keys -l hello
wait_for hello
must "no other supervisor" new_one
keys C-b d
wait_for '^bgmux 0'
wait_for '^. [^ ] one'

# Stopped when a view is opened: that says so, and goes on when it does.
keys C-c C-c
wait_gone '^bgmux 0'
old=$(supervisor_pid)
stopped=$old
kill -STOP "$old"
type_line "clear; $BUILD/bgmux"
wait_for 'the supervisor does not answer yet'
kill -CONT "$old"
stopped=
wait_for '^. [^ ] one'
wait_gone 'does not answer'

# Told to end: it is said, and none is started; the next command's is used.
bgmux daemon stop --keep-sessions >/dev/null || fail "cannot stop it"
must "another one by itself, or the view has one" on_screen 'supervisor is away|^. [^ ] one'
bgmux ls >/dev/null
wait_for '^. [^ ] one'
wait_gone 'supervisor is away'
# A session whose host stands still: it is said that it opens, and let be.
host=$(field "$id" hostPid)
stopped=$host
kill -STOP "$host"
keys -l n:one
wait_for '^❯ [^ ] one'
keys Enter
wait_for '^opening one; esc: let it be'
keys Escape
wait_gone '^opening one'
kill -CONT "$host"
stopped=
wait_for '^❯ [^ ] one'
keys Enter
wait_gone '^bgmux 0'
wait_for '^ready'
keys C-b d
wait_for '^. [^ ] one'
not_on_screen '^opening' || fail "it is still said to open"
keys C-c C-c
wait_gone '^bgmux 0'
exit 0
