#!/usr/bin/env bash
# Tests of ./paddock and of the file systems it builds. Every test is a function test_…; its name is the promise.
# Ends with `N passed, N failed`. The trees and the library must have been built before (./paddock test does that).
#
# A test runs in a subshell with `set -e`: it passes when it gets to its end. A command that must not succeed goes through `fails`,
# since bash does not count `! command`.
# shellcheck disable=SC2317,SC2034,SC2016  # tests, stand-ins and their settings are reached by name
set -uo pipefail

PADDOCK_HOME=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in lib packages build serve doctor cli test; do
    # shellcheck source=/dev/null
    source "$PADDOCK_HOME/eng/$part.sh"
done
# shellcheck source=eng/build-rootfs.sh
source "$PADDOCK_HOME/eng/build-rootfs.sh"
set +e

SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/paddock eng.XXXXXX")
trap 'rm -rf "$SCRATCH"' EXIT

# equals WANTED FOUND
equals() {
    [[ "$1" == "$2" ]] || {
        printf 'wanted: %s\nfound:  %s\n' "$1" "$2"
        return 1
    }
}

fails() { ! ("$@") >"$SCRATCH/out" 2>&1; }

# --- what is not in a product build ---

test_no_layer_can_be_left_out_of_the_native_parts() {
    local file
    for file in "$ARTIFACTS"/native/{paddock-jail,libpaddock.so} "$ARTIFACTS"/runtimes/*/paddock/libpaddock.so; do
        grep -qa "wait for the jail" "$file" # a text that is in them is found like this
        fails grep -qaE 'PADDOCK_(WITHOUT|RECORD)' "$file"
    done
}

# --- messages and steps ---

test_a_step_that_works_leaves_one_line() {
    LOGS="$SCRATCH/logs"
    step quiet 'doing it' echo noise 2>"$SCRATCH/err"
    grep -qxE 'doing it… done in [0-9]+\.[0-9] s' "$SCRATCH/err"
    equals noise "$(<"$LOGS/quiet.log")"
}

test_a_step_that_fails_shows_the_end_of_its_log_and_where_it_is() {
    local script='set -euo pipefail; PADDOCK_HOME=$1; source "$2/eng/lib.sh"
        complain() { echo "the reason"; false; echo "never reached"; }
        step loud "doing it" complain'
    # a shell of its own: `set -e` does not work inside a condition, and a test that expects a failure is one
    fails bash -c "$script" bash "$SCRATCH" "$PADDOCK_HOME"
    grep -q 'FAILED' "$SCRATCH/out"
    grep -q 'the reason' "$SCRATCH/out"
    grep -qF "$SCRATCH/artifacts/logs/loud.log" "$SCRATCH/out"
    fails grep -q 'never reached' "$SCRATCH/artifacts/logs/loud.log"
}

test_a_step_does_not_hand_the_lock_to_what_it_starts() {
    LOGS="$SCRATCH/logs"
    step lock 'looking' ls -l /proc/self/fd 9>"$SCRATCH/lock" 2>/dev/null
    fails grep -qF "$SCRATCH/lock" "$LOGS/lock.log"
}

# --- what changed ---

a_source_folder() {
    local folder="$SCRATCH/source"
    rm -rf "$folder"
    mkdir -p "$folder/bin" "$folder/deep er"
    echo 1 >"$folder/a"
    echo 1 >"$folder/deep er/b"
    echo "$folder"
}

test_a_fingerprint_changes_when_a_file_is_written() {
    local folder before
    folder=$(a_source_folder)
    before=$(fingerprint_of "$folder")
    equals "$before" "$(fingerprint_of "$folder")"
    echo 22 >"$folder/a"
    [[ "$before" != "$(fingerprint_of "$folder")" ]]
}

test_a_fingerprint_changes_when_a_file_comes_goes_or_is_renamed() {
    local folder before
    folder=$(a_source_folder)
    before=$(fingerprint_of "$folder")
    mv "$folder/a" "$folder/c"
    [[ "$before" != "$(fingerprint_of "$folder")" ]]
    mv "$folder/c" "$folder/a"
    equals "$before" "$(fingerprint_of "$folder")"
    rm "$folder/deep er/b"
    [[ "$before" != "$(fingerprint_of "$folder")" ]]
}

test_a_fingerprint_ignores_build_output() {
    local folder before
    folder=$(a_source_folder)
    before=$(fingerprint_of "$folder")
    echo 1 >"$folder/bin/out"
    equals "$before" "$(fingerprint_of "$folder")"
}

test_a_part_is_fresh_only_with_the_fingerprint_it_was_marked_with() {
    STAMPS="$SCRATCH/stamps"
    fails is_fresh part one
    mark_fresh part one
    is_fresh part one
    fails is_fresh part two
}

test_the_check_that_nothing_changed_takes_less_than_a_second() {
    local began
    TOOLCHAIN=$(toolchain)
    began=$(now_ms)
    everything_is_fresh || true
    # 0.1 s on an idle machine; the limit is for a busy one
    (($(now_ms) - began < 1000))
}

# --- swaps and locks ---

test_a_new_tree_takes_the_place_of_the_old_one_which_stays_for_running_servers() {
    mkdir -p "$SCRATCH/swap dir"/{new,old}
    echo new >"$SCRATCH/swap dir/new/file"
    echo old >"$SCRATCH/swap dir/old/file"
    swap_in "$SCRATCH/swap dir/new" "$SCRATCH/swap dir/old"
    equals new "$(<"$SCRATCH/swap dir/old/file")"
    equals old "$(<"$SCRATCH/swap dir/old.previous/file")"
    [[ ! -e "$SCRATCH/swap dir/new" ]]
}

test_builds_of_one_checkout_run_one_after_the_other() {
    ARTIFACTS="$SCRATCH/artifacts"
    alone() {
        mkdir "$SCRATCH/alone"
        sleep 0.2
        rmdir "$SCRATCH/alone"
    }
    locked alone 2>/dev/null &
    local first=$!
    locked alone 2>/dev/null
    wait "$first"
}

# --- the command-line tool ---

test_the_tool_gets_its_verb_and_its_arguments_as_they_are() {
    mkdir -p "$SCRATCH/bin"
    printf '%s\n' '#!/bin/sh' 'printf "%s|" "$@"' 'exit 42' >"$SCRATCH/bin/dotnet"
    chmod +x "$SCRATCH/bin/dotnet"
    need_dotnet() { :; }
    cli_is_fresh() { true; }
    local said status=0
    said=$(PATH="$SCRATCH/bin:$PATH" cli run 'a b' --json '') || status=$?
    equals "$CLI_DLL|run|a b|--json||" "$said"
    equals 42 "$status"
}

test_a_change_to_what_callers_run_does_not_build_the_server_anew() {
    PADDOCK_HOME="$SCRATCH/server home"
    mkdir -p "$PADDOCK_HOME"/{eng,src/Paddock.{Core,Client,Cli}}
    local before
    before=$(server_fingerprint)
    echo 1 >"$PADDOCK_HOME/src/Paddock.Client/a.cs"
    echo 1 >"$PADDOCK_HOME/src/Paddock.Cli/a.cs"
    equals "$before" "$(server_fingerprint)"
    echo 1 >"$PADDOCK_HOME/src/Paddock.Core/a.cs"
    [[ "$before" != "$(server_fingerprint)" ]]
}

test_the_tool_is_built_when_its_sources_change_and_only_then() {
    STAMPS="$SCRATCH/cli stamps" CLI_DLL="$SCRATCH/cli.dll" PADDOCK_HOME="$SCRATCH/cli home"
    mkdir -p "$PADDOCK_HOME"/{eng,src/Paddock.{Contracts,Client,Cli,Server}}
    touch "$CLI_DLL" "$PADDOCK_HOME"/src/Paddock.{Cli/a,Server/b}.cs
    fails cli_is_fresh
    mark_fresh cli "$(cli_fingerprint)"
    cli_is_fresh
    echo more >"$PADDOCK_HOME/src/Paddock.Server/b.cs"
    cli_is_fresh
    echo more >"$PADDOCK_HOME/src/Paddock.Cli/a.cs"
    fails cli_is_fresh
}

# --- packages ---

test_missing_packages_are_those_that_dpkg_does_not_call_installed() {
    dpkg-query() { printf '%s\n' 'installed gcc' 'config-files make'; }
    missing_packages >"$SCRATCH/missing"
    grep -qx make "$SCRATCH/missing"
    grep -qx libseccomp-dev "$SCRATCH/missing"
    fails grep -qx gcc "$SCRATCH/missing"
}

test_a_package_for_a_command_is_missing_only_without_the_command() {
    dpkg-query() { :; }
    command() { [[ "$*" != '-v npm' ]]; }
    grep -qx npm <(missing_packages)
    command() { true; }
    fails grep -qx npm <(missing_packages)
}

test_every_package_has_a_reason() {
    local name
    while read -r name; do [[ -n "$(reason_for "${name%%:*}")" ]]; done < <(list_of "$PADDOCK_HOME/eng/packages.txt")
    fails grep -E '^[^#]+$' "$PADDOCK_HOME"/runtimes/*/packages.txt "$PADDOCK_HOME/eng/rootfs-exclude.txt"
}

