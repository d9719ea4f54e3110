#!/bin/sh
# prs: the address of a pull request that a session prints is on its row: whole,
# wrapped, behind other text, as a link, and by what has scrolled off or ended.
# Reported ones: report.sh, agents-golden.sh.
. "$(dirname "$0")/lib.sh"

url=https://github.com/o/r/pull
# prs_of ID: its addresses, with commas.
prs_of() {
	bgmux agents --json --all | tr -d ' \n' | sed 's/},{/\n/g' |
	    sed -n "/\"id\":\"$1\"/s/.*\"prs\":\[\([^]]*\)\].*/\1/p" | tr -d '"'
}
has_prs() {
	[ "$(prs_of "$1")" = "$2" ]
}
expect_prs() {
	until_true has_prs "$1" "$2" || fail "$(prs_of "$1") is not $2"
}

plain=$(start plain "echo 'opened ($url/12).'; echo again $url/12/files;
    echo $url/new/branch; exec cat")
expect_prs "$plain" "$url/12"
# In a terminal of 120 columns it goes on in the next row.
wrapped=$(start wrapped "printf '%0100d $url/1234 is it\n' 0; exec cat")
expect_prs "$wrapped" "$url/1234"
# A program that breaks lines by itself may have cut it: it is none.
cut=$(start cut "printf '%090d $url/12\r\n34\n$url/7\n' 0; exec cat")
expect_prs "$cut" "$url/7"
link=$(start link "printf '\033]8;;$url/9#top\033\\\\the PR\033]8;;\033\\\\\n'; exec cat")
expect_prs "$link" "$url/9"
# Short-lived, and scrolled off before anybody looks.
ended=$(start ended "echo $url/3; seq 1 300; echo https://gitlab.com/g/p/-/merge_requests/4")
must "not done" has_state "$ended" "done"
expect_prs "$ended" "$url/3,https://gitlab.com/g/p/-/merge_requests/4"
# Reported ones come first, and are there once.
both=$(start both "'$BUILD/bgmux' report working --pr $url/6 --pr $url/5
    echo $url/4 $url/5; exec cat")
expect_prs "$both" "$url/6,$url/5,$url/4"
# Not without end.
many=$(start many "for i in \$(seq 1 40); do echo $url/\$i; done; exec cat")
sixteen() {
	[ "$(prs_of "$many" | tr ',' '\n' | wc -l)" -eq 16 ]
}
must "not 16" sixteen

# It is found again by its number, and waits for review.
start_outer 100 24
type_line "$BUILD/bgmux"
wait_for '^Ready for review'
wait_for '^. ∙ ended  .* 2 PRs '
wait_for '^. [^ ] plain  .* PR #12 '
keys -l '#1234'
wait_for '^❯ [^ ] wrapped  .* PR #1234 '
wait_gone ' plain '
keys C-c C-c
wait_gone '^bgmux 0'
exit 0
