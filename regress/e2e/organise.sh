#!/bin/sh
# organise: names, pins, tags and archived sessions are on record at once: a
# SIGKILL of the supervisor after each change loses none. Neighbours: names.sh.
. "$(dirname "$0")/lib.sh"

kill_it() {
	pid=$(supervisor_pid)
	[ -n "$pid" ] || fail "no supervisor"
	kill -KILL "$pid"
	must "the killed one is gone" gone "$pid"
}
listed() {
	bgmux ls "$@" | sed 1d | awk '{ printf "%s ", $2 }'
}

a=$(start a 'exec cat')
b=$(start b 'exec cat')
c=$(start c 'exec cat')
[ "$(listed)" = "c b a " ] || fail "newest first: $(listed)"

# Pinned first, the newest pin on top; unpinned back to their age's place.
[ "$(bgmux pin a)" = "pinned $a" ] || fail "pin"
kill_it
[ "$(listed)" = "a c b " ] || fail "pinned first: $(listed)"
bgmux pin b >/dev/null || fail "pin b"
d=$(start d 'exec cat')
kill_it
[ "$(listed)" = "b a d c " ] || fail "two pins: $(listed)"
bgmux unpin a b >/dev/null || fail "unpin"
kill_it
[ "$(listed)" = "d c b a " ] || fail "unpinned: $(listed)"

# Names: unique, cleaned, known to the host as well.
[ "$(bgmux rename a c)" = "renamed $a c (2)" ] || fail "rename to a taken name"
[ "$(bgmux rename "$a" "$(printf 'n\033[2Jew')")" = "renamed $a n[2Jew" ] ||
    fail "a name with a control"
bgmux rename "$a" "$(printf '\033')" >/dev/null 2>&1 && fail "an empty name"
[ "$(bgmux rename "$a" e)" = "renamed $a e" ] || fail "rename"
kill_it
bgmux logs e >/dev/null || fail "the new name is lost"
bgmux logs a >/dev/null 2>&1 && fail "the old name is known"
# A host that was not told of it is told when it is found again.
pid=$(supervisor_pid)
host=$(field "$a" hostPid)
kill -STOP "$host"
bgmux rename "$a" f >/dev/null || fail "rename with a stopped host"
kill -KILL "$pid"
must "the killed one is gone" gone "$pid"
kill -CONT "$host"
rm -f "$BGMUX_HOME/jobs/$a/state.json"
name_of_host() {
	[ "$(field "$a" name)" = "$1" ]
}
must "the host has a name" name_of_host f

# Tags.
[ "$(bgmux --bg --tag x --tag y --tag x --name g --exec 'exec cat' |
    sed -n '1s/.* //p')" = g ] || fail "--tag"
[ "$(bgmux tag g | tr '\n' ' ')" = "x y " ] || fail "tags: $(bgmux tag g)"
[ "$(bgmux tag g +z -x w | tr '\n' ' ')" = "y z w " ] || fail "tag"
kill_it
[ "$(bgmux tag g | tr '\n' ' ')" = "y z w " ] || fail "the tags are lost"
[ "$(listed --tag y --tag w)" = "g " ] || fail "ls --tag: $(listed --tag y)"
[ -z "$(bgmux ls --json --tag x | tr -d '[]\n ')" ] || fail "ls --tag x"
bgmux tag g 'no tag' 2>&1 | grep -q "'no tag' is no tag" || fail "a bad tag"
bgmux --bg --tag a/b --exec true 2>&1 | grep -q "'a/b' is no tag" ||
    fail "--tag a/b"
i=0
set --
while [ $i -lt 17 ]; do
	i=$((i + 1))
	set -- "$@" "t$i"
done
bgmux tag "$d" "$@" 2>&1 | grep -q "more than 16 tags" || fail "17 tags"
[ -z "$(bgmux tag "$d")" ] || fail "some of 17 tags were taken"

# Archived sessions live on, unlisted.
worker=$(field "$c" pid)
bgmux archive c >/dev/null || fail "archive"
kill_it
listed | grep -q 'c ' && fail "archived and listed"
listed --all | grep -q 'c ' || fail "archived and not in --all"
[ "$(field "$c" archived)" = true ] || fail "archived: $(field "$c" archived)"
gone "$worker" && fail "its process has ended"
bgmux send c --key Enter still >/dev/null || fail "send to an archived one"
bgmux unarchive c >/dev/null || fail "unarchive"
kill_it
listed | grep -q 'c ' || fail "unarchived and not listed"
bgmux pin nobody "$b" >/dev/null 2>&1 && fail "pin of nobody"
[ "$(field "$b" pinned)" = true ] || fail "the others of a list are left out"
exit 0
