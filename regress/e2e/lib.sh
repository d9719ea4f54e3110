# lib: what every story uses. Sourced; not run.
#
# A story has a folder of its own for state, sockets and the outer tmux, so all
# of them can run at once. It ends what it started, by pid, and fails if a
# process, a socket or a sanitizer's report is left behind.
#
# Environment: BUILD (the build tree), SRC (the source tree), VERBOSE.

set -u

: "${BUILD:=$(pwd)}"
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${DEADLINE:=30}"		# seconds for any one condition
story=$(basename "$0" .sh)

unset TMUX TMUX_PANE STY BGMUX_SESSION BGMUX_SOCKET BGMUX_TOKEN CLAUDECODE
export LC_ALL=C.UTF-8
export TERM=xterm-256color
export TZ=UTC
export SHELL=/bin/sh
export HISTFILE=/dev/null

T=$(mktemp -d "${TMPDIR:-/tmp}/bgt.XXXXXX") || exit 99
export T
export BGMUX_HOME="$T/state"
export BGMUX_RUNTIME_DIR="$T/run"
export HOME="$T/home"
export XDG_CONFIG_HOME="$T/config"
mkdir -p "$BGMUX_RUNTIME_DIR" "$HOME" "$XDG_CONFIG_HOME" "$T/san"
chmod 700 "$BGMUX_RUNTIME_DIR"
export ASAN_OPTIONS="log_path=$T/san/asan:detect_leaks=${LEAKS:-1}:abort_on_error=0"
export UBSAN_OPTIONS="log_path=$T/san/ubsan:print_stacktrace=1"
export TMUX_TMPDIR="$T"	# no other server, of a story that was killed, is met
outer="bgt-$$"
first=$outer second="$outer-2"	# the outer terminals, see at
stopped=			# what a story has stopped: continued at its end
failed=0

bgmux() {
	"$BUILD/bgmux" "$@"
}

say() {
	[ -z "${VERBOSE-}" ] || echo "$story: $*"
}

# The first failure keeps the logs and screens; the story goes on to the trap.
fail() {
	echo "FAIL: $story: $*"
	failed=1
	exit 1
}

fatal() {
	echo "ERROR: $story: $*"
	failed=1
	exit 99
}

skip() {
	echo "SKIP: $story: $*"
	trap - EXIT
	finish_quietly
	exit 77
}

# need PROGRAM...: files; "screen" is a verb here as well.
need() {
	for program in "$@"; do
		case $(unset -f "$program"; command -v "$program") in
		/*) ;;
		*) skip "no $program" ;;
		esac
	done
}

# Processes of this story: their environment names its state directory.
left_behind() {
	ours=$(sid_of $$)
	grep -lzxF "BGMUX_HOME=$BGMUX_HOME" /proc/[0-9]*/environ 2>/dev/null |
	    sed 's|^/proc/\([0-9]*\)/environ$|\1|' | while read -r pid; do
		# What is of this script's own session is the script.
		sid=$(sid_of "$pid")
		[ -z "$sid" ] || [ "$sid" = "$ours" ] || echo "$pid"
	done
}

# The terminal session of a process; nothing if it is gone.
sid_of() {
	sed 's/.*) [A-Za-z] [0-9-]* [0-9-]* \([0-9-]*\) .*/\1/' \
	    "/proc/$1/stat" 2>/dev/null
}

# What a story that mounts has mounted; its mounts are its own.
unmount_all() {
	[ -z "${OWN_MOUNTS-}" ] || umount -l "$BGMUX_HOME" 2>/dev/null
}

# own_mounts: go on in mounts of our own, so that none outlives the story.
own_mounts() {
	[ -z "${OWN_MOUNTS-}" ] || return 0
	flags=-m
	[ "$(id -u)" -eq 0 ] || flags=-rm
	unshare "$flags" mount -t tmpfs none "$T/home" 2>/dev/null ||
	    skip "no mounts of our own here"
	rm -rf "$T"
	OWN_MOUNTS=1 exec unshare "$flags" "$0"
}

