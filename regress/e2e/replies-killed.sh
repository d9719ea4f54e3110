#!/bin/sh
# replies-killed: what regress/long/replies.sh does with a thousand, with a few.
REPLIES=30 SESSIONS=3 SEED=${SEED:-1} PAUSE=8
export REPLIES SESSIONS SEED PAUSE
exec sh "$(dirname "$0")/../long/replies.sh"
