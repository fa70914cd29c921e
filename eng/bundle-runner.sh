#!/usr/bin/env bash
# Makes one file of the JavaScript runner and what it imports, and bytecode of that: runner.bundle.js and runner.bundle.js.jsc beside it. A cell
# that has nothing to parse and to link starts in three quarters of the time.
#
#   eng/bundle-runner.sh FOLDER BUN
set -euo pipefail
cd "$1"
alone=(env -i PATH=/usr/bin HOME=/nonexistent BUN_RUNTIME_TRANSPILER_CACHE_PATH=0)
# What is read at run time stays outside.
"${alone[@]}" "$2" build runner.js --target=bun --format=cjs --bytecode --outdir . --entry-naming '[name].bundle.[ext]' \
    --external ./warm.ts --external ./stdin.js >/dev/null
chmod a+r runner.bundle.js runner.bundle.js.jsc
# Bytecode that is not taken would be noticed by nothing but a stopwatch, and a runner that does not begin by nobody before the first call: told that
# it is in a cell without a cage, it has to refuse.
status=0
heard=$("${alone[@]}" PADDOCK_EXECED_CELL=1 BUN_JSC_verboseDiskCache=1 "$2" --no-install "$PWD/main.js" 3</dev/null 2>&1) || status=$?
[[ $status == 70 && "$heard" == *'Cache hit'* ]] || {
    echo "the bundled runner does not begin as it should (exit code $status): ${heard:-no word}" >&2
    exit 1
}
