#!/usr/bin/env bash
# Inside the emulated machine: a server as the tests start it. An ordinary user's gets a control group of its own out of the delegated
# ones, as `systemd-run --user --scope -p Delegate=yes` would make it; root's takes what it finds.
set -euo pipefail

if [[ -n "${PADDOCK_VM_DELEGATED:-}" ]]; then
    group="$PADDOCK_VM_DELEGATED/scope-$$"
    mkdir "$group"
    echo $$ >"$group/cgroup.procs"
fi
exec dotnet /paddock/artifacts/bin/Paddock.Server/release/Paddock.Server.dll "$@"
