#!/bin/sh
# help: each command says what it takes, all that its table has and nothing but
# that, and does nothing else; bgmux(1) is held against the same tables by
# lint/man.sh.
. "$(dirname "$0")/lib.sh"

"$BUILD/bgmux" help --dump commands >"$T/table" || fail "no table"
grep -v ' ' "$T/table" >"$T/names"
[ "$(wc -l <"$T/names")" -ge 20 ] || fail "not all commands"

while read -r name; do
	for ask in "$name --help" "$name -h" "help $name" "--help $name"; do
		# shellcheck disable=SC2086 # two words
		"$BUILD/bgmux" $ask >"$T/out" 2>"$T/err" </dev/null ||
		    fail "$ask: exit $?"
		[ ! -s "$T/err" ] || fail "$ask: $(cat "$T/err")"
		cmp -s "$T/out" "$T/help.$name" 2>/dev/null || {
			[ "$ask" = "$name --help" ] || fail "$ask: another help"
			cp "$T/out" "$T/help.$name"
		}
	done
	head -n 1 "$T/help.$name" | grep -q "^usage: bgmux $name" ||
	    fail "$name: no usage: $(head -n 1 "$T/help.$name")"
	awk 'length($0) > 80 { exit 1 }' "$T/help.$name" ||
	    fail "$name: over 80 columns: $(cat "$T/help.$name")"
	# A line for each option, and each in the usage.
	grep "^$name " "$T/table" | sed 's/.* //' | sort >"$T/want"
	grep '^  -' "$T/help.$name" | sed 's/^  \(-[^ ,]*\)\(, \)*\(--[^ ]*\)*.*/\1 \3/' |
	    tr ' ' '\n' | grep . | sort >"$T/have"
	diff "$T/want" "$T/have" >&2 || fail "$name: other options"
	while read -r opt; do
		sed '/^[^u ]/,$d' "$T/help.$name" | grep -qE -- "[[ ]$opt( |\]|\$)" ||
		    fail "$name: $opt is not in the usage"
	done <"$T/want"
done <"$T/names"

# Also where there is no home; nothing was started.
for ask in 'ls --help' 'help ls'; do
	# shellcheck disable=SC2086 # two words
	env -u HOME -u BGMUX_HOME -u XDG_STATE_HOME "$BUILD/bgmux" $ask |
	    grep -q '^usage: bgmux ls' || fail "$ask without a home"
done
[ ! -e "$BGMUX_HOME" ] || fail "something was made"

# What is another's is not taken for it, and what is wrong is still wrong.
"$BUILD/bgmux" --bg --name --help --json --exec 'exec cat' >"$T/out" ||
    fail "a value"
grep -q '"name": "--help"' "$T/out" || fail "its name: $(cat "$T/out")"
bgmux --bg --exec -- sh -c 'echo "got $1"; exec cat' sh --help >/dev/null ||
    fail "an argument"
must "not the program's" logs_have 'sh' '^got --help$'
"$BUILD/bgmux" --bg --nosuch >/dev/null 2>"$T/err"
[ $? -eq 2 ] || fail "an unknown option is no usage error"
awk 'length($0) > 80 { exit 1 }' "$T/err" || fail "$(cat "$T/err")"
"$BUILD/bgmux" help nosuch >/dev/null 2>&1 && fail "help for nothing"

# All of them.
"$BUILD/bgmux" --help >"$T/out" || fail "--help"
"$BUILD/bgmux" help | cmp -s - "$T/out" || fail "help is another one"
"$BUILD/bgmux" -h | cmp -s - "$T/out" || fail "-h is another one"
while read -r name; do
	grep -qE -- "^  $name +[A-Z]" "$T/out" || fail "no $name in it"
done <"$T/names"
exit 0
