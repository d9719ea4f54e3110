#!/bin/sh
# hooks-install: hooks in an agent's own file, only if asked for: shown first, put
# in beside what is there, working in a session, taken out byte by byte, or alone
# where the file has changed; files that are no such are left as they are; and
# adapters says which versions were found. Neighbours: unit/test_hookfile.
. "$(dirname "$0")/lib.sh"

mkdir -p "$XDG_CONFIG_HOME/bgmux/adapters" "$T/bin" "$T/cfg"
PATH=$T/bin:$PATH
export PATH
cat >"$XDG_CONFIG_HOME/bgmux/adapters/fake.json" <<'EOF'
{ "name": "fake", "title": "Fake", "tried": true, "triedVersion": "1.2.3",
  "binary": ["fake"], "version": ["{program}", "--version"],
  "start": ["{program}", "{options}"],
  "hooks": {
    "install": { "env": "FAKE_HOME", "dir": ".fake", "file": "sub/hooks.json",
      "json": { "hooks": { "begun": [{ "run": "{hook} begun" }] } } },
    "events": [{ "event": "begun", "state": "blocked", "message": ["what"] }] } }
EOF
# An agent that runs the hooks of its file.
cat >"$T/bin/fake" <<'EOF'
#!/bin/sh
[ "$1" != --version ] || { echo "fake v1.2.4 (test)"; exit 0; }
file=${FAKE_HOME:-$HOME/.fake}/sub/hooks.json
run=$(sed -n 's/.*"run": "\(.*\)".*/\1/p' "$file" 2>/dev/null)
[ -z "$run" ] || echo '{ "what": "it has begun" }' | sh -c "$run"
exec cat
EOF
chmod +x "$T/bin/fake"
file=$HOME/.fake/sub/hooks.json
is() {
	bgmux hooks status fake | grep -q "^fake  *$1: $file\$" ||
	    fail "not $1: $(bgmux hooks status fake)"
}

say "nothing is done unasked"
is 'not installed'
bgmux --bg --with fake --name unasked >/dev/null || fail "start"
[ ! -e "$HOME/.fake" ] || fail "a directory was made"
bgmux hooks --dry-run install fake >"$T/out" || fail "dry run"
grep -q "^+++ $file\$" "$T/out" || fail "no diff: $(cat "$T/out")"
grep -q '^+.*hook begun' "$T/out" || fail "no line: $(cat "$T/out")"
[ ! -e "$HOME/.fake" ] || fail "a dry run has made a directory"
refused 'no hooks are installed' "$BUILD/bgmux" hooks uninstall fake
refused 'at each start' "$BUILD/bgmux" hooks install claude
refused 'has no hooks' "$BUILD/bgmux" hooks install aider
bgmux hooks status | grep -q '^claude  *at each start$' || fail "status"

say "a file of its own"
bgmux hooks install fake | grep -q "^installed in $file\$" || fail "install"
is installed
refused 'the hooks are installed' "$BUILD/bgmux" hooks install fake
id=$(bgmux --bg --with fake --name told |
    sed -n '1s/^[^·]*· \([0-9a-f]*\) ·.*/\1/p')
must "it does not tell" has_state "$id" blocked
[ "$(field "$id" message)" = "it has begun" ] || fail "$(field "$id" message)"
(unset BGMUX_SOCKET; "$T/bin/fake" </dev/null) || fail "outside of a session"
bgmux hooks uninstall fake | grep -q "^removed $file\$" || fail "uninstall"
[ ! -e "$file" ] || fail "the file is still there"
is 'not installed'

say "beside what is there, and as it was"
printf '{"mine" :  [ 1 ],\n "hooks": {"begun": []}}' >"$file"
chmod 640 "$file"
cp "$file" "$T/before"
bgmux hooks install fake >/dev/null || fail "install beside"
grep -q '"mine"' "$file" || fail "it has lost something: $(cat "$file")"
grep -q 'hook begun' "$file" || fail "no hook: $(cat "$file")"
[ "$(stat -c %a "$file")" = 640 ] || fail "mode $(stat -c %a "$file")"
bgmux hooks uninstall fake >/dev/null || fail "uninstall beside"
cmp "$file" "$T/before" || fail "not restored"

