#!/bin/sh
# flags: what an agent is asked for is told to it in its own words and kept over
# restarts; risky modes need the person's word once. The environment is in
# environment.sh, restarts in respawn.sh.
. "$(dirname "$0")/lib.sh"

mkdir -p "$T/bin" "$XDG_CONFIG_HOME/bgmux/adapters" "$T/more"
cat >"$T/bin/fake" <<'EOF'
#!/bin/sh
for word; do echo "word: $word"; done
exec cat
EOF
chmod +x "$T/bin/fake"
PATH=$T/bin:$PATH
export PATH
cat >"$XDG_CONFIG_HOME/bgmux/adapters/fake.json" <<'EOF'
{ "name": "fake", "title": "Fake", "tried": true, "binary": ["fake"],
  "start": ["{program}", "{options}"],
  "startWithPrompt": ["{program}", "{options}", "--", "{task}"],
  "resume": ["{program}", "--go-on", "{id}", "{options}"],
  "resumeWithPrompt": ["{program}", "--go-on", "{id}", "{options}", "{task}"],
  "presetId": ["--id", "{id}"],
  "options": { "effort": ["--think", "{value}"], "addDir": ["--also", "{value}"],
    "permissionMode": ["--mode", "{value}"], "dangerous": ["--yolo"] },
  "permissionModes": { "plan": ["--just-plan"] },
  "risky": ["auto", "bypassPermissions"],
  "quit": { "keys": ["C-d"] } }
EOF

words() {
	bgmux logs "$1" | sed -n 's/^word: //p' | tr '\n' ' '
}

has_words() {
	words "$1" | grep -qF -- "$2"
}

id_of() {
	sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}

cd "$T" || fatal "cd"
id=$(bgmux --bg --with fake --name one --effort high --add-dir more \
    --add-dir /usr --permission-mode plan "do it" -- --own | id_of)
real=$(cd "$T/more" && pwd -P)
must "not told: $(words "$id")" has_words "$id" \
    "--think high --just-plan --also $real --also /usr --own -- do it"
[ "$(field "$id" permissionMode)" = plan ] || fail "not in the object"
bgmux respawn "$id" >/dev/null || fail "respawn"
must "not kept: $(words "$id")" has_words "$id" \
    "--think high --just-plan --also $real --also /usr --own"
has_words "$id" "--go-on" || fail "no resume"
kill -KILL "$(supervisor_pid)"
bgmux respawn "$id" >/dev/null || fail "respawn from the record"
must "not on record" has_words "$id" "--think high --just-plan"

# --bg may stand behind its flags; flags alone are those of agents.
late=$(bgmux --with fake --effort low --bg --name late "do it late" | id_of)
must "not told: $(words "$late")" has_words "$late" "--think low"
has_words "$late" "-- do it late" || fail "another task: $(words "$late")"
bgmux --json --all | grep -q "\"id\": \"$late\"" || fail "no list"
"$BUILD/bgmux" --nothing 2>&1 |
    grep -qxF "bgmux: agents: unknown option '--nothing'" || fail "--nothing"
"$BUILD/bgmux" --with fake -- --bg 2>&1 |
    grep -qxF "bgmux: agents: too many arguments" || fail "-- --bg"

refused "Fake has no fallback model" \
    "$BUILD/bgmux" --bg --with fake --fallback-model x "do it"
refused "Fake has no option for plugins" \
    "$BUILD/bgmux" --bg --with fake --plugin-dir . "do it"

# A conversation of the agent's, by its own id; one session has it.
other=$(bgmux --bg --with fake --resume 11111111-2222 "more" | id_of)
must "not resumed: $(words "$other")" has_words "$other" \
    "--go-on 11111111-2222 more"
[ "$(field "$other" sessionId)" = 11111111-2222 ] || fail "another id"
refused "session $other has this conversation" \
    "$BUILD/bgmux" --bg --with fake --resume 11111111-2222

# Risky modes.
refused "auto must be accepted once" \
    "$BUILD/bgmux" --bg --with fake --permission-mode auto "do it"
refused "bypassPermissions must be accepted once" \
    "$BUILD/bgmux" --bg --with fake --dangerously-skip-permissions "do it"
start_outer 80 24
type_line "PATH='$PATH' '$BUILD/bgmux' run --with fake --permission-mode auto"
wait_for 'Type "yes" to accept'
keys no Enter
wait_for 'auto is not accepted'
type_line clear
wait_gone 'auto is not accepted'
type_line "PATH='$PATH' '$BUILD/bgmux' run --with fake --permission-mode auto"
wait_for 'Type "yes" to accept'
keys yes Enter
wait_for 'word: auto'
keys C-b d
wait_for 'backgrounded'
bgmux --bg --with fake --permission-mode auto "do it" >/dev/null ||
    fail "not accepted for good"
