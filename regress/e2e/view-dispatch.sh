#!/bin/sh
# view-dispatch: what is typed into the agent view becomes sessions: commands,
# tasks, custom agents, pastes, what an editor wrote; what fails is typed text
# again. Neighbours: view-peek.sh, view-reply.sh.
. "$(dirname "$0")/lib.sh"

# An agent that says what it was given.
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters" "$HOME/work/.claude/agents"
cat >"$T/echoer" <<'SH'
#!/bin/sh
printf '<%s>' "$@"
echo
exec sleep 600
SH
chmod +x "$T/echoer"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/echoer.json" <<JSON
{ "name": "echoer", "title": "Echoer", "tried": true,
  "binary": ["$T/echoer"],
  "start": ["{program}", "{options}"],
  "startWithPrompt": ["{program}", "{options}", "{task}"],
  "resume": ["{program}", "{id}"],
  "presetId": ["--id", "{id}"],
  "options": { "model": ["--model", "{model}"],
    "effort": ["--effort", "{value}"],
    "agent": ["--agent", "{value}"] } }
JSON
printf -- '---\nname: code-reviewer\ndescription: Looks at \033[31mchanges\n---\n' \
    >"$HOME/work/.claude/agents/a.md"
# The editor: it adds a line, or fails.
cat >"$T/editor" <<'SH'
#!/bin/sh
case $(cat "$1") in
fail) exit 3 ;;
wait*)
	echo "editing $(cat "$1")"
	exec cat >>"$1" ;;
esac
ls -l "$1" | cut -c1-10 >"$HOME/mode"
echo "from the editor" >>"$1"
SH
chmod +x "$T/editor"

start_outer 100 24
type_line "cd $HOME/work; export VISUAL=$T/editor; clear"
type_line "$BUILD/bgmux agents --with echoer"
wait_for 'type a task'

say "a shell command"
type_line "! echo one-\$((1+1)); sleep 600"
wait_for 'one-2'
[ "$(bgmux agents --json | grep -c '"exec": true')" = 1 ] || fail "no job"

say "a task, with the session open at once"
keys -l 'second task'
keys M-Enter
wait_for '^<--id><[0-9a-f-]*><second task>'
keys C-b d
wait_for 'type a task'

say "lines"
keys -l 'first line'
keys C-j
keys -l "next line\\"
keys Enter
keys -l 'last'
wait_for '^  last'
keys Enter
wait_gone '^  last'
logs_of() {
	bgmux logs "$(bgmux agents --json | awk '/"id":/ { gsub(/[",]/, "");
	    print $2; exit }')" 2>/dev/null
}
newest_has() {
	logs_of | grep -qF -- "$1"
}
must "lines" newest_has 'next line'
must "lines" newest_has 'last>'

say "a custom agent, suggested and taken"
keys -l 'code'
wait_for '❯ code-reviewer  *Looks at \[31mchanges'
keys Tab
keys -l 'look at it'
wait_for '^❯ code-reviewer look at it'
keys Enter
must "agent" newest_has '<--agent><code-reviewer><look at it>'
type_line 'please @code-reviewer: look'
must "mention" newest_has '<--agent><code-reviewer><please @code-reviewer: look>'

say "one that has just been written"
printf -- '---\nname: tester\n---\n' >"$HOME/work/.claude/agents/b.md"
keys -l 'tes'
wait_for '❯ tester'
keys C-u
wait_for 'type a task'

say "a model from here on, and not any more"
type_line '/model big'
wait_for 'bgmux .* big'
type_line 'with a model'
must "model" newest_has '<--model><big><with a model>'
type_line '/model default'
wait_gone 'bgmux .* big'
type_line '/review it'
must "no model" newest_has '></review it>'

say "a paste is folded, shown, and sent whole"
seq 1 30 >"$T/paste"
keys -l 'see '
paste "$T/paste"
wait_for '^❯ see \[Pasted text #1\]'
keys Enter
must "paste" newest_has '<see 1'
must "paste" newest_has '30'
paste "$T/paste"
wait_for '^❯ \[Pasted text #1\]'
paste "$T/paste"
wait_gone 'Pasted text'
wait_for '^  30'
keys C-c
wait_for 'type a task'

say "the editor"
keys -l 'typed'
keys C-g
wait_for '^  from the editor'
[ "$(cat "$HOME/mode")" = -rw------- ] || fail "mode: $(cat "$HOME/mode")"
[ -z "$(find "$BGMUX_HOME" -name 'prompt-*')" ] || fail "its file is left"
keys Enter
must "editor" newest_has 'from the editor>'
keys -l 'fail'
keys C-g
wait_for 'the editor ended with status 3'
wait_for '^❯ fail'
keys Escape
wait_for 'type a task'

say "an editor that is stopped together with the view, and one interrupted"
keys -l 'wait one'
keys C-g
wait_for 'editing wait one'
type_line 'one line'
keys C-z
wait_for '^\$ $|^\$$'
type_line 'fg'
type_line 'two lines'
keys C-d
wait_for '^  two lines'
keys C-c
wait_for 'type a task'
keys -l 'wait two'
keys C-g
wait_for 'editing wait two'
keys C-c
wait_for 'the editor ended by signal 2'
wait_for '^❯ wait two'
keys C-c
wait_for 'type a task'

say "what does not start is typed text again"
chmod -x "$T/echoer"
type_line 'never starts'
wait_for 'not started'
wait_for '^❯ never starts'
keys Escape
wait_for 'type a task'
chmod +x "$T/echoer"
type_line '!'
wait_for "no command after the '!'"
keys Escape
wait_for 'type a task'
type_line '/logout'
wait_for 'Echoer has no logout'
keys Escape
wait_for 'type a task'

say "the history"
keys -l 'pl'
keys Up
wait_for '^❯ please @code-reviewer: look'
keys Down
wait_for '^❯ pl  '
keys Escape
wait_for 'type a task'

say "a supervisor that dies while one types"
keys -l 'still '
kill -KILL "$(supervisor_pid)"
keys -l 'here'
keys Enter
# What was on its way then may not have started, and is typed text again.
started_or_again() {
	newest_has '<still here>' && return
	wait_gone 'is away'
	if on_screen '^❯ still here'; then
		keys Enter
	fi
	return 1
}
must "dispatch over a kill" started_or_again
wait_for 'type a task'

type_line '/exit'
wait_for '^\$'

say "what the command asks for"
type_line "clear; $BUILD/bgmux agents --with echoer --model big --effort high"
wait_for '^bgmux [^ ]* . echoer . big . high'
type_line 'with all that'
must "flags" newest_has '<--model><big><--effort><high><with all that>'
