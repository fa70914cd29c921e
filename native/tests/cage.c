/* The cage, seen from inside and, of its limits, from outside. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "check.h"
#include "jailer.h"
#include "layers.h"
#include "suites.h"
#include "util.h"

static int line_is(const char *text, const char *name, const char *value) {
	const char *found = strstr(text, name);
	found = found ? found + strlen(name) : NULL;
	found = found ? found + strspn(found, " \t") : NULL;
	return found && !strncmp(found, value, strlen(value)) && strchr(" \t\n", found[strlen(value)]);
}

static void identity(const struct cell *cell, int forked) {
	const char *answer = cell_ask(cell, "ids");
	/* An exec'ed cell's tid and pid agree as well; a forked one had to repair what libc remembers. */
	check(!strcmp(answer, "uid 1000 gid 1000 pid 1 ppid 0 tid 1 session 1 cwd /mnt/req dumpable 0"),
	      "a cell is uid 1000, pid 1, undumpable, in /mnt/req", "%s", answer);
	answer = cell_ask(cell, "list /proc/self/fd");
	check(!strcmp(answer, "0 1 2 3 "), "a cell has the descriptors 0 to 3 only", "%s", answer);
	answer = cell_ask(cell, "pids");
	check(!strcmp(answer, "1 "), "a cell sees its own processes only", "%s", answer);
	answer = cell_ask(cell, "file /proc/self/cgroup");
	check(!strstr(answer, "native-test") && !strcmp(cell_ask(cell, "list /sys"), ""), "a cell does not see where its cgroup is on the host", "%s", answer);
	answer = cell_ask(cell, "host");
	check(!strcmp(answer, "cell"), "a cell's host is called cell", "%s", answer);
	answer = cell_ask(cell, "network");
	check(!strncmp(answer, "lo far ", 7) && strstr(answer, "near 0"), "a cell's network is its own loopback, which works", "%s", answer);
	check(atoi(answer + 7) == ENETUNREACH, "no address outside can be reached", "%s", answer);
	if (forked)
		return;
	check(!strcmp(cell_ask(cell, "env LD_PRELOAD"), "unset") && !strcmp(cell_ask(cell, "env " PD_EXECED_VARIABLE), "unset") &&
	      !strcmp(cell_ask(cell, "env " PD_SOURCE_VARIABLE), "unset") && !strcmp(cell_ask(cell, "env " PD_SOURCE_START_VARIABLE), "unset"),
	      "an exec'ed cell's environment does not show how it was started", NULL);
	answer = cell_ask(cell, "file /src/made");
	check(!strcmp(answer, "begun"), "an exec'ed cell finds the source that it was promised", "%s", answer);
}

static void rights(const struct cell *cell) {
	static const char *const none[] = { "\nCapInh:", "\nCapPrm:", "\nCapEff:", "\nCapBnd:", "\nCapAmb:" };
	const char *status = cell_ask(cell, "file /proc/self/status");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		char sentence[64];
		snprintf(sentence, sizeof sentence, "a cell's %s set is empty", none[i] + 1);
		check(line_is(status, none[i], "0000000000000000"), sentence, NULL);
	}
	check(line_is(status, "\nNoNewPrivs:", "1"), "a cell has no_new_privs", NULL);
	check(line_is(status, "\nSeccomp_filters:", "2"), "a cell has both seccomp filters", NULL);
	check(line_is(status, "\nSigBlk:", "0000000000000000") && line_is(status, "\nSigIgn:", "0000000000000000"), "no signal is blocked or ignored", "%s",
	      strstr(status, "SigBlk") ? strstr(status, "SigBlk") : status);
	const char *bits = cell_ask(cell, "syscall 157 27 0 0 0 0"); /* PR_GET_SECUREBITS */
	/* exec clears the one bit for keeping capabilities, which stays locked. */
	check((atoi(bits) | 1 << 4) == 0xff, "a cell's secure bits are all set and locked", "%s", bits);
	check(!strcmp(cell_ask(cell, "syscall 165 0 0 0 0 0"), "-1 1"), "mount is EPERM", NULL);
	check(!strcmp(cell_ask(cell, "syscall 157 4 1 0 0 0"), "-1 1"), "a cell cannot become dumpable", NULL);
}

static void limits(const struct cell *cell) {
	const char *text = cell_ask(cell, "file /proc/self/limits");
	static const char *const lines[][2] = { { "Max core file size", "0" }, { "Max open files", "1024" }, { "Max locked memory", "65536" },
		{ "Max msgqueue size", "65536" }, { "Max pending signals", "1024" }, { "Max realtime priority", "0" }, { "Max data size", "1073741824" } };
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		check(line_is(text, lines[i][0], lines[i][1]), lines[i][0], "%s", text);
	const char *first_to_go = cell_ask(cell, "file /proc/self/oom_score_adj");
	check(atoi(first_to_go) == 1000, "a cell is the first to go when the machine runs out of memory", "%s", first_to_go);
}

