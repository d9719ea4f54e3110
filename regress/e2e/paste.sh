#!/bin/sh
# paste: pastes arrive whole: with control bytes, which are no keys of ours, in
# brackets only where the program wants them, and 16 MiB to a program that does
# not read for a while.
. "$(dirname "$0")/lib.sh"

start_outer 80 24
# collect NAME COUNT BEFORE: a job that keeps so many bytes of its input.
collect() {
	start "$1" "stty raw -echo; printf '${3}ready\\r\\n'
	    read -r x <$T/go; head -c $2 >$T/$1; printf 'got it\\r\\n'; exec cat"
}

rm -f "$T/go"
mkfifo "$T/go"
printf 'one\tC-b d:\002d C-c:\003 del:\177 end' >"$T/control"
n=$(wc -c <"$T/control")
id=$(collect plain "$n" '')
attach "$id"
wait_for '^ready'
echo >"$T/go"
paste "$T/control"
wait_for '^got it'
cmp "$T/plain" "$T/control" || fail "plain: $(od -c "$T/plain")"
keys C-b d
wait_for '^status=0$'

id=$(collect brackets $((n + 12)) '\033[?2004h')
attach "$id"
wait_for '^ready'
echo >"$T/go"
paste "$T/control"
wait_for '^got it'
{
	printf '\033[200~'
	cat "$T/control"
	printf '\033[201~'
} | cmp - "$T/brackets" || fail "brackets: $(od -c "$T/brackets")"
keys C-b d
wait_for '^status=0$'

# More than the host queues, before the program reads any of it.
size=$((16 << 20))
head -c $((12 << 20)) /dev/urandom | base64 -w0 >"$T/large"
[ "$(wc -c <"$T/large")" -eq $size ] || fatal "not 16 MiB"
id=$(collect long $size '')
attach "$id"
wait_for '^ready'
paste "$T/large"
must "the queue never fills" \
    grep -q 'input waits' "$BGMUX_HOME/jobs/$id/host.log"
echo >"$T/go"
wait_for '^got it'
cmp "$T/long" "$T/large" || fail "16 MiB did not arrive whole"
keys C-b d
wait_for '^status=0$'
exit 0
