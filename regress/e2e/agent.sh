#!/bin/sh
# agent: the built-in agent in a session: a permission and a question answered by
# keys through attach and by send, an interruption, hooks, custom agents, and a
# conversation that goes on after its agent was killed. What it tells of its
# state is in agent-states.sh; its parts in unit/test_sh.
. "$(dirname "$0")/lib.sh"

id_of() {
	sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}

ask() {
	bgmux send "$id" --key Enter "$1" >/dev/null || fail "send: $1"
}

# --- a task is asked about first; keys answer it
mkdir "$T/dir"
id=$(cd "$T/dir" && bgmux --bg --with sh --name one 'touch made' | id_of)
must "no dialog" logs_have "$id" 'Do you want to proceed'
[ ! -e "$T/dir/made" ] || fail "it was run"
start_outer 80 24
attach "$id"
wait_for '❯ 1\. Yes'
keys Down
wait_for '❯ 2\. Yes, and don.t ask again for touch commands'
keys Enter
wait_for '✓ done'
[ -e "$T/dir/made" ] || fail "it was not run"
type_line 'touch again'
must "asked again" test -e "$T/dir/again"
wait_for '^❯ type a shell command'

# --- declined, by Escape
type_line 'rm made'
wait_for 'Do you want to proceed'
keys Escape
wait_for 'Not run'
[ -e "$T/dir/made" ] || fail "it was run"

# --- a question, by a digit and by a text
type_line ':ask Which one? | red | blue'
wait_for '2\. blue'
keys 2
wait_for 'answered: blue'
bgmux send "$id" --key Enter ':ask Which other one? | red | blue' >/dev/null
wait_for 'Which other one\?$'
bgmux send "$id" --key Enter 'gr"een' >/dev/null
wait_for 'answered: gr"een'

# --- the editor: lines, a paste, and the resize of the terminal
keys -l 'echo one'
keys C-j
keys -l 'echo two; exit 3'
wait_for '^  echo two; exit 3'
resize 60 20
wait_for '^  echo two; exit 3'
resize 80 24
keys Enter
wait_for 'Do you want to proceed'
keys 1
wait_for '✗ exit 3'
on_screen '^one$' || fail "no output"
on_screen '^two$' || fail "not all of the output"
printf 'echo p\033[31masted\necho more' >"$T/paste"
paste "$T/paste"
wait_for '^  echo more'
on_screen '^❯ echo p\[31masted' || fail "what was pasted: $(screen)"
keys C-c
wait_gone 'echo more'

# --- interrupted; what was typed meanwhile comes next
ask '!echo whole; test -t 1 && echo tty'
wait_for '^tty$'
ask ':work'
wait_for 'Working… \([0-9]+s · esc to interrupt'
ask ':say typed'
wait_for '1 queued'
keys Escape
wait_for '● typed'

# --- killed, and there again with what was agreed to
ask ':suggest echo next'
wait_for '^❯ echo next'
pid=$(field "$id" pid)
kill -KILL "$pid"
must "still there" gone "$pid"
bgmux respawn "$id" >/dev/null || fail "respawn"
must "no conversation" logs_have "$id" 'answered|● typed'
ask 'touch third'
must "it is asked about again" test -e "$T/dir/third"
ask 'echo ended; sleep 1000'
must "no dialog" logs_have "$id" 'Do you want to proceed'
bgmux send "$id" --key 1 '' >/dev/null
must "no output" logs_have "$id" '^ended'
bgmux respawn "$id" >/dev/null || fail "respawn at work"
must "not told" logs_have "$id" 'the last task did not end'
must "not offered" logs_have "$id" '❯ echo ended; sleep 1000'

# --- a custom agent, and hooks that write what they are told
mkdir -p "$T/dir/.claude/agents"
printf -- '---\ndescription: breaks things\npermissionMode: plan\n---\nBe kind.\n' \
    >"$T/dir/.claude/agents/tester.md"
cat >"$T/settings.json" <<END
{ "hooks": {
  "SessionStart": [{ "hooks": [{ "type": "command", "command": "cat >>$T/hooks" }] }],
  "PreToolUse": [{ "matcher": "Bash", "hooks": [{ "command": "cat >>$T/hooks" }] }],
  "PermissionRequest": [{ "hooks": [{ "command":
    "cat >>$T/hooks; echo '{\"hookSpecificOutput\":{\"decision\":{\"behavior\":\"allow\"}}}'" }] }],
  "Stop": [{ "hooks": [{ "command": "cat >>$T/hooks" }] }],
  "SessionEnd": [{ "hooks": [{ "command": "cat >>$T/hooks" }] }] } }
END
two=$(cd "$T/dir" && bgmux --bg --with sh --name two 'echo planned' -- \
    --agent tester | id_of)
must "no instructions" logs_have "$two" 'Be kind\.'
must "it does not plan" logs_have "$two" 'would run: echo planned'
three=$(cd "$T/dir" && bgmux --bg --with sh --name three 'echo by a hook' -- \
    --settings "$T/settings.json" | id_of)
must "the hook does not answer" logs_have "$three" '✓ done'
bgmux send "$three" --key Enter /exit >/dev/null
must "it does not end" has_state "$three" "done"
for event in SessionStart PreToolUse PermissionRequest Stop SessionEnd; do
	grep -q "\"hook_event_name\":\"$event\"" "$T/hooks" || fail "no $event"
done
grep -q '"tool_input":{"command":"echo by a hook"}' "$T/hooks" ||
    fail "$(cat "$T/hooks")"
exit 0
