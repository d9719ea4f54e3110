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
: "${AGENTS:=claude codex opencode gemini pi qwen}"
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
	node) echo node@22 ;;
	esac
}

# install NAME: 0 if it is there afterwards.
install() {
	dir=$AGENTS_DIR/$1
	bin=$dir/node_modules/.bin/$1
	[ ! -x "$bin" ] || return 0
	mkdir -p "$dir" && (cd "$dir" && npm install --silent --no-audit \
	    --no-fund --no-package-lock --prefix . "$(package "$1")") \
	    >"$dir/install.log" 2>&1
	[ -x "$bin" ]
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

PATH=$AGENTS_DIR/node/node_modules/.bin:$PATH
for agent in $AGENTS; do
	PATH=$AGENTS_DIR/$agent/node_modules/.bin:$PATH
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

# ---- each agent told to use it, as its own manual says

setup_claude() {
	export ANTHROPIC_BASE_URL="$url" ANTHROPIC_API_KEY=sk-ant-scripted-key0
	cat >"$HOME/.claude.json" <<-EOF
	{ "hasCompletedOnboarding": true, "theme": "dark",
	  "customApiKeyResponses": {
	    "approved": ["sk-ant-scripted-key0"], "rejected": [] },
	  "projects": { "$project": { "hasTrustDialogAccepted": true } } }
	EOF
}

setup_codex() {
	export SCRIPTED_KEY=x
	mkdir -p "$HOME/.codex"
	cat >"$HOME/.codex/config.toml" <<-EOF
	model = "scripted"
	model_provider = "scripted"
	[model_providers.scripted]
	name = "scripted"
	base_url = "$url/v1"
	wire_api = "responses"
	env_key = "SCRIPTED_KEY"
	request_max_retries = 0
	stream_max_retries = 0
	[projects."$project"]
	trust_level = "trusted"
	EOF
}

setup_opencode() {
	mkdir -p "$XDG_CONFIG_HOME/opencode"
	cat >"$XDG_CONFIG_HOME/opencode/opencode.json" <<-EOF
	{ "provider": { "scripted": { "npm": "@ai-sdk/openai-compatible",
	    "name": "Scripted",
	    "options": { "baseURL": "$url/v1", "apiKey": "x" },
	    "models": { "scripted": { "name": "Scripted" } } } },
	  "model": "scripted/scripted", "small_model": "scripted/scripted",
	  "permission": { "bash": "ask", "edit": "ask" },
	  "autoupdate": false, "share": "disabled" }
	EOF
}

setup_gemini() {
	export GEMINI_API_KEY=x GOOGLE_GEMINI_BASE_URL="$url"
	mkdir -p "$HOME/.gemini"
	cat >"$HOME/.gemini/settings.json" <<-EOF
	{ "security": { "auth": { "selectedType": "gemini-api-key" } },
	  "general": { "enableAutoUpdate": false },
	  "privacy": { "usageStatisticsEnabled": false } }
	EOF
}

setup_qwen() {
	export OPENAI_API_KEY=x OPENAI_BASE_URL="$url/v1" OPENAI_MODEL=scripted
	mkdir -p "$HOME/.qwen"
	cat >"$HOME/.qwen/settings.json" <<-EOF
	{ "security": { "auth": { "selectedType": "openai" } },
	  "privacy": { "usageStatisticsEnabled": false } }
	EOF
}

setup_pi() {
	export PI_OFFLINE=1
	mkdir -p "$HOME/.pi/agent"
	cat >"$HOME/.pi/agent/models.json" <<-EOF
	{ "providers": { "scripted": { "baseUrl": "$url/v1",
	    "api": "openai-completions", "apiKey": "x",
	    "models": [{ "id": "scripted", "name": "Scripted",
	      "contextWindow": 128000, "maxTokens": 4096 }] } } }
	EOF
	printf '{ "defaultProvider": "scripted", "defaultModel": "scripted" }' \
	    >"$HOME/.pi/agent/settings.json"
}

# ---- what each of them has

# lacks AGENT CELL: what the agent has no such thing for.
lacks() {
	case $1-$2 in
	pi-permission | pi-answered | pi-denied | pi-question) return 0 ;;
	codex-question) return 0 ;;	# in its plan mode alone
	esac
	return 1
}

