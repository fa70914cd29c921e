# shellcheck shell=bash
# ./paddock bench: builds, then lets bench/Paddock.Bench start a server of its own and measure it. Sourced after serve.sh.

BENCH_PROJECT="$PADDOCK_HOME/bench/Paddock.Bench"
BENCH_DLL="$ARTIFACTS/bin/Paddock.Bench/release/Paddock.Bench.dll"

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

# bench_program ARGUMENT…: what has been built; it needs server_environment
bench_program() {
    dotnet "$BENCH_DLL" --server "$SERVER_DLL" --bun "$ARTIFACTS/runtimes/javascript/root/usr/bin/bun" --logs "$LOGS" \
        --expected "$PADDOCK_HOME/bench/expected.json" "$@"
}

# run_bench ARGUMENT…
run_bench() {
    build_everything
    locked build_bench
    bench_wheels
    server_environment
    bench_program --wheels "$WHEELS" "$@"
}
