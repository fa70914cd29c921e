# shellcheck shell=bash
# Builds what changed since the last time, under a lock, so that two starts at once build once. Sourced after lib.sh and packages.sh.
#
# Every part has a fingerprint (its sources, lock files and the packages it is made with) in artifacts/stamps. A part whose
# fingerprint is the stored one and whose result is there is left alone; with nothing to do, the whole check takes about 0.1 s.

# what native/ and the file systems are made with: an upgrade of one of these packages is a change, too
# (looked up once a run, see prepare: it is part of several fingerprints)
TOOLCHAIN=''

toolchain() {
    dpkg-query -W -f='${Package} ${Version}\n' gcc gcc-12 make libc6-dev libseccomp-dev python3.11 2>/dev/null || true
}

native_fingerprint() {
    { fingerprint_of "$PADDOCK_HOME/native"; echo "$TOOLCHAIN"; } | sha256sum | cut -c1-40
}

# packages_of_tree DIRECTORY: the packages that the tree in there was made of, in the versions that are installed now.
packages_of_tree() {
    local file="$1/root.packages" name _
    local -a names=()
    [[ -r "$file" ]] || return 0
    while read -r name _; do names+=("$name"); done <"$file"
    dpkg-query -W -f='${binary:Package} ${Version}\n' "${names[@]}" 2>/dev/null || true
}

rootfs_fingerprint() {
    local -a files=("$PADDOCK_HOME"/eng/{lib.sh,build-rootfs.sh,lay-out-program.py,closure.awk,rootfs-exclude.txt} "$PADDOCK_HOME/runtimes/${1%-build}/packages.txt")
    [[ "$1" != *-build ]] || files+=("$PADDOCK_HOME/runtimes/${1%-build}/build-packages.txt")
    case ${1%-build} in
        python) files+=("$PADDOCK_HOME/runtimes/python/children/function.py") ;;
        javascript) files+=("$PADDOCK_HOME"/runtimes/javascript/package{,-lock}.json) ;;
    esac
    { cat "${files[@]}"; packages_of_tree "$ARTIFACTS/runtimes/$1"; } | sha256sum | cut -c1-40
}

runner_fingerprint() {
    {
        fingerprint_of "$PADDOCK_HOME/runtimes/$1" "$PADDOCK_HOME/eng/"{build,bundle-runner}.sh
        native_fingerprint
    } | sha256sum | cut -c1-40
}

# managed_fingerprint FOLDER…
managed_fingerprint() {
    local sdk
    sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")/sdk
    {
        fingerprint_of "$@" "$PADDOCK_HOME"/{Directory.Build.props,Directory.Build.targets,Directory.Packages.props,Paddock.slnx,global.json,.editorconfig} \
            "$PADDOCK_HOME/eng/BannedSymbols.txt"
        ls "$sdk"
    } | sha256sum | cut -c1-40
}

# what callers run is no part of the server
server_sources() { find "$PADDOCK_HOME/src" -mindepth 1 -maxdepth 1 -type d ! -name Paddock.Client ! -name Paddock.Cli | LC_ALL=C sort; }

server_fingerprint() {
    local -a folders
    mapfile -t folders < <(server_sources)
    managed_fingerprint "${folders[@]}"
}

native_is_fresh() { [[ -x "$ARTIFACTS/native/paddock-jail" && -f "$ARTIFACTS/native/libpaddock.so" ]] && is_fresh native "$(native_fingerprint)"; }
rootfs_is_fresh() { [[ -d "$ARTIFACTS/runtimes/$1/root/usr/bin" ]] && is_fresh "rootfs-$1" "$(rootfs_fingerprint "$1")"; }
builder_is_fresh() { [[ -L "$ARTIFACTS/runtimes/$1/paddock" ]] && rootfs_is_fresh "$1"; }
runner_is_fresh() { [[ -d "$ARTIFACTS/runtimes/$1/paddock" ]] && is_fresh "runner-$1" "$(runner_fingerprint "$1")"; }
server_is_fresh() { [[ -f "$SERVER_DLL" ]] && is_fresh server "$(server_fingerprint)"; }

everything_is_fresh() {
    local language builder
    native_is_fresh && server_is_fresh || return
    for builder in "${BUILDERS[@]}"; do builder_is_fresh "$builder" || return; done
    for language in "${LANGUAGES[@]}"; do
        rootfs_is_fresh "$language" && runner_is_fresh "$language" || return
    done
}

# The relative OUT keeps spaces in the checkout's path out of make's sight.
make_native() { make --no-print-directory -C "$PADDOCK_HOME/native" OUT=../artifacts/native "$@"; }

build_native() {
    local fingerprint
    native_is_fresh && return
    fingerprint=$(native_fingerprint)
    mkdir -p "$ARTIFACTS/native"
    step native 'building the native part' make_native
    mark_fresh native "$fingerprint"
}

