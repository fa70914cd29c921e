#!/bin/sh
# run.sh <dir of the plain test binaries> <dir of the sanitized ones> <policy dir>: runs both and adds up. A run that does not come to its
# end has crashed and counts as a failure.
passed=0 failed=0 skipped=0
log=$(mktemp)
TMPDIR=$(mktemp -d)
chmod 755 "$TMPDIR"
export TMPDIR
trap 'rm -rf "$log" "$TMPDIR"' EXIT
for directory in "$1" "$2"; do
	echo "# $directory"
	ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1 "$directory/tests" "$directory" "$3" >"$log" 2>&1
	status=$?
	cat "$log"
	skipped=$((skipped + $(grep -c '^ok - .* # skipped: ' "$log")))
	passed=$((passed + $(grep '^ok - ' "$log" | grep -vc ' # skipped: ')))
	failed=$((failed + $(grep -c '^not ok - ' "$log")))
	if [ "$status" != 0 ] || ! grep -q '^end of tests$' "$log"; then
		echo "not ok - the tests in $directory come to their end # exit code $status"
		failed=$((failed + 1))
	fi
	if grep -q -e 'ERROR: AddressSanitizer' -e 'runtime error: ' "$log"; then
		echo "not ok - no sanitizer complains"
		failed=$((failed + 1))
	fi
done
if [ "$skipped" = 0 ]; then
	echo "$passed passed, $failed failed"
else
	echo "$passed passed, $failed failed, $skipped skipped"
fi
[ "$failed" = 0 ]
