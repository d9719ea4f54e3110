#!/bin/sh
# agent-states: every state that the built-in agent can be in is known, whatever
# it tells: reports, hooks, titles, or the screen alone. What it does is in
# agent.sh; how the sources are weighed in unit/test_evidence.
. "$(dirname "$0")/lib.sh"

# dispatch FLAGS TASK: prints the id.
dispatch() {
	# shellcheck disable=SC2086 # several flags
	bgmux --bg --with sh "$2" -- $1 |
	    sed -n '1s/^backgrounded · \([0-9a-f]*\) ·.*/\1/p'
}

# comes_to ID STATE [WAITING-FOR]
comes_to() {
	[ "$(field "$1" state)" = "$2" ] &&
	    { [ $# -lt 3 ] || [ "$(field "$1" waitingFor)" = "$3" ]; }
}

# state FLAGS TASK STATE [WAITING-FOR]: the task leads there; then it is gone.
state() {
	flags=$1 task=$2
	shift 2
	id=$(dispatch "$flags" "$task")
	until_true comes_to "$id" "$@" || fail "'$flags' '$task' is not '$*'" \
	    "but '$(field "$id" state)' '$(field "$id" waitingFor)'"
	bgmux rm "$id" >/dev/null || fail "rm"
}

for silent in '' '--no-report --no-title' '--no-report --no-hooks' \
    '--no-report --no-title --no-hooks'; do
	free="--permission-mode bypassPermissions $silent"
	state "$silent" 'touch x' blocked 'permission prompt'
	state "$silent" ':ask Which one? | red | blue' blocked 'input needed'
	state "$silent" ':auth' blocked 'sign-in'
	state "$silent" ':work' working
	state "$silent" ':say all is well' "done"
	state "$silent" ':fail no answer' failed
	state "$silent" ':limit 3pm' failed
	state "$silent" '/help' idle
	state "$free" 'true' "done"
	state "$free" 'exit 3' failed
	state "$free" 'echo running; sleep 1000' working
	state "$free" 'read x' blocked 'input needed'
	[ -z "$silent" ] || state "$silent" ':trust' blocked trust
done

# What only reports tell.
id=$(dispatch '' ':items 2/5')
has_items() {
	field "$id" items >/dev/null
	bgmux agents --json | tr -d ' \n' |
	    grep -q '"items":{"done":2,"total":5}'
}
must "no items" has_items
bgmux rm "$id" >/dev/null
id=$(dispatch '' ':progress 40')
has_progress() {
	[ "$(field "$id" progress)" = 40 ]
}
must "no progress: $(field "$id" progress)" has_progress

# A question is declined, and the work interrupted: that is told too.
bgmux send "$id" --key Escape '' >/dev/null
must "interrupted is not idle" comes_to "$id" idle
bgmux send "$id" --key Enter ':ask Which one? | red | blue' >/dev/null
must "no question" comes_to "$id" blocked 'input needed'
bgmux send "$id" --key Escape '' >/dev/null
must "declined is not idle" comes_to "$id" idle
exit 0