test_packages_of_a_suite_are_asked_for_by_that_suite_only() {
    dpkg-query() { :; }
    PADDOCK_HOME="$SCRATCH/suites"
    mkdir -p "$PADDOCK_HOME/eng"
    echo 'all  # everybody' >"$PADDOCK_HOME/eng/packages.txt"
    printf '%s\n' 'vm  one  # the reason' 'A.Tests  two  # another' 'AxTests three # no match' >"$PADDOCK_HOME/eng/test-packages.txt"
    equals 'all' "$(missing_packages | xargs)"
    equals 'all one' "$(missing_packages vm | sort | xargs)"
    equals 'all two' "$(missing_packages eng A.Tests | sort | xargs)"
    equals 'the reason' "$(reason_for one vm)"
}

test_every_package_of_a_suite_has_a_reason_and_a_suite() {
    local suite name
    while read -r suite name; do
        # `peers` is a row of the benchmark
        [[ "$suite" == peers ]] || grep -qxF "$suite" <(suites)
        [[ -n "$(reason_for "${name%%:*}" "$suite")" ]]
    done < <(list_of "$PADDOCK_HOME/eng/test-packages.txt")
}

closure_of() { printf '%b' "$3" | awk -v arch=amd64 -v wanted="$1" -v skipped="$2" -f "$PADDOCK_HOME/eng/closure.awk"; }

