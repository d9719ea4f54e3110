#!/bin/sh
# man-protocol: bgmux-protocol(7) has every message of wire/msgs.def with its
# number, direction and bound, and no other.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT

# MSG(NAME, 0x0101, CLIENT, SUPERVISOR, 1, 64); since is told from 2 on.
sed -n 's/^MSG(\(.*\))$/\1/p' "$SRC/src/wire/msgs.def" | tr -d ' \t' |
    awk -F, '{ since = $5 > 1 ? ", since " $5 : ""
	print $1 " " $2 ", " tolower($3) " to " tolower($4) ", " $6 " KiB" since
    }' | sort >"$tmp/table"
# .It Cm NAME Pq 0x0101, client to supervisor, 64 KiB
sed -n 's/^\.It Cm \([A-Z_]*\) Pq \(0x.*\)$/\1 \2/p' \
    "$SRC/man/bgmux-protocol.7" | sort >"$tmp/page"
[ -s "$tmp/table" ] || {
	echo "no messages found in msgs.def"
	exit 99
}
diff "$tmp/table" "$tmp/page" || {
	echo "msgs.def (<) and bgmux-protocol(7) (>) differ"
	exit 1
}
