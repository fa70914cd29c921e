# shellcheck shell=bash
# The emulated machine's kernel and root file system, under artifacts/vm. Sourced by eng/vm.sh, after lib.sh, build.sh and build-rootfs.sh.
#
# Theory of operation: the kernel is Debian's, fetched with apt and unpacked, never installed. The root is laid out as a cell's is, from
# the Debian packages installed here, plus .NET, plus this checkout with what was built in it. It becomes a squashfs file inside an
# initramfs: so the machine needs no disk, and its memory holds the image once.

VM="$ARTIFACTS/vm"
VM_META_PACKAGE=linux-image-cloud-amd64
# needed before the root is there, in this order
VM_MODULES=(loop squashfs)

# vm_kernel_package: the package with the newest kernel that the meta package stands for, such as linux-image-6.1.0-56-cloud-amd64
vm_kernel_package() {
    LC_ALL=C apt-cache depends --important "$VM_META_PACKAGE" 2>/dev/null | sed -nE 's/^ +Depends: (linux-image-6\.1\..*)$/\1/p' | head -n 1
}

# vm_kernel: unpacks the kernel unless it is there
vm_kernel() {
    local package home="$VM/kernel"
    package=$(vm_kernel_package)
    [[ -z "$package" || ! -d "$home/$package" ]] || return 0
    if [[ -z "$package" ]]; then
        # without package lists, for instance in a fresh container, the kernel that is here is the newest one known
        ! compgen -G "$home/linux-image-*" >/dev/null || return 0
        die "apt knows no $VM_META_PACKAGE: run apt-get update, or add Debian 12's own mirror"
    fi
    rm -rf "$home" "$home.new"
    mkdir -p "$home.new/$package"
    # apt's own sandbox user may not write here, which apt says and then works around
    (cd "$home.new" && apt-get download -q "$package" && dpkg-deb -x "$package"_*.deb "$package" && rm -- "$package"_*.deb)
    mv -T "$home.new" "$home"
}

vm_kernel_file() { compgen -G "$VM/kernel/linux-image-*/boot/vmlinuz-*"; }

# vm_programs: the folders under artifacts/bin that go along
vm_programs() {
    echo Paddock.Server
    vm_suites
}

# vm_checkout ROOT: this checkout's sources and what was built of them, at /paddock
vm_checkout() {
    local home="$1/paddock" language name
    mkdir -p "$home/artifacts/runtimes" "$home/artifacts/bin"
    tar -C "$PADDOCK_HOME" --create --exclude=./artifacts --exclude=./.git --exclude=./.paddock --exclude=bin --exclude=obj --file=- . |
        tar -C "$home" --extract --no-same-owner --file=-
    cp -a "$ARTIFACTS/native" "$home/artifacts/native"
    for language in "${LANGUAGES[@]}"; do
        mkdir -p "$home/artifacts/runtimes/$language"
        cp -al "$ARTIFACTS/runtimes/$language"/{root,paddock} "$home/artifacts/runtimes/$language/"
    done
    while read -r name; do
        mkdir -p "$home/artifacts/bin/$name"
        cp -al "$ARTIFACTS/bin/$name/release" "$home/artifacts/bin/$name/release"
    done < <(vm_programs)
}

# vm_dotnet ROOT: the runtime without the SDK
vm_dotnet() {
    local home
    home=$(dirname "$(readlink -f "$(command -v dotnet)")")
    mkdir -p "$1/usr/share/dotnet"
    cp -a "$home"/{dotnet,host,shared} "$1/usr/share/dotnet/"
    ln -s ../share/dotnet/dotnet "$1/usr/bin/dotnet"
}

# vm_root ROOT
vm_root() {
    local root=$1
    local -a packages
    mapfile -t packages < <(closure "$PADDOCK_HOME/eng/vm/packages.txt")
    ((${#packages[@]})) || die 'no package of eng/vm/packages.txt is installed'
    lay_out "$root"
    mkdir -p "$root"/{sys,home}
    files_of "${packages[@]}" | copy_files "$root"
    # headers are left out of cells; the escape tests read the numbers of the system calls there
    mkdir -p "$root/usr/include/x86_64-linux-gnu"
    cp -a /usr/include/x86_64-linux-gnu/asm "$root/usr/include/x86_64-linux-gnu/"
    ln -sfn dash "$root/usr/bin/sh"
    write_etc "$root"
    write_linker_cache "$root"
    vm_dotnet "$root"
    vm_checkout "$root"
}

# vm_module NAME: its file in the unpacked kernel
vm_module() { find "$VM"/kernel/linux-image-*/lib/modules -name "$1.ko" -print -quit; }

# vm_pack ROOT: the initramfs with the root in it
vm_pack() {
    local start="$VM/start" module
    rm -rf "$start"
    mkdir -p "$start"/{proc,sys,dev,root}
    # memory is cheaper than an emulated processor's time: nothing is compressed
    mksquashfs "$1" "$start/root.squashfs" -all-root -no-xattrs -noI -noD -noF -noX -no-progress -quiet
    cp "$(command -v busybox)" "$start/busybox"
    install -m 755 "$PADDOCK_HOME/eng/vm/init" "$start/init"
    for module in "${VM_MODULES[@]}"; do cp "$(vm_module "$module")" "$start/"; done
    (cd "$start" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) >"$VM/initramfs.new"
    mv -f "$VM/initramfs.new" "$VM/initramfs"
    rm -rf "$start"
}

# vm_image: kernel and initramfs as this checkout is now. Always afresh: it takes seconds, and what it is made of changes with every build.
vm_image() {
    local root="$VM/root"
    umask 022
    vm_kernel
    rm -rf "$root"
    mkdir -p "$root"
    vm_root "$root"
    vm_pack "$root"
    rm -rf "$root"
}
