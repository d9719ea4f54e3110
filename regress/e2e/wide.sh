#!/bin/sh
# wide: wide and combining characters and clusters, whole and cropped in the
# middle of one.
. "$(dirname "$0")/lib.sh"

# 1 column of text, then wide ones from column 2 on: odd edges cut them.
printf 'a日本語日本語\r\ne\314\201 o\314\210 한국어\r\n👩‍🚀|🇩🇪|\r\n' >"$T/text"
start_outer 80 24
at second
start_outer 6 5
id=$(start wide "stty raw -echo; cat $T/text; exec cat")
at first
attach "$id"
wait_for '^a日本語日本語$'
wait_for '^e. o. 한국어$'
at second
attach "$id"
# Columns 1 to 6: a, two and a half wide ones; the half is not shown.
wait_for '^a日本$'
wait_for '^e. o. 한$'
at first
keys -l '漢字'
wait_for '^漢字$'
at second
wait_for '^漢字$'
# The cursor moves to the right: columns 2 to 7, and half a character left.
at first
keys -l 'xyz'
wait_for '^漢字xyz$'
at second
wait_for '字xyz'
not_on_screen '^a' || fail "not panned: $(screen)"
must "cut at odd columns: $(screen)" on_screen '^ 本語$'
keys C-b d
at first
keys C-b d
wait_for '^status=0$'
exit 0
