#!/usr/bin/env bash
# Process 1 of the emulated machine once its root is there: runs the parts and says on the console how each went, in one line that begins
# with `part: `. Then the machine ends. eng/vm.sh reads that.
#
# On the kernel's command line: paddock.as=root|user, and paddock.parts=NAME,… (server, and test programs under artifacts/bin).
set -uo pipefail

PATH=/usr/bin:/bin:/usr/sbin:/sbin
PADDOCK_HOME=/paddock
for part in lib test; do
    # shellcheck source=/dev/null  # each is checked on its own
    source "$PADDOCK_HOME/eng/$part.sh"
done

CGROUPS=/sys/fs/cgroup
USER_GROUP="$CGROUPS/user"
# of the machine's own time, which passes with the instructions it executes
PART_SECONDS=1800

awk() { busybox awk "$@"; }

# argument NAME: its value on the kernel's command line
argument() { sed -nE "s/^(.* )?paddock\.$1=([^ ]*).*/\2/p" /proc/cmdline; }

# delegate: what a service manager does for a user: a subtree that is his, with the controllers on
delegate() {
    local controllers='+memory +pids +cpu'
    mkdir -p "$USER_GROUP/tests"
    echo "$controllers" >"$CGROUPS/cgroup.subtree_control"
    echo "$controllers" >"$USER_GROUP/cgroup.subtree_control"
    chown 1000:1000 "$USER_GROUP" "$USER_GROUP"/cgroup.{procs,threads,subtree_control} \
        "$USER_GROUP/tests" "$USER_GROUP"/tests/cgroup.{procs,threads,subtree_control}
    echo $$ >"$USER_GROUP/tests/cgroup.procs"
}

become() {
    if [[ "$as" == root ]]; then
        become=(env)
        return
    fi
    delegate || echo 'the groups could not be delegated'
    export PADDOCK_VM_DELEGATED="$USER_GROUP"
    become=(setpriv --reuid=1000 --regid=1000 --clear-groups)
}

set_environment() {
    export HOME=/tmp LANG=C.UTF-8 PATH PADDOCK_HOME
    export PADDOCK_TEST_COMMAND="$PADDOCK_HOME/eng/vm/serve.sh" PADDOCK_ISOLATION_MUST_WORK=1
    export Paddock__Sandbox__RuntimesDirectory="$PADDOCK_HOME/artifacts/runtimes" Paddock__Sandbox__NativeDirectory="$PADDOCK_HOME/artifacts/native"
    # an emulator has to translate again what is written and then executed: fewer rewrites, and no second mapping of each
    export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

# left_out SUITE: the options that leave out what eng/vm/left-out.txt has for this suite and this user
left_out() {
    local suite who method
    while read -r suite who method; do
        [[ "$suite" != "$1" || "$who" != "$as" && "$who" != both ]] || printf '%s\n' -method- "$method"
    done < <(list_of "$PADDOCK_HOME/eng/vm/left-out.txt")
}

# part_of NAME: runs it
part_of() {
    local -a options=()
    if [[ "$1" == server ]]; then
        "${become[@]}" bash "$PADDOCK_HOME/eng/vm/server.sh"
        return
    fi
    mapfile -t options < <(left_out "$1")
    # each test by its name, so that the console of a machine that hangs tells where
    options+=(-reporter verbose)
    timeout --foreground -k 10 "$PART_SECONDS" "${become[@]}" dotnet exec "$PADDOCK_HOME/artifacts/bin/$1/release/$1.dll" -noLogo -noColor "${options[@]}"
}

run_part() {
    local name=$1 log=/run/part.log status=0 began=$SECONDS passed='' failed skipped note=''
    echo "--- $as: $name"
    part_of "$name" </dev/null > >(tee "$log") 2>&1 || status=$?
    wait
    read -r passed failed skipped < <(count_of "$log") || true
    if [[ -z "$passed" ]]; then
        passed=0 failed=1 skipped=0 note=" (no result: exit code $status)"
    elif ((status != 0 && failed == 0)); then
        failed=1 note=" (exit code $status)"
    fi
    ((skipped == 0)) || note+=" ($skipped skipped)"
    printf 'part: as %-4s  %-28s %5d passed %4d failed %7d s of its time%s\n' "$as" "$name" "$passed" "$failed" $((SECONDS - began)) "$note"
}

# as systemd starts a service; the kernel's own default is 4096
ulimit -Hn 524288
as=$(argument as)
become
set_environment
cd "$PADDOCK_HOME" || exit
for name in $(argument parts | tr ',' ' '); do run_part "$name"; done
echo 'all parts are done'
busybox reboot -f