# need_hooks: a story that needs a build with --enable-test-hooks.
need_hooks() {
	grep -q '^#define TEST_HOOKS 1' "$BUILD/config.h" ||
	    skip "no test hooks in this build"
	export BGMUX_TEST_FAULTS="$T/faults"
}

# refused WORDS COMMAND...: it fails at once with one line that has them.
refused() {
	words=$1
	shift
	if out=$(timeout 20 "$@" 2>&1); then
		fail "not refused: $*: $out"
	fi
	[ "$(echo "$out" | wc -l)" -eq 1 ] || fail "not one line: $*: $out"
	echo "$out" | grep -q "^bgmux: .*$words" ||
	    fail "no '$words' from $*: $out"
}

# The outer terminals, which may be stopped.
kill_outer() {
	# shellcheck disable=SC2086 # several processes
	[ -z "$stopped" ] || kill -CONT $stopped 2>/dev/null
	tmux -L "$first" kill-server >/dev/null 2>&1
	tmux -L "$second" kill-server >/dev/null 2>&1
}

# Those of agents are kept in memory, under the name of the socket directory.
forget_environments() {
	for dir in "$BGMUX_RUNTIME_DIR"/*/; do
		[ -d "$dir" ] || continue
		for root in "/run/user/$(id -u)" /dev/shm; do
			rm -rf "$root/bgmux-$(id -u)/$(basename "$dir")"
		done
	done
}

finish_quietly() {
	kill_outer
	for pid in $(left_behind); do
		kill -KILL "$pid" 2>/dev/null
	done
	unmount_all
	forget_environments
	rm -rf "$T"
}

show_failure() {
	echo "--- the last screen"
	tmux -L "$outer" capture-pane -p 2>/dev/null
	echo "--- sessions"
	timeout 5 "$BUILD/bgmux" ls --all 2>&1
	for f in "$BGMUX_HOME"/daemon.log "$BGMUX_HOME"/jobs/*/host.log; do
		[ -f "$f" ] || continue
		echo "--- $f"
		tail -n 40 "$f"
	done
}

# Nothing of this story may be left after its supervisor and sessions ended.
nobody_left() {
	[ -z "$(left_behind)" ]
}

