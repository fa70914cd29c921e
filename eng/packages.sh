# shellcheck shell=bash
# Finds out which Debian packages are missing and installs them. Sourced by ./paddock, after lib.sh.

# package_lines SUITE…: lines like those of eng/packages.txt: all of that file, and what eng/test-packages.txt has for the suites
package_lines() {
    local suite
    cat "$PADDOCK_HOME/eng/packages.txt"
    for suite in "$@"; do sed -nE "s/^${suite//./\\.}[[:space:]]+//p" "$PADDOCK_HOME/eng/test-packages.txt"; done
}

# missing_packages SUITE…: the names of the packages that are not installed
missing_packages() {
    local name
    local -a wanted=()
    local -A installed=()
    while read -r name; do
        [[ "$name" == *:* ]] && command -v "${name#*:}" >/dev/null && continue
        wanted+=("${name%%:*}")
    done < <(list_of <(package_lines "$@") | sort -u)
    while read -r name; do
        installed[$name]=1
    done < <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p')
    for name in "${wanted[@]}"; do
        [[ -n "${installed[$name]:-}" ]] || printf '%s\n' "$name"
    done
}

# reason_for PACKAGE SUITE…
reason_for() {
    # such as g++, in a pattern
    local name=${1//+/\\+}
    shift
    package_lines "$@" | sed -nE "s/^$name(:[^[:space:]]+)?[[:space:]]+#[[:space:]]*//p" | head -n 1
}

# become_root: prints the words to put before a command that needs root; fails when there is no way
become_root() {
    if ((EUID == 0)); then
        echo env
    elif sudo -n true 2>/dev/null; then
        echo sudo -n
    elif command -v sudo >/dev/null && [[ -t 0 && -t 2 ]]; then
        echo sudo
    else
        return 1
    fi
}

apt_install() {
    local -a root
    read -ra root <<<"$1"
    shift
    local -a quiet=(DEBIAN_FRONTEND=noninteractive)
    [[ "${root[0]}" == env ]] || root+=(env)
    "${root[@]}" "${quiet[@]}" apt-get update -q
    "${root[@]}" "${quiet[@]}" apt-get install -y -q --no-install-recommends "$@"
}

# install_missing_packages SUITE…
install_missing_packages() {
    local name root
    local -a missing=() told=()
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || die "this needs Debian's packages (${missing[*]}), and there is no apt-get here"
    root=$(become_root) || die "these Debian packages are missing, and I am neither root nor allowed to use sudo. Run as root:
    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    for name in "${missing[@]}"; do told+=("$name ($(reason_for "$name" "$@"))"); done
    say "missing Debian packages: $(printf '%s; ' "${told[@]}" | sed 's/; $//')"
    # sudo may have to ask for a password: that must happen before the output goes to the log
    [[ "$root" != sudo ]] || sudo -v
    step packages "installing ${#missing[@]} Debian packages" apt_install "$root" "${missing[@]}"
}
