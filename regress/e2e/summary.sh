#!/bin/sh
# summary: a row's line is what the agent says of itself, or what the person's
# command makes of the screen; a project's file may not set one; one that hangs or
# fails changes nothing. Neighbours: report.sh (bgmux report), evidence.sh (hooks).
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
	mv "$T/line.new" "$T/line"
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

printf '{ "summary.command": "%s" }\n' "$T/line" \
    >"$XDG_CONFIG_HOME/bgmux/settings.json"
# A command has the screen, at the end of the turn; its first line counts.
set_command "grep -c WORD; echo second; echo \$\$ >$T/pid"
two=$(begin two 'echo word word | tr a-z A-Z')
must "no answer: $(field "$two" summary)" is "$two" 1
must "it runs on" gone "$(cat "$T/pid")"
bgmux send two --key Enter 'echo word again | tr a-z A-Z' >/dev/null
must "the next turn: $(field "$two" summary)" is "$two" 2

# One that fails, and one that hangs while the session ends.
set_command "echo bad; touch $T/failed; exit 3"
bgmux send two --key Enter 'echo x' >/dev/null
must "it was not run" test -e "$T/failed"
must "two is not done" has_state "$two" "done"
is "$two" 2 || fail "a failure counts: $(field "$two" summary)"
set_command "echo \$\$ >$T/hangs; exec tail -f /dev/null"
bgmux send two --key Enter 'echo y' >/dev/null
must "it was not run" test -s "$T/hangs"
bgmux stop two >/dev/null || fail "stop"
must "it hangs on" gone "$(cat "$T/hangs")"
exit 0
