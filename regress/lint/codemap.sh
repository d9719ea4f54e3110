#!/bin/sh
# codemap: CODE-MAP lists every source file once, with the sentence at the file's
# own head. With -w it writes the list anew.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
cd "$SRC" || exit 99
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT

# The first sentence of a file's head comment, on one line.
sentence() {
	awk 'NR == 1 { next }
	    { line = $0; sub(/^\/\* ?/, "", line); sub(/^ \* ?/, "", line)
	      over = sub(/ *\*\/.*$/, "", line)
	      text = text (text == "" ? "" : " ") line
	      if (over || match(text, /\.( |$)/)) {
		if (match(text, /\.( |$)/)) text = substr(text, 1, RSTART)
		sub(/^[a-z0-9_-]+: /, "", text); print text; exit } }' "$1"
}

list() {
	for dir in compat src/base src/term src/wire src/agent src/repo \
	    src/conf src/host src/tty src/supervisor src/client src/cmd src
	do
		for f in "$dir"/*.[ch]; do
			[ -f "$f" ] || continue
			# A pair is told by its header.
			case $f in
			*.c) [ -f "${f%.c}.h" ] && continue ;;
			esac
			name=$f
			[ -f "${f%.h}.c" ] && name=${f%.h}.c
			printf '%s\t%s\n' "$name" "$(sentence "$f")"
		done
	done
}

list >"$tmp/list"
sed '/^# files$/q' CODE-MAP >"$tmp/new"
cat "$tmp/list" >>"$tmp/new"
if [ "${1-}" = -w ]; then
	cp "$tmp/new" CODE-MAP
	exit 0
fi
diff CODE-MAP "$tmp/new" || {
	echo "CODE-MAP (<) is not what the tree says (>): codemap.sh -w"
	exit 1
}
