# setups: what check-agents has to know of each agent: how it is told to use the
# scripted model, which cells it has nothing for, which keys it takes. Sourced.
#
# From check-agents: $url of the model, $project, HOME and XDG_CONFIG_HOME of
# the run alone.

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
	# It asks for permission where an extension does.
	cat >"$T/asks.ts" <<-EOF
	export default function (pi) {
	  pi.on("tool_call", async (event, ctx) => {
	    if (event.toolName === "bash" && !await ctx.ui.confirm(
	        "Run this command?", event.input.command))
	      return { block: true, reason: "The person does not want it" };
	  });
	}
	EOF
}

# With a provider of one's own it needs no account.
setup_copilot() {
	export COPILOT_OFFLINE=true COPILOT_AUTO_UPDATE=false
	export COPILOT_PROVIDER_BASE_URL="$url/v1" COPILOT_MODEL=scripted
	mkdir -p "$HOME/.copilot"
	echo "{ \"trusted_folders\": [\"$project\"] }" \
	    >"$HOME/.copilot/config.json"
}

# ---- what each of them has

# lacks AGENT CELL: what the agent has no such thing for.
lacks() {
	case $1-$2 in
	pi-question | pi-chosen) return 0 ;;
	gemini-trust | opencode-trust | pi-trust | qwen-trust) return 0 ;;
	opencode-signin | pi-signin) return 0 ;;
	claude-signin) return 0 ;;	# it ends where there is no network
	copilot-signin) return 0 ;;	# asks for trust first
	esac
	return 1
}

# What the setups have put into the environment.
model_variables() {
	env | sed -n 's/^\(\(ANTHROPIC\|OPENAI\|GEMINI\|GOOGLE\|COPILOT\|SCRIPTED\)_[A-Z_]*\)=.*/\1/p'
}

# Options for a mode in which it asks.
mode() {
	case $1 in
	pi) ;;
	*) echo "--permission-mode manual" ;;
	esac
}

# What is passed to the agent as it is.
own_words() {
	case $1 in
	codex) echo "-- --no-daemon" ;;	# no processes beyond the session
	gemini) echo "-- --skip-trust" ;;
	pi) echo "-- -e $T/asks.ts" ;;
	esac
}

# interrupt AGENT: the keys that stop its turn.
interrupt() {
	case $1 in
	opencode | copilot) echo "--key Escape --key Escape" ;;
	*) echo "--key Escape" ;;
	esac
}

# The keys, as tmux has them, that a person allows something with, and the one
# that refuses it.
allow() {
	echo Enter
}

deny() {
	echo Escape
}

# How a turn ends then: in pi the model is told, and goes on.
denied() {
	case $1 in
	pi) echo "done" ;;
	*) echo idle ;;
	esac
}

# The key that leads to a mode in which it has questions, and what tells of it.
questions_key() {
	[ "$1" != codex ] || echo BTab
}

questions_mode() {
	echo "Plan mode"
}

# What a conversation that goes on shows of the time before.
recalls() {
	echo "say after"
}
