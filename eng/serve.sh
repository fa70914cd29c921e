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

# serve ARGUMENT…: this process becomes the server, so that signals and the exit code are the server's own
serve() {
    if has_option --help "$@" || has_option -h "$@"; then
        help
        return
    fi
    build_everything
    server_environment
    # in front, so that a setting on the command line wins
    has_option --data "$@" || [[ -n "${Paddock__Server__DataDirectory:-}" ]] || set -- --data "$PADDOCK_HOME/.paddock" "$@"
    exec dotnet "$SERVER_DLL" "$@"
}
