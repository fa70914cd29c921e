#!/usr/bin/env bash
# Puts together the read-only file system of a language's cells: artifacts/runtimes/<language>/root.
#
#   eng/build-rootfs.sh [--to DIRECTORY] [--with LIST] [--overlay DIRECTORY] python|javascript|ruby|php|python-build …
#
#     python-build is Python's with what pip needs to build packages: runtimes/python/build-packages.txt
#
#     --to        where <language>/root goes             (default artifacts/runtimes)
#     --with      a file that names more packages, written like packages.txt
#     --overlay   a directory that is laid over the tree, for what no Debian package holds
#
# Theory of operation: the packages in runtimes/<language>/packages.txt and what they depend on are looked up among the packages
# installed on this machine; their files, less eng/rootfs-exclude.txt, are copied into a new tree; /etc, /dev and the mount points
# are ours. The tree then takes the old one's place in one step. Nothing of the host's configuration gets in, no set-uid bit, no
# device, no state. The packages that were used are written beside it (root.packages), which is how ./paddock sees an upgrade.
set -euo pipefail

PADDOCK_HOME=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=eng/lib.sh
source "$PADDOCK_HOME/eng/lib.sh"

EXCLUDE="$PADDOCK_HOME/eng/rootfs-exclude.txt"
TO="$ARTIFACTS/runtimes"
WITH=/dev/null
OVERLAY=''

excluded() { sed -nE "s/^$1[[:space:]]+([^[:space:]#]+).*/\1/p" "$EXCLUDE"; }

# closure FILE…: the packages to copy, those that the files list and what they depend on, one a line, with architecture where dpkg wants it
closure() {
    local arch
    arch=$(dpkg --print-architecture)
    dpkg-query -W -f='${Package}\t${binary:Package}\t${db:Status-Status}\t${Architecture}\t${Provides}\t${Pre-Depends}, ${Depends}\n' |
        awk -v arch="$arch" -v wanted="$(list_of <(cat "$@") | tr '\n' ' ')" \
            -v skipped="$(excluded package | tr '\n' ' ')" -f "$PADDOCK_HOME/eng/closure.awk"
}

# files_of PACKAGE…: every path of the packages under the merged /usr, less what is excluded; relative to /
files_of() {
    local pattern globs=''
    while read -r pattern; do globs+="|$(glob_to_regex "$pattern")"; done < <(excluded path)
    dpkg-query -L "$@" |
        sed -nE 's#^/(bin|sbin|lib|lib32|lib64|libx32)/#/usr/\1/#; /^\/(usr|etc|var)\/./p' |
        grep -vE "^(${globs#|})$" | grep -vxE '/usr/(bin|sbin|lib|lib32|lib64|libx32|share)' | sed 's#^/##' | LC_ALL=C sort -u
}

glob_to_regex() { sed -E 's/[.+()|^$]/\\&/g; s/\*/.*/g' <<<"$1"; }

# copy_files ROOT: copies the files and links named on standard input. Devices, sockets and missing paths are not followed.
copy_files() {
    local root=$1 path
    while IFS= read -r path; do
        [[ -L "/$path" || -f "/$path" ]] && printf '%s\0' "$path"
    done | tar -C / --create --null --no-recursion --verbatim-files-from --files-from=- --file=- |
        tar -C "$root" --extract --no-same-owner --no-same-permissions --file=-
}

