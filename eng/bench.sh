# shellcheck shell=bash
# ./paddock bench: builds, then lets bench/Paddock.Bench start a server of its own and measure it. Sourced after serve.sh.

BENCH_PROJECT="$PADDOCK_HOME/bench/Paddock.Bench"
BENCH_DLL="$ARTIFACTS/bin/Paddock.Bench/release/Paddock.Bench.dll"

PEERS="$ARTIFACTS/peers"

bench_fingerprint() { managed_fingerprint "$PADDOCK_HOME"/{src,bench}; }

build_bench() {
    local fingerprint
    [[ ! -f "$BENCH_DLL" ]] || ! is_fresh bench "$(bench_fingerprint)" || return 0
    fingerprint=$(bench_fingerprint)
    step bench 'building the benchmark' dotnet_build "$BENCH_PROJECT"
    mark_fresh bench "$fingerprint"
}

# bench_wheels: packs the index of the row of revisions, where what it is made of has been installed for the tests
bench_wheels() {
    # shellcheck source=eng/wheels.sh
    source "$PADDOCK_HOME/eng/wheels.sh"
    [[ -z "$(missing_packages Paddock.Runtimes.Tests)" ]] || return 0
    locked build_wheels
}

# wants_peers ARGUMENT…: the row of what a user could pick in place of Paddock is asked for
wants_peers() { [[ " $* " == *' --all '* || " $* " =~ \ --rows\ ([^ ]*,)?peers[,\ ] ]]; }

lay_out_peers() {
    mkdir -p "$PEERS"
    cp "$PADDOCK_HOME"/bench/peers/{package.json,package-lock.json,pyodide.mjs} "$PEERS/"
    (cd "$PEERS" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
}

# bench_peers: installs them. One that cannot be had is a line of the report, not the end of the run.
bench_peers() {
    local fingerprint
    (install_missing_packages peers) || say 'some of the peers could not be installed: they are not measured'
    fingerprint=$(fingerprint_of "$PADDOCK_HOME/bench/peers")
    ! is_fresh peers "$fingerprint" || return 0
    (locked step peers 'fetching pyodide' lay_out_peers) || {
        say 'pyodide could not be fetched: it is not measured'
        return 0
    }
    mark_fresh peers "$fingerprint"
}

# bench_command: sets `command` to what has been built, with what every run of it gets; it needs server_environment
bench_command() {
    command=(dotnet "$BENCH_DLL" --server "$SERVER_DLL" --bun "$ARTIFACTS/runtimes/javascript/npm/bun" --logs "$LOGS"
        --expected "$PADDOCK_HOME/bench/expected.json")
}

# run_gate: ratios and allocations against bench/expected.json, as a test suite
run_gate() {
    local -a command
    bench_command
    "${command[@]}" --gate
}

# run_bench ARGUMENT…
run_bench() {
    local -a command
    build_everything
    locked build_bench
    bench_wheels
    ! wants_peers "$@" || bench_peers
    server_environment
    bench_command
    exec "${command[@]}" --wheels "$WHEELS" --peers "$PEERS" "$@"
}
