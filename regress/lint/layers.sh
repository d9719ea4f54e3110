#!/bin/sh
# layers: a folder of src/ includes only those below it, and each library's
# headers are included in one place. The table is that of CODE-MAP.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
cd "$SRC/src" || exit 99
bad=0

# allow FOLDER FOLDER...: what the first may include.
allow() {
	dir=$1
	shift
	[ -d "$dir" ] || return 0
	for f in "$dir"/*.[ch]; do
		[ -e "$f" ] || continue
		sed -n 's|^#include "\([a-z_]*\)/.*|\1|p' "$f" | sort -u |
		    while read -r used; do
			[ "$used" = "$dir" ] && continue
			case " $* " in
			*" $used "*) ;;
			*) echo "$f includes $used/" ;;
			esac
		done
	done
}

# only HEADER-PATTERN FILE-PATTERN: where a library may be included.
only() {
	grep -rnE "^#include <$1" . | sed 's|^\./||' | grep -vE "^($2):"
}

{
	allow base
	for dir in term wire agent repo conf sh; do
		allow $dir base
	done
	allow host base term wire agent
	allow tty base term
	allow supervisor base wire agent repo conf
	allow client base term wire tty conf
	allow cmd base term agent wire tty client conf
	only 'event2/' 'base/loop\.c'
	only 'jansson' 'base/jv\.c'
	only 'utf8proc' 'base/utf8\.c'
	only 'vterm' 'term/[a-z_]*\.[ch]'
	only '(curses|ncurses|term)\.h' 'tty/caps\.c'
	only 'git2' 'repo/[a-z_]*\.c'
} >"${TMPDIR:-/tmp}/layers.$$"
[ -s "${TMPDIR:-/tmp}/layers.$$" ] && bad=1
cat "${TMPDIR:-/tmp}/layers.$$"
rm -f "${TMPDIR:-/tmp}/layers.$$"
exit $bad