# interrupt AGENT: the keys that stop its turn.
interrupt() {
	case $1 in
	opencode | copilot) echo "--key Escape --key Escape" ;;
	*) echo "--key Escape" ;;
	esac
}

# What is passed to the agent as it is.
own_words() {
	case $1 in
	codex) echo "-- --no-daemon" ;;	# no processes beyond the session
	gemini) echo "-- --skip-trust" ;;
	esac
}

# ---- one cell of the table each; they go on in the session of the first

now() {
	date +%s%3N
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
	bgmux send "$id" "$@" >"$T/receipt" 2>&1 || {
		return 1
	}
}

cell_start() {
	# shellcheck disable=SC2046 # several words
	out=$(cd "$project" && bgmux --bg --with "$agent" --size 110x32 \
	    $([ "$agent" = pi ] || echo --permission-mode manual) \
	    --name "$agent-1" "say first" $(own_words "$agent")) || return 1
	id=$(echo "$out" | sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p')
	until_true shows "You said: say first" && state "done"
}

cell_working() {
	tell "slow please" && state working
}

cell_esc() {
	until_true shows "Working through" || return 1
	# shellcheck disable=SC2046 # several words
	tell $(interrupt "$agent") && state idle || return 1
	# It gives the interrupted prompt back to be edited.
	[ "$agent" != qwen ] || tell --key C-u
}

# A dialog is on the screen, not just told of.
asks() {
	state blocked && until_true has_dialog
}

has_dialog() {
	[ -n "$(field "$id" dialog)" ]
}

no_dialog() {
	! has_dialog
}

cell_permission() {
	tell "touch one.txt" && asks &&
	    [ "$(field "$id" waitingFor)" = "permission prompt" ]
}

cell_answered() {
	tell --option 1 && until_true test -f "$project/one.txt" && state "done"
}

cell_denied() {
	tell "touch two.txt" && asks && tell --key Escape &&
	    state idle && until_true no_dialog && [ ! -f "$project/two.txt" ]
}

cell_question() {
	tell "ask me" && asks &&
	    [ "$(field "$id" waitingFor)" = "input needed" ] &&
	    tell --option 2 && until_true shows PostgreSQL && state "done"
}

cell_error() {
	tell "error 400 please" && state failed
}

cell_done() {
	tell "say after" && until_true shows "You said: say after" &&
	    state "done"
}

# Its worker killed, the conversation goes on in another.
cell_resumed() {
	conversation=$(field "$id" sessionId)
	kill -KILL "$(field "$id" pid)" || return 1
	until_true dead || return 1
	bgmux respawn "$id" >/dev/null || return 1
	until_true shows "say after" || return 1
	tell "say again" && until_true shows "You said: say again" &&
	    [ "$(field "$id" sessionId)" = "$conversation" ]
}

dead() {
	case $(field "$id" state) in
	failed | stopped | done) [ -z "$(field "$id" status)" ] ;;
	*) return 1 ;;
	esac
}

cell_stopped() {
	bgmux stop "$id" >/dev/null && state stopped
}

cells="start working esc permission answered denied question error done
	resumed stopped"
[ -z "${CELLS-}" ] || cells=$CELLS
bad=0 good=0
line="%-9s"
for c in $cells; do
	line="$line %10s"
done
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
				continue
			fi
			began=$(now)
			if [ -n "$id$(echo $c | grep start)" ] && "cell_$c"
			then
				good=$((good + 1))
				row="$row $(($(now) - began))ms"
			else
				bad=$((bad + 1))
				row="$row FAILED"
				[ -z "$id" ] || {
					echo "--- $agent $c"
					cat "$T/receipt" 2>/dev/null
					bgmux logs "$id" --screen 2>&1
					bgmux explain "$id" 2>&1
				} >>"$T/failures"
			fi
		done
		printf "$line\n" "$agent" $row
	done
}
[ ! -s "$T/failures" ] || cat "$T/failures"
echo "$good passed, $bad failed"
[ "$bad" -eq 0 ]
