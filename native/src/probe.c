/* What doctor learns of a machine: not what a version promises, but what the jail's own functions get to when they are called.
 *
 * The steps are those of jail.c in their order, with an empty file system for a root and one cell that runs nothing. Every process prints its
 * own lines: the pipe that is stdout goes along into every namespace. */
#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cell_flags.h"
#include "cgroup.h"
#include "isolate.h"
#include "jail.h"
#include "launch.h"
#include "layers.h"
#include "util.h"

#define PATIENCE_S 10 /* all of it takes some 20 ms */
#define PLACE "/tmp"  /* where the empty root is mounted, in a mount namespace of our own */
#define CELL_GROUP "probe"

static struct pd_launch launch;
static struct pd_cgroups groups;
static pid_t inner;

static void tell(const char *name, const char *state, const char *detail) {
	dprintf(STDOUT_FILENO, "%s\t%s\t%s\n", name, state, detail);
}

/* Reports what a step returned and returns it. */
static int step(const char *name, int result) {
	tell(name, result ? "missing" : "ok", result ? pd_error() : "");
	return result;
}

/* --- one by one ------------------------------------------------------------------------------------------------------------------------ */

static int enter(int namespace) {
	/* As root the user namespace comes after the change of uid; as an ordinary user it lends the rights for all others. */
	if (namespace == CLONE_NEWUSER && launch.uid)
		return pd_drop_to_uid(launch.uid);
	if (!launch.uid && unshare(CLONE_NEWUSER))
		return pd_fail("unshare");
	return namespace != CLONE_NEWUSER && unshare(namespace) ? pd_fail("unshare") : 0;
}

static void try_namespaces(void) {
	static const struct { const char *name; int flag; } namespaces[] = {
		{ "user-namespace", CLONE_NEWUSER }, { "mount-namespace", CLONE_NEWNS }, { "pid-namespace", CLONE_NEWPID },
		{ "network-namespace", CLONE_NEWNET }, { "ipc-namespace", CLONE_NEWIPC }, { "uts-namespace", CLONE_NEWUTS },
		{ "cgroup-namespace", CLONE_NEWCGROUP },
	};
	for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
		pid_t child = fork();
		if (child == 0)
			_exit(step(namespaces[i].name, enter(namespaces[i].flag)) ? 1 : 0);
		waitpid(child, NULL, 0);
	}
}

/* Called with nonsense: a kernel that knows the call complains about the arguments. */
static void try_system_calls(void) {
	static const struct { const char *name; long number; } calls[] = {
		{ "open_tree", SYS_open_tree }, { "move_mount", SYS_move_mount }, { "mount_setattr", SYS_mount_setattr },
		{ "close_range", SYS_close_range }, { "pidfd_open", SYS_pidfd_open },
	};
	char unknown[80] = "";
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (syscall(calls[i].number, -1, -1, -1, -1, -1) < 0 && errno == ENOSYS) {
			strcat(unknown, *unknown ? " " : "");
			strcat(unknown, calls[i].name);
		}
	tell("system-calls", *unknown ? "missing" : "ok", unknown);
	pid_t *thread_id = NULL;
	tell("thread-id", prctl(PR_GET_TID_ADDRESS, &thread_id, 0, 0, 0) ? "missing" : "ok", "");
}

/* --- a whole cage ---------------------------------------------------------------------------------------------------------------------- */

static int make_file(const char *path) {
	PD_CLEANUP_FD file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	return file < 0 ? -1 : 0;
}

