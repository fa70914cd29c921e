# shellcheck shell=bash
# ./paddock serve. Sourced after build.sh.

# has_option NAME ARGUMENT…: NAME or NAME=VALUE is among the arguments
has_option() {
    local name=$1 argument
    shift
    for argument in "$@"; do
        [[ "$argument" != "$name" && "$argument" != "$name="* ]] || return 0
    done
    return 1
}

# server_environment: where the parts that were built are, unless the caller has others
server_environment() {
    export Paddock__Sandbox__RuntimesDirectory="${Paddock__Sandbox__RuntimesDirectory:-$ARTIFACTS/runtimes}"
    export Paddock__Sandbox__NativeDirectory="${Paddock__Sandbox__NativeDirectory:-$ARTIFACTS/native}"
}

# with_data ARGUMENT…: sets `arguments` to them, behind the default folder for state unless they or the environment name one; in front, so that a setting on the command line wins
with_data() {
    arguments=("$@")
    has_option --data "$@" || [[ -n "${Paddock__Server__DataDirectory:-}" ]] || arguments=(--data "$PADDOCK_HOME/.paddock" "$@")
}

# serve ARGUMENT…: this process becomes the server, so that signals and the exit code are the server's own
serve() {
    if has_option --help "$@" || has_option -h "$@"; then
        help
        return
    fi
    build_everything
    server_environment
    local -a arguments
    with_data "$@"
    exec dotnet "$SERVER_DLL" "${arguments[@]}"
}

# manage VERB VERB ARGUMENT…: this process becomes the server's program, which does something with the stored state, also while a server runs
manage() {
    local -a arguments
    # shellcheck disable=SC2119  # no suite
    prepare
    server_is_fresh || locked build_server
    with_data "${@:3}"
    exec dotnet "$SERVER_DLL" "${@:1:2}" "${arguments[@]}"
}
