# Input: package, name for dpkg -L, status, architecture, provides, dependencies (tab-separated; one line a package).
# Variables: arch; wanted and skipped, space-separated names. Output: the closure's names for dpkg -L, sorted by nobody.
# A wanted package that is not installed is an error; a dependency that is not installed is one that nothing needed here.
BEGIN { FS = "\t" }

$3 == "installed" && ($4 == arch || $4 == "all") {
    listed[$1] = $2
    depends[$1] = $6
    count = split($5, names, /, */)
    for (i = 1; i <= count; i++) { name = bare(names[i]); if (name != "" && !(name in provider)) provider[name] = $1 }
}

function bare(text) { sub(/^ +/, "", text); sub(/[ (:].*/, "", text); return text }

function add(name) {
    if (name in skip) return
    if (!(name in listed) && (name in provider)) name = provider[name]
    if (!(name in listed) || (name in skip) || (name in seen)) return
    seen[name] = 1
    queue[++last] = name
}

function known(name) { return name in listed || name in provider }

# the first alternative that is installed
function add_one_of(text,    options, count, i) {
    count = split(text, options, /\|/)
    for (i = 1; i <= count; i++) if (known(bare(options[i]))) { add(bare(options[i])); return }
}

END {
    count = split(skipped, names, " ")
    for (i = 1; i <= count; i++) skip[names[i]] = 1
    count = split(wanted, names, " ")
    for (i = 1; i <= count; i++) {
        if (!(names[i] in listed)) { print "not installed: " names[i] > "/dev/stderr"; exit 1 }
        add(names[i])
    }
    for (first = 1; first <= last; first++) {
        print listed[queue[first]]
        count = split(depends[queue[first]], wants, /,/)
        for (k = 1; k <= count; k++) add_one_of(wants[k])
    }
}