test_the_closure_follows_dependencies_alternatives_and_what_others_provide() {
    local status='a\ta:amd64\tinstalled\tamd64\t\tb (>= 1), none | c, virtual\nb\tb\tinstalled\tall\t\ta\nc\tc\tinstalled\tamd64\t\t\nd\td\tinstalled\tamd64\tvirtual (= 1)\t\ne\te\tinstalled\tamd64\t\t\n'
    equals 'a:amd64 b c d' "$(closure_of a '' "$status" | sort | xargs)"
    equals 'a:amd64 b d' "$(closure_of a c "$status" | sort | xargs)"
}

test_the_closure_refuses_a_wanted_package_that_is_not_installed() {
    fails closure_of x '' 'x\tx\tconfig-files\tamd64\t\t\n'
}

test_excluded_paths_are_matched_as_written() {
    equals '/usr/lib/.*-linux-gnu/gconv/.*' "$(glob_to_regex '/usr/lib/*-linux-gnu/gconv/*')"
    equals '/a\.b\+c' "$(glob_to_regex '/a.b+c')"
}

# --- what the test verb reads ---

counts() {
    printf '%b' "$1" >"$SCRATCH/log"
    count_of "$SCRATCH/log" | awk '{ print $1, $2, $3 + 0 }'
}

