# check: all of ./dev check. Sourced by dev, in the top folder.
#
# Two builds, each with every test: gcc as a distribution would build it, and
# clang with sanitizers. Ends with the number of tests.

passed=0
failed=0
skipped=0

# one DIR: run the tests of a built tree and count them.
one() {
	rm -rf "$1/regress-results"
	make -s -C "$1" -k -j"$jobs" check >"$1/check.log" 2>&1 || true
	for trs in $(find "$1/regress" -name '*.trs' | sort); do
		name=${trs#"$1/"}
		name=${name%.trs}
		case $(sed -n 's/^:global-test-result: //p' "$trs") in
		PASS)
			passed=$((passed + 1)) ;;
		SKIP)
			skipped=$((skipped + 1))
			echo "SKIP $1 $name:" \
			    "$(sed -n 's/^SKIP: //p' "${trs%.trs}.log")"
			grep -q "^$(basename "$name" .sh)\(\.sh\)\{0,1\}	" \
			    regress/skips || {
				echo "FAIL $1 $name: a skip not listed" \
				    "in regress/skips"
				failed=$((failed + 1))
			} ;;
		*)
			failed=$((failed + 1))
			echo "FAIL $1 $name"
			tail -n 120 "${trs%.trs}.log" ;;
		esac
	done
	grep -q '^# TOTAL:' "$1/check.log" || {
		echo "FAIL $1: the tests did not run to their end"
		tail -n 30 "$1/check.log"
		failed=$((failed + 1))
	}
}

rm -rf build-gcc build-asan
build build-gcc gcc --enable-werror --enable-test-hooks
one build-gcc
build build-asan clang --enable-werror --enable-test-hooks \
    --enable-sanitize=address,undefined
one build-asan

[ "$skipped" -eq 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