/* What pd_build_root and pd_mount_cell want to find in a root. */
static int lay_out_root(void) {
	static const char *const folders[] = { "proc", "dev", "dev/shm", "mnt", "mnt/req", "tmp", "src" };
	static const char *const devices[] = { "dev/null", "dev/zero", "dev/full", "dev/random", "dev/urandom" };
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("tmpfs", PLACE, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=755") || chdir(PLACE))
		return pd_fail("mount a tmpfs");
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (mkdir(folders[i], 0755))
			return pd_fail("make %s", folders[i]);
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (make_file(devices[i]))
			return pd_fail("make %s", devices[i]);
	return 0;
}

static int await(int sock) {
	char byte;
	ssize_t length;
	do
		length = read(sock, &byte, 1);
	while (length < 0 && errno == EINTR);
	return length == 1 ? 0 : -1;
}

static void tell_landlock(void) {
	char abi[16];
	snprintf(abi, sizeof abi, "%d", pd_landlock_abi());
	if (pd_landlock(1))
		tell("landlock", "missing", pd_error());
	else
		tell("landlock", strcmp(abi, "0") ? "ok" : "missing", abi);
}

static _Noreturn void run_cell(int sock) {
	const char done = 0;
	/* The order of cage.c. Landlock may be missing; everything else is required. */
	int failed = await(sock) || chdir("/mnt/req") || step("rlimits", pd_set_rlimits()) || step("no-new-privs", pd_no_new_privileges());
	if (!failed)
		tell_landlock();
	if (!failed && !step("seccomp", pd_seccomp_birth()) && !step("seccomp-listener", pd_seccomp_cell(&(int){ -1 })) &&
	    !step("capabilities", pd_drop_capabilities()) && write(sock, &done, 1) == 1)
		await(sock);
	_exit(0);
}

static void tell_cgroup(uint64_t began) {
	char detail[40];
	snprintf(detail, sizeof detail, "%llu", (unsigned long long)((pd_now() - began) / 1000));
	tell("cgroup", "ok", detail);
	for (unsigned i = 0; i < groups.count; i++) {
		const struct pd_cgroup_tree *tree = &groups.trees[i];
		int unified = !strcmp(tree->controller, "unified");
		if (unified || !strcmp(tree->controller, "memory"))
			tell("swap-limit", faccessat(tree->dir, unified ? CELL_GROUP "/memory.swap.max" : CELL_GROUP "/memory.memsw.limit_in_bytes", F_OK, 0) ? "missing" : "ok", "");
	}
}

/* A missing control group does not end the tour: the cage can be tried without. */
static void try_cgroup(pid_t cell) {
	int event = -1;
	uint64_t began = pd_now();
	if (!groups.count)
		return;
	if (pd_cgroup_enter(&groups, CELL_GROUP, launch.memory, launch.pids, cell) || pd_cgroup_watch_oom(&groups, CELL_GROUP, &event))
		tell("cgroup", "missing", pd_error());
	else
		tell_cgroup(began);
	pd_close(&event);
}

static int await_helper(pid_t helper, const char *what) {
	int status;
	if (helper < 0 || waitpid(helper, &status, 0) != helper)
		return -1;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EPROTO;
	return status ? pd_fail("%s", what) : 0;
}

static int try_cell(void) {
	int ends[2];
	const char go = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) || prctl(PR_SET_DUMPABLE, 1, 0, 0, 0))
		return pd_fail("make a socket pair");
	pid_t cell = (pid_t)syscall(SYS_clone, PD_CELL_NAMESPACES | SIGCHLD, NULL, NULL, NULL, 0);
	if (cell == 0) {
		close(ends[0]);
		run_cell(ends[1]);
	}
	close(ends[1]);
	if (step("cell", cell < 0 ? pd_fail("clone a cell") : pd_map_ids(cell)))
		return -1;
	try_cgroup(cell);
	if (!step("cell-mounts", await_helper(pd_furnish(&launch, cell), "mount in the cell")) && write(ends[0], &go, 1) == 1 && !await(ends[0]) &&
	    !step("cage", pd_verify_cage(cell)))
		step("door", await_helper(pd_start_door(NULL, cell), "open a door"));
	close(ends[0]);
	return waitpid(cell, NULL, 0) == cell ? 0 : -1;
}

static _Noreturn void run_inner(void) {
	if (groups.count && pd_cgroups_join(&groups)) {
		tell("cgroup", "missing", pd_error());
		groups.count = 0; /* the outer process still has its own to remove */
	}
	int failed = step("namespaces", pd_leave_host());
	if (!failed && groups.count && pd_cgroups_settle(&groups)) {
		tell("cgroup", "missing", pd_error());
		groups.count = 0;
	}
	if (!failed && !step("tmpfs", lay_out_root()) && !step("root", pd_build_root(&launch)) &&
	    !step("ids", pd_drop_to_uid(launch.uid)))
		try_cell();
	_exit(0);
}

static void give_up(int number) {
	(void)number;
	kill(inner, SIGKILL); /* pid 1 of its namespace takes everything with it */
}

static void try_cage(void) {
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = give_up, .sa_flags = SA_RESTART }, NULL);
	if (pd_cgroups_open(&groups, &launch)) {
		tell("cgroup", "missing", pd_error());
		pd_cgroups_clear(&groups);
		groups.count = 0;
	}
	if (step("own-pids", pd_leave_host_processes(&launch)) || (inner = fork()) < 0) {
		pd_cgroups_clear(&groups);
		return;
	}
	if (inner == 0)
		run_inner();
	alarm(PATIENCE_S);
	waitpid(inner, NULL, 0);
	alarm(0);
	pd_cgroups_clear(&groups);
}

static int read_words(int count, char **words) {
	static const char always[] = "root\0" PLACE "\0arg\0none\0memory\0" "67108864\0pids\0" "16\0scratch-bytes\0" "65536\0scratch-inodes\0" "16";
	size_t size = sizeof always;
	memcpy(launch.words, always, size);
	for (int i = 0; i < count; i++) {
		size_t length = strlen(words[i]) + 1;
		if (size + length > sizeof launch.words)
			return -1;
		memcpy(launch.words + size, words[i], length);
		size += length;
	}
	return pd_parse_launch(&launch, size);
}

int pd_probe(int count, char **words) {
	if (read_words(count, words)) {
		fprintf(stderr, "usage: paddock-jail probe [uid N] [cgroup CONTROLLER DIRECTORY]…\n");
		return 1;
	}
	/* A helper says there which mount failed; its exit status has only the errno. */
	if (dup2(STDOUT_FILENO, STDERR_FILENO) < 0)
		return 1;
	try_system_calls();
	try_namespaces();
	try_cage();
	return 0;
}