test_counts_are_read_from_the_last_summary() {
    equals '3 1 0' "$(counts 'x\n1 passed, 0 failed\n3 passed, 1 failed\n')"
    equals '3 1 2' "$(counts '3 passed, 1 failed, 2 skipped\n')"
    equals '7 3 2' "$(counts '   X.Tests  Total: 12, Errors: 1, Failed: 2, Skipped: 1, Not Run: 1, Time: 0.1s\n')"
    equals '' "$(counts 'it said 3 passed, 1 failed once\n')"
}

test_suites_are_chosen_by_a_part_of_their_name() {
    suites() { printf '%s\n' native Paddock.Core.Tests; }
    equals 'Paddock.Core.Tests' "$(chosen_suites core)"
    equals 'native Paddock.Core.Tests' "$(chosen_suites | xargs)"
    equals '' "$(chosen_suites nothing)"
}

suites_chosen_by() {
    local -a chosen
    suites() { printf '%s\n' eng Paddock.Hostile.Tests vm; }
    suites_of "$@"
    echo "${chosen[*]} $PADDOCK_FUZZ_SECONDS"
}

test_options_choose_the_machine_and_the_time_of_fuzzing() {
    unset PADDOCK_FUZZ_SECONDS CI
    equals 'eng Paddock.Hostile.Tests 60' "$(suites_chosen_by)"
    equals 'vm 60' "$(suites_chosen_by --vm)"
    equals 'eng Paddock.Hostile.Tests vm 60' "$(CI=true suites_chosen_by)"
    equals 'Paddock.Hostile.Tests 600' "$(suites_chosen_by --fuzz)"
    equals 'eng Paddock.Hostile.Tests 5' "$(suites_chosen_by --fuzz 5 eng)"
    fails suites_chosen_by --dance
    grep -q 'no option --dance' "$SCRATCH/out"
}

test_ci_runs_the_quick_part_of_the_machine_and_an_option_runs_all() {
    parts_by() {
        unset PADDOCK_VM_PARTS
        suites_chosen_by "$@" >/dev/null
        echo "${PADDOCK_VM_PARTS:-all} $(vm_suites | wc -l)"
    }
    equals 'server 0' "$(CI=true parts_by)"
    equals "all ${#VM_SUITES[@]}" "$(CI=true parts_by --vm)"
}

test_what_the_machine_leaves_out_has_a_suite_a_user_and_a_reason() {
    fails grep -E '^[^#]+$' "$PADDOCK_HOME/eng/vm/left-out.txt"
    list_of "$PADDOCK_HOME/eng/vm/left-out.txt" | while read -r suite who method; do
        [[ -d "$PADDOCK_HOME/tests/$suite" && -n "$method" && "$who" =~ ^(root|user|both)$ ]]
    done
}

# --- the verbs ---

# a `dotnet` that says what it was called with
fake_dotnet() {
    mkdir -p "$SCRATCH/fake"
    # shellcheck disable=SC2016
    printf '%s\n' '#!/bin/sh' 'printf "[%s]" "$@"; echo; echo "$Paddock__Sandbox__NativeDirectory"' >"$SCRATCH/fake/dotnet"
    chmod +x "$SCRATCH/fake/dotnet"
    PATH="$SCRATCH/fake:$PATH"
    build_everything() { :; }
}

test_serve_passes_everything_on_behind_its_own_data_folder() {
    fake_dotnet
    equals "[$SERVER_DLL][--data][$PADDOCK_HOME/.paddock][--urls][http://127.0.0.1:1][--a b]" "$(serve --urls http://127.0.0.1:1 '--a b' | head -n 1)"
}

test_serve_leaves_the_data_folder_that_the_environment_names() {
    fake_dotnet
    equals "[$SERVER_DLL]" "$(Paddock__Server__DataDirectory=x serve | head -n 1)"
}

test_serve_keeps_the_data_folder_that_was_named() {
    fake_dotnet
    equals "[$SERVER_DLL][--data][x]" "$(serve --data x | head -n 1)"
    equals "[$SERVER_DLL][--data=x]" "$(serve --data=x | head -n 1)"
}

test_serve_shows_help_without_building_anything() {
    build_everything() { return 1; }
    # what ./paddock defines
    help() { echo 'the help'; }
    equals 'the help' "$(serve --help)"
}

