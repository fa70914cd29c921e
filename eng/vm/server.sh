#!/usr/bin/env bash
# Inside the emulated machine: starts the server by hand, as its user, and looks at what this kernel gives it; asks the doctor, too. Ends with `N passed, N failed`.
set -uo pipefail

ADDRESS=http://127.0.0.1:3003
KEY=a-key-of-the-machine
READY_SECONDS=120

passed=0
failed=0

# expect "sentence" COMMAND…
expect() {
    local sentence=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok      $sentence"
    else
        failed=$((failed + 1))
        echo "FAILED  $sentence"
    fi
}

ready() {
    local began=$SECONDS
    until health=$(curl -sf "$ADDRESS/health"); do
        kill -0 "$server" 2>/dev/null && ((SECONDS - began < READY_SECONDS)) || return 1
        sleep 0.2
    done
}

says() { grep -qF -- "$1" <<<"$health"; }
no_layer_is_missing() { ! says missing; }

# call LANGUAGE CODE ANSWER [LIMITS]: CODE as it stands in a JSON string
call() {
    local answer limits=${4:-}
    answer=$(curl -s "$ADDRESS/v1/execute-function" -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \
        -d "{\"language\":\"$1\",\"code\":\"$2\",\"input\":41${limits:+,\"limits\":$limits}}")
    echo "        $answer"
    grep -qF -- "$3" <<<"$answer"
}

stops_well() {
    kill "$server"
    wait "$server"
}

groups() { busybox find /sys/fs/cgroup -name 'paddock-*' -type d; }
no_group_is_left() { [[ -z "$(groups)" ]]; }

doctor_passes() {
    "$PADDOCK_TEST_COMMAND" --doctor --data "$HOME/data-$EUID" | tee "$HOME/doctor-$EUID"
    ((PIPESTATUS[0] == 0))
}

PADDOCK_API_KEYS=$KEY "$PADDOCK_TEST_COMMAND" --data "$HOME/data-$EUID" --urls "$ADDRESS" &
server=$!
health=''
expect 'the server starts' ready
echo "        $health"
expect 'no layer of the cage is missing' no_layer_is_missing
expect 'limits come from cgroup v2' says 'version 2: memory, pids, cpu'
expect 'Landlock is there in the form that this kernel has, and named' says 'landlock","state":"active","detail":"ABI 2 of'
expect 'Python runs' call python 'def execute(input): return input + 1' '"output":42'
expect 'JavaScript runs' call javascript 'function execute(input) { return input + 1; }' '"output":42'
expect 'TypeScript runs' call typescript 'function execute(input: number): number { return input + 1; }' '"output":42'
expect 'too much memory ends a function by the control group' call python 'def execute(input): return len(bytes([1]) * (200 << 20))' '"memory"'
expect 'too many processes are refused by the control group' call python \
    'import os, time\ndef execute(input):\n  for i in range(500):\n    try:\n      if os.fork() == 0: time.sleep(60)\n    except BlockingIOError:\n      return 64 < i < 128' '"output":true'
expect 'a function that sleeps is ended in time' call python 'import time\ndef execute(input): time.sleep(60)' '"exit_code":124' '{"execution_timeout":1}'
expect 'a cell sees a root of its own' call python 'import os\ndef execute(input): return [n for n in (\"/paddock\", \"/sys/fs\", \"/etc/shadow\") if os.access(n, os.R_OK)]' '"output":[]'
expect 'a cell has no way out to the network' call python \
    'import socket\ndef execute(input):\n  try: socket.create_connection((\"192.0.2.1\", 80), 5)\n  except OSError as e: return e.errno' '"output":101'
expect 'a cell can make no namespace' call python 'import ctypes\ndef execute(input): return ctypes.CDLL(None).unshare(0x10000000)' '"output":-1'
expect 'the server stops with 0' stops_well
expect 'no control group is left' no_group_is_left
expect 'doctor passes' doctor_passes
expect 'doctor names the rung of Landlock' grep -q '^ok  *landlock  *ABI 2 of' "$HOME/doctor-$EUID"
expect 'doctor leaves no control group' no_group_is_left
groups
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
