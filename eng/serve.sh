# shellcheck shell=bash
# ./paddock serve. Sourced after build.sh.

# asks_for_help ARGUMENT…
asks_for_help() {
    local argument
    for argument in "$@"; do
        [[ "$argument" != --help && "$argument" != -h ]] || return 0
    done
    return 1
}

# server_environment: where the parts that were built are, unless the caller has others
server_environment() {
    export Paddock__Sandbox__RuntimesDirectory="${Paddock__Sandbox__RuntimesDirectory:-$ARTIFACTS/runtimes}"
    export Paddock__Sandbox__NativeDirectory="${Paddock__Sandbox__NativeDirectory:-$ARTIFACTS/native}"
}

# serve ARGUMENT…: this process becomes the server, so that signals and the exit code are the server's own
serve() {
    if asks_for_help "$@"; then
        help
        return
    fi
    build_everything
    server_environment
    # first, so that whatever follows wins
    [[ -n "${Paddock__Server__DataDirectory:-}" ]] || set -- --data "$PADDOCK_HOME/.paddock" "$@"
    exec dotnet "$SERVER_DLL" "$@"
}