test_serve_tells_the_server_where_the_parts_are_unless_it_was_told() {
    fake_dotnet
    unset Paddock__Sandbox__NativeDirectory
    equals "$ARTIFACTS/native" "$(serve | tail -n 1)"
    equals /else "$(Paddock__Sandbox__NativeDirectory=/else serve | tail -n 1)"
}

test_the_script_works_through_a_symlink_from_another_folder() {
    ln -s "$PADDOCK_HOME/paddock" "$SCRATCH/link"
    cd /
    "$SCRATCH/link" help | grep -q './paddock serve'
}

test_an_unknown_verb_is_an_error_that_shows_the_help() {
    fails "$PADDOCK_HOME/paddock" dance
    grep -q 'no verb .dance.' "$SCRATCH/out"
    grep -q './paddock serve' "$SCRATCH/out"
}

# --- doctor ---

# doctor on a machine without the things that the stand-ins say are missing
test_doctor_without_packages_names_the_command_and_is_the_servers_to_finish() {
    fake_dotnet
    missing_packages() { printf '%s\n' gcc make; }
    doctor >"$SCRATCH/out" || true
    grep -q '^MISSING  packages      not installed: gcc make\. Costs: .*Mend: sudo apt-get update && sudo apt-get install -y --no-install-recommends gcc make$' "$SCRATCH/out"
    grep -qF "[$SERVER_DLL][--doctor][--data][$PADDOCK_HOME/.paddock]" "$SCRATCH/out"
}

test_doctor_hands_on_what_it_found_missing() {
    mkdir -p "$SCRATCH/fake"
    printf '%s\n' '#!/bin/sh' 'echo "found before: $PADDOCK_DOCTOR_MISSING"' >"$SCRATCH/fake/dotnet"
    chmod +x "$SCRATCH/fake/dotnet"
    PATH="$SCRATCH/fake:$PATH"
    look_at_build() { :; }
    missing_packages() { echo gcc; }
    doctor | grep -qx 'found before: packages dotnet'
    missing_packages() { :; }
    doctor | grep -qx 'found before: dotnet'
}

test_doctor_without_a_build_says_how_to_get_one_and_fails() {
    ARTIFACTS="$SCRATCH/none"
    SERVER_DLL="$ARTIFACTS/server.dll"
    fails doctor
    grep -q '^MISSING  build         not built yet: native .*Mend: ./paddock serve' "$SCRATCH/out"
    grep -q '^untried  kernel ' "$SCRATCH/out"
    grep -q '^fail: missing build' "$SCRATCH/out"
    [[ ! -e "$ARTIFACTS" ]]
}

test_doctor_without_dotnet_still_looks_at_the_packages() {
    command() { [[ "$*" != '-v dotnet' ]] && builtin command "$@"; }
    fails doctor
    grep -q '^ok       packages ' "$SCRATCH/out"
    grep -q '^MISSING  dotnet .*Mend: ' "$SCRATCH/out"
    grep -q '^fail: missing dotnet' "$SCRATCH/out"
}

# --- the trees ---

for_each_tree() {
    local language
    for language in "${LANGUAGES[@]}"; do "$1" "$ARTIFACTS/runtimes/$language/root"; done
}

for_builders_too() {
    local builder
    for_each_tree "$1"
    for builder in "${BUILDERS[@]}"; do "$1" "$ARTIFACTS/runtimes/$builder/root"; done
}

test_a_tree_has_no_device_no_set_uid_file_and_nothing_that_others_may_write() { for_builders_too check_tree; }

everything_is_readable() { equals '' "$(find "$1" ! -type l \( ! -perm -004 -o -type d ! -perm -005 \) -print -quit)"; }
test_everything_in_a_tree_can_be_read_by_any_user() { for_builders_too everything_is_readable; }