static int errno_of_write(const struct cell *cell, const char *path) {
	char command[128];
	snprintf(command, sizeof command, "write %s", path);
	return atoi(cell_ask(cell, command));
}

static void files(const struct cell *cell) {
	static const char *const inside[] = { "/mnt/req/a", "/tmp/a", "/dev/shm/a", "/src/a", "/dev/null" };
	static const char *const outside[] = { "/a", "/opt/a", "/opt/probe", "/bin/a", "/mnt/a", "/dev/a", "/proc/a", "/lib64/ld-linux-x86-64.so.2", "/usr/told" };
	for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
		check(errno_of_write(cell, inside[i]) == 0, "scratch can be written", "%s: %d", inside[i], errno_of_write(cell, inside[i]));
	for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
		check(errno_of_write(cell, outside[i]) != 0, "nothing outside scratch can be written", "%s", outside[i]);
	const char *listing = cell_ask(cell, "list /");
	check(strstr(listing, "mnt") && !strstr(listing, "etc") && !strstr(listing, "home") && !strstr(listing, "sys"), "the host's files are not there", "%s", listing);
	check(!strcmp(cell_ask(cell, "file /usr/told"), TOLD), "a file of the launch is there as it was told", "%s", cell_ask(cell, "file /usr/told"));
	unsigned long made = 0, bytes = 0;
	sscanf(cell_ask(cell, "fill /tmp"), "files %lu bytes %lu", &made, &bytes);
	check(made > 80 && made <= 100 && bytes > 500000 && bytes <= 1 << 20, "scratch is limited in files and bytes", "%lu files, %lu bytes", made, bytes);
}

/* mountinfo: "id parent major:minor root mountpoint options …" */
static void mounts(const struct cell *cell) {
	static const struct { const char *where, *options; } wanted[] = {
		{ "/", "ro,nosuid,nodev" }, { "/opt", "ro,nosuid,nodev" }, { "/dev/null", "nosuid,noexec" }, { "/dev/zero", "nosuid,noexec" },
		{ "/dev/full", "nosuid,noexec" }, { "/dev/random", "nosuid,noexec" }, { "/dev/urandom", "nosuid,noexec" },
		{ "/usr/told", "ro,nosuid,nodev,noexec" }, { "/proc", "rw,nosuid,nodev,noexec" },
		{ "/proc", "rw,nosuid,nodev,noexec" }, { "/mnt/req", "rw,nosuid,nodev" }, { "/tmp", "rw,nosuid,nodev" }, { "/dev/shm", "rw,nosuid,nodev" },
		{ "/src", "rw,nosuid,nodev" },
	};
	char text[8192], where[128], options[128], *rest = NULL;
	size_t seen = 0, right = 0;
	snprintf(text, sizeof text, "%s", cell_ask(cell, "file /proc/self/mountinfo"));
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest), seen++)
		if (sscanf(line, "%*s %*s %*s %*s %127s %127s", where, options) == 2 && seen < sizeof wanted / sizeof *wanted)
			right += !strcmp(where, wanted[seen].where) && strstr(options, wanted[seen].options);
	check(seen == sizeof wanted / sizeof *wanted && right == seen, "a cell's mounts are exactly those that are meant", "%zu, %zu as meant:\n%s", seen, right,
	      cell_ask(cell, "file /proc/self/mountinfo"));
}

static int errno_of_creating(const char *path) {
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	int error = fd < 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	return error;
}

static int errno_of_reading(const char *path) {
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error = fd < 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	return error;
}

/* A writable root with the directories and devices of a cell, in namespaces of our own. */
static int enter_writable_root(void) {
	static const char *const directories[] = { "mnt", "mnt/req", "tmp", "dev", "dev/shm", "src", "proc", "usr", "srv" };
	static const char *const devices[] = { "dev/null", "dev/zero", "dev/full", "dev/random", "dev/urandom" };
	char uids[32], gids[32];
	snprintf(uids, sizeof uids, "0 %d 1", (int)geteuid());
	snprintf(gids, sizeof gids, "0 %d 1", (int)getegid());
	if (prctl(PR_SET_DUMPABLE, 1) || unshare(CLONE_NEWUSER | CLONE_NEWNS) || pd_write_file(AT_FDCWD, "/proc/self/uid_map", uids))
		return -1;
	if (pd_write_file(AT_FDCWD, "/proc/self/setgroups", "deny") || pd_write_file(AT_FDCWD, "/proc/self/gid_map", gids))
		return -1;
	if (mount("none", "/tmp", "tmpfs", 0, NULL) || chdir("/tmp"))
		return -1;
	for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
		if (mkdir(directories[i], 0755))
			return -1;
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (errno_of_creating(devices[i]))
			return -1;
	return chroot(".");
}

