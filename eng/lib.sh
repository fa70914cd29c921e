# shellcheck shell=bash
# What every script in eng/ shares: paths, messages, logged steps, and fingerprints that tell whether a part is up to date.
# Sourced, never run. The caller has set PADDOCK_HOME to the checkout.

ARTIFACTS="$PADDOCK_HOME/artifacts"
LOGS="$ARTIFACTS/logs"
STAMPS="$ARTIFACTS/stamps"
# Debian's own interpreter by its full path: a `python3` on PATH may be another build, with other packages and other ABI.
PYTHON=/usr/bin/python3.11
# shellcheck disable=SC2034  # used by the scripts that source this one
SERVER_DLL="$ARTIFACTS/bin/Paddock.Server/release/Paddock.Server.dll"

# The runtimes, and what people call them.
# shellcheck disable=SC2034
LANGUAGES=(python javascript ruby php)
# shellcheck disable=SC2034
declare -A LANGUAGE_NAMES=([python]=Python [javascript]=JavaScript [ruby]=Ruby [php]=PHP)
# What packages of revisions are built on: a language's file system with more in it. JavaScript's own has all that a build needs.
# shellcheck disable=SC2034
BUILDERS=(python-build)

say() { printf '%s\n' "$*" >&2; }

die() {
    printf 'paddock: %s\n' "$*" >&2
    exit 1
}

# milliseconds since some fixed moment, without starting a process
now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

# seconds_since START: "3.1"
seconds_since() {
    local ms=$(($(now_ms) - $1))
    printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}

# step NAME "what is going on" COMMAND…: one line before, one line after, the noise in artifacts/logs/NAME.log.
step() {
    local name=$1 what=$2 began log status
    shift 2
    mkdir -p "$LOGS"
    log="$LOGS/$name.log"
    began=$(now_ms)
    printf '%s…' "$what" >&2
    # Not `if (…)`: bash ignores `set -e` in everything that a condition calls.
    set +e
    (set -e && "$@") >"$log" 2>&1 </dev/null 9>&-
    status=$?
    set -e
    if ((status == 0)); then
        printf ' done in %s s\n' "$(seconds_since "$began")" >&2
        return 0
    fi
    printf ' FAILED after %s s\n' "$(seconds_since "$began")" >&2
    tail -n 30 "$log" | sed 's/^/    /' >&2
    die "$what failed; the whole log is $log"
}

# fingerprint_of PATH…: one line that changes when a file under the paths is added, removed, renamed or written.
# Names, sizes and times only, so that the check costs a few milliseconds. Build output inside the sources is left out.
fingerprint_of() {
    find "$@" \( -name bin -o -name obj -o -name node_modules -o -name __pycache__ \) -prune -o -type f -printf '%P %s %T@\n' 2>/dev/null |
        LC_ALL=C sort | sha256sum | cut -c1-40
}

# is_fresh PART FINGERPRINT
is_fresh() {
    local stamp=''
    [[ -r "$STAMPS/$1" ]] && stamp=$(<"$STAMPS/$1")
    [[ "$stamp" == "$2" ]]
}

mark_fresh() {
    mkdir -p "$STAMPS"
    printf '%s\n' "$2" >"$STAMPS/$1.tmp"
    mv -f "$STAMPS/$1.tmp" "$STAMPS/$1"
}

# list_of FILE: the first word of every line that is not empty or a comment
list_of() { sed -E 's/#.*//; s/[[:space:]]+$//; /^[[:space:]]*$/d' "$1"; }

# swap_in NEW OLD: NEW takes OLD's place in one step, so that nobody ever sees half a tree or none.
# The tree that was there stays as OLD.previous until the next swap: a server that runs from it goes on.
swap_in() {
    local new=$1 old=$2
    rm -rf "$old.previous"
    if [[ ! -e "$old" ]]; then
        mv -T "$new" "$old"
        return
    fi
    exchange "$new" "$old"
    mv -T "$new" "$old.previous"
}

# exchange A B: renameat2(RENAME_EXCHANGE); no coreutils of Debian 12 offers it.
exchange() {
    "$PYTHON" -I -c '
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
AT_FDCWD, RENAME_EXCHANGE = -100, 2
if libc.renameat2(AT_FDCWD, os.fsencode(sys.argv[1]), AT_FDCWD, os.fsencode(sys.argv[2]), RENAME_EXCHANGE) != 0:
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), sys.argv[2])
' "$1" "$2"
}
