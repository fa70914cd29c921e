#!/usr/bin/env bash
# Builds artifacts/switchable: the same jail, library and server, but each layer of the cage can be left out, to show that the tests of a
# layer fail without it. For tests only; a product build contains none of it.
#
#   eng/switchable.sh                       builds what changed
#   eng/switchable.sh serve ARGUMENT…       the same, then becomes the server, like ./paddock serve
#
# PADDOCK_WITHOUT=uid,landlock              the layers that are off. Names: `layers` in native/switchable/switches.c; an unknown one
#                                           keeps the server from starting.
#
# PADDOCK_RECORD=1                          each system call that the policy refuses a cell is written to the server's stderr, once for each
#                                           number and first two arguments: paddock-jail: denied NAME ARG0 ARG1 errno N
#                                           An address is shown as `pointer`, a number the kernel has no name for as that number. Templates
#                                           then run without a filter, and what is refused costs a question to the jail. Not together with
#                                           PADDOCK_WITHOUT=seccomp or =signals.
#
# The trees of cells are copies with an empty /srv, where the host's files appear without the layer `root`: what a test spoils without
# `read-only` is never the product's.
#
# Sourced by eng/test.sh for the suites that need it: build_switchable.

if [[ "${BASH_SOURCE[0]}" == "$0" ]]; then
    set -euo pipefail
    PADDOCK_HOME=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
    for part in lib packages build; do
        # shellcheck source=/dev/null
        source "$PADDOCK_HOME/eng/$part.sh"
    done
fi

SWITCHABLE="$ARTIFACTS/switchable"

switchable_native_fingerprint() { echo "$(native_fingerprint)-$(sha256sum <"$PADDOCK_HOME/eng/switchable.sh" | cut -c1-8)"; }
switchable_runtime_fingerprint() { echo "$(switchable_native_fingerprint)-$(runner_fingerprint "$1")-$(rootfs_fingerprint "$1")" | sha256sum | cut -c1-40; }

switchable_runtime() {
    local from="$ARTIFACTS/runtimes/$1" to="$SWITCHABLE/runtimes/$1" new
    mkdir -p "$to"
    new=$(mktemp -d "$to/.new.XXXXXX")
    cp -a "$from/root" "$from/paddock" "$new/"
    mkdir "$new/root/srv"
    cp "$SWITCHABLE/native/libpaddock.so" "$new/paddock/"
    chmod 755 "$new/paddock/libpaddock.so"
    swap_in "$new/root" "$to/root"
    swap_in "$new/paddock" "$to/paddock"
    rm -rf "$new"
}

switchable_server() {
    dotnet build "$PADDOCK_HOME/src/Paddock.Server" --configuration Release --nologo --verbosity quiet --disable-build-servers \
        "-p:ArtifactsPath=$SWITCHABLE/build" -p:PaddockSwitchable=true
    ln -sfn build/bin/Paddock.Server/release "$SWITCHABLE/server"
}

# build_switchable: what the product is made of has been built, and the lock is held
build_switchable() {
    local fingerprint language
    fingerprint=$(switchable_native_fingerprint)
    if ! is_fresh switchable-native "$fingerprint" || [[ ! -x "$SWITCHABLE/native/paddock-jail" ]]; then
        mkdir -p "$SWITCHABLE/native"
        step switchable-native 'building the native part with switches' \
            make --no-print-directory -C "$PADDOCK_HOME/native" OUT=../artifacts/switchable/native SWITCHABLE=1
        mark_fresh switchable-native "$fingerprint"
    fi
    for language in "${LANGUAGES[@]}"; do
        fingerprint=$(switchable_runtime_fingerprint "$language")
        is_fresh "switchable-$language" "$fingerprint" && [[ -d "$SWITCHABLE/runtimes/$language/root/srv" ]] && continue
        step "switchable-$language" "laying out the $language cells with switches" switchable_runtime "$language"
        mark_fresh "switchable-$language" "$fingerprint"
    done
    fingerprint=$(server_fingerprint)
    if ! is_fresh switchable-server "$fingerprint" || [[ ! -f "$SWITCHABLE/server/Paddock.Server.dll" ]]; then
        step switchable-server 'building the server with switches' switchable_server
        mark_fresh switchable-server "$fingerprint"
    fi
}

build_cells_and_switchable() {
    build_cells
    build_switchable
}

if [[ "${BASH_SOURCE[0]}" == "$0" ]]; then
    prepare
    locked build_cells_and_switchable
    [[ "${1:-}" == serve ]] || exit 0
    shift
    export Paddock__Sandbox__RuntimesDirectory="${Paddock__Sandbox__RuntimesDirectory:-$SWITCHABLE/runtimes}"
    export Paddock__Sandbox__NativeDirectory="${Paddock__Sandbox__NativeDirectory:-$SWITCHABLE/native}"
    exec dotnet "$SWITCHABLE/server/Paddock.Server.dll" "$@"
fi