static _Noreturn void try_landlock(void) {
	if (enter_writable_root())
		_exit(100);
	if (errno_of_creating("/before") || errno_of_creating("/usr/ours") || errno_of_creating("/srv/of-the-host"))
		_exit(101);
	if (pd_no_new_privileges() || pd_landlock(1))
		_exit(102);
	int good = errno_of_creating("/after") == EACCES && errno_of_creating("/before") == EACCES && errno_of_creating("/dev/new") == EACCES &&
	           errno_of_creating("/mnt/new") == EACCES && errno_of_creating("/proc/new") == EACCES && mkdir("/new", 0755) == -1 &&
	           rename("/before", "/tmp/before") == -1 && unlink("/before") == -1 && !errno_of_creating("/mnt/req/new") &&
	           !errno_of_creating("/tmp/new") && !errno_of_creating("/dev/shm/new") && !errno_of_creating("/src/new") && !errno_of_creating("/dev/null");
	if (!good)
		_exit(103);
	_exit(errno_of_reading("/usr/ours") || errno_of_reading("/") || errno_of_reading("/srv/of-the-host") != EACCES || errno_of_reading("/before") != EACCES
	          ? 104 : 0);
}

/* The mounts of a cell would hide whether it works. */
static void landlock_alone(void) {
	const char *sentence = "Landlock alone denies writing outside scratch and reading what is not of a root, and allows the rest";
	int status = 0;
	if (pd_landlock_abi() == 0) {
		skip(sentence, "this kernel has no Landlock");
		return;
	}
	pid_t child = fork();
	if (child == 0)
		try_landlock();
	waitpid(child, &status, 0);
	check(status == 0, sentence, "status %d", WEXITSTATUS(status));
}

/* Nothing of a cell outlives its pid namespace, so this is tried on a group of its own. */
static void sweeping(void) {
	static struct pd_launch launch;
	struct pd_cgroups groups = { 0 };
	const char *sentence = "whatever is still in a cell's group is killed", *why;
	char path[128];
	int status = 0;
	if (!have_cgroups(&why)) {
		if (!already_ran_as_root)
			skip(sentence, why);
		return;
	}
	int v1 = !access("/sys/fs/cgroup/pids/cgroup.procs", W_OK);
	snprintf(path, sizeof path, "/sys/fs/cgroup/%s/native-test-%d-sweep", v1 ? "pids" : ".", (int)getpid());
	launch.cgroups[0] = (struct pd_cgroup_path){ v1 ? "pids" : "unified", path };
	launch.cgroup_count = 1;
	pid_t child = fork();
	if (child == 0) {
		signal(SIGTERM, SIG_IGN);
		for (;;)
			pause();
	}
	int entered = !pd_cgroups_open(&groups, &launch) && !pd_cgroup_enter(&groups, "c1", 64 << 20, 64, child);
	check(entered && pd_cgroup_remove(&groups, "c1"), "a group with a process in it stays", "%s", entered ? "" : pd_error());
	int swept = pd_cgroup_sweep(&groups, "c1");
	if (!entered || swept)
		kill(child, SIGKILL);
	check(waitpid(child, &status, 0) == child && !swept && WIFSIGNALED(status) && !pd_cgroup_remove(&groups, "c1"), sentence, "%d, status %x", swept,
	      (unsigned)status);
	pd_cgroups_clear(&groups);
}

static void one_kind(const char *kind, const char *name) {
	struct pd_report up;
	char prefix[64];
	struct jail jail = jail_start((struct setup){ .kind = kind }, &up);
	struct cell cell = up.kind == PD_UP ? cell_spawn(&jail, 1) : (struct cell){ .job = -1 };
	snprintf(prefix, sizeof prefix, "%s cell is ready with three descriptors", name);
	if (check(cell.ready.kind == PD_READY && cell.job >= 0 && cell.out >= 0 && cell.err >= 0, prefix, "%s %s", up.text, cell.ready.text)) {
		identity(&cell, kind != NULL);
		rights(&cell);
		limits(&cell);
		mounts(&cell);
		files(&cell);
	}
	cell_close(&cell);
	jail_stop(&jail);
}

/* Where the template's stderr leads: the only child that the inner process has so far. */
static void template_prints(int mute) {
	struct pd_report up;
	char path[64], children[64] = "", target[128] = "";
	struct jail jail = jail_start((struct setup){ .kind = "serve", .mute = mute }, &up);
	pid_t inner = jail_inner(&jail);
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)inner, (int)inner);
	pd_read_file(AT_FDCWD, path, children, sizeof children);
	int can_look = atoi(children) > 0;
	for (int fd = 1; fd <= 2 && can_look; fd++) {
		snprintf(path, sizeof path, "/proc/%d/fd/%d", atoi(children), fd);
		can_look = readlink(path, target, sizeof target - 1) > 0;
		if (can_look)
			check((strcmp(target, "/dev/null") == 0) == mute, mute ? "a mute template prints into its /dev/null" : "any other prints to the server", "%s", target);
	}
	/* Without that right the template, which is undumpable, cannot be looked at. */
	check(up.kind == PD_UP && (can_look || geteuid()), "a template that is mute or not starts", "%s %s", up.text, children);
	jail_stop(&jail);
}

void cage_tests(void) {
	template_prints(0);
	template_prints(1);
	sweeping();
	landlock_alone();
	one_kind("serve", "a forked");
	one_kind(NULL, "an exec'ed");
}