say "a file that has changed loses no more than the hooks"
bgmux hooks install fake >/dev/null || fail "install once more"
sed -i 's/"mine"/"yours"/' "$file"
bgmux hooks uninstall --dry-run fake >"$T/out" || fail "dry run of uninstall"
grep -q '^-.*hook begun' "$T/out" || fail "no diff: $(cat "$T/out")"
is installed
bgmux hooks uninstall fake >/dev/null || fail "uninstall of the changed one"
grep -q '"yours"' "$file" || fail "the change is lost"
grep -q 'hook begun' "$file" && fail "the hooks are still there"
is 'not installed'

say "what is no such file stays as it is"
echo '{ broken' >"$file"
refused 'hooks.json: line 1' "$BUILD/bgmux" hooks install fake
bgmux hooks status fake | grep -q 'not installed' || fail "installed"
[ "$(cat "$file")" = '{ broken' ] || fail "changed"
echo '{}' >"$file"
bgmux hooks install fake >/dev/null || fail "install into an empty one"
echo 'broken since' >"$file"
refused 'has changed, and is left alone' "$BUILD/bgmux" hooks uninstall fake
[ "$(cat "$file")" = 'broken since' ] || fail "changed"
rm "$file"
bgmux hooks uninstall fake >/dev/null || fail "uninstall of one that has gone"
is 'not installed'
mkdir -p "$file"
refused 'is no file of yours' "$BUILD/bgmux" hooks install fake
rmdir "$file"

say "a link stays one; another place by the agent's variable"
echo '{}' >"$T/cfg/real.json"
ln -s "$T/cfg/real.json" "$file"
bgmux hooks install fake >/dev/null || fail "install through a link"
[ -L "$file" ] || fail "it is no link any more"
grep -q 'hook begun' "$T/cfg/real.json" || fail "not where it leads"
bgmux hooks uninstall fake >/dev/null || fail "uninstall through a link"
[ "$(cat "$T/cfg/real.json")" = '{}' ] || fail "$(cat "$T/cfg/real.json")"
FAKE_HOME=$T/cfg bgmux hooks install fake >/dev/null || fail "install elsewhere"
grep -q 'hook begun' "$T/cfg/sub/hooks.json" || fail "not there"
refused 'another file' "$BUILD/bgmux" hooks uninstall fake
FAKE_HOME=$T/cfg bgmux hooks uninstall fake >/dev/null || fail "uninstall there"

say "a directory that is a link; a link that leads nowhere"
rm -f "$file"
mkdir "$T/dots"
mv "$HOME/.fake" "$T/dots/fake"
ln -s "$T/dots/fake" "$HOME/.fake"
bgmux hooks install fake >/dev/null || fail "install in a directory by a link"
bgmux hooks status fake |
    grep -q "^fake  *installed: $T/dots/fake/sub/hooks.json\$" ||
    fail "$(bgmux hooks status fake)"
bgmux hooks uninstall fake >/dev/null || fail "uninstall in such a directory"
[ ! -e "$file" ] || fail "the file is still there"
ln -s "$T/nowhere/hooks.json" "$file"
refused 'No such file' "$BUILD/bgmux" hooks install fake
[ -L "$file" ] || fail "it is no link any more"
rm "$file"

say "killed between the record and the file, and many at once"
printf '{"mine" :  [ 1 ]}' >"$file"
cp "$file" "$T/before"
bgmux hooks install fake >/dev/null || fail "install for a kill"
cat "$T/before" >"$file"
bgmux hooks uninstall fake >/dev/null || fail "uninstall of what never came"
cmp "$file" "$T/before" || fail "not restored after a kill"
for i in 1 2 3 4 5 6 7 8 9 10; do
	bgmux hooks install fake >/dev/null 2>&1 &
	bgmux hooks uninstall fake >/dev/null 2>&1 &
done
wait
bgmux hooks status fake | grep -q ' not installed' ||
    bgmux hooks uninstall fake >/dev/null || fail "uninstall after many"
cmp "$file" "$T/before" || fail "not restored after many"

say "versions"
bgmux adapters --versions >"$T/out" || fail "adapters --versions"
grep -qE "^fake +Fake +1.2.3 +1.2.4 +$T/bin/fake \(not the tried one\)\$" "$T/out" ||
    fail "$(cat "$T/out")"
bgmux adapters --versions --json | grep -q '"version": "1.2.4"' || fail "json"
bgmux adapters | grep -q '1.2.4' && fail "asked unasked"
exit 0
