#!/bin/sh
# environment: what a session gets of its client's environment and what not, how
# that is kept for its next start, and where its ssh agent is. Restarts as such
# are in respawn.sh, sessions in sessions in nested.sh.
. "$(dirname "$0")/lib.sh"

# An agent's session with these variables; prints its id.
agent() {
	name=$1
	shift
	out=$(env "$@" "$BUILD/bgmux" --bg --with sh --name "$name") ||
	    fail "cannot start $name"
	echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}

# var ID NAME: what the program of a session has, byte for byte.
var() {
	tr '\0\n' '\n\1' <"/proc/$(field "$1" pid)/environ" |
	    LC_ALL=C sed -n "s/^$2=//p"
}

has_var() {
	tr '\0\n' '\n\1' <"/proc/$(field "$1" pid)/environ" |
	    LC_ALL=C grep -aq "^$2="
}

is_var() {
	got=$(var "$1" "$2")
	[ "$got" = "$3" ] || fail "$2 is '$got', not '$3'"
}

hash=$(bgmux daemon status --json >/dev/null 2>&1; bgmux ls >/dev/null
    bgmux daemon status --json | sed -n 's|.*"socketDir": ".*/\([^/]*\)",*$|\1|p')
runtime=$(bgmux daemon status --json |
    sed -n 's/.*"socketDir": "\(.*\)",*$/\1/p')
bytes=$(printf 'a\377\376\001b')

# Where the file of a session's environment is; nothing if there is none.
kept() {
	for root in "/run/user/$(id -u)" /dev/shm; do
		f="$root/bgmux-$(id -u)/$hash/env/$1"
		[ ! -f "$f" ] || echo "$f"
	done
}

id=$(agent one KEEP=old DISPLAY=:1 BYTES="$bytes" EMPTY= \
    SECRET=sesame-0815 TMUX=x,1,0 STY=1.x TERM_PROGRAM=other \
    KITTY_WINDOW_ID=1 VTE_VERSION=1 COLUMNS=7 CLAUDECODE=1 \
    CLAUDE_CODE_ENTRYPOINT=cli BGMUX_SESSION=00000000 BGMUX_TOKEN=stolen)
is_var "$id" KEEP old
is_var "$id" BYTES "$bytes"
has_var "$id" EMPTY || fail "an empty variable is lost"
for name in TMUX STY KITTY_WINDOW_ID VTE_VERSION COLUMNS CLAUDECODE \
    CLAUDE_CODE_ENTRYPOINT; do
	! has_var "$id" "$name" || fail "$name is passed on"
