#!/bin/sh
# revive: an agent that dies while it works is resumed once, its prompt is not
# sent again; an idle or stopped one is not. The agent's own id is learnt from its
# last words, and from Codex's notify, with the person's own chained.
# Neighbours: respawn.sh (a person asks), unit/test_revive (which ends are deaths).
. "$(dirname "$0")/lib.sh"

id_of() {
	sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p'
}
begin() {
	bgmux --bg --with sh --name "$1" "$2" -- --permission-mode auto | id_of
}
work='tail -f /dev/null'
works() {
	has_state "$1" working && pgrep -P "$(field "$1" pid)" >/dev/null
}
# another_than ID PID: it has another worker.
another_than() {
	now=$(field "$1" pid)
	[ -n "$now" ] && [ "$now" != "$2" ]
}
why() {
	field "$1" reason | grep -q "$2"
}
died='^it died while it worked (ended by SIGKILL) and was resumed$'
need pgrep

# Once.
id=$(begin one "$work")
must "it does not work" works "$id"
pid=$(field "$id" pid)
kill -KILL "$pid"
must "it was not resumed: $(field "$id" state)" another_than "$id" "$pid"
why "$id" "$died" || fail "reason: $(field "$id" reason)"
must "no conversation" logs_have one "❯ $work\$"
must "it is not at its prompt" has_state "$id" idle
pgrep -P "$(field "$id" pid)" >/dev/null && fail "the prompt was sent again"

# Again, soon: it has failed, also after the death of the supervisor.
bgmux send one --key Enter "$work" >/dev/null
must "it does not work again" works "$id"
kill -KILL "$(supervisor_pid)"
kill -KILL "$(field "$id" pid)"
must "it has not failed" has_state "$id" failed
why "$id" '^ended by SIGKILL, again after it was resumed$' ||
    fail "reason: $(field "$id" reason)"
[ -z "$(field "$id" pid)" ] || fail "it runs"

# While no supervisor looks.
id=$(begin two "$work")
must "two does not work" works "$id"
pid=$(field "$id" pid)
kill -KILL "$(supervisor_pid)"
kill -KILL "$pid"
must "nothing on disk" test -e "$BGMUX_HOME/jobs/$id/exit.json"
bgmux ls >/dev/null
must "two was not resumed" another_than "$id" "$pid"

# With its host.
id=$(begin three "$work")
must "three does not work" works "$id"
pid=$(field "$id" pid)
kill -KILL "$(field "$id" hostPid)"
must "three was not resumed" another_than "$id" "$pid"
must "three's old worker lives" gone "$pid"

# A stop is final; who is idle, or leaves, is not started.
id=$(begin four "$work")
must "four does not work" works "$id"
bgmux stop four >/dev/null || fail "stop"
has_state "$id" stopped || fail "four: $(field "$id" state)"
five=$(begin five 'echo five')
must "five is not done" has_state "$five" "done"
kill -KILL "$(field "$five" pid)"
must "five has not failed" has_state "$five" failed
why "$five" '^ended by SIGKILL$' || fail "five: $(field "$five" reason)"
kill -KILL "$(supervisor_pid)"
bgmux ls >/dev/null
has_state "$id" stopped || fail "four was started: $(field "$id" state)"
has_state "$five" failed || fail "five was started"

# An agent that chooses its id tells it last; one that cannot take up a
# conversation does not change it.
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters" "$T/bin"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/fake.json" <<END
{ "name": "fake", "title": "Fake", "tried": false, "binary": ["$T/bin/fake"],
  "start": ["{program}", "{options}"],
  "resume": ["{program}", "resume", "{id}"],
  "resumeHint": "^ *fake resume ([a-z0-9-]+)\$" }
END
cat >"$T/bin/fake" <<'END'
#!/bin/sh
echo "args $*"
read -r id
echo "To go on: fake resume no
  fake resume $id"
case $id in bad*) exit 1 ;; esac
END
chmod +x "$T/bin/fake"
id=$(bgmux --bg --with fake --name six | id_of)
must "six" logs_have six '^args'
[ -z "$(field "$id" sessionId)" ] || fail "an id: $(field "$id" sessionId)"
bgmux send six --key Enter own-1 >/dev/null
must "six is not done" has_state "$id" "done"
[ "$(field "$id" sessionId)" = own-1 ] || fail "id: $(field "$id" sessionId)"
bgmux respawn six >/dev/null || fail "six cannot be resumed"
must "six is not resumed" logs_have six '^args resume own-1$'
bgmux send six --key Enter bad-2 >/dev/null
must "six has not failed" has_state "$id" failed
[ "$(field "$id" sessionId)" = own-1 ] || fail "id: $(field "$id" sessionId)"

# The person's own notify runs, whatever becomes of ours.
cat >"$T/bin/notified" <<END
#!/bin/sh
printf '%s\n' "\$@" >"$T/notified.new"
mv "$T/notified.new" "$T/notified"
END
chmod +x "$T/bin/notified"
printf 'model = "x"\nnotify = ["%s", "one two"]\n[tui]\n' "$T/bin/notified" \
    >"$T/config.toml"
event='{"type":"agent-turn-complete","thread-id":"t-1"}'
bgmux hook --chain "notify=$T/config.toml" "$event" || fail "hook"
must "notify does not run" test -e "$T/notified"
printf 'one two\n%s\n' "$event" | cmp - "$T/notified" || fail "$(cat "$T/notified")"
[ -z "$(bgmux hook --chain notify=/nonexistent "$event" 2>&1)" ] || fail "output"
exit 0
