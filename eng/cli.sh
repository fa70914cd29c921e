# shellcheck shell=bash
# ./paddock run|exec|tools|runtimes|secrets|executions: the command-line tool, built when it changed. Sourced after build.sh.

CLI_DLL="$ARTIFACTS/bin/Paddock.Cli/release/Paddock.Cli.dll"

cli_fingerprint() { managed_fingerprint "$PADDOCK_HOME"/src/Paddock.{Contracts,Client,Cli}; }

cli_is_fresh() { [[ -f "$CLI_DLL" ]] && is_fresh cli "$(cli_fingerprint)"; }

build_cli() {
    local fingerprint
    cli_is_fresh && return
    fingerprint=$(cli_fingerprint)
    step cli 'building the command-line tool' dotnet_build "$PADDOCK_HOME/src/Paddock.Cli"
    mark_fresh cli "$fingerprint"
}

# cli VERB ARGUMENT…: this process becomes the tool, so that signals and the exit code are its own
cli() {
    need_dotnet
    cli_is_fresh || locked build_cli
    exec dotnet "$CLI_DLL" "$@"
}