etc_is_ours() {
    local unexpected
    unexpected=$(find "$1/etc" -mindepth 1 -maxdepth 1 -printf '%f\n' | grep -vxE 'passwd|group|hosts|hostname|nsswitch.conf|host.conf|resolv.conf|timezone|localtime|ld.so.conf|ld.so.cache|ssl|mime.types|python3.11|php|interpreter' || true)
    equals '' "$unexpected"
    equals 'root cell' "$(cut -d: -f1 "$1/etc/passwd" | xargs)"
    equals 'nameserver 198.18.0.53 options timeout:2 attempts:3' "$(xargs <"$1/etc/resolv.conf")"
}
test_etc_holds_nothing_of_the_host() { for_builders_too etc_is_ours; }

no_such_tools() {
    local name
    for name in apt-get dpkg perl su sudo mount umount passwd login gcc cc ssh curl ldconfig node; do
        [[ ! -e "$1/usr/bin/$name" && ! -e "$1/usr/sbin/$name" ]] || {
            echo "$1 has $name"
            return 1
        }
    done
}
test_a_tree_has_no_administration_no_compiler_and_no_client() { for_each_tree no_such_tools; }

mount_points_are_there() {
    local name
    for name in proc dev/shm mnt/req tmp src opt/paddock; do
        [[ -d "$1/$name" && -z "$(ls -A "$1/$name")" ]]
    done
    for name in null zero full random urandom; do [[ -f "$1/dev/$name" && ! -s "$1/dev/$name" ]]; done
    equals /proc/self/fd "$(readlink "$1/dev/fd")"
}
test_mount_points_are_there_and_empty() { for_builders_too mount_points_are_there; }

test_packages_of_revisions_have_a_place_and_a_builder_its_languages_runner() {
    local name
    for name in python/root/opt/packages python-build/root/opt/packages javascript/root/node_modules; do
        [[ -d "$ARTIFACTS/runtimes/$name" && -z "$(ls -A "$ARTIFACTS/runtimes/$name")" ]]
    done
    grep -qxE 'cpython-3\.11\.[0-9]+' "$ARTIFACTS/runtimes/python/root/etc/interpreter"
    cmp "$ARTIFACTS"/runtimes/{python,python-build}/root/etc/interpreter
    grep -qxE 'bun-[0-9.]+' "$ARTIFACTS/runtimes/javascript/root/etc/interpreter"
    cmp "$ARTIFACTS"/runtimes/{python,python-build}/paddock/build.py
}

