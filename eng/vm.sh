#!/usr/bin/env bash
# The kernel most users have: boots Debian's cloud kernel in an emulated machine, once for root and once for an ordinary user, and runs
# the tests of the cage in there. Run by `./paddock test --vm`, after everything in it has been built.
#
# Theory of operation: with -icount the machine's clock follows the instructions it executes, and jumps when it has nothing to do. So a
# slow or busy host changes no time inside: time-outs mean what they mean on real hardware, and waiting costs nothing. Each machine
# occupies one core of the host, which is why the two run side by side. One processor each: with two and -icount this kernel does not boot.
# Root file system and programs: eng/vm-image.sh. For trying out: PADDOCK_VM_AS (root, user) and PADDOCK_VM_PARTS (server, or a suite).
set -euo pipefail

PADDOCK_HOME=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
for part in lib build build-rootfs test vm-image; do
    # shellcheck source=/dev/null  # each is checked on its own
    source "$PADDOCK_HOME/eng/$part.sh"
done

VM_MEMORY_MIB=4096
# of the host's time
VM_SECONDS=5000

# vm_boot AS PARTS: this process becomes one machine, its console in a log
vm_boot() {
    local as=$1 parts=$2 log="$LOGS/vm-$1.log"
    exec timeout --foreground --kill-after=10 "$VM_SECONDS" qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot \
        -machine q35 -accel tcg,thread=single -icount shift=0,sleep=off -cpu max -smp 1 -m "$VM_MEMORY_MIB" \
        -rtc clock=vm -serial "file:$log" -kernel "$(vm_kernel_file)" -initrd "$VM/initramfs" \
        -append "console=ttyS0 quiet panic=-1 rdinit=/init random.trust_cpu=on paddock.as=$as paddock.parts=$parts" </dev/null
}

# vm_report AS STATUS: what the machine's console says, or that it says nothing
vm_report() {
    local as=$1 status=$2 log="$LOGS/vm-$1.log"
    [[ -f "$log" ]] || : >"$log"
    # a serial line ends its lines as a typewriter does
    sed -i 's/\r$//' "$log"
    grep '^part: ' "$log" || true
    grep -qx 'all parts are done' "$log" || printf 'part: as %-4s  %-28s %5d passed %4d failed  (the machine ended early: exit code %d, see %s)\n' "$as" machine 0 1 "$status" "$log"
}

main() {
    local as parts status=0 began passed failed
    local -A machines=()
    began=$(now_ms)
    mkdir -p "$VM" "$LOGS"
    rm -f "$VM"/report-*
    vm_image
    echo "kernel: $(vm_kernel_file)"
    echo "part: image made in $(seconds_since "$began") s"
    parts=${PADDOCK_VM_PARTS:-server,$(IFS=,; echo "${VM_SUITES[*]}")}
    trap 'kill "${machines[@]}" 2>/dev/null || true' EXIT
    for as in ${PADDOCK_VM_AS:-root user}; do
        rm -f "$LOGS/vm-$as.log"
        vm_boot "$as" "$parts" &
        machines[$as]=$!
    done
    for as in "${!machines[@]}"; do
        status=0
        wait "${machines[$as]}" || status=$?
        vm_report "$as" "$status" >"$VM/report-$as"
    done
    trap - EXIT
    for as in "${!machines[@]}"; do
        ! grep -qvE '^part: .* 0 failed' "$VM/report-$as" || tail -n 100 "$LOGS/vm-$as.log"
        cat "$VM/report-$as"
    done
    read -r passed failed < <(cat "$VM"/report-* | sed -nE 's/^part: .* ([0-9]+) passed +([0-9]+) failed.*/\1 \2/p' | awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }')
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0))
}

main
