# shellcheck shell=bash
# ./paddock test: builds everything, runs every suite, adds up what they counted. Sourced after build.sh, serve.sh and bench.sh.
#
# A suite that ends without a count, or with a bad exit code and no failed test, has crashed, and a crash counts as one failure.

# ./paddock test --fuzz without a number; plain runs fuzz for FUZZ_SECONDS_OF_ALL
FUZZ_SECONDS_ALONE=600
FUZZ_SECONDS_OF_ALL=60

# what runs inside the emulated machine
VM_SUITES=(Paddock.Conformance.Tests Paddock.Escape.Tests)

tests_passed=0
tests_failed=0
tests_skipped=0

# suites: the names, in the order they run
suites() {
    local project
    echo eng
    echo native
    [[ ! -f "$PADDOCK_HOME/tests/runtimes/run.py" ]] || echo runtimes
    for project in "$PADDOCK_HOME"/tests/*.Tests/*.Tests.csproj; do
        [[ ! -f "$project" ]] || basename "$project" .csproj
    done
    # the gate of bench/expected.json
    echo bench
    # the escape tests, on servers without single layers
    echo matrix
    [[ ! -f "$PADDOCK_HOME/eng/vm.sh" ]] || echo vm
}

# suite_seconds NAME: a suite that hangs is ended, so that the others are still told; each bound is several times what 2 cores take
suite_seconds() {
    case $1 in
        # everything in it runs on an emulated processor
        vm) echo 5400 ;;
        Paddock.Hostile.Tests) echo $((900 + PADDOCK_FUZZ_SECONDS)) ;;
        # 20,000 mixed executions and 10,000 cells
        Paddock.Endurance.Tests) echo 2400 ;;
        Paddock.Escape.Tests) echo 1800 ;;
        matrix) echo 3600 ;;
        bench) echo 300 ;;
        *) echo 900 ;;
    esac
}

# chosen_suites WORD…: those whose name contains one of the words, in any letter case; all without a word
chosen_suites() {
    local name word
    while read -r name; do
        (($#)) || echo "$name"
        for word in "$@"; do
            [[ "${name,,}" != *"${word,,}"* ]] || {
                echo "$name"
                break
            }
        done
    done < <(suites)
}

run_suite_process() {
    local name=$1 program="$ARTIFACTS/bin/$1/release/$1"
    case $name in
        eng) bash "$PADDOCK_HOME/eng/tests/run.sh" ;;
        native) make_native test ;;
        vm) bash "$PADDOCK_HOME/eng/vm.sh" ;;
        matrix) dotnet exec "$ARTIFACTS/bin/Paddock.Escape.Tests/release/Paddock.Escape.Tests.dll" -noLogo -noColor -explicit only ;;
        bench) run_gate ;;
        runtimes) "$PYTHON" -B "$PADDOCK_HOME/tests/runtimes/run.py" ;;
        *) dotnet exec "$program.dll" -noLogo -noColor ;;
    esac
}

# count_of LOG: "passed failed skipped" out of the last summary in the log, nothing when there is none.
# Two kinds of summary: the plain line, and the one of an xunit v3 program.
count_of() {
    sed -nE 's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\1 \2 0\4/p
        s/^.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), Not Run: ([0-9]+).*$/xunit \1 \2 \3 \4 \5/p' "$1" |
        tail -n 1 | awk '$1 == "xunit" { print $2 - $3 - $4 - $5 - $6, $3 + $4, $5 + $6; next } { print $1, $2, $3 + 0 }'
}

# failures_of LOG: its end, and after that what failed, since a record of a long run keeps its last lines only
failures_of() {
    tail -n 100 "$1"
    echo
    grep -E -A 3 '^not ok - |^FAILED |^ *[[:graph:]].* \[FAIL\]$' "$1" | tail -n 60 || true
}

# run_suite NAME: runs it with its output in a log, prints one line and those of its parts, and the log when something failed
run_suite() {
    local name=$1 log="$LOGS/test-$1.log" began status=0 bound passed failed skipped note=''
    mkdir -p "$LOGS"
    bound=$(suite_seconds "$name")
    began=$(now_ms)
    # a function cannot go through timeout(1): the suite runs in a bash of its own
    timeout --foreground --kill-after=10 "$bound" bash "$PADDOCK_HOME/eng/run-suite.sh" "$name" >"$log" 2>&1 </dev/null || status=$?
    read -r passed failed skipped < <(count_of "$log") || true
    if [[ -z "${passed:-}" ]]; then
        passed=0 failed=1 skipped=0 note=" (no result: it crashed with exit code $status)"
        ((status != 124)) || note=" (no result after $bound s)"
    elif ((status != 0 && failed == 0)); then
        failed=1 note=" (exit code $status)"
    elif ((passed + failed == 0)); then
        failed=1 note=' (no test ran)'
    fi
    ((failed == 0)) || failures_of "$log" | sed 's/^/    /'
    ((skipped == 0)) || note+=" ($skipped skipped)"
    printf '%-28s %5d passed %4d failed %7s s%s\n' "$name" "$passed" "$failed" "$(seconds_since "$began")" "$note"
    sed -n 's/^part: /    /p' "$log"
    tests_passed=$((tests_passed + passed)) tests_failed=$((tests_failed + failed)) tests_skipped=$((tests_skipped + skipped))
}

# everything at once: one restore and one graph are faster than a build per project
build_solution() {
    local fingerprint project
    local -a projects=("$PADDOCK_HOME/Paddock.slnx")
    fingerprint=$(managed_fingerprint "$PADDOCK_HOME"/{src,tests,bench})
    ! is_fresh solution "$fingerprint" || return 0
    # a test project that nobody entered in the solution runs all the same
    for project in "$PADDOCK_HOME"/tests/*.Tests/*.Tests.csproj; do
        [[ ! -f "$project" ]] || grep -qF "$(basename "$project")" "$PADDOCK_HOME/Paddock.slnx" || projects+=("$project")
    done
    step solution 'building the server, its tests and the benchmark' dotnet_build "${projects[@]}"
    mark_fresh server "$(server_fingerprint)"
    mark_fresh solution "$fingerprint"
}

# vm_suites: those of VM_SUITES that are wanted
vm_suites() {
    local name
    for name in "${VM_SUITES[@]}"; do [[ ",${PADDOCK_VM_PARTS:-$name}," != *",$name,"* ]] || echo "$name"; done
}

# build_suite NAME: what one suite needs
build_suite() {
    local fingerprint name
    [[ "$1" != matrix ]] || set -- Paddock.Escape.Tests
    if [[ "$1" == vm ]]; then
        build_server
        while read -r name; do build_suite "$name"; done < <(vm_suites)
        return
    fi
    if [[ "$1" == bench ]]; then
        build_server
        build_bench
        return
    fi
    [[ "$1" == *.Tests ]] || return 0
    # whatever drives a real server through the library for that
    ! grep -q 'Paddock\.TestKit' "$PADDOCK_HOME/tests/$1/$1.csproj" || build_server
    fingerprint=$(managed_fingerprint "$PADDOCK_HOME"/{src,tests,bench})
    ! is_fresh "$1" "$fingerprint" || return 0
    step "$1" "building $1" dotnet_build "$PADDOCK_HOME/tests/$1"
    mark_fresh "$1" "$fingerprint"
}

# build_switchable_for SUITE…: these start servers without single layers
build_switchable_for() {
    [[ " $* " == *.Escape.Tests\ * || " $* " == *\ matrix\ * || " $* " == *.Compat.Tests\ * ]] || return 0
    # shellcheck source=eng/switchable.sh
    source "$PADDOCK_HOME/eng/switchable.sh"
    build_switchable
}

# build_compat_for SUITE…: one of them runs cells with packages
build_compat_for() {
    [[ " $* " == *.Compat.Tests\ * || " $* " == *.Door.Tests\ * ]] || return 0
    # shellcheck source=eng/compat.sh
    source "$PADDOCK_HOME/eng/compat.sh"
    build_compat
}

# build_wheels_for SUITE…: one of them builds packages from an index
build_wheels_for() {
    [[ " $* " == *.Runtimes.Tests\ * ]] || return 0
    # shellcheck source=eng/wheels.sh
    source "$PADDOCK_HOME/eng/wheels.sh"
    build_wheels
}

# build_tests SUITE…
build_tests() {
    local name
    build_cells
    build_switchable_for "$@"
    build_compat_for "$@"
    build_wheels_for "$@"
    if (($# >= $(suites | without_extras | wc -l))); then
        build_solution
        return
    fi
    for name in "$@"; do build_suite "$name"; done
}

# Whatever happened, the last line is the sum; a run that failed before it could count has one failure.
end_tests() {
    local status=$?
    ((status == 0 || tests_failed > 0)) || tests_failed=1
    if ((tests_passed + tests_failed == 0)); then tests_failed=1; fi
    echo
    printf '%d passed, %d failed\n' "$tests_passed" "$tests_failed"
    ((tests_failed == 0)) || exit 1
}

test_environment() {
    server_environment
    # Where isolation can work it has to: a skipped escape test looks like a passed one.
    if [[ "${CI:-}" == true ]] || ((EUID == 0)); then export PADDOCK_ISOLATION_MUST_WORK=1; fi
    export PADDOCK_HOME
}

# suites_of ARGUMENT…: sets `chosen` to the suites that words and options name, and PADDOCK_FUZZ_SECONDS
suites_of() {
    local -a words=()
    while (($#)); do
        case $1 in
            --vm) words+=(vm) ;;
            --fuzz)
                words+=(Paddock.Hostile.Tests)
                PADDOCK_FUZZ_SECONDS=$FUZZ_SECONDS_ALONE
                if [[ "${2:-}" =~ ^[0-9]+$ ]]; then
                    PADDOCK_FUZZ_SECONDS=$2
                    shift
                fi
                ;;
            -*) die "\`./paddock test\` has no option $1; see ./paddock help" ;;
            *) words+=("$1") ;;
        esac
        shift
    done
    export PADDOCK_FUZZ_SECONDS=${PADDOCK_FUZZ_SECONDS:-$FUZZ_SECONDS_OF_ALL}
    if ((${#words[@]})); then
        mapfile -t chosen < <(chosen_suites "${words[@]}")
    else
        export PADDOCK_VM_PARTS=${PADDOCK_VM_PARTS:-server}
        mapfile -t chosen < <(chosen_suites | without_extras)
    fi
    ((${#chosen[@]})) || die "no suite is called like that; there are: $(suites | tr '\n' ' ')"
}

# without_extras: what a run of everything leaves out, since it takes long: the matrix, and the emulated machine, whose quick part CI has.
without_extras() { if [[ "${CI:-}" == true ]]; then grep -vx matrix; else grep -vxE 'vm|matrix'; fi; }

# packaged_suites SUITE…: whose packages are needed: the cells of Compat and Door have the same file systems
packaged_suites() {
    printf '%s\n' "$@"
    [[ " $* " != *.Compat.Tests\ * && " $* " != *.Door.Tests\ * ]] || printf '%s\n' Paddock.Compat.Tests Paddock.Door.Tests
}

# run_tests [--vm] [--fuzz [SECONDS]] WORD…
run_tests() {
    local name
    local -a chosen packaged
    suites_of "$@"
    trap end_tests EXIT
    mapfile -t packaged < <(packaged_suites "${chosen[@]}")
    prepare "${packaged[@]}"
    locked build_tests "${chosen[@]}"
    test_environment
    for name in "${chosen[@]}"; do run_suite "$name"; done
}
