#!/usr/bin/env bash
# Makes one file of the JavaScript runner and what it imports, and bytecode of that: runner.bundle.js and runner.bundle.js.jsc beside it. A cell
# that has nothing to parse and to link starts in three quarters of the time.
#
#   eng/bundle-runner.sh FOLDER BUN
set -euo pipefail
cd "$1"
bun=$2
# The engine's setting as cells have it (RuntimeProgram.cs): it decides what bytecode is made. What is read at run time stays outside.
settings=(env -i PATH=/usr/bin HOME=/nonexistent BUN_JSC_useTailCalls=0)
"${settings[@]}" "$bun" build runner.js --target=bun --format=cjs --bytecode --outdir . --entry-naming '[name].bundle.[ext]' \
    --external ./warm.ts --external ./stdin.js >/dev/null
# Without a job the runner warms up and leaves. Bytecode that the engine does not take would be noticed by nothing but a stopwatch.
heard=$("${settings[@]}" BUN_JSC_verboseDiskCache=1 "$bun" --no-install "$PWD/runner.bundle.js" 3</dev/null 2>&1)
[[ "$heard" == *'Cache hit'* ]] || { echo "bun does not take the bytecode it made of the runner: ${heard:-no word}" >&2; exit 1; }