# link_alternatives ROOT: a library that several packages offer is found through a link that belongs to none of them. Both links, the
# library's name and the one in /etc/alternatives, become one that stays inside the tree.
link_alternatives() {
    local root=$1 link target
    for link in /usr/lib/*-linux-gnu/*.so.*; do
        [[ -L "$link" && ! -e "$root$link" && "$(readlink "$link")" == /etc/alternatives/* ]] || continue
        target=$(readlink -f "$link")
        [[ ! -e "$root$target" ]] || ln -sfn "$target" "$root$link"
    done
}

# lay_out ROOT: merged /usr, mount points, and what a cell finds in /dev before the jail mounts over it
lay_out() {
    local root=$1 name
    mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$root"/{proc,dev/shm,mnt/req,tmp,src,opt/paddock,etc,root,run,var/tmp}
    for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name"; done
    for name in null zero full random urandom; do : >"$root/dev/$name"; done
    ln -s /proc/self/fd "$root/dev/fd"
    ln -s /proc/self/fd/0 "$root/dev/stdin"
    ln -s /proc/self/fd/1 "$root/dev/stdout"
    ln -s /proc/self/fd/2 "$root/dev/stderr"
}

# write_etc ROOT: the whole of a cell's /etc, none of it read from the host's configuration
write_etc() {
    local etc=$1/etc
    printf '%s\n' 'root:x:0:0:root:/:/usr/sbin/nologin' 'cell:x:1000:1000:cell:/tmp:/bin/sh' >"$etc/passwd"
    printf '%s\n' 'root:x:0:' 'cell:x:1000:' >"$etc/group"
    printf '%s\n' '127.0.0.1 localhost' '::1 localhost' >"$etc/hosts"
    printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' 'networks: files' 'services: files' 'protocols: files' >"$etc/nsswitch.conf"
    printf '%s\n' 'multi on' >"$etc/host.conf"
    # Every address is the egress door's, for a call that has one. For any other there is no way to this one, which every resolver
    # notices at once: on 127.0.0.1 c-ares, in Bun, would wait for an answer until its patience ends. Who has no answer after two seconds
    # asks again, because the server is busy.
    printf '%s\n' 'nameserver 198.18.0.53' 'options timeout:2 attempts:3' >"$etc/resolv.conf"
    printf '%s\n' 'cell' >"$etc/hostname"
    printf '%s\n' 'UTC' >"$etc/timezone"
    ln -s /usr/share/zoneinfo/UTC "$etc/localtime"
    : >"$etc/ld.so.conf"
    write_certificates "$etc"
}

# The Mozilla certificates as Debian packages them, not the host's own bundle: an administrator may have added to that one.
write_certificates() {
    mkdir -p "$1/ssl/certs" "$1/ssl/private"
    cat /usr/share/ca-certificates/mozilla/*.crt >"$1/ssl/certs/ca-certificates.crt"
    ln -s certs/ca-certificates.crt "$1/ssl/cert.pem"
    printf '%s\n' '# OpenSSL with its own defaults.' >"$1/ssl/openssl.cnf"
    # OpenSSL looks here first
    mkdir -p "${1%/etc}/usr/lib/ssl"
    ln -sfn /etc/ssl/certs "${1%/etc}/usr/lib/ssl/certs"
    ln -sfn /etc/ssl/openssl.cnf "${1%/etc}/usr/lib/ssl/openssl.cnf"
    ln -sfn /etc/ssl/cert.pem "${1%/etc}/usr/lib/ssl/cert.pem"
}

# lay_out_program SOURCE TARGET: see there
lay_out_program() { "$PYTHON" -I -B "$PADDOCK_HOME/eng/lay-out-program.py" "$@"; }

finish_python() {
    local root=$1
    mv "$root/usr/bin/python3.11" "$root/usr/bin/python3.11.part"
    lay_out_program "$root/usr/bin/python3.11.part" "$root/usr/bin/python3.11"
    rm "$root/usr/bin/python3.11.part"
    cp /etc/mime.types "$root/etc/mime.types"
    mkdir -p "$root/etc/python3.11"
    cp /etc/python3.11/sitecustomize.py "$root/etc/python3.11/"
    cp "$PADDOCK_HOME/runtimes/python/children/function.py" "$root/usr/lib/python3/dist-packages/"
    # where the packages of a revision are bound
    mkdir -p "$root/opt/packages"
    # which packages fit
    "$PYTHON" -I -c 'import platform; print("cpython-" + platform.python_version())' >"$root/etc/interpreter"
    ln -sfn python3.11 "$root/usr/bin/python3"
    ln -sfn python3 "$root/usr/bin/python"
    # Ahead of time, because the tree is read-only; -s and -p: what a traceback shows is the path that a cell sees.
    # unchecked-hash: nobody can change a source in there, so an import need not look at it.
    "$PYTHON" -I -m compileall -q -j 0 --invalidation-mode unchecked-hash -s "$root" -p / \
        "$root/usr/lib/python3.11" "$root/usr/lib/python3" "$root/etc/python3.11"
}

finish_javascript() {
    local root=$1 bun
    bun=$(bun_binary)
    lay_out_program "$bun" "$root/usr/bin/bun"
    # where the packages of a revision are bound
    mkdir -p "$root/node_modules"
    # which packages fit
    echo "bun-$("$bun" --version)" >"$root/etc/interpreter"
}

finish_ruby() {
    ln -sfn ruby3.1 "$1/usr/bin/ruby"
}

# Debian's own settings for the command line, and every extension in the tree but the cache of compiled scripts, which no second script meets.
finish_php() {
    local root=$1 etc="$1/etc/php/8.2/cli" file
    mkdir -p "$etc/conf.d"
    grep -E '^[^;]' "$root/usr/lib/php/8.2/php.ini-production.cli" >"$etc/php.ini"
    # pdo and xml first: others are made of them
    for file in pdo xml $(find "$root/usr/lib/php" -name '*.so' -printf '%f\n' | sed 's/\.so$//' | grep -vxE 'pdo|xml|opcache' | LC_ALL=C sort); do
        echo "extension=$file"
    done >"$etc/conf.d/extensions.ini"
    ln -sfn php8.2 "$root/usr/bin/php"
}

# bun_binary: installs what the lock file pins and prints the path of the executable that fits this processor
bun_binary() {
    local home="$ARTIFACTS/runtimes/javascript/npm" source="$PADDOCK_HOME/runtimes/javascript" name
    mkdir -p "$home"
    if ! cmp -s "$source/package-lock.json" "$home/installed.json"; then
        cp "$source/package.json" "$source/package-lock.json" "$home/"
        (cd "$home" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
        cp "$home/package-lock.json" "$home/installed.json"
    fi
    case $(uname -m) in
        x86_64) grep -qw avx2 /proc/cpuinfo && name="bun-linux-x64" || name="bun-linux-x64-baseline" ;;
        aarch64) name="bun-linux-aarch64" ;;
        *) die "bun has no build for $(uname -m)" ;;
    esac
    [[ -x "$home/node_modules/@oven/$name/bin/bun" ]] || die "the lock file in runtimes/javascript brought no $name"
    # the bench compares with this one
    ln -sfn "node_modules/@oven/$name/bin/bun" "$home/bun"
    echo "$home/bun"
}

# write_linker_cache ROOT: ldconfig -r is a chroot; without that right the loader just searches its default folders.
write_linker_cache() {
    local -a enter=()
    ((EUID == 0)) || enter=(unshare --user --map-root-user)
    "${enter[@]}" /sbin/ldconfig -X -r "$1" 2>/dev/null || rm -f "$1/etc/ld.so.cache"
    rm -rf "$1/var/cache"
}

# check_tree ROOT: the promises of the tree, refused rather than assumed
check_tree() {
    local bad
    bad=$(find "$1" \( -perm /6000 -o -type b -o -type c -o -type p -o -type s -o ! -type l -perm /022 \) -print -quit)
    [[ -z "$bad" ]] || die "the tree holds $bad, which is a device, set-uid or writable"
    [[ -x "$1/usr/bin/sh" ]] || die "the tree has no shell"
}

# inside ROOT COMMAND…: runs it with the tree as its root, a /dev/null and a /proc as a cell has them. Bun aborts without a /proc.
inside() {
    # shellcheck disable=SC2016  # expanded by that shell
    unshare --mount --pid --fork sh -euc 'root=$1; shift
        for name in null urandom; do mount --bind "/dev/$name" "$root/dev/$name"; done
        mount -t proc -o nosuid,nodev,noexec,subset=pid proc "$root/proc"
        exec chroot "$root" /usr/bin/env -i PATH=/usr/bin "$@"' sh "$@"
}

# try_out LANGUAGE ROOT: the runtime starts with the tree and nothing but the tree. Only root can do that by such simple means.
try_out() {
    ((EUID == 0)) || return 0
    if ! unshare --mount --pid --fork true 2>/dev/null; then
        say "not tried out: this root may not make namespaces"
        return 0
    fi
    "try_out_$1" "$2" || die "the runtime does not start inside the tree of $1"
}

try_out_python() {
    inside "$1" python3 -I -c 'import ssl, sqlite3, ctypes, requests, httpx, zoneinfo, subprocess
zoneinfo.ZoneInfo("Europe/Berlin")
assert len(ssl.create_default_context().get_ca_certs()) > 100
assert subprocess.check_output("echo a | grep a", shell=True) == b"a\n"'
}

# A compiler with its headers, and a pip that starts. A build of a package is the suite of the runtimes' own.
try_out_python-build() {
    # the tree is not to be written to, and a compiler needs a folder for that
    [[ $(inside "$1" python3 -I -c 'import subprocess, setuptools, wheel, pip
for compiler, language in ("gcc", "c"), ("g++", "c++"):
    source = b"#include <Python.h>\nint main(void) { return 0; }\n"
    subprocess.run([compiler, "-x", language, "-fsyntax-only", "-I/usr/include/python3.11", "-"], input=source, check=True)
print(subprocess.check_output(["as", "--version"], text=True).split()[0])') == GNU ]]
}

try_out_javascript() {
    [[ $(inside "$1" bun -e 'console.log(1)') == 1 ]]
}

try_out_ruby() {
    [[ $(inside "$1" ruby -e 'require "json"; require "openssl"; require "set"; require "minitest"; puts JSON.generate([Time.now.utc.zone, `echo a | grep a`.chomp])') == '["UTC","a"]' ]]
}

# A missing library of an extension is only a warning to PHP: hence the second line.
try_out_php() {
    [[ $(inside "$1" php -r 'echo json_encode([mb_strlen("grüße"), bcadd("1", "2"), (new DOMDocument)->loadXML("<a/>"), trim(shell_exec("echo a | grep a"))]);') == '[5,"3",true,"a"]' ]] &&
        [[ -z $(inside "$1" php -r '' 2>&1) ]]
}

# build NAME: a language, or one with -build behind it
build() {
    local name=$1 language=${1%-build} home="$TO/$1" new
    local -a packages lists=("$PADDOCK_HOME/runtimes/${1%-build}/packages.txt" "$WITH")
    [[ "$name" == "$language" ]] || lists+=("$PADDOCK_HOME/runtimes/$language/build-packages.txt")
    mkdir -p "$home"
    new=$(mktemp -d "$home/.root.XXXXXX")
    # shellcheck disable=SC2064  # the name as it is now
    trap "rm -rf '${new//\'/\'\\\'\'}'" EXIT
    mapfile -t packages < <(closure "${lists[@]}")
    ((${#packages[@]})) || die "no package of runtimes/$language/packages.txt is installed"
    lay_out "$new"
    files_of "${packages[@]}" | copy_files "$new"
    link_alternatives "$new"
    ln -sfn dash "$new/usr/bin/sh"
    write_etc "$new"
    [[ -z "$OVERLAY" ]] || cp -rT --no-preserve=mode,ownership "$OVERLAY" "$new"
    "finish_$language" "$new"
    write_linker_cache "$new"
    chmod -R u-s,g-s,go-w,a+rX "$new"
    check_tree "$new"
    try_out "$name" "$new"
    chmod 755 "$new"
    swap_in "$new" "$home/root"
    trap - EXIT
    dpkg-query -W -f='${binary:Package} ${Version}\n' "${packages[@]}" >"$home/root.packages"
}

main() {
    local name
    while [[ "${1:-}" == --* ]]; do
        case $1 in
            --to) TO=${2:?} ;;
            --with) WITH=${2:?} ;;
            --overlay) OVERLAY=${2:?} ;;
            *) die "there is no option $1" ;;
        esac
        shift 2
    done
    (($#)) || die "usage: eng/build-rootfs.sh [--to DIRECTORY] [--with LIST] [--overlay DIRECTORY] python|javascript|ruby|php|python-build …"
    umask 022
    for name in "$@"; do
        [[ -n "${LANGUAGE_NAMES[$name]:-}" || " ${BUILDERS[*]} " == *" $name "* ]] || die "there is no runtime called $name"
        build "$name"
    done
}

# sourced by the tests
[[ "${BASH_SOURCE[0]}" != "$0" ]] || main "$@"
