#!/usr/bin/env bash
# Runs one test suite in a process of its own, so that it can be timed out: eng/run-suite.sh NAME. See eng/test.sh.
set -euo pipefail

PADDOCK_HOME=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
for part in lib packages build serve bench test; do
    # shellcheck source=/dev/null  # each is checked on its own
    source "$PADDOCK_HOME/eng/$part.sh"
done

cd "$PADDOCK_HOME"
need_dotnet
run_suite_process "$1"
