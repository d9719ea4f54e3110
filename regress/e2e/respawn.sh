#!/bin/sh
# respawn: an agent's session is started again with its conversation, its flags
# and its viewers; what cannot be keeps its row and says why. Which environment
# it gets is in environment.sh.
. "$(dirname "$0")/lib.sh"

id_of() {
	sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}

running() {
	[ -n "$(field "$1" pid)" ]
}

[ "$(bgmux respawn --all)" = "no running sessions to restart" ] ||
    fail "--all without any"
bgmux respawn 2>/dev/null
[ $? -eq 2 ] || fail "respawn without an operand"
bgmux respawn --all x 2>/dev/null
[ $? -eq 2 ] || fail "respawn with both"

# While it runs.
mkdir "$T/dir"
dir=$(cd "$T/dir" && pwd -P)
id=$(cd "$dir" && bgmux --bg --with sh --name one --size 70x20 \
    'echo first; pwd' -- --permission-mode auto | id_of)
must "no output" logs_have one "^$dir\$"
pid=$(field "$id" pid)
host=$(field "$id" hostPid)
started=$(field "$id" startedAt)
[ "$(bgmux respawn one)" = "restarted $id" ] || fail "respawn"
gone "$pid" || fail "the old worker lives"
must "the old host lives" gone "$host"
[ "$(field "$id" pid)" != "$pid" ] || fail "the same worker"
has_state "$id" failed && fail "failed: $(field "$id" reason)"
must "no conversation" logs_have one '❯ echo first; pwd$'
[ "$(field "$id" terminal)" = 70x20 ] || fail "$(field "$id" terminal)"
[ "$(field "$id" cwd)" = "$dir" ] || fail "$(field "$id" cwd)"
[ "$(field "$id" startedAt)" = "$started" ] || fail "another start"
[ "$(readlink "/proc/$(field "$id" pid)/cwd")" = "$dir" ] || fail "elsewhere"
bgmux send one --key Enter 'echo second | tr s S' >/dev/null
must "it does not work" logs_have one '^Second'
[ ! -e "$BGMUX_HOME/jobs/$id/exit.json" ] || fail "the end of the last one"

# When it is down; and with a supervisor that has forgotten all but the record.
bgmux stop one >/dev/null
has_state "$id" stopped || fail "not stopped"
[ "$(bgmux respawn one)" = "restarted $id" ] || fail "respawn of a stopped one"
running "$id" || fail "it does not run"
[ -z "$(field "$id" endedAt)" ] || fail "it runs and has ended"
must "no conversation" logs_have one 'tr s S$'
bgmux send one --key Enter '/exit' >/dev/null
must "it does not end" has_state "$id" "done"
kill -KILL "$(supervisor_pid)"
[ "$(bgmux respawn one)" = "restarted $id" ] || fail "respawn of a done one"
must "no conversation" logs_have one 'tr s S$'

# All that run, and no jobs.
two=$(bgmux --bg --with sh --name two -- --permission-mode auto | id_of)
job=$(start job 'exec cat')
jobpid=$(field "$job" pid)
bgmux respawn --all >"$T/all" || fail "--all"
printf 'restarted %s\nrestarted %s\n' "$id" "$two" | sort >"$T/want"
sort "$T/all" | cmp - "$T/want" || fail "--all: $(cat "$T/all")"
bgmux respawn job 2>"$T/err" && fail "a job was run again"
grep -q "^bgmux: $job: a shell job is never run again\$" "$T/err" ||
    fail "$(cat "$T/err")"
[ "$(field "$job" pid)" = "$jobpid" ] || fail "the job was touched"
bgmux respawn two nosuch 2>/dev/null >"$T/all" && fail "one of them failed"
grep -qx "restarted $two" "$T/all" || fail "the other was not restarted"

