#define _GNU_SOURCE
#include "isolate.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cell_flags.h"
#include "protocol.h"
#include "switches.h"
#include "util.h"

static int write_map(int dir, const char *name, unsigned outer) {
	char map[64];
	snprintf(map, sizeof map, "%d %u 1", PD_INNER_ID, outer);
	return pd_write_file(dir, name, map) ? pd_fail("write %s", name) : 0;
}

static int write_maps(int dir, uid_t uid, gid_t gid) {
	if (pd_write_file(dir, "setgroups", "deny"))
		return pd_fail("write setgroups");
	return write_map(dir, "uid_map", uid) || write_map(dir, "gid_map", gid) ? -1 : 0;
}

static int enter_user_namespace(void) {
	uid_t uid = geteuid();
	gid_t gid = getegid();
	/* A change of uid made our /proc files root's; they are ours to write the map with. */
	if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) || unshare(CLONE_NEWUSER))
		return pd_fail("enter a user namespace");
	PD_CLEANUP_FD self = open("/proc/self", O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	if (self < 0)
		return pd_fail("open /proc/self");
	return write_maps(self, uid, gid);
}

int pd_leave_host_processes(const struct pd_launch *launch) {
	if (!launch->uid && geteuid() == 0 && pd_on("uid")) {
		errno = EINVAL;
		return pd_fail("as root the launch must name an unprivileged uid");
	}
	if (!launch->uid && enter_user_namespace())
		return -1;
	return unshare(CLONE_NEWPID) ? pd_fail("unshare the pid namespace") : 0;
}

static int loopback_up(void) {
	struct ifreq request = { .ifr_name = "lo" };
	PD_CLEANUP_FD sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	request.ifr_flags = IFF_UP;
	return sock < 0 || ioctl(sock, SIOCSIFFLAGS, &request) ? pd_fail("bring up the loopback") : 0;
}

int pd_leave_host(void) {
	int namespaces = PD_CELL_NAMESPACES & ~(CLONE_NEWUSER | CLONE_NEWPID | (pd_on("jail-net-namespace") ? 0 : CLONE_NEWNET));
	if (unshare(namespaces))
		return pd_fail("unshare namespaces");
	/* Cells that share this network have no right to bring it up. */
	if (!pd_on("net-namespace") && pd_on("jail-net-namespace") && loopback_up())
		return -1;
	/* The cells inherit the name. */
	return sethostname("cell", 4) ? pd_fail("set the host name") : 0;
}

int pd_drop_to_uid(uid_t uid) {
	if (!uid)
		return 0;
	if (setgroups(0, NULL) || setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
		return pd_fail("become uid %u", (unsigned)uid);
	return enter_user_namespace();
}

int pd_map_ids(pid_t cell) {
	char path[32];
	snprintf(path, sizeof path, "/proc/%d", (int)cell);
	PD_CLEANUP_FD dir = open(path, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	if (dir < 0)
		return pd_fail("open the cell's /proc");
	return write_maps(dir, PD_INNER_ID, PD_INNER_ID);
}

int pd_bound(pid_t cell, uint64_t data) {
	const struct rlimit limit = { data, data };
	char path[48];
	if (!pd_on("rlimits"))
		return 0;
	if (data && prlimit(cell, RLIMIT_DATA, &limit, NULL))
		return pd_fail("limit the cell's data");
	snprintf(path, sizeof path, "/proc/%d/oom_score_adj", (int)cell);
	return pd_write_file(AT_FDCWD, path, "1000") ? pd_fail("make the cell the first to go") : 0;
}

_Noreturn void pd_leave_helper(int failed) {
	int error = errno ? errno : EPROTO; /* never 0, which would say that all went well */
	if (failed)
		dprintf(STDERR_FILENO, "paddock-jail: %s\n", pd_error());
	_exit(failed ? error : 0);
}

/* Runs in the helper: inside the cell's namespaces, with the rights of its user namespace. /proc shows the pid namespace of whoever mounts
 * it, and entering one counts for children only, hence a second process. */
static int furnish_from_inside(const struct pd_launch *launch, int process) {
	/* Inside, a hostile template's child has the rights to write to the memory of whoever is dumpable, and we carry no filter. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || setns(process, (int)pd_namespaces(PD_CELL_NAMESPACES)))
		return pd_fail("enter the cell's namespaces");
	if (close_range(STDERR_FILENO + 1, ~0u, 0))
		return pd_fail("close the jail's descriptors");
	/* It shares our memory, and we wait for it: a copy would be as much within reach of whoever is inside, and what keeps them from either is that
	 * neither is dumpable. */
	pid_t inner = vfork();
	if (inner < 0)
		return pd_fail("fork inside the cell");
	if (inner == 0)
		pd_leave_helper(pd_mount_cell(launch) || (pd_on("net-namespace") && loopback_up()));
	int status;
	if (waitpid(inner, &status, 0) != inner || status) {
		errno = WIFEXITED(status) ? WEXITSTATUS(status) : EPROTO;
		return pd_fail("furnish the cell");
	}
	return 0;
}

/* Not forever: inside the cell a hostile template's child could stop the second process. */
pid_t pd_furnish(const struct pd_launch *launch, pid_t cell) {
	PD_CLEANUP_FD process = (int)syscall(SYS_pidfd_open, cell, 0);
	if (process < 0)
		return pd_fail("open the cell's pidfd");
	pid_t helper = fork();
	if (helper < 0)
		return pd_fail("fork the helper");
	if (helper == 0)
		pd_leave_helper(furnish_from_inside(launch, process));
	return helper;
}

static int line_is(const char *status, const char *name, const char *wanted) {
	const char *found = strstr(status, name);
	if (!found)
		return 0;
	found += strlen(name);
	found += strspn(found, " \t");
	return !strncmp(found, wanted, strlen(wanted)) && strchr("\n ", found[strlen(wanted)]);
}

/* A service manager or container may have put filters on all of us; those count, too. */
static unsigned long inherited_filters(void) {
	static const char name[] = "\nSeccomp_filters:";
	static unsigned long count;
	static int known;
	char status[4096];
	if (!known++) {
		const char *found = pd_read_file(AT_FDCWD, "/proc/self/status", status, sizeof status) < 0 ? NULL : strstr(status, name);
		count = found ? strtoul(found + strlen(name), NULL, 10) : 0;
	}
	return count;
}

int pd_verify_cage(pid_t cell) {
	static const char none[] = "0000000000000000";
	char path[40], status[4096], filters[24];
	const struct { int expected; const char *name, *wanted; } facts[] = {
		{ pd_on("capabilities"), "\nCapInh:", none }, { pd_on("capabilities"), "\nCapPrm:", none },
		{ pd_on("capabilities"), "\nCapEff:", none }, { pd_on("capabilities"), "\nCapBnd:", none },
		{ pd_on("capabilities"), "\nCapAmb:", none }, { pd_on("no-new-privs"), "\nNoNewPrivs:", "1" },
		{ pd_on("seccomp"), "\nSeccomp:", "2" }, { pd_on("seccomp"), "\nSeccomp_filters:", filters },
	};
	snprintf(filters, sizeof filters, "%lu", inherited_filters() + pd_filters());
	snprintf(path, sizeof path, "/proc/%d/status", (int)cell);
	if (pd_read_file(AT_FDCWD, path, status, sizeof status) < 0)
		return pd_fail("read the cell's status");
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if (facts[i].expected && !line_is(status, facts[i].name, facts[i].wanted)) {
			errno = EPERM;
			return pd_fail("the cell's %s is not %s", facts[i].name + 1, facts[i].wanted);
		}
	return 0;
}
