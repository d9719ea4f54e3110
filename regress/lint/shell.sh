#!/bin/sh
# shell: shellcheck of every script.
set -u
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
command -v shellcheck >/dev/null || {
	echo "SKIP: no shellcheck"
	exit 77
}
cd "$SRC" || exit 99
# lib.sh and check.sh are sourced: what they set is used elsewhere. dash and
# every shell in use know -nt.
shellcheck -s sh -x -e SC1091,SC2034,SC2154,SC2016,SC2317,SC2119,SC2120,SC3013 \
    dev .ci/run examples/three-jobs regress/check.sh regress/*/*.sh
