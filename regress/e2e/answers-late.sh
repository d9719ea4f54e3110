#!/bin/sh
# answers-late: a dialog that takes no key in its first moments, or that the agent
# has told of and not painted yet, is answered all the same, and only by the option
# that was meant. Other answers are in answers.sh.
. "$(dirname "$0")/lib.sh"

mkdir -p "$T/bin" "$XDG_CONFIG_HOME/bgmux/adapters"
cat >"$T/bin/slow" <<'EOF'
#!/bin/sh
# slow [deaf|tells|says]: a dialog that takes no key in its first half second, or
# (deaf) never; a digit selects an option, Enter takes the one that is selected.
# It tells that it asks, then paints it (tells), or does not (says).
at=1
stty raw -echo
case ${1-} in
tells | says)
	printf '\033]7501;state=blocked:app=slow:kind=question\033\\'
	timeout 1.5 cat >/dev/null
	[ "$1" = tells ] || exec cat >/dev/null
	shift
	;;
esac
draw() {
	printf '\033[H\033[JWhich one?\r\n'
	for i in 1 2 3; do
		mark=' '
		[ "$i" -ne "$at" ] || mark='>'
		printf '%s %s. option %s\r\n' "$mark" "$i" "$i"
	done
}
draw
timeout 0.5 cat >/dev/null
[ -z "${1-}" ] || cat >/dev/null
while key=$(dd bs=1 count=1 2>/dev/null); do
	[ -n "$key" ] || key=enter
	case $key in
	[123])
		at=$key
		draw
		;;
	enter | "$(printf '\r')")
		printf '\033[H\033[Jtaken: %s\r\n' "$at"
		exec cat
		;;
	esac
done
EOF
chmod +x "$T/bin/slow"
PATH=$T/bin:$PATH
export PATH
cat >"$XDG_CONFIG_HOME/bgmux/adapters/slow.json" <<'EOF'
{ "name": "slow", "title": "Slow", "tried": true, "binary": ["slow"],
  "start": ["{program}", "{options}"],
  "rules": [{ "name": "ask", "state": "blocked", "all": ["Which one?"],
    "dialog": "ask" }],
  "dialogs": { "ask": { "kind": "question", "option": "^(>)? *([0-9])[.] (.*)$",
    "answer": "digit", "confirm": ["Enter"] } } }
EOF

# ask NAME [HOW]
ask() {
	name=$1
	shift
	bgmux --bg --with slow --name "$name" -- "$@" >/dev/null || fail "start"
	set -- "$name"
	bgmux wait "$1" --until blocked --timeout "$DEADLINE" >/dev/null ||
	    fail "$1 does not ask"
}

ask late
bgmux send late --option 2 >/dev/null || fail "not answered"
must "not option 2" logs_have late '^taken: 2'
ask never deaf
# Its receipt comes later: asked for again under the same id.
refused_at_last() {
	bgmux send never --id x --option 2 2>&1 |
	    grep -q 'did not select that option'
}
must "it is not refused" refused_at_last
logs_have never '^> 1' || fail "the dialog has changed"

ask told tells
bgmux send told --option 3 >/dev/null || fail "told of, and not answered"
must "not option 3" logs_have told '^taken: 3'
ask said says
no_dialog() {
	bgmux send said --id y --option 1 2>&1 | grep -q 'no dialog is shown'
}
must "it waits for a dialog for ever" no_dialog
