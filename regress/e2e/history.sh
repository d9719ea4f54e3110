#!/bin/sh
# history: PgUp, the wheel and prefix [ show what has scrolled off; search; copy;
# the program gets nothing of it; new output moves nothing; its end is told.
. "$(dirname "$0")/lib.sh"

unset VISUAL EDITOR
mkdir -p "$XDG_CONFIG_HOME/bgmux"
cat >"$XDG_CONFIG_HOME/bgmux/settings.json" <<-END
	{ "history": { "keys": "vi", "copyCommand": "cat >$T/copied" } }
END

copied() {
	[ "$(cat "$T/copied" 2>/dev/null)" = "$1" ]
}

# A wheel's turn at a place, as a terminal tells it.
wheel() {
	keys -l "$(printf '\033[<%s;5;5M' "$1")"
}

start_outer 60 12
id=$(start hist "seq -f 'line %g' 400; echo 'a wide 漢字 Word'; exec cat")
attach "$id"
wait_for '^a wide'

# A page up from the program's main screen, and down again to it.
keys PgUp
wait_for '\[10/390\]$'
wait_for '^line 390'
keys PgDn
wait_gone '/390\]'
# The wheel.
wheel 64
wait_for '\[3/390\]$'
wheel 65
wait_gone '/390\]'
# By the prefix key; to the top; nothing goes to the program.
keys C-b '['
wait_for '\[0/390\]$'
keys g
wait_for '\[390/390\]$'
wait_for '^line 1 '
keys G
wait_for '\[0/390\]$'

# Search as it is typed, upwards, over the end, and again.
keys '?'
keys -l 'line 12'
wait_for '^\?line 12$'
wait_for '^line 129'
keys Enter
keys n
keys n
wait_for '^line 127'
keys N
keys '/'
keys -l 'no such thing'
wait_for 'no match'
keys Escape
wait_gone "no match"
# Case matters if there is a capital.
keys '/'
keys -l 'WORD'
wait_for 'no match'
keys Escape
wait_gone "no match"
keys '/'
keys -l '漢'
wait_for 'wide'
keys Enter

# Copy a word by the command.
keys v e y
wait_gone '/390\]'
must "the copied text: $(cat "$T/copied")" copied '漢字'

# Lines, and a count of them over the window of what is here.
keys C-b '[' g V G y
all_copied() {
	[ "$(wc -l <"$T/copied")" -eq 402 ]
}
must "all lines: $(wc -l <"$T/copied")" all_copied

# New output does not move what is looked at.
keys C-b '[' g
wait_for '\[39[0-9]/39[0-9]\]$'
bgmux send "$id" 'more to see' >/dev/null || fail "no send"
must "the program does not answer" logs_have "$id" 'more to see'
on_screen '^line 1 ' || fail "the view has moved"
not_on_screen 'more to see' || fail "the view has moved"
keys q
wait_for '^more to see'

# Help.
keys C-b '?'
wait_for 'Detach from the session'
keys q
wait_for '^more to see'

# The end of the session is told, and stays until q.
keys C-b '[' g
wait_for '^line 1 '
bgmux stop "$id" >/dev/null
wait_for '^the session has ended'
on_screen '^line 1 ' || fail "the view has gone"
keys q
wait_for '^status='

# Lines of a job that has ended come when they are looked at.
id=$(start long 'seq -f "row %g." 4000; read x')
attach "$id"
wait_for '^row 4000'
keys C-b '[' k
wait_for '\[0/[0-9]*\]$'
bgmux stop "$id" >/dev/null
wait_for '^the session has ended'
keys g
wait_for '^row 1\.'
keys /
keys -l 'row 1377'
keys Enter
wait_for '^row 1377\.'
keys q
wait_for '^status='

# What an agent's adapter claims is the agent's.
mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters"
cat >"$T/claimer" <<'SH'
#!/bin/sh
seq -f 'line %.0f' 1 100
stty raw -echo
exec cat -v
SH
chmod +x "$T/claimer"
cat >"$XDG_CONFIG_HOME/bgmux/adapters/claimer.json" <<JSON
{ "name": "claimer", "title": "Claimer", "tried": true,
  "binary": ["$T/claimer"], "start": ["{program}"],
  "claims": ["C-o", "wheel"] }
JSON
id=$(bgmux --bg --with claimer --name claimer |
    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
must "no lines" logs_have "$id" '^line 100'
attach "$id"
wait_for '^line 100'
keys C-o
wait_for '\^O'
keys PgUp
wait_gone '^line 100'
keys q
wait_for '\^O'

# When an agent ends its last lines are those that it left on disk.
keys C-b '['
wait_for '\[0/[0-9]*\]$'
bgmux stop claimer >/dev/null || fail "cannot stop"
wait_for '^the session has ended'
keys g
wait_for '^line 1 .*[[][0-9]*.[0-9]*[]]'
keys q
wait_for '^status='
exit 0
