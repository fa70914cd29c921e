# shellcheck shell=bash
# The wheels that Paddock.Runtimes.Tests serve from an index of their own: Debian's packages, packed. Sourced after build.sh.

WHEELS="$ARTIFACTS/index"

wheels_fingerprint() {
    {
        cat "$PADDOCK_HOME/tests/Paddock.Runtimes.Tests/Index/pack.py" "$PADDOCK_HOME/eng/wheels.sh"
        sed -nE 's/^Paddock\.Runtimes\.Tests[[:space:]]+([^[:space:]]+).*/\1/p' "$PADDOCK_HOME/eng/test-packages.txt" |
            xargs dpkg-query -W -f='${Package} ${Version}\n' 2>/dev/null
    } | sha256sum | cut -c1-40
}

pack_wheels() {
    rm -rf "$WHEELS"
    "$PYTHON" -I -B "$PADDOCK_HOME/tests/Paddock.Runtimes.Tests/Index/pack.py" "$WHEELS"
}

build_wheels() {
    [[ ! -d "$WHEELS" ]] || ! is_fresh wheels "$(wheels_fingerprint)" || return 0
    step wheels 'packing wheels for the index of the tests' pack_wheels
    mark_fresh wheels "$(wheels_fingerprint)"
}