# cells_called NAME: what runs on the file system of that name
cells_called() {
    if [[ "$1" == *-build ]]; then echo "builds of ${LANGUAGE_NAMES[${1%-build}]} packages"; else echo "${LANGUAGE_NAMES[$1]} cells"; fi
}

build_rootfs() {
    local language=$1
    rootfs_is_fresh "$language" && return
    step "rootfs-$language" "building the file system of $(cells_called "$language")" "$PADDOCK_HOME/eng/build-rootfs.sh" "$language"
    mark_fresh "rootfs-$language" "$(rootfs_fingerprint "$language")"
}

# What a cell sees as /opt/paddock: the runner, compiled ahead for Python and JavaScript, and the library that cages it.
lay_out_runner() {
    local language=$1 home="$ARTIFACTS/runtimes/$1" new
    new=$(mktemp -d "$home/.paddock.XXXXXX")
    find "$PADDOCK_HOME/runtimes/$language" -maxdepth 1 -type f \( -name '*.py' -o -name '*.js' -o -name '*.ts' -o -name '*.rb' -o -name '*.php' -o -name preload.json \) -exec cp -p {} "$new/" \;
    cp "$ARTIFACTS/native/libpaddock.so" "$new/"
    if [[ "$language" == python ]]; then
        "$PYTHON" -I -m compileall -q --invalidation-mode unchecked-hash -s "$new" -p /opt/paddock "$new"
    fi
    [[ "$language" != javascript ]] || "$PADDOCK_HOME/eng/bundle-runner.sh" "$new" "$home/root/usr/bin/bun"
    chmod -R u-s,g-s,go-w,a+rX "$new"
    chmod 755 "$new"
    swap_in "$new" "$home/paddock"
}

build_runner() {
    local fingerprint
    runner_is_fresh "$1" && return
    fingerprint=$(runner_fingerprint "$1")
    step "runner-$1" "laying out the ${LANGUAGE_NAMES[$1]} runner" lay_out_runner "$1"
    mark_fresh "runner-$1" "$fingerprint"
}

# build_builder NAME: what runs in it is its language's
build_builder() {
    build_rootfs "$1"
    ln -sfn "../${1%-build}/paddock" "$ARTIFACTS/runtimes/$1/paddock"
}

# need_dotnet: the one thing that is not installed for you, because Debian does not package it
need_dotnet() {
    command -v dotnet >/dev/null || die 'the .NET 10 SDK is missing: there is no dotnet on PATH'
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
    # a service manager may start us without a home
    [[ -n "${HOME:-}" ]] || export HOME="$ARTIFACTS/home"
}

# dotnet_build PROJECT…: no build server stays behind, since a server process should be all that is left
dotnet_build() {
    local project
    for project in "$@"; do
        dotnet build "$project" --configuration Release --nologo --verbosity quiet --disable-build-servers || return 1
    done
}

build_server() {
    local fingerprint
    server_is_fresh && return
    fingerprint=$(server_fingerprint)
    step server 'building the server' dotnet_build "$PADDOCK_HOME/src/Paddock.Server"
    mark_fresh server "$fingerprint"
}

# what it takes to run cells; the rest is managed code
build_cells() {
    local language builder
    # what an interrupted build left behind
    rm -rf "$ARTIFACTS"/runtimes/*/.root.* "$ARTIFACTS"/runtimes/*/.paddock.*
    build_native
    for language in "${LANGUAGES[@]}"; do
        build_rootfs "$language"
        build_runner "$language"
    done
    for builder in "${BUILDERS[@]}"; do build_builder "$builder"; done
}

build_parts() {
    build_cells
    build_server
}

# locked COMMAND…: one at a time for this checkout. `step` closes descriptor 9 for what it starts, so nothing that stays behind holds the lock.
locked() {
    mkdir -p "$ARTIFACTS" 2>/dev/null || true
    [[ -w "$ARTIFACTS" ]] || die "$ARTIFACTS has to be rebuilt and belongs to $(stat -c %U "$ARTIFACTS" 2>/dev/null || echo nobody): run this as that user, or delete it"
    (
        flock --nonblock 9 || {
            say 'another build of this checkout is running: waiting for it…'
            flock 9
        }
        "$@"
    ) 9>>"$ARTIFACTS/.lock"
}

# prepare SUITE…: what every verb needs before it looks at what to build, and what only these test suites need
# shellcheck disable=SC2120  # ./paddock test passes suites
prepare() {
    need_dotnet
    install_missing_packages "$@"
    TOOLCHAIN=$(toolchain)
}

# build_everything: installs and builds what is missing or changed
build_everything() {
    # shellcheck disable=SC2119  # no suite
    prepare
    everything_is_fresh || locked build_parts
}
