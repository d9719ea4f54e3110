#!/bin/sh
# check-agents: make check-agents [AGENTS="codex pi"]; real agent CLIs, from
# npm, in bgmux, with a scripted model (model.mjs) in place of a real one, and
# without a network where the system lets us go without. Prints a table: what
# bgmux saw and did of each agent. Not part of make check.
#
# Environment: BUILD, SRC; AGENTS (which, default all); AGENTS_DIR (where
# they are installed, kept between runs); VERBOSE.

: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$SRC/build}"
: "${AGENTS:=claude codex opencode gemini pi qwen copilot}"
: "${AGENTS_DIR:=$BUILD/regress/agents/node}"
: "${DEADLINE:=90}"
export SRC BUILD AGENTS AGENTS_DIR DEADLINE

# What is installed: package and version that the adapters were made for.
package() {
	case $1 in
	claude) echo @anthropic-ai/claude-code@2.1.330 ;;
	codex) echo @openai/codex@0.169.0 ;;
	opencode) echo opencode-ai@1.18.33 ;;
	gemini) echo @google/gemini-cli@0.61.0 ;;
	pi) echo @earendil-works/pi-coding-agent@0.87.1 ;;
	qwen) echo @qwen-code/qwen-code@0.24.4 ;;
	copilot) echo @github/copilot@1.0.102 ;;
	node) echo node@22 ;;
	esac
}

# bin NAME: the directory of its program.
bin() {
	echo "$AGENTS_DIR/$1/node_modules/.bin"
}

# The version that is there, which is not always the one above.
version() {
	name=$(package "$1")
	sed -n 's/^[[:space:]]*"version": *"\([^"]*\)".*/\1/p' \
	    "$AGENTS_DIR/$1/node_modules/${name%@*}/package.json" | head -n 1
}

# install NAME: 0 if it is there afterwards.
install() {
	dir=$AGENTS_DIR/$1
	[ ! -x "$(bin "$1")/$1" ] || return 0
	mkdir -p "$dir" && (cd "$dir" && npm install --silent --no-audit \
	    --no-fund --no-package-lock --prefix . "$(package "$1")") \
	    >"$dir/install.log" 2>&1
	[ -x "$(bin "$1")/$1" ]
}

# Before the network is gone.
if [ -z "${AGENTS_INSIDE-}" ]; then
	for tool in node npm tmux; do
		command -v $tool >/dev/null || {
			echo "SKIP: no $tool"
			exit 77
		}
	done
	have=
	install node || echo "SKIP node: npm cannot install it"
	for agent in $AGENTS; do
		if install "$agent"; then
			have="$have $agent"
		else
			echo "SKIP $agent: npm cannot install it"
		fi
	done
	[ -n "$have" ] || exit 77
	AGENTS=$have AGENTS_INSIDE=1
	export AGENTS_INSIDE
	# A network of our own, with the loopback interface alone.
	flags=-n
	[ "$(id -u)" -eq 0 ] || flags=-rn
	if unshare "$flags" ip link set lo up 2>/dev/null; then
		# shellcheck disable=SC2016 # for the inner shell
		exec unshare "$flags" sh -c \
		    'ip link set lo up && exec sh "$0"' "$0"
	fi
	echo "note: no network namespace here; the network is as it is"
fi

# Not below a directory that all may write: Gemini refuses settings there.
TMPDIR=$AGENTS_DIR
export TMPDIR
. "$SRC/regress/e2e/lib.sh"
# What agents leave there goes with the run.
TMPDIR=$T/tmp
mkdir "$TMPDIR"

for agent in node $AGENTS; do
	PATH=$(bin "$agent"):$PATH
done
export PATH
project=$T/project
mkdir -p "$project"
git -C "$project" init -q 2>/dev/null

# ---- the model

node "$SRC/regress/agents/model.mjs" "$T/port" "$T/model.log" &
model=$!
trap 'status=$?; kill $model 2>/dev/null; (exit $status); finish' EXIT
must "the scripted model does not listen" test -s "$T/port"
url=http://127.0.0.1:$(cat "$T/port")

release() {
	node -e "fetch('$url/release', { method: 'POST' })"
}

