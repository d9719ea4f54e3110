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
