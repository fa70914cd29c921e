# shellcheck shell=bash
# ./paddock doctor: looks and changes nothing. What a script can see stands here; the kernel and the cage are looked at by the server itself,
# with the code that cages. Sourced after serve.sh.
#
# Lines are of the form of src/Paddock.Server/Doctor/DoctorReport.cs: state, name, what is there or missing; costs; mend.

DOCTOR_MISSING=''

# found STATE NAME SENTENCE
found() {
    printf '%-8s %-13s %s\n' "$1" "$2" "$3"
    [[ "$1" != MISSING ]] || DOCTOR_MISSING+=" $2"
}

look_at_packages() {
    local -a missing=()
    if ! command -v dpkg-query >/dev/null; then
        found MISSING packages "this is not Debian: there is no dpkg. Costs: cells have no file system to be made of. Mend: Debian 12, on the machine or in a virtual one"
        return
    fi
    mapfile -t missing < <(missing_packages)
    if ((${#missing[@]})); then
        found MISSING packages "not installed: ${missing[*]}. Costs: what needs them cannot be built. Mend: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
    else
        found ok packages "all $(list_of "$PADDOCK_HOME/eng/packages.txt" | wc -l) of eng/packages.txt are there"
    fi
}

look_at_dotnet() {
    local home sdks=''
    if command -v dotnet >/dev/null; then
        home=$(dirname "$(readlink -f "$(command -v dotnet)")")
        sdks=$(find "$home/sdk" -maxdepth 1 -name '10.*' -printf '%f ' 2>/dev/null) || true
    fi
    if [[ -n "$sdks" ]]; then
        found ok dotnet "SDK ${sdks% }"
    else
        found MISSING dotnet "there is no .NET 10 SDK${home:+ in $home}. Costs: the server can neither be built nor run. Mend: https://dot.net/v1/dotnet-install.sh --channel 10.0, then put its folder on PATH"
    fi
}

# stale_parts: what a start would build
stale_parts() {
    native_is_fresh || echo native
    for language in "${LANGUAGES[@]}"; do
        rootfs_is_fresh "$language" || echo "rootfs-$language"
        runner_is_fresh "$language" || echo "runner-$language"
    done
    server_is_fresh || echo server
}

# built_trees: how many of the file systems of cells are there
built_trees() {
    local language count=0
    for language in "${LANGUAGES[@]}"; do [[ ! -d "$ARTIFACTS/runtimes/$language/root" ]] || count=$((count + 1)); done
    echo "$count"
}

look_at_build() {
    local stale
    stale=$(stale_parts | xargs)
    if [[ -z "$stale" ]]; then
        found ok build 'everything is built from these sources'
    elif [[ ! -f "$SERVER_DLL" || ! -x "$ARTIFACTS/native/paddock-jail" || "$(built_trees)" -lt ${#LANGUAGES[@]} ]]; then
        found MISSING build "not built yet: $stale. Costs: nothing of the kernel can be tried. Mend: ./paddock serve, which builds first"
    elif [[ ! -w "$ARTIFACTS" ]]; then
        found MISSING build "changed since it was built, by $(stat -c %U "$ARTIFACTS"): $stale. Costs: you cannot start it. Mend: sudo chown -R $(id -un 2>/dev/null) $ARTIFACTS"
    else
        found weak build "changed since it was built: $stale. Costs: a minute at the next start; what follows is of the old build. Mend: ./paddock serve, which builds first"
    fi
}

# doctor ARGUMENT…: this process becomes the server's own doctor, so that it looks from the same control group as a server would
doctor() {
    if has_option --help "$@" || has_option -h "$@"; then
        help
        return
    fi
    look_at_packages
    look_at_dotnet
    if command -v dotnet >/dev/null; then
        # shellcheck disable=SC2034  # part of the fingerprints of build.sh
        TOOLCHAIN=$(toolchain)
        look_at_build
    fi
    if [[ ! -f "$SERVER_DLL" ]] || ! command -v dotnet >/dev/null; then
        found untried kernel 'the server is what looks at the kernel; mend what is above first'
        echo "fail: missing${DOCTOR_MISSING}; a server cannot start without"
        return 1
    fi
    need_dotnet
    server_environment
    local -a arguments
    with_data "$@"
    PADDOCK_DOCTOR_MISSING=${DOCTOR_MISSING# } exec dotnet "$SERVER_DLL" --doctor "${arguments[@]}"
}
