/* The two mount tables: the jail's root, built once, and what each cell gets on top of its copy of it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate.h"
#include "switches.h"
#include "util.h"

/* glibc's <sys/mount.h> and <linux/mount.h> exclude each other in Debian 12; these are the few prototypes needed beside the latter. */
int mount(const char *, const char *, const char *, unsigned long, const void *);
int umount2(const char *, int);
#define UMOUNT_DETACH 2
#define FLAG_PRIVATE (1ul << 18)
#define FLAG_REC (1ul << 14)
#define FLAG_NOSUID 2ul
#define FLAG_NODEV 4ul
#define FLAG_NOEXEC 8ul

#define FILE_PLACE "tmp" /* in every root, and covered later by each cell's own */
#define PROC_OPTIONS (pd_on("proc") ? "subset=pid,hidepid=invisible" : NULL)

/* Attaches a read-only copy of the tree `source` at `target`, an existing path of the same kind below the root being built. */
static int bind_read_only(const char *source, int root, const char *target, uint64_t attributes) {
	PD_CLEANUP_FD tree = (int)syscall(SYS_open_tree, AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
	if (tree < 0)
		return pd_fail("open %s", source);
	struct mount_attr attr = { .attr_set = attributes };
	if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr))
		return pd_fail("protect %s", source);
	while (*target == '/')
		target++;
	if (syscall(SYS_move_mount, tree, "", root, target, MOVE_MOUNT_F_EMPTY_PATH | (*target ? 0 : MOVE_MOUNT_T_EMPTY_PATH)))
		return pd_fail("mount %s", source);
	return 0;
}

static int bind_devices(int root) {
	static const char *const devices[] = { "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom" };
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (bind_read_only(devices[i], root, devices[i], MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC))
			return -1;
	return 0;
}

static int make_file(const char *path, const char *contents) {
	PD_CLEANUP_FD file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	ssize_t size = (ssize_t)strlen(contents);
	/* Whatever the mask of the server is: cells run under another uid. */
	if (file >= 0 && write(file, contents, (size_t)size) == size && !fchmod(file, 0444))
		return 0;
	return pd_fail("write a file of the launch");
}

/* A file of the launch lives in a file system of its own, which is mounted beside it for the moment of making it (only what is mounted can be
 * mounted again), and lives on under the file alone. The current directory is `root`. */
static int bind_file(const struct pd_file *file, int root, uint64_t attributes) {
	char options[64];
	snprintf(options, sizeof options, "mode=0755,nr_inodes=4,size=%zu", strlen(file->contents) + 4096);
	if (mount("tmpfs", FILE_PLACE, "tmpfs", FLAG_NOSUID | FLAG_NODEV | FLAG_NOEXEC, options))
		return pd_fail("mount a file system for %s", file->target);
	int failed = make_file(FILE_PLACE "/file", file->contents) || bind_read_only(FILE_PLACE "/file", root, file->target, attributes | MOUNT_ATTR_NOEXEC);
	return umount2(FILE_PLACE, UMOUNT_DETACH) ? pd_fail("unmount %s", FILE_PLACE) : failed ? -1 : 0;
}

static int bind_all(const struct pd_launch *launch) {
	const uint64_t protect = (pd_on("read-only") ? MOUNT_ATTR_RDONLY : 0) | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
	PD_CLEANUP_FD place = open(launch->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (place < 0 || bind_read_only(launch->root, place, "", protect))
		return place < 0 ? pd_fail("open %s", launch->root) : -1;
	/* Opened again: the first descriptor is the directory underneath the mount. */
	PD_CLEANUP_FD root = open(launch->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root < 0)
		return pd_fail("open %s", launch->root);
	for (unsigned i = 0; i < launch->bind_count; i++)
		if (bind_read_only(launch->binds[i].source, root, launch->binds[i].target, protect))
			return -1;
	if (!pd_on("root") && bind_read_only("/", root, "/srv", 0))
		return -1;
	if (bind_devices(root) || fchdir(root))
		return pd_fail("furnish the root");
	for (unsigned i = 0; i < launch->file_count; i++)
		if (bind_file(&launch->files[i], root, protect))
			return -1;
	return 0;
}

enum { TMP = 1, SHARED_COUNT = 3, SCRATCH_COUNT = 4 }; /* shared by the cells of a jail without that layer: not /src, where each writes its code */

static const struct { const char *path; const char *mode; } scratch[SCRATCH_COUNT] = {
	{ "/mnt/req", "0755" }, { "/tmp", "1777" }, { "/dev/shm", "1777" }, { "/src", "0755" },
};

static int mount_scratch(const struct pd_launch *launch, size_t first, size_t end, const char *mode) {
	char options[96];
	int limited = pd_on("scratch-limits"); /* 0: no limit */
	for (size_t i = first; i < end; i++) {
		snprintf(options, sizeof options, "mode=%s,size=%llu,nr_inodes=%llu", mode ? mode : scratch[i].mode,
		         limited ? (unsigned long long)launch->scratch_bytes : 0, limited ? (unsigned long long)launch->scratch_inodes : 0);
		if (mount("tmpfs", scratch[i].path, "tmpfs", FLAG_NOSUID | FLAG_NODEV, options))
			return pd_fail("mount %s", scratch[i].path);
	}
	return 0;
}

int pd_build_root(const struct pd_launch *launch) {
	if (mount(NULL, "/", NULL, FLAG_REC | FLAG_PRIVATE, NULL))
		return pd_fail("make mounts private");
	if (bind_all(launch))
		return -1;
	if (mount("proc", "proc", "proc", FLAG_NOSUID | FLAG_NODEV | FLAG_NOEXEC, PROC_OPTIONS))
		return pd_fail("mount /proc");
	/* New root and old root on the same spot; then the old one, now on top, goes. */
	if (syscall(SYS_pivot_root, ".", ".") || umount2(".", UMOUNT_DETACH) || chdir("/"))
		return pd_fail("pivot into the root");
	if (!pd_on("scratch"))
		return mount_scratch(launch, 0, SHARED_COUNT, "0777");
	/* Packages of a revision write while they are imported, matplotlib its list of fonts: no cell sees that, since each has its own in front of it. */
	return launch->mute_template ? mount_scratch(launch, TMP, TMP + 1, NULL) : 0;
}

int pd_mount_cell(const struct pd_launch *launch) {
	/* A cell in its jail's pid namespace has the jail's. */
	if (pd_on("pid-namespace") && mount("proc", "/proc", "proc", FLAG_NOSUID | FLAG_NODEV | FLAG_NOEXEC, PROC_OPTIONS))
		return pd_fail("mount the cell's /proc");
	return mount_scratch(launch, pd_on("scratch") ? 0 : SHARED_COUNT, SCRATCH_COUNT, NULL);
}