finish() {
	status=$?
	trap - EXIT INT TERM
	[ "$status" -eq 0 ] || [ "$failed" -eq 1 ] || {
		echo "FAIL: $story: exit status $status"
	}
	[ "$status" -eq 0 ] || show_failure
	kill_outer
	timeout 60 "$BUILD/bgmux" daemon stop >/dev/null 2>&1
	if [ "$status" -eq 0 ] && ! until_true nobody_left; then
		echo "FAIL: $story: left running:"
		for pid in $(left_behind); do
			echo "$pid $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline")"
		done
		status=1
	fi
	for pid in $(left_behind); do
		kill -KILL "$pid" 2>/dev/null
	done
	for f in "$T"/san/*; do
		[ -f "$f" ] || continue
		echo "FAIL: $story: a sanitizer's report"
		head -n 60 "$f"
		status=1
	done
	if [ "$status" -eq 0 ] || [ -z "${KEEP-}" ]; then
		unmount_all
		forget_environments
		rm -rf "$T"
	else
		echo "kept: $T"
	fi
	exit "$status"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

# until_true COMMAND...: until it succeeds, at most DEADLINE seconds.
until_true() {
	end=$(($(date +%s) + DEADLINE))
	while :; do
		if "$@"; then
			return 0
		fi
		[ "$(date +%s)" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# must WHAT COMMAND...: as until_true, or the story fails.
must() {
	what=$1
	shift
	until_true "$@" || fail "$what"
}

# --- the outer terminal

# start_outer COLS ROWS [COMMAND]: a tmux of that size with one window.
start_outer() {
	need tmux
	tmux -L "$outer" -f /dev/null new-session -d -x "$1" -y "$2" \
	    "${3:-env -u TMUX -u TMUX_PANE PS1='$ ' sh}" \; set -g status off \
	    \; set -g escape-time 0 >/dev/null || fatal "tmux does not start"
	tmux -L "$outer" resize-window -x "$1" -y "$2" >/dev/null 2>&1
	[ $# -gt 2 ] || must "the outer shell's prompt" on_screen '^\$'
}

# at first|second: the outer terminal that the verbs mean from now on.
at() {
	case $1 in
	first) outer=$first ;;
	second) outer=$second ;;
	esac
}

# The processes of the outer terminal: itself, and the innermost that runs in
# it.
outer_pid() {
	tmux -L "$outer" display-message -p '#{pid}'
}

client_pid() {
	child=$(tmux -L "$outer" display-message -p '#{pane_pid}')
	while [ -n "$child" ]; do
		leaf=$child
		read -r child _ <"/proc/$leaf/task/$leaf/children"
	done
	echo "$leaf"
}

# Close it, with all that runs in it.
close_outer() {
	outer_was=$(outer_pid)
	tmux -L "$outer" kill-server
	must "the outer terminal does not close" gone "$outer_was"
}

resize() {
	tmux -L "$outer" resize-window -x "$1" -y "$2"
}

# paste FILE: as a person does, in brackets if the program wants them.
paste() {
	tmux -L "$outer" load-buffer "$1" &&
	    tmux -L "$outer" paste-buffer -p
}

# keys KEY...: as tmux send-keys.
keys() {
	tmux -L "$outer" send-keys "$@"
}

# type TEXT: literally, and Enter.
type_line() {
	tmux -L "$outer" send-keys -l -- "$1"
	tmux -L "$outer" send-keys Enter
}

# The outer screen as text; with -e with attributes.
screen() {
	tmux -L "$outer" capture-pane -p "$@"
}

# The outer screen, each run of one look with that look in front: {bold dim
# underlined inverse foreground,background}. Ages are AGE: they move on. tmux tells the same look in more than one way.
looks() {
	screen -e | LC_ALL=C awk '
	function sgr(s,    n, p, i) {
		if (s == "") s = "0"
		n = split(s, p, ";")
		for (i = 1; i <= n; i++) {
			if (p[i] == 0) bold = dim = ul = inv = fg = bg = ""
			else if (p[i] == 1) bold = "b"
			else if (p[i] == 2) dim = "d"
			else if (p[i] == 22) bold = dim = ""
			else if (p[i] == 4) ul = "u"
			else if (p[i] == 24) ul = ""
			else if (p[i] == 7) inv = "i"
			else if (p[i] == 27) inv = ""
			else if (p[i] == 39) fg = ""
			else if (p[i] == 49) bg = ""
			else if (p[i] == 38) { fg = p[i + 2]; i += 2 }
			else if (p[i] == 48) { bg = p[i + 2]; i += 2 }
			else if (p[i] >= 40 && p[i] < 48) bg = p[i]
			else fg = p[i]
		}
	}
	{
		out = ""
		line = $0
		while (match(line, /\033\[[0-9;]*m|\033[^[]|\033\]8;[^\033]*\033\\/)) {
			if (RSTART > 1)
				out = out "{" bold dim ul inv fg "," bg "}" \
				    substr(line, 1, RSTART - 1)
			code = substr(line, RSTART, RLENGTH)
			line = substr(line, RSTART + RLENGTH)
			if (code ~ /m$/)
				sgr(substr(code, 3, length(code) - 3))
		}
		if (line != "")
			out = out "{" bold dim ul inv fg "," bg "}" line
		# Runs that look alike, blanks at the end, ages.
		while (match(out, /\{[^}]*\}/)) {
			tag = substr(out, RSTART, RLENGTH)
			text = substr(out, RSTART + RLENGTH)
			out = text
			if (match(text, /\{[^}]*\}/)) {
				out = substr(text, RSTART)
				text = substr(text, 1, RSTART - 1)
			} else
				out = ""
			res = res (tag == last ? "" : tag) text
			last = tag
		}
		sub(/(\{,\})? *$/, "", res)
		# At the end of a row an age of any length stands for three.
		if (match(res, / *(\{[^}]*\})?[0-9]+[smh]$/)) {
			tail = substr(res, RSTART)
			res = substr(res, 1, RSTART - 1)
			tag = ""
			if (match(tail, /\{[^}]*\}/))
				tag = substr(tail, RSTART, RLENGTH)
			n = length(tail) - length(tag) - 3
			res = res sprintf("%" (n > 0 ? n : 0) "s", "") tag "AGE"
		}
		gsub(/ *[0-9]+[smh]($|[ {])/, " AGE", res)
		print res
		res = last = ""
	}'
}

# looks_like NAME: as it is in golden/NAME; GENERATE=1 writes that.
looks_like() {
	golden=$SRC/regress/e2e/golden/$1
	if [ -n "${GENERATE-}" ]; then
		mkdir -p "$SRC/regress/e2e/golden"
		looks >"$golden"
	fi
	looks | cmp -s - "$golden"
}

expect_golden() {
	until_true looks_like "$1" || {
		looks | diff "$golden" -
		fail "the screen is not $golden"
	}
}

cursor() {
	tmux -L "$outer" display-message -p \
	    '#{cursor_x},#{cursor_y},#{cursor_flag}'
}

on_screen() {
	screen | grep -qE -- "$1"
}

not_on_screen() {
	! on_screen "$1"
}

wait_for() {
	must "the screen never showed: $1" on_screen "$1"
}

wait_gone() {
	must "the screen still shows: $1" not_on_screen "$1"
}

# --- sessions

# start NAME COMMAND: a job; prints its id.
start() {
	out=$(bgmux --bg --name "$1" --exec "$2") || return 1
	echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}

# field ID NAME: one member of a session object, by text.
field() {
	bgmux agents --json --all | awk -v id="$1" -v key="\"$2\":" '
	    /^  \{/ { n++ }
	    { line[n] = line[n] "\n" $0 }
	    END { for (i in line) if (index(line[i], "\"id\": \"" id "\"")) {
		m = split(line[i], l, "\n")
		for (j = 1; j <= m; j++) { s = l[j]; sub(/^ */, "", s)
			if (index(s, key) == 1) {
				s = substr(s, length(key) + 2)
				sub(/,$/, "", s); gsub(/^"|"$/, "", s)
				print s } } } }'
}

has_state() {
	[ "$(field "$1" state)" = "$2" ]
}

logs_have() {
	bgmux logs "$1" 2>/dev/null | grep -qE -- "$2"
}

supervisor_pid() {
	bgmux daemon status --json 2>/dev/null |
	    sed -n 's/^ *"pid": \([0-9]*\),*$/\1/p'
}

# Ended; a zombie that its parent has not waited for yet has ended too.
gone() {
	case $(sed -n 's/^State:[[:space:]]*//p' "/proc/$1/status" \
	    2>/dev/null) in
	'' | Z*) return 0 ;;
	esac
	return 1
}

has_kind() {
	[ "$(field "$1" kind)" = "$2" ]
}

has_size() {
	[ "$(field "$1" terminal)" = "$2" ]
}

# attach ID [FLAG...]: in the outer terminal; it has as many views then.
attach() {
	nviews=$(($(views "$1") + 1))
	type_line "clear; $BUILD/bgmux attach $*; echo status=\$?"
	must "attach: not $nviews views" viewed "$1" "$nviews"
}

# How many views the host of a session has.
views() {
	field "$1" views
}

viewed() {
	[ "$(views "$1")" = "$2" ]
}
