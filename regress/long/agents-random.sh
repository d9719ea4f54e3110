#!/bin/sh
# agents-random: the story of the same name again and again, an hour (or MINUTES),
# each time with another seed; SEED is the first.
: "${SRC:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$(pwd)}"
: "${MINUTES:=60}" "${SEED:=$(date +%s)}"
export SRC BUILD
end=$(($(date +%s) + MINUTES * 60))
while [ "$(date +%s)" -lt "$end" ]; do
	echo "agents-random: SEED=$SEED"
	SEED=$SEED STEPS=200 sh "$SRC/regress/e2e/agents-random.sh" || exit 1
	SEED=$((SEED + 1))
done