no_link_leads_out() {
    # absolute links lead to places inside the tree, once it is the root
    local link target
    while IFS= read -r link; do
        target=$(readlink "$link")
        [[ "$target" != /* || "$target" == /proc/* || -e "$1$target" || -L "$1$target" ]] || {
            echo "$link leads to $target"
            return 1
        }
    done < <(find "$1" -type l)
}
test_no_link_leads_out_of_a_tree() { for_each_tree no_link_leads_out; }

test_python_modules_are_compiled_ahead() {
    local root="$ARTIFACTS/runtimes/python/root"
    [[ -f "$root/usr/lib/python3.11/__pycache__/json.cpython-311.pyc" || -f "$root/usr/lib/python3.11/json/__pycache__/__init__.cpython-311.pyc" ]]
    [[ -f "$root/usr/lib/python3/dist-packages/requests/__pycache__/__init__.cpython-311.pyc" ]]
}

test_every_runner_comes_with_the_library_that_cages_it() {
    local language
    for language in "${LANGUAGES[@]}"; do cmp "$ARTIFACTS/native/libpaddock.so" "$ARTIFACTS/runtimes/$language/paddock/libpaddock.so"; done
    [[ -f "$ARTIFACTS/runtimes/python/paddock/template.py" && -f "$ARTIFACTS/runtimes/javascript/paddock/runner.bundle.js.jsc" ]]
    [[ -f "$ARTIFACTS/runtimes/ruby/paddock/runner.rb" && -f "$ARTIFACTS/runtimes/php/paddock/runner.php" ]]
}

# A folder's name is nothing to what is made in it, and a runner that would not begin is not laid out.
test_the_javascript_runner_is_bundled_in_any_folder_and_only_when_it_begins() {
    local folder="$SCRATCH/ü #%[~] runner" bun="$ARTIFACTS/runtimes/javascript/root/usr/bin/bun"
    cp -r "$PADDOCK_HOME/runtimes/javascript" "$folder"
    (umask 077 && "$PADDOCK_HOME/eng/bundle-runner.sh" "$folder" "$bun")
    cmp "$folder/runner.bundle.js" "$ARTIFACTS/runtimes/javascript/paddock/runner.bundle.js"
    [[ "$(stat -c %a "$folder/runner.bundle.js.jsc")" == *4 ]]
    sed -i 's/ main();$/;/' "$folder/runner.js"
    fails "$PADDOCK_HOME/eng/bundle-runner.sh" "$folder" "$bun"
    grep -q 'does not begin as it should (exit code 0)' "$SCRATCH/out"
}

test_each_runtime_starts_inside_its_tree_and_nothing_else() {
    try_out python "$ARTIFACTS/runtimes/python/root"
    try_out javascript "$ARTIFACTS/runtimes/javascript/root"
    try_out ruby "$ARTIFACTS/runtimes/ruby/root"
    try_out php "$ARTIFACTS/runtimes/php/root"
}

# --- programs whose code can lie in huge pages ---

# misaligned PROGRAM: by how much the code's place in the file and in memory differ, modulo 2 MiB
misaligned() {
    local offset address
    read -r offset address < <(readelf -lW "$1" | awk '$1 == "LOAD" && / R E / { print $2, $3 }')
    echo $(((address - offset) % 2097152))
}

test_a_laid_out_program_runs_and_its_code_agrees_with_its_place() {
    printf '%s\n' '#include <stdio.h>' 'static const char text[9000000] = "here";' 'int main(void) { return puts(text) < 0; }' >"$SCRATCH/program.c"
    gcc -O0 -no-pie -static -Wl,-z,max-page-size=4096 -Wl,-Ttext-segment=0x409000 -o "$SCRATCH/program" "$SCRATCH/program.c"
    fails equals 0 "$(misaligned "$SCRATCH/program")" # else there is nothing to do
    lay_out_program "$SCRATCH/program" "$SCRATCH/laid-out"
    equals 0 "$(misaligned "$SCRATCH/laid-out")"
    equals here "$("$SCRATCH/laid-out")"
    readelf -SW "$SCRATCH/laid-out" 2>&1 | grep -q ' \.text '
    fails grep -qi warning <(readelf -aW "$SCRATCH/laid-out" 2>&1)
}

test_a_program_without_a_fixed_place_is_copied_as_it_is() {
    lay_out_program /bin/true "$SCRATCH/true"
    cmp /bin/true "$SCRATCH/true"
    fails lay_out_program /bin/true "$SCRATCH/true" # nothing is written over
}

test_the_cells_programs_are_laid_out() {
    equals 0 "$(misaligned "$ARTIFACTS/runtimes/javascript/root/usr/bin/bun")"
    equals 0 "$(misaligned "$ARTIFACTS/runtimes/python/root/usr/bin/python3.11")"
}

# --- promises ---

test_every_test_that_the_specification_names_exists() {
    local name
    while read -r name; do
        grep -rqF --include='*.cs' --include='*.sh' --include='*.py' --include='*.c' "$name" "$PADDOCK_HOME/tests" "$PADDOCK_HOME/eng/tests" "$PADDOCK_HOME/native/tests" || {
            echo "there is no test called $name"
            return 1
        }
    done < <(grep -oE '`(test_[a-z_]+|[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,})`' "$PADDOCK_HOME/SPECIFICATION.md" | tr -d '`')
}

main() {
    local name status passed=0 failed=0
    while read -r name; do
        (set -e; "$name") >"$SCRATCH/said" 2>&1
        status=$?
        if ((status == 0)); then
            passed=$((passed + 1))
            continue
        fi
        failed=$((failed + 1))
        echo "FAILED ${name//_/ }"
        sed 's/^/    /' "$SCRATCH/said"
    done < <(declare -F | sed -n 's/^declare -f \(test_\)/\1/p')
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0))
}

main
