#!/bin/sh
# evidence: each kind of evidence makes the state, with its reason, and explain
# shows it: the protocol for program status, titles, progress, hooks, screen
# rules, quiet, exit; dialogs borrow a state, hooks yield.
# Neighbours: report.sh (bgmux report), regress/unit/test_evidence.c (ranks).
. "$(dirname "$0")/lib.sh"

mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters"
adapter="$XDG_CONFIG_HOME/bgmux/adapters/player.json"
export PLAY="$T/play" HOOK="$BUILD/bgmux"
mkfifo "$PLAY" || fatal "no fifo"

write_adapter() {
	cat >"$adapter.new" <<EOF
{
  "name": "player", "title": "Player", "tried": true, "triedVersion": "1",
  "binary": ["$SRC/regress/agents/player"],
  "start": ["{program}", "{options}"],
  "startWithPrompt": ["{program}", "{options}", "{task}"],
  "presetId": ["--id", "{id}"],
  "env": { "set": { "PLAYER": "yes" } },
  "limit": "^limit: (.*)$",
  "prompt": [{ "line": "^> (.*)$" }],
  "dialogs": {
    "ask": { "kind": "permission", "option": "^ *(>)? *([0-9])[.] (.*)$" }
  },
  "words": "^[+] (.*)$",
  "rules": [
    { "name": "title-busy", "state": "working", "region": "title",
      "all": [{ "re": "^[*] " }] },
    { "name": "title-idle", "state": "idle", "region": "title",
      "all": [{ "re": "^- " }] },
    { "name": "busy", "state": "working", "region": "bottom(3)",
      "all": ["$1"], "message": { "re": "^busy with (.*)$" } },
    { "name": "ask", "state": "blocked", "priority": 5,
      "waitingFor": "permission prompt", "all": ["Allow it?"],
      "dialog": "ask" },
    { "name": "pager", "keep": true, "priority": 9, "all": ["(END)"] },
    { "name": "prompt", "state": "idle", "prompt": "empty", "priority": -5 }
  ],
  "hooks": {
    "options": ["--hooks", "{hookfile}"],
    "file": { "name": "hooks.json", "json": { "run": "{hook}" } },
    "events": [
      { "event": "Ask", "state": "blocked", "message": ["tool.name"] },
      { "event": "Stop", "state": "done", "summary": ["last"] },
      { "event": "Clear", "newId": true }
    ]
  }
}
EOF
	mv "$adapter.new" "$adapter"
}
write_adapter "esc to stop"