# Attached.
start_outer 80 24
type_line "clear; $BUILD/bgmux attach two; echo status=\$?"
wait_for 'bgmux sh: tasks'
must "not viewed" viewed "$two" 1
pid=$(field "$two" pid)
bgmux respawn two >/dev/null || fail "respawn of an attached one"
must "the viewer has not come back" viewed "$two" 1
on_screen 'status=' && fail "attach ended: $(screen)"
type_line 'echo from the | tr a-z A-Z; echo viewer'
wait_for '^FROM THE'
keys C-b d
wait_for '^status=0'

# A conversation that cannot go on where it was is left as it is.
mv "$dir" "$dir.away"
bgmux respawn one 2>"$T/err" && fail "restarted in no directory"
grep -q "No such file" "$T/err" || fail "$(cat "$T/err")"
running "$id" || fail "it was stopped"
mv "$dir.away" "$dir"

# What fails at its start has a row that says why.
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters" "$T/bin"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/fake.json" <<END
{ "name": "fake", "title": "Fake", "tried": false, "binary": ["fake"],
  "start": ["{program}", "{options}"],
  "startWithPrompt": ["{program}", "{options}", "{task}"],
  "resume": ["{program}", "resume={id}", "{options}"],
  "presetId": ["id={id}"],
  "options": { "model": ["model={model}"] } }
END
fake() {
	printf '%s\necho "args $*"\nexec cat\n' "$1" >"$T/bin/fake"
	chmod +x "$T/bin/fake"
}
fake '#!/bin/sh'
PATH="$T/bin:$PATH"
export PATH
fakeid=$(bgmux --bg --with fake --name fake --model big task -- -x 'a b' | id_of)
must "no output" logs_have fake '^args id=.* model=big -x a b task$'
conv=$(field "$fakeid" sessionId)
bgmux respawn fake >/dev/null || fail "respawn of the fake"
must "its flags" logs_have fake "^args resume=$conv model=big -x a b\$"
fake '#!/no/such/interpreter'
bgmux respawn fake 2>"$T/err" && fail "restarted what cannot be executed"
grep -q '^bgmux: .*cannot run .*No such file' "$T/err" || fail "$(cat "$T/err")"
has_state "$fakeid" failed || fail "state: $(field "$fakeid" state)"
field "$fakeid" reason | grep -q 'cannot run' || fail "no reason"
fake '#!/bin/sh'
bgmux respawn fake >/dev/null || fail "respawn of a failed one"
must "its flags" logs_have fake "^args resume=$conv model=big -x a b\$"
[ -z "$(field "$fakeid" reason)" ] || fail "the reason is still there"

# The supervisor dies while it waits for a worker that takes its time: the next
# one goes on.
fake '#!/bin/sh
trap "" TERM HUP
echo deaf'
bgmux respawn fake >/dev/null || fail "respawn of the fake"
must "not deaf" logs_have fake '^deaf'
pid=$(field "$fakeid" pid)
bgmux respawn fake >/dev/null 2>&1 &
asker=$!
is_respawning() {
	grep -q '"life": "respawning"' "$BGMUX_HOME/jobs/$fakeid/state.json"
}
must "it does not begin" is_respawning
kill -KILL "$(supervisor_pid)"
wait "$asker"
is_another() {
	new=$(field "$fakeid" pid)
	[ -n "$new" ] && [ "$new" != "$pid" ] && [ -d "/proc/$new" ]
}
if grep -q 'environments are kept in the supervisor alone' \
    "$BGMUX_HOME/daemon.log"; then
	# No tmpfs here: the environment went with the supervisor.
	bgmux ls >/dev/null
	must "state: $(field "$fakeid" state)" has_state "$fakeid" failed
	field "$fakeid" reason | grep -q 'its environment was not kept' ||
	    fail "why: $(field "$fakeid" reason)"
	bgmux respawn fake >/dev/null || fail "respawn with another environment"
fi
must "the next supervisor does not go on" is_another
gone "$pid" || fail "the old worker lives"
exit 0
