#!/usr/bin/env bash
# Inside the emulated machine: a server as the tests start it. An ordinary user's gets a control group of its own out of the delegated
# ones, as `systemd-run --user --scope -p Delegate=yes` would make it; root's takes what it finds.
set -euo pipefail

# remove_empty_scopes: what the service manager does when nobody is left in a scope
remove_empty_scopes() {
    local group
    for group in "$PADDOCK_VM_DELEGATED"/scope-*; do
        if grep -qx 'populated 0' "$group/cgroup.events" 2>/dev/null; then find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true; fi
    done
}

if [[ -n "${PADDOCK_VM_DELEGATED:-}" ]]; then
    remove_empty_scopes
    group="$PADDOCK_VM_DELEGATED/scope-$$"
    mkdir "$group"
    echo $$ >"$group/cgroup.procs"
fi
exec dotnet /paddock/artifacts/bin/Paddock.Server/release/Paddock.Server.dll "$@"