id=$(bgmux --bg --with player --name pl | sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p')
[ -n "$id" ] || fail "no session"
play() {
	printf '%s\n' "$1" >"$PLAY"
}
is() {
	[ "$(field "$id" "$1")" = "$2" ]
}
by() {
	bgmux explain "$id" | grep -qE "^$id pl: $1"
}
shows() {
	bgmux explain "$id" | grep -qE -- "$1"
}
must "the agent" logs_have "$id" ready

# The rules can be tried on a recording.
cat >"$T/a.cast" <<'EOF'
{"version": 2, "width": 40, "height": 5}
[0.5, "o", "> "]
[2.0, "o", "\u001b[2J\u001b[HAllow it?\r\n > 1. Yes"]
[3.0, "m", "asked"]
[4.0, "o", "\u001b]7501;state=done\u0007"]
EOF
bgmux adapters test "$adapter" "$T/a.cast" >"$T/verdicts" || fail "test"
cat >"$T/want" <<'EOF'
    0.501  idle     screen   prompt in whole
    2.001  blocked  screen   ask in whole, permission prompt
    3.001  # asked
    4.001  done     osc 7501 -
EOF
sed 's/ *$//' "$T/verdicts" | diff "$T/want" - || fail "the verdicts differ"
gzip -c "$T/a.cast" | gzip -dc | bgmux adapters test player - |
    cmp -s - "$T/verdicts" || fail "from standard input"
bgmux adapters | grep -q "^player  *Player  *1  *$SRC/regress/agents/player" ||
    fail "the list: $(bgmux adapters)"

# Hooks are injected for this launch, with a file that is its own.
must "its arguments" test -s "$PLAY.args"
file="$BGMUX_HOME/jobs/$id/hooks.json"
grep -qxF -- "$file" "$PLAY.args" || fail "arguments: $(cat "$PLAY.args")"
grep -qF "\"run\": \"$BUILD/bgmux hook\"" "$file" || fail "$(cat "$file")"
[ "$(stat -c %a "$file")" = 600 ] || fail "mode $(stat -c %a "$file")"
own=$(sed -n '/^--id$/{n;p;}' "$PLAY.args")

# Screen rules: a prompt, work with its message, a dialog with its options.
play "screen '> '"
must "an empty prompt" has_state "$id" blocked
is waitingFor 'first prompt' || fail "waits for $(field "$id" waitingFor)"
[ -z "$(field "$id" summary)" ] || fail "summary $(field "$id" summary)"
must "by the screen" by 'blocked, by screen'
shows "[*] screen  *idle .*rule 'prompt' in whole" || fail "$(bgmux explain "$id")"
shows "adapter  *$adapter \(tried\)" || fail "$(bgmux explain "$id")"
play "screen 'busy with digging\nesc to stop\n> '"
must "work" has_state "$id" working
must "its message" is message digging
play "screen 'Allow it?\n > 1. Yes\n   2. No, never\n'"
must "a dialog" has_state "$id" blocked
is waitingFor 'permission prompt' || fail "waitingFor $(field "$id" waitingFor)"
is message 'Allow it?' || fail "message $(field "$id" message)"
bgmux agents --json | tr -d ' \n' | grep -qF '"dialog":{"rule":"ask","name":"ask","kind":"permission","question":"Allowit?","options":[{"label":"Yes","key":"1","selected":true},{"label":"No,never","key":"2","selected":false}],"generation":' ||
    fail "the dialog: $(bgmux agents --json)"
# A screen that says nothing leaves it.
play "screen 'pages of text\n(END)'"
must "the pager" logs_have "$id" '\(END\)'
has_state "$id" blocked || fail "the pager has changed it"
play "screen '+ I dig\n+ It is dug\nlimit: resets at nine\n> '"
must "idle again" has_state "$id" idle
must "what it says: $(field "$id" summary)" is summary 'It is dug'
must "the limit" is limit 'resets at nine'
[ -z "$(field "$id" dialog)" ] || fail "the dialog has stayed"

# A title ranks above the screen, progress beside it.
play "title '* digging'"
must "a title" has_state "$id" working
must "by the title" by 'working, by title'
play "title '- digging'"
must "an idle title" has_state "$id" idle
play "title other; progress '1;40'"
must "progress" has_state "$id" working
must "by progress" by 'working \(40%\), by osc 9;4'
is progress 40 || fail "progress $(field "$id" progress)"
play "progress 0"
must "no progress" has_state "$id" idle

# A hook is an edge: it holds until there is newer evidence, and 'done' holds
# against an empty prompt.
play "hook '{\"hook_event_name\":\"Ask\",\"session_id\":\"$own\",\"tool\":{\"name\":\"dig\"}}'"
must "a hook" has_state "$id" blocked
is message dig || fail "message $(field "$id" message)"
must "by the hook" by 'blocked, by hook'
play "screen '> '"
must "it yields" by 'idle, by screen'
shows "hook .*has yielded" || fail "$(bgmux explain "$id")"
play "hook '{\"hook_event_name\":\"Stop\",\"session_id\":\"$own\",\"last\":\"all dug\"}'"
must "done" has_state "$id" "done"
must "its last words" is summary 'all dug'
play "screen '+ I dig on\nesc to stop\n> '"
must "another turn" has_state "$id" working
must "its new words" is summary 'I dig on'
play "hook '{\"hook_event_name\":\"Stop\",\"session_id\":\"$own\",\"last\":\"all dug\"}'"
must "done again" has_state "$id" "done"
must "its last words again" is summary 'all dug'
play "screen '\n> '"
must "the screen" shows "screen  *idle"
has_state "$id" "done" || fail "an empty prompt has changed done"
# Nobody else's: another conversation, another token, nonsense; always silent.
for bad in '{"hook_event_name":"Ask","session_id":"other"}' '{' '[]' '{}'; do
	play "printf '%s' '$bad' | \"\$HOOK\" hook >\"\$PLAY.out\" 2>&1; echo \$? >\"\$PLAY.rc\""
	must "the hook to end" test -s "$PLAY.rc"
	[ "$(cat "$PLAY.rc" "$PLAY.out")" = 0 ] || fail "hook: $(cat "$PLAY.rc" "$PLAY.out")"
	rm -f "$PLAY.rc"
done
play "echo '{\"hook_event_name\":\"Ask\"}' | BGMUX_TOKEN=old \"\$HOOK\" hook; echo \$? >\"\$PLAY.rc\""
must "the hook to end" test -s "$PLAY.rc"
has_state "$id" "done" || fail "a hook of another's was taken"
# An agent may begin another conversation; the session follows it.
is sessionId "$own" || fail "sessionId $(field "$id" sessionId)"
play "hook '{\"hook_event_name\":\"Clear\",\"session_id\":\"new-1\"}'"
must "the new id" is sessionId new-1

# What the program says of itself holds, with children and their count.
play "query"
must "the query is answered" by 'idle, by osc 7501'
play "screen 'busy with digging\nesc to stop\n> '"
must "the screen" shows "screen  *working"
has_state "$id" idle || fail "the screen has overruled it"
play "status state=blocked:kind=question:msg=$(printf 'which one?' | base64)"
must "a question" is waitingFor 'input needed'
is message 'which one?' || fail "message $(field "$id" message)"
play "status state=working:id=a; status state=done:id=b; status state=working"
must "work" has_state "$id" working
must "items" sh -c "'$BUILD/bgmux' agents --json | tr -d ' \n' | grep -qF '\"items\":{\"done\":1,\"total\":2}'"

# A dialog borrows the state from a working that is old, and gives it back.
play "screen 'Allow it?\n > 1. Yes\n'"
must "it borrows" has_state "$id" blocked
shows 'by screen \(a dialog' || fail "$(bgmux explain "$id")"
play "screen 'busy\n'"
must "it gives back" has_state "$id" working
must "by the status" by 'working, by osc 7501'
play "status state=clear"

# A changed file takes effect at once; one that is broken is named, and what was
# before holds.
play "screen 'press x to stop\n> '"
must "the prompt" has_state "$id" idle
write_adapter "press x"
must "the new rule" has_state "$id" working
echo '{ "name": "player", ' >"$adapter"
must "what is wrong" shows "problem  *$adapter: line 2, column"
grep -qF "$adapter: line 2, column" "$BGMUX_HOME/daemon.log" ||
    fail "not in the log"
play "screen 'press x now\n> '"
must "the screen" logs_have "$id" 'press x now'
has_state "$id" working || fail "the rule has gone"

# With nothing else known it works while it writes.
play "title x; screen 'nothing\n'"
must "quiet" by '(idle|working), by quiet'
must "it is idle" has_state "$id" idle

# The end.
play "exit 3"
must "failed" has_state "$id" failed
must "by its exit" by 'failed \(exit 3\), by exit'

# One that has a task works from its start on, though its prompt is empty until it
# comes to it.
write_adapter "esc to stop"
bgmux rm "$id" >/dev/null || fail "rm"
id=$(bgmux --bg --with player --name pl 'dig a hole' |
    sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p')
must "the agent" logs_have "$id" ready
play "screen '> '"
must "its prompt" shows "[*] screen  *idle"
has_state "$id" working || fail "idle before its task: $(bgmux explain "$id")"
by 'working, by screen, since it has a task' || fail "$(bgmux explain "$id")"
play "screen 'busy\nesc to stop\n> '"
must "its task" by 'working, by screen$'
play "screen '> '"
must "idle after it" has_state "$id" idle
play "exit 0"
must "its end" has_state "$id" "done"