. "$SRC/regress/agents/setups.sh"

# ---- one cell of the table each; they go on in the session of the first

now() {
	date +%s%3N
}

# What a cell takes is counted from here: what caused it comes next.
mark() {
	began=$(now)
}

state() {
	bgmux wait "$id" --until "$1" --timeout "$DEADLINE" >/dev/null
}

# The last part of the screen has it.
shows() {
	bgmux logs "$id" --screen | tr '\n' ' ' | tr -s ' ' | grep -qF -- "$1"
}

# tell TEXT, or tell --key KEY ..., tell --option N
tell() {
	case $1 in
	--*) ;;
	*) set -- --submit "$1" ;;
	esac
	bgmux send "$id" "$@" >"$T/receipt" 2>&1
}

# A person's own terminal on it: look, and leave by keys.
look() {
	type_line "clear; $BUILD/bgmux attach $id; echo status=\$?"
	until_true viewed "$id" 1 && until_true on_screen "$1"
}

leave() {
	keys C-b d
	until_true on_screen '^status=0' && until_true viewed "$id" 0
}

cell_start() {
	rm -f "$project"/*.txt
	# shellcheck disable=SC2046 # several words
	out=$(cd "$project" && bgmux --bg --with "$agent" --size 110x32 \
	    $(mode "$agent") --name "$agent-1" "say first" \
	    $(own_words "$agent")) || return 1
	id=$(echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
	until_true shows "You said: say first" && state "done"
}

cell_working() {
	mark
	tell "slow please" && state working
}

# Its work goes on when nobody looks any more.
cell_detach() {
	until_true shows "Working through" && pid=$(field "$id" pid) &&
	    look "Working through" || return 1
	mark
	leave && [ "$(field "$id" pid)" = "$pid" ] && has_state "$id" working
}

cell_esc() {
	until_true shows "Working through" || return 1
	mark
	# shellcheck disable=SC2046 # several words
	tell $(interrupt "$agent") && state idle || return 1
	# It gives the interrupted prompt back to be edited.
	[ "$agent" != qwen ] || tell --key C-u
}

# A dialog is on the screen, not just told of.
asks() {
	state blocked && until_true has_dialog &&
	    [ "$(field "$id" waitingFor)" = "$1" ]
}

has_dialog() {
	[ -n "$(field "$id" dialog)" ]
}

no_dialog() {
	! has_dialog
}

cell_permission() {
	mark
	tell "touch one.txt" && asks "permission prompt"
}

cell_answered() {
	mark
	tell --option 1 && until_true test -f "$project/one.txt" && state "done"
}

# Answered by the person's own key, at a terminal.
cell_byhand() {
	tell "touch two.txt" && asks "permission prompt" || return 1
	look "two[.]txt" || return 1
	# Dialogs take no key in their first moments, and people read first.
	sleep 1
	mark
	# shellcheck disable=SC2046 # several words
	keys $(allow "$agent")
	until_true test -f "$project/two.txt" && state "done" &&
	    took=$(($(now) - began)) && leave && began=$(($(now) - took))
}

cell_denied() {
	tell "touch three.txt" && asks "permission prompt" || return 1
	mark
	tell --key "$(deny "$agent")" && state "$(denied "$agent")" &&
	    until_true no_dialog && [ ! -f "$project/three.txt" ]
}

cell_question() {
	key=$(questions_key "$agent")
	if [ -n "$key" ]; then
		tell --key "$key" &&
		    until_true shows "$(questions_mode "$agent")" || return 1
	fi
	mark
	tell "ask me" && asks "input needed"
}

cell_chosen() {
	mark
	tell --option 2 && until_true shows PostgreSQL && state "done"
}

cell_error() {
	mark
	tell "error 400 please" && state failed
}

cell_done() {
	mark
	tell "say after" && until_true shows "You said: say after" &&
	    state "done"
}

another_than() {
	now=$(field "$id" pid)
	[ -n "$now" ] && [ "$now" != "$1" ]
}

# It died at work: it goes on by itself, once, and its task is not sent again.
cell_revived() {
	conversation=$(field "$id" sessionId)
	tell "slow again" && state working || return 1
	pid=$(field "$id" pid)
	mark
	kill -KILL "$pid" && until_true another_than "$pid" &&
	    until_true shows "$(recalls "$agent")" && state idle,done &&
	    field "$id" reason | grep -q "^it died .* and was resumed" &&
	    [ "$(field "$id" sessionId)" = "$conversation" ]
}

# And once more, soon: it has failed.
cell_killed() {
	tell "slow for long" && state working || return 1
	mark
	kill -KILL "$(field "$id" pid)" && until_true dead &&
	    has_state "$id" failed &&
	    field "$id" reason | grep -q "again after it was resumed"
}

dead() {
	[ -z "$(field "$id" pid)" ]
}

# The person starts it again: the conversation goes on.
cell_resumed() {
	conversation=$(field "$id" sessionId)
	[ -z "$(field "$id" pid)" ] || kill -KILL "$(field "$id" pid)"
	until_true dead || return 1
	mark
	bgmux respawn "$id" >/dev/null &&
	    until_true shows "$(recalls "$agent")" || return 1
	took=$(($(now) - began))
	tell "say again" && until_true shows "You said: say again" &&
	    [ "$(field "$id" sessionId)" = "$conversation" ] &&
	    began=$(($(now) - took))
}

cell_stopped() {
	mark
	bgmux stop "$id" >/dev/null && state stopped
}

# needs WHAT: a session of its own, from the current directory, waits for it.
needs() {
	# shellcheck disable=SC2046 # several words
	out=$(bgmux --bg --with "$agent" --name "$agent-2" "say hello" \
	    $(own_words "$agent")) || return 1
	id=$(echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
	until_true waits_for "$1"
}

waits_for() {
	[ "$(field "$id" waitingFor)" = "$1" ]
}

# A directory that nobody has vouched for.
cell_trust() {
	first_id=$id
	mkdir -p "$T/untrusted"
	cd "$T/untrusted" || return 1
	git init -q 2>/dev/null
	needs trust && until_true has_dialog && bgmux stop "$id" >/dev/null &&
	    id=$first_id
}

# A person who has set nothing up.
cell_signin() {
	first_id=$id
	mkdir -p "$T/nobody"
	cd "$project" || return 1
	out=$(
		# shellcheck disable=SC2046 # several words
		unset $(model_variables)
		export HOME="$T/nobody" XDG_CONFIG_HOME="$T/nobody/config"
		needs sign-in || echo "not seen"
		echo "$id"
	)
	id=$(echo "$out" | tail -n 1)
	[ "$out" = "$id" ] && bgmux stop "$id" >/dev/null && id=$first_id
}

cells="start working detach esc permission answered byhand denied question
	chosen error done revived killed resumed stopped trust signin"
[ -z "${CELLS-}" ] || cells=$CELLS
bad=0 good=0
line="%-18s"
for c in $cells; do
	line="$line %10s"
done

# cell NAME: its time is added to the row.
cell() {
	mark
	if [ -n "$id$(echo "$1" | grep -E "start|trust|signin")" ] && "cell_$1"; then
		good=$((good + 1))
		row="$row $(($(now) - began))ms"
		return
	fi
	bad=$((bad + 1))
	row="$row FAILED"
	[ -n "$id" ] || return
	{
		echo "--- $agent $1"
		cat "$T/receipt"
		bgmux logs "$id" --screen
		bgmux explain "$id"
		field "$id" reason
	} >>"$T/failures" 2>&1
	[ "$(views "$id")" = 0 ] || leave
}

start_outer 110 32
# shellcheck disable=SC2059,SC2086 # the form is made above
{
	printf "$line\n" agent $cells
	for agent in $AGENTS; do
		"setup_$agent"
		row=
		id=
		for c in $cells; do
			if lacks "$agent" "$c"; then
				row="$row -"
			else
				cell "$c"
			fi
		done
		printf "$line\n" "$agent@$(version "$agent")" $row
	done
}
[ ! -s "$T/failures" ] || cat "$T/failures"
echo "$good passed, $bad failed"
[ "$bad" -eq 0 ]
