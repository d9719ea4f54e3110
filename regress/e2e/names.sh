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

# What can be an id is not read as a name, so it cannot be one.
bgmux --bg --name beef --exec 'exec cat' 2>&1 |
    grep -q "^bgmux: 'beef' would be read as the start of an id" ||
    fail "beef is taken as a name"

# Names that exist already are numbered.
bgmux --bg --name alpha --exec 'exec cat' | head -n 1 |
    grep -q ' · alpha (2)$' || fail "a second alpha is not numbered"

# A job that has ended gives up its name; the newest bearer is meant by it.
d=$(start build 'exit 3')
bgmux wait "$d"
d=$(start build 'exec cat')
bgmux ls | grep -q "^$d  build  " || fail "an ended one keeps its name"
bgmux wait build --timeout 0.1
[ $? -eq 3 ] || fail "the name is the ended one's"
bgmux stop build | grep -qx "stopped $d" || fail "another one was stopped"
d=$(start build 'exit 5')
bgmux wait "$d"
[ "$(field "$d" name)" = build ] || fail "numbered: $(field "$d" name)"
bgmux logs --json build | grep -q "\"id\": \"$d\"" || fail "not the newest"

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
