# shellcheck shell=bash
# What Paddock.Compat.Tests and Paddock.Door.Tests run their servers on: the product's file systems with packages that functions like to import. Sourced after build.sh.

COMPAT="$ARTIFACTS/compat"
COMPAT_PACKAGES="$PADDOCK_HOME/tests/Paddock.Compat.Tests/Packages"

# the Debian packages that are installed for the two suites are those that their Python cells can use
compat_debian() { sed -nE 's/^Paddock\.(Compat|Door)\.Tests[[:space:]]+//p' "$PADDOCK_HOME/eng/test-packages.txt"; }

compat_fingerprint() {
    {
        rootfs_fingerprint "$1"
        compat_debian
        find "$COMPAT_PACKAGES" "$PADDOCK_HOME/eng/compat.sh" -type f -exec sha256sum {} +
        packages_of_tree "$COMPAT/runtimes/$1"
    } | sha256sum | cut -c1-40
}

# compat_npm: prints a folder to lay over the root of JavaScript cells. Node's way from /src/code.js upwards ends at /node_modules.
compat_npm() {
    local home="$COMPAT/npm"
    if ! cmp -s "$COMPAT_PACKAGES/package-lock.json" "$home/installed.json"; then
        mkdir -p "$home"
        cp "$COMPAT_PACKAGES"/package{,-lock}.json "$home/"
        (cd "$home" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
        rm -rf "$home/overlay"
        mkdir "$home/overlay"
        mv "$home/node_modules" "$home/overlay/"
        rm -rf "$home/overlay/node_modules/.bin"
        cp "$home/package-lock.json" "$home/installed.json"
    fi
    echo "$home/overlay"
}

build_compat_root() {
    local overlay
    case $1 in
        python)
            mkdir -p "$COMPAT"
            compat_debian >"$COMPAT/packages.txt"
            "$PADDOCK_HOME/eng/build-rootfs.sh" --to "$COMPAT/runtimes" --with "$COMPAT/packages.txt" --overlay "$COMPAT_PACKAGES/python" python
            ;;
        javascript)
            overlay=$(compat_npm)
            "$PADDOCK_HOME/eng/build-rootfs.sh" --to "$COMPAT/runtimes" --overlay "$overlay" javascript
            ;;
    esac
    # the runner is the product's, and in the second folder the one that a server that records denied calls needs
    ln -sfn "$ARTIFACTS/runtimes/$1/paddock" "$COMPAT/runtimes/$1/paddock"
    mkdir -p "$COMPAT/switchable/$1"
    ln -sfn "$COMPAT/runtimes/$1/root" "$COMPAT/switchable/$1/root"
    ln -sfn "$ARTIFACTS/switchable/runtimes/$1/paddock" "$COMPAT/switchable/$1/paddock"
}

build_compat() {
    local language
    for language in python javascript; do
        [[ ! -d "$COMPAT/runtimes/$language/root/usr/bin" ]] || ! is_fresh "compat-$language" "$(compat_fingerprint "$language")" || continue
        step "compat-$language" "building the file system of $language cells with packages" build_compat_root "$language"
        mark_fresh "compat-$language" "$(compat_fingerprint "$language")"
    done
    # the languages of scripts have no packages of the tests' own, and every server has a pool of each
    for language in ruby php; do
        ln -sfn "$ARTIFACTS/runtimes/$language" "$COMPAT/runtimes/$language"
        ln -sfn "$ARTIFACTS/switchable/runtimes/$language" "$COMPAT/switchable/$language"
    done
}
