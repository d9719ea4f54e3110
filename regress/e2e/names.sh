#!/bin/sh
# names: a session is named by an id prefix or its whole name; what can be an id
# is not read as a name; an ambiguous one is refused with the candidates.
. "$(dirname "$0")/lib.sh"

a=$(start alpha 'exec cat')
b=$(start alphabet 'exec cat')
c=$(start 'two words' 'exec cat')
bgmux logs "$a" >/dev/null || fail "by id"
bgmux logs "$(echo "$a" | cut -c1-6)" >/dev/null || fail "by a prefix"
bgmux logs 'two words' >/dev/null || fail "by a name with a blank"
bgmux logs alphab >/dev/null || fail "by a part of a name, to look"
bgmux logs alpha >/dev/null || fail "a whole name is not ambiguous"
bgmux stop alphab 2>&1 | grep -qx "bgmux: no session matching 'alphab'" ||
    fail "a part of a name is enough to stop"
out=$(bgmux logs lph 2>&1) && fail "an ambiguous part is taken"
echo "$out" | grep -q "^bgmux: 'lph' is ambiguous: .*$a alpha" ||
    fail "candidates: $out"
echo "$out" | grep -q "$b alphabet" || fail "candidates: $out"
bgmux logs "$(echo "$a" | cut -c1-3)" 2>&1 | grep -q "no session matching" ||
    fail "three digits are a prefix"

# What can be an id is not read as a name.
d=$(start beef 'exec cat')
if [ "${d#beef}" = "$d" ]; then
	bgmux logs beef 2>&1 | grep -q "no session matching 'beef'" ||
	    fail "beef is read as a name"
fi

# Names that exist already are numbered.
bgmux --bg --name alpha --exec 'exec cat' | head -n 1 |
    grep -q ' · alpha (2)$' || fail "a second alpha is not numbered"

# Without a name the command gives it; controls never reach the terminal.
bgmux --bg --exec 'printf "\033[31mred"; exec cat #' | head -n 1 |
    grep -q 'printf' || fail "no name from the command"
e=$(printf 'esc\033[2Jape\202\n')
bgmux --bg --name "$e" --exec 'exec cat' >"$T/card" || fail "an odd name"
LC_ALL=C grep -q "$(printf '[\001-\011\013-\037]')" "$T/card" &&
    fail "a control character in the card"
bgmux ls >"$T/list"
LC_ALL=C grep -q "$(printf '[\001-\011\013-\037]')" "$T/list" &&
    fail "a control character in the list"
[ -n "$c" ]
exit
