#!/bin/sh
# settings: files in layers, trust, live reload to supervisor and hosts, errors
# named once and harmless.
. "$(dirname "$0")/lib.sh"

user="$XDG_CONFIG_HOME/bgmux/settings.json"
project="$T/project"
mkdir -p "$XDG_CONFIG_HOME/bgmux" "$project/.git" "$project/in" \
    "$project/.bgmux"

# value NAME: an option's value as bgmux config prints it.
value() {
	bgmux config "$1" | sed -n '1s/^[^ ]*  *\(.*\)  (.*)$/\1/p'
}

log_has() {
	grep -qF -- "$2" "$1" 2>/dev/null
}

[ "$(value stop.graceSeconds)" = 3 ] || fail "the default grace"
bgmux config >/dev/null || fail "config fails without files"
bgmux config no.such 2>&1 | grep -qx \
    "bgmux: there is no option 'no.such'; bgmux config lists all" ||
    fail "an option that is none"

# A session with the defaults; its settings change while it runs.
a=$(start plain 'trap "" TERM HUP; echo "term $TERM"; while :; do sleep 1; done')
must "the session never showed its TERM" logs_have "$a" '^term xterm-256color$'
pid=$(supervisor_pid)
host="$BGMUX_HOME/jobs/$a/host.log"
log_has "$host" debug && fail "the host's log begins at debug"
echo '{"log": {"level": "debug"}, "stop.graceSeconds": 0}' >"$user"
must "the host's log level never changed" log_has "$host" ' debug '
must "the supervisor's log level never changed" \
    log_has "$BGMUX_HOME/daemon.log" ' debug '
[ "$(supervisor_pid)" = "$pid" ] || fail "another supervisor"

# No grace: what ignores SIGTERM is killed at once.
begin=$(date +%s)
bgmux stop "$a" >/dev/null || fail "stop"
[ $(($(date +%s) - begin)) -lt 3 ] || fail "the grace was not that of the file"

# A bad file: a line each, and the session starts all the same.
printf '{\n  "terminal.term": "no-such-terminal",\n  "colour": 1\n}\n' >"$user"
err=$(bgmux --bg --name bad --exec 'echo "term $TERM"' 2>&1 >/dev/null) ||
    fail "a bad option keeps a session from its start"
[ "$(echo "$err" | wc -l)" -eq 2 ] || fail "errors: $err"
echo "$err" | grep -qx "bgmux: $user: there is no option 'colour'" ||
    fail "errors: $err"
must "TERM in spite of a bad one" logs_have bad '^term xterm-256color$'
printf '{\n  "prefix": "C-a",\n  oops\n}\n' >"$user"
bgmux --bg --name broken --exec 'exec cat' >/dev/null 2>"$T/err" ||
    fail "a broken file keeps a session from its start"
grep -q "^bgmux: $user: line 3, column " "$T/err" || fail "$(cat "$T/err")"
bgmux config >/dev/null 2>&1 && fail "config ends well with a broken file"

# A file that others can write is refused.
echo '{"terminal.term": "xterm"}' >"$user"
chmod 666 "$user"
bgmux config 2>&1 >/dev/null | grep -q "^bgmux: $user: others can write it" ||
    fail "a file that others can write is taken"
chmod 600 "$user"

# terminal.term and scrollback.bytes count for the next session.
b=$(start next 'echo "term $TERM"; seq 1 2000; exec cat')
must "TERM of the settings" logs_have "$b" '^2000$'
logs_have "$b" '^term xterm$' || fail "TERM is not that of the settings"
echo '{"scrollback.bytes": 1000}' >"$user"
must "the supervisor never read the file" \
    log_has "$BGMUX_HOME/daemon.log" 'settings are read'
c=$(start short 'seq 1 20000; echo end; exec cat')
must "the end of it" logs_have "$c" '^end$'
logs_have "$c" '^1$' && fail "the scrollback is not bounded"

# A project's file: for sessions there; what needs trust only with it.
echo '{"environment.store": "memory", "stop": {"graceSeconds": 7},
    "prefix": "C-x"}' >"$project/.bgmux/settings.json"
cd "$project/in" || fail "cd"
[ "$(value stop.graceSeconds)" = 7 ] || fail "the project's value"
[ "$(value environment.store)" = auto ] || fail "taken without trust"
bgmux config 2>&1 >/dev/null | grep -q "environment.store is taken only" ||
    fail "it is not said that trust is missing"
bgmux trust "$project" | grep -qx "trusted: $project" || fail "trust"
[ "$(value environment.store)" = memory ] || fail "not taken with trust"
[ "$(bgmux trust --list)" = "$project" ] || fail "trust --list"
bgmux config 2>&1 >/dev/null |
    grep -qx "bgmux: .*: prefix cannot be set for a project" ||
    fail "a project sets the prefix"
bgmux trust --remove "$project" >/dev/null || fail "trust --remove"
[ "$(value environment.store)" = auto ] || fail "taken after its trust went"
[ -z "$(bgmux trust --list)" ] || fail "still on the list"
bgmux trust --remove "$project" 2>/dev/null && fail "removed twice"
bgmux trust /no/such 2>/dev/null && fail "what is no directory is trusted"
bgmux config --json 2>/dev/null | grep -q '"source": "project"' ||
    fail "config --json"
cd / || fail "cd"

# The prefix key.
echo '{"prefix": "C-a"}' >"$user"
d=$(start prefixed 'exec cat')
start_outer 80 24
type_line "$BUILD/bgmux attach $d"
must "never attached" viewed "$d" 1
keys C-b d
keys C-a d
wait_for "^\[detached from $d\]"
type_line "$BUILD/bgmux attach $d"
must "never attached again" viewed "$d" 1
wait_for '^\^Bd'
keys C-a d
must "never detached" viewed "$d" 0

# A supervisor that nobody needs goes after the time of the settings.
bgmux daemon stop >/dev/null || fail "daemon stop"
bgmux ls >/dev/null || fail "ls"
pid=$(supervisor_pid)
echo '{"supervisor.idleSeconds": 1}' >"$user"
must "the supervisor stays" gone "$pid"
exit
