#!/bin/sh
# summary: a row's line is what the agent says of itself, or what the person's
# command makes of the screen, and a name can be what one makes of the task; a
# project's file may not set one; one that hangs or fails changes nothing, and
# nothing is left of one. Neighbours: report.sh (bgmux report), evidence.sh (hooks).
. "$(dirname "$0")/lib.sh"

id_of() {
	sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p'
}
begin() {
	bgmux --bg --with sh --name "$@" -- --permission-mode auto | id_of
}
is() {
	[ "$(field "$1" summary)" = "$2" ]
}
# The command is a script, so that what it does changes at once.
set_command() {
	printf '#!/bin/sh\n%s\n' "$1" >"$T/line.new"
	chmod +x "$T/line.new"
	mv "$T/line.new" "$T/${2:-line}"
}
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters" "$T/dir/.bgmux"

# Its own words; a project does not decide what is run.
printf '{ "summary.command": "touch %s" }\n' "$T/evil" \
    >"$T/dir/.bgmux/settings.json"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/talker.json" <<END
{ "name": "talker", "title": "Talker", "tried": false,
  "binary": ["$T/talker"], "start": ["{program}", "{options}"] }
END
cat >"$T/talker" <<'END'
#!/bin/sh
printf 'hello\033]7501;state=working:msg=ZGlnZ2luZw==\007\n'
exec cat
END
chmod +x "$T/talker"
one=$(cd "$T/dir" && bgmux --bg --with talker --name one | id_of)
must "no words of its own: $(field "$one" summary)" is "$one" digging
bgmux stop one >/dev/null || fail "stop"
[ ! -e "$T/evil" ] || fail "a project's command was run"

printf '{ "summary.command": "%s", "name.command": "%s" }\n' "$T/line" \
    "$T/name" >"$XDG_CONFIG_HOME/bgmux/settings.json"
# A command has the screen, at the end of the turn; its first line counts.
set_command "grep -c WORD; echo second; echo \$\$ >$T/pid"
two=$(begin two 'echo word word | tr a-z A-Z')
must "no answer: $(field "$two" summary)" is "$two" 1
must "it runs on" gone "$(cat "$T/pid")"
bgmux send two --key Enter 'echo word again | tr a-z A-Z' >/dev/null
must "the next turn: $(field "$two" summary)" is "$two" 2

# What it leaves in the background ends with it, in a group of its own, too.
set_command "set -m; tail -f /dev/null & echo \$! >$T/left; echo left"
bgmux send two --key Enter 'echo x' >/dev/null
must "no answer: $(field "$two" summary)" is "$two" left
must "it has left something" gone "$(cat "$T/left")"

# One that fails, and one that hangs while the session ends.
set_command "echo bad; touch $T/failed; exit 3"
bgmux send two --key Enter 'echo x' >/dev/null
must "it was not run" test -e "$T/failed"
must "two is not done" has_state "$two" "done"
is "$two" left || fail "a failure counts: $(field "$two" summary)"
set_command "echo \$\$ >$T/hangs; exec tail -f /dev/null"
bgmux send two --key Enter 'echo y' >/dev/null
must "it was not run" test -s "$T/hangs"
bgmux stop two >/dev/null || fail "stop"
must "it hangs on" gone "$(cat "$T/hangs")"

# Names that a command makes of tasks; not over one that was given, before or
# meanwhile; not of a project's.
is_called() {
	[ "$(field "$1" name)" = "$2" ]
}
printf '{ "name.command": "touch %s" }\n' "$T/evil" \
    >"$T/dir/.bgmux/settings.json"
set_command 'echo summary'
set_namer() {
	set_command "$1" name
}
set_namer "tr a-z A-Z; echo second"
task() {
	bgmux --bg --with sh "$@" -- --permission-mode auto | id_of
}
three=$(task 'echo three')
must "not named: $(field "$three" name)" is_called "$three" 'ECHO THREE'
set_namer "tail -f /dev/null & echo \$! >$T/left; tr a-z A-Z"
four=$(task 'echo three')
must "not another name: $(field "$four" name)" is_called "$four" 'ECHO THREE (2)'
must "it has left something" gone "$(cat "$T/left")"
mkfifo "$T/gate"
set_namer "read -r x <$T/gate; echo named; touch $T/said"
five=$(task 'echo five')
bgmux rename "$five" mine >/dev/null || fail "rename"
echo go >"$T/gate"
must "the command does not end" test -e "$T/said"
set_namer "touch $T/ran; echo no"
six=$(begin six 'echo six')
bgmux --bg --exec true >/dev/null || fail "a job"
set_namer "printf '\\033[2Jclean\\n'"
seven=$(cd "$T/dir" && task 'echo seven')
must "not clean: $(field "$seven" name)" is_called "$seven" '[2Jclean'
is_called "$five" mine || fail "five: $(field "$five" name)"
is_called "$six" six || fail "six: $(field "$six" name)"
[ ! -e "$T/ran" ] || fail "a given name was asked about"
[ ! -e "$T/evil" ] || fail "a project's command was run"
exit 0