done
is_var "$id" TERM_PROGRAM bgmux
is_var "$id" BGMUX_SESSION "$id"
is_var "$id" BGMUX_SOCKET "$(field "$id" socket)"
is_var "$id" BGMUX_HOME "$BGMUX_HOME"
is_var "$id" BGMUX_JOB_DIR "$BGMUX_HOME/jobs/$id"
is_var "$id" CLAUDE_JOB_DIR "$BGMUX_HOME/jobs/$id"
[ -d "$BGMUX_HOME/jobs/$id/tmp" ] || fail "the job has no tmp"
token=$(var "$id" BGMUX_TOKEN)
[ ${#token} -eq 32 ] || fail "the token: $token"

# Kept values win, but for the client's own places.
KEEP=new DISPLAY=:2 SECRET=other bgmux respawn one >/dev/null || fail "respawn"
is_var "$id" KEEP old
is_var "$id" BYTES "$bytes"
is_var "$id" SECRET sesame-0815
is_var "$id" DISPLAY :2
[ -z "$(field "$id" reason)" ] || fail "a reason: $(field "$id" reason)"
[ "$(var "$id" BGMUX_TOKEN)" != "$token" ] || fail "the token is the old one"
# Who was started by the last launch cannot speak for this one.
report() {
	BGMUX_SESSION="$id" BGMUX_SOCKET="$(field "$id" socket)" \
	    BGMUX_TOKEN="$1" "$BUILD/bgmux" report --message hello working
}
report "$token" 2>"$T/err" && fail "an old token is taken"
grep -q "^bgmux: .*token" "$T/err" || fail "its refusal: $(cat "$T/err")"
report "$(var "$id" BGMUX_TOKEN)" || fail "the new token is refused"
# A client that lacks one takes nothing away.
env -u DISPLAY "$BUILD/bgmux" respawn one >/dev/null || fail "respawn"
is_var "$id" DISPLAY :2

# Secrets are in no file but that of the environment, which is in memory.
! grep -rqaF sesame-0815 "$BGMUX_HOME" "$runtime" 2>/dev/null ||
    fail "a secret on disk: $(grep -rlaF sesame-0815 "$BGMUX_HOME")"
file=$(kept "$id")
if [ -n "$file" ]; then
	[ "$(stat -c %a "$file")" = 600 ] || fail "$(ls -l "$file")"
	[ "$(stat -f -c %T "$file")" = tmpfs ] || fail "not on a tmpfs"
	kill -KILL "$(supervisor_pid)"
	KEEP=new bgmux respawn one >/dev/null || fail "after a kill: respawn"
	is_var "$id" KEEP old
	# One of no session goes at the next start of the supervisor.
	cp "$file" "$(dirname "$file")/0badc0de"
	bgmux daemon stop --keep-sessions >/dev/null
	bgmux ls >/dev/null
	[ ! -e "$(dirname "$file")/0badc0de" ] || fail "a stale file is left"
	[ -e "$file" ] || fail "the file of a session is gone"
fi
bgmux rm one >/dev/null || fail "rm"
[ -z "$(kept "$id")" ] || fail "rm left $(kept "$id")"

# A shell job's is not kept: it is never run again.
id=$(start job 'exec cat')
[ -z "$(kept "$id")" ] || fail "a job's environment is kept"

# In the supervisor alone, if the person wants it so. Where it is lost, the one
# who restarts gives another, and the row says so.
mkdir -p "$XDG_CONFIG_HOME/bgmux"
echo '{"environment": {"store": "memory", "update": ["CHOSEN"]}}' \
    >"$XDG_CONFIG_HOME/bgmux/settings.json"
id=$(agent two KEEP=old DISPLAY=:1 CHOSEN=1)
[ -z "$(kept "$id")" ] || fail "memory, and yet $(kept "$id")"
KEEP=new DISPLAY=:2 CHOSEN=2 bgmux respawn two >/dev/null || fail "respawn"
is_var "$id" KEEP old
is_var "$id" DISPLAY :1
is_var "$id" CHOSEN 2
kill -KILL "$(supervisor_pid)"
KEEP=new BYTES="$bytes" CLAUDECODE=1 bgmux respawn two >/dev/null ||
    fail "respawn without an environment"
is_var "$id" KEEP new
is_var "$id" BYTES "$bytes"
! has_var "$id" CLAUDECODE || fail "CLAUDECODE at a restart"
field "$id" reason | grep -q 'environment was not kept' ||
    fail "the row does not say it: $(field "$id" reason)"
rm "$XDG_CONFIG_HOME/bgmux/settings.json"

# The ssh agent: one path, which leads to that of the client who came last. The
# hosts' sockets are sockets of ours like any.
a=$(field "$(start a 'exec cat')" socket)
b=$(field "$(start b 'exec cat')" socket)
id=$(agent ssh SSH_AUTH_SOCK="$a")
is_var "$id" SSH_AUTH_SOCK "$runtime/ssh-agent"
points_to() {
	[ "$(readlink "$runtime/ssh-agent")" = "$1" ]
}
points_to "$a" || fail "the link: $(readlink "$runtime/ssh-agent")"
none=$(env -u SSH_AUTH_SOCK "$BUILD/bgmux" --bg --name none --exec 'exec cat' |
    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
! has_var "$none" SSH_AUTH_SOCK || fail "an agent out of nothing"
dead=$(agent lost SSH_AUTH_SOCK="$T/none")
is_var "$dead" SSH_AUTH_SOCK "$T/none"
points_to "$a" || fail "a dead socket was taken"
start_outer 80 24
type_line "clear; SSH_AUTH_SOCK=$b $BUILD/bgmux attach ssh"
must "attach does not move the link" points_to "$b"
wait_for '❯'
keys C-b d
wait_for '^\[detached'
# What the session has in it is the link itself: that is no news.
inner=$(env SSH_AUTH_SOCK="$runtime/ssh-agent" "$BUILD/bgmux" --bg \
    --name inner --exec 'exec cat' |
    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
is_var "$inner" SSH_AUTH_SOCK "$runtime/ssh-agent"
points_to "$b" || fail "the link leads to itself"
SSH_AUTH_SOCK="$T/none" bgmux respawn ssh >/dev/null || fail "respawn"
is_var "$id" SSH_AUTH_SOCK "$runtime/ssh-agent"
SSH_AUTH_SOCK="$a" bgmux respawn lost >/dev/null || fail "respawn"
is_var "$dead" SSH_AUTH_SOCK "$runtime/ssh-agent"
points_to "$a" || fail "respawn does not move the link"

# Nothing is left of it all but what ended sessions may need again.
for name in two ssh lost; do
	bgmux rm "$name" >/dev/null || fail "rm $name"
done
bgmux daemon stop >/dev/null
no_link() {
	[ ! -L "$runtime/ssh-agent" ]
}
must "the link is left" no_link
for root in "/run/user/$(id -u)" /dev/shm; do
	[ ! -e "$root/bgmux-$(id -u)/$hash" ] || fail "a directory is left"
done
exit 0