refused "bypassPermissions must be accepted once" \
    "$BUILD/bgmux" --bg --with fake --permission-mode bypassPermissions "do it"

# Settings of the person's beside hooks, where the agent takes one set: both are
# in it, at each start, as the file is then.
cat >"$T/bin/joiner" <<'EOF'
#!/bin/sh
echo "words: $*"
while [ $# -gt 0 ]; do
	[ "$1" != --settings ] || echo "settings: $(tr -d ' \n' <"$2")"
	shift
done
exec cat
EOF
chmod +x "$T/bin/joiner"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/joiner.json" <<'EOF'
{ "name": "joiner", "title": "Joiner", "tried": true, "binary": ["joiner"],
  "start": ["{program}", "{options}"],
  "resume": ["{program}", "--go-on", "{id}", "{options}"],
  "presetId": ["--id", "{id}"],
  "options": { "settings": ["--settings", "{value}"] },
  "hooks": { "options": ["--settings", "{hookfile}"],
    "file": { "name": "h.json", "joins": "settings",
      "json": { "hooks": { "Stop": ["OURS"] } } },
    "events": [] },
  "quit": { "keys": ["C-d"] } }
EOF
# shows PATTERN: what the agent was given, as its terminal has wrapped it.
shows() {
	bgmux logs "$id" | grep -qE -- "$1"
}
at_once() {
	bgmux --bg --size 300x20 --with joiner "$@" | id_of
}
echo '{ "model": "m", "hooks": { "Stop": ["THEIRS"], "Start": [] } }' >mine.json
id=$(at_once --settings mine.json --settings '{"model":"n"}')
must "not joined" shows \
    '^settings: .*"model":"n","hooks":\{"Stop":\["THEIRS","OURS"\],"Start":\[\]\}'
[ "$(bgmux logs "$id" | grep -c '^settings:')" -eq 1 ] || fail "two settings"
[ "$(stat -c %a "$BGMUX_HOME/jobs/$id/h.json")" = 600 ] || fail "not private"
echo '{ "hooks": { "Stop": ["CHANGED"] } }' >mine.json
bgmux respawn "$id" >/dev/null || fail "respawn"
must "not read again" shows '"Stop":\["CHANGED","OURS"\]'
# What is broken at a later start is the agent's to refuse, without hooks.
echo '{ broken' >mine.json
bgmux respawn "$id" >/dev/null || fail "respawn with broken settings"
must "not told" shows "^words: .*--settings $T/mine.json --settings"
refused 'mine.json: line 1' "$BUILD/bgmux" --bg --with joiner \
    --settings mine.json
refused 'nowhere.json: No such file' "$BUILD/bgmux" --bg --with joiner \
    --settings nowhere.json
refused 'is no regular file' "$BUILD/bgmux" --bg --with joiner \
    --settings /dev/null
refused 'hooks.Stop: ' "$BUILD/bgmux" --bg --with joiner \
    --settings '{"hooks":{"Stop":7}}'
refused 'the settings: line 1' "$BUILD/bgmux" --bg --with joiner \
    --settings '{"hooks":'

# A file that the hooks' one stands in for is in it: the one that the person's
# environment names, else the system's; one that is no JSON stays the agent's.
cat >"$T/bin/stand" <<'EOF'
#!/bin/sh
echo "file: $STAND_FILE: $(tr -d ' \n' <"$STAND_FILE")"
exec cat
EOF
chmod +x "$T/bin/stand"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/stand.json" <<EOF
{ "name": "stand", "title": "Stand", "tried": true, "binary": ["stand"],
  "start": ["{program}", "{options}"],
  "hooks": { "env": { "STAND_FILE": "{hookfile}" },
    "file": { "name": "s.json", "json": { "on": ["OURS"] },
      "joins": { "env": "STAND_FILE", "path": "$T/system.json" } },
    "events": [] } }
EOF
stand() {
	bgmux --bg --size 300x20 --with stand "$@" | id_of
}
id=$(stand)
must "no hooks" shows 's.json: \{"on":\["OURS"\]\}'
echo '{ "on": ["SYSTEM"], "lock": true }' >"$T/system.json"
id=$(stand)
must "the system's file is passed over" shows '"on":\["SYSTEM","OURS"\],"lock":true'
echo '{ "on": ["PERSON"] }' >"$T/person.json"
id=$(STAND_FILE=$T/person.json stand)
must "the person's file is passed over" shows 's.json: \{"on":\["PERSON","OURS"\]\}'
echo '{ "on": ' >"$T/person.json"
id=$(STAND_FILE=$T/person.json stand)
must "the person's file is not left" shows "^file: $T/person.json: \{\"on\":\$"
exit 0
