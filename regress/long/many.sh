#!/bin/sh
# many: as e2e/forty, with two hundred sessions.
MANY=${MANY-200} exec sh "$(dirname "$0")/../e2e/forty.sh"
