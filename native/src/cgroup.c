#define _GNU_SOURCE
#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "switches.h"
#include "util.h"

#define NAME 96
#define CPU_PERIOD_US 100000 /* the kernel's default period */
#define CLEAR_ATTEMPTS 200   /* with the pause: two seconds, less than the server's patience */
#define CLEAR_PAUSE_US 10000
#define SWEEP_ATTEMPTS 100   /* a tenth of a second, of which killed processes need a hundredth */
#define SWEEP_PAUSE_US 1000

static int has(const struct pd_cgroup_tree *tree, const char *controller) {
	return !strcmp(tree->controller, "unified") || !strcmp(tree->controller, controller);
}

static int unified(const struct pd_cgroup_tree *tree) {
	return !strcmp(tree->controller, "unified");
}

static int write_number(const struct pd_cgroup_tree *tree, const char *group, const char *file, uint64_t value) {
	char name[NAME], text[32];
	snprintf(name, sizeof name, "%s/%s", group, file);
	snprintf(text, sizeof text, "%" PRIu64, value);
	return pd_write_file(tree->dir, name, text);
}

/* A kernel without swap accounting lacks the file; then there is nothing to limit. */
static int write_if_there(const struct pd_cgroup_tree *tree, const char *group, const char *file, uint64_t value) {
	return write_number(tree, group, file, value) && errno != ENOENT ? -1 : 0;
}

/* v1 refuses memory+swap below memory at every moment, so a rising limit raises the sum first and a falling one lowers it last. */
static int limit_memory_v1(const struct pd_cgroup_tree *tree, const char *group, uint64_t bytes) {
	if (!write_number(tree, group, "memory.limit_in_bytes", bytes))
		return write_if_there(tree, group, "memory.memsw.limit_in_bytes", bytes);
	if (write_if_there(tree, group, "memory.memsw.limit_in_bytes", bytes))
		return -1;
	return write_number(tree, group, "memory.limit_in_bytes", bytes);
}

static int limit_memory(const struct pd_cgroup_tree *tree, const char *group, uint64_t bytes) {
	return unified(tree) ? write_number(tree, group, "memory.max", bytes) : limit_memory_v1(tree, group, bytes);
}

static int forbid_swap(const struct pd_cgroup_tree *tree, const char *group) {
	if (!unified(tree))
		return write_if_there(tree, group, "memory.swappiness", 0);
	return write_if_there(tree, group, "memory.swap.max", 0) || write_number(tree, group, "memory.oom.group", 1) ? -1 : 0;
}

static int limit_cpu(const struct pd_cgroup_tree *tree, const char *group, uint64_t quota) {
	if (!quota)
		return 0;
	if (!unified(tree))
		return write_number(tree, group, "cpu.cfs_quota_us", quota);
	char name[NAME], text[64];
	snprintf(name, sizeof name, "%s/cpu.max", group);
	snprintf(text, sizeof text, "%" PRIu64 " %d", quota, CPU_PERIOD_US);
	return pd_write_file(tree->dir, name, text);
}

static int limit_tree(const struct pd_cgroups *groups, const struct pd_cgroup_tree *tree, const char *group, uint64_t memory, uint64_t pids) {
	if (has(tree, "memory") && pd_on("cgroup-memory") && (limit_memory(tree, group, memory) || forbid_swap(tree, group)))
		return -1;
	if (has(tree, "pids") && pd_on("cgroup-pids") && write_number(tree, group, "pids.max", pids))
		return -1;
	return has(tree, "cpu") && pd_on("cgroup-cpu") ? limit_cpu(tree, group, groups->launch->cpu_quota_us) : 0;
}

static int make_group(const struct pd_cgroup_tree *tree, const char *group, pid_t pid) {
	if (mkdirat(tree->dir, group, 0755) && errno != EEXIST)
		return pd_fail("make cgroup %s/%s", tree->controller, group);
	if (write_number(tree, group, "cgroup.procs", (uint64_t)pid))
		return pd_fail("enter cgroup %s/%s", tree->controller, group);
	return 0;
}

int pd_cgroup_enter(const struct pd_cgroups *groups, const char *name, uint64_t memory, uint64_t pids, pid_t pid) {
	for (unsigned i = 0; i < groups->count; i++) {
		const struct pd_cgroup_tree *tree = &groups->trees[i];
		if (make_group(tree, name, pid))
			return -1;
		if (limit_tree(groups, tree, name, memory, pids))
			return pd_fail("limit cgroup %s/%s", tree->controller, name);
	}
	return 0;
}

int pd_cgroup_limit(const struct pd_cgroups *groups, const char *name, uint64_t memory) {
	for (unsigned i = 0; pd_on("cgroup-memory") && i < groups->count; i++)
		if (has(&groups->trees[i], "memory") && limit_memory(&groups->trees[i], name, memory))
			return -1;
	return 0;
}

uint64_t pd_cgroup_oom_kills(const struct pd_cgroups *groups, const char *name) {
	char file[NAME], text[512];
	for (unsigned i = 0; i < groups->count; i++) {
		const struct pd_cgroup_tree *tree = &groups->trees[i];
		if (!has(tree, "memory"))
			continue;
		snprintf(file, sizeof file, "%s/%s", name, unified(tree) ? "memory.events" : "memory.oom_control");
		if (pd_read_file(tree->dir, file, text, sizeof text) < 0)
			return 0;
		const char *found = strstr(text, "oom_kill ");
		return found ? strtoull(found + strlen("oom_kill "), NULL, 10) : 0;
	}
	return 0;
}

int64_t pd_cgroup_tasks(const struct pd_cgroups *groups, const char *name) {
	char file[NAME], text[32];
	for (unsigned i = 0; i < groups->count; i++) {
		if (!has(&groups->trees[i], "pids"))
			continue;
		snprintf(file, sizeof file, "%s/pids.current", name);
		return pd_read_file(groups->trees[i].dir, file, text, sizeof text) > 0 ? strtoll(text, NULL, 10) : INT64_MAX;
	}
	return -1;
}

static int watch(const struct pd_cgroup_tree *tree, const char *name) {
	char file[NAME], text[64];
	snprintf(file, sizeof file, "%s/memory.oom_control", name);
	PD_CLEANUP_FD control = openat(tree->dir, file, O_RDONLY | O_CLOEXEC);
	PD_CLEANUP_FD event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	snprintf(file, sizeof file, "%s/cgroup.event_control", name);
	snprintf(text, sizeof text, "%d %d", event, control);
	if (control < 0 || event < 0 || pd_write_file(tree->dir, file, text))
		return -1;
	return pd_steal(&event);
}

int pd_cgroup_watch_oom(const struct pd_cgroups *groups, const char *name, int *event) {
	*event = -1;
	for (unsigned i = 0; i < groups->count; i++)
		if (!strcmp(groups->trees[i].controller, "memory"))
			return (*event = watch(&groups->trees[i], name)) < 0 ? pd_fail("watch the memory of cgroup %s", name) : 0;
	return 0;
}

/* Kills what is in the group now: all at once where the kernel can (5.14), else one by one. How many were found. */
static unsigned kill_all(const struct pd_cgroup_tree *tree, const char *group) {
	char name[NAME], pids[4096];
	unsigned found = 0;
	snprintf(name, sizeof name, "%s/cgroup.procs", group);
	if (pd_read_file(tree->dir, name, pids, sizeof pids) <= 0)
		return 0;
	int all = unified(tree) && !write_number(tree, group, "cgroup.kill", 1);
	for (char *next = pids, *end; (end = strchr(next, '\n')); next = end + 1, found++) {
		pid_t pid = (pid_t)strtol(next, NULL, 10); /* 0: not in our pid namespace */
		if (!all && pid > 1)
			kill(pid, SIGKILL);
	}
	return found;
}

int pd_cgroup_sweep(const struct pd_cgroups *groups, const char *name) {
	for (int attempt = 0; attempt < SWEEP_ATTEMPTS; attempt++) {
		unsigned found = 0;
		for (unsigned i = 0; i < groups->count; i++)
			found += kill_all(&groups->trees[i], name);
		if (!found)
			return 0;
		usleep(SWEEP_PAUSE_US);
	}
	errno = EBUSY;
	return -1;
}

int pd_cgroup_remove(const struct pd_cgroups *groups, const char *name) {
	int result = 0;
	for (unsigned i = 0; i < groups->count; i++)
		if (unlinkat(groups->trees[i].dir, name, AT_REMOVEDIR) && errno != ENOENT)
			result = -1;
	return result;
}

/* Gives the directory and the files that moving processes needs to the jail's uid: the kernel's own model of delegation. */
static int delegate(int dir, uid_t uid) {
	static const char *const files[] = { ".", "cgroup.procs", "tasks", "cgroup.threads", "cgroup.subtree_control" };
	for (size_t i = 0; uid && i < sizeof files / sizeof *files; i++)
		if (fchownat(dir, files[i], uid, uid, 0) && errno != ENOENT)
			return -1;
	return 0;
}

static int open_tree_of(struct pd_cgroup_tree *tree, const struct pd_cgroup_path *path, uid_t uid) {
	snprintf(tree->controller, sizeof tree->controller, "%.7s", path->controller);
	tree->dir = -1;
	if (mkdir(path->path, 0755) && errno != EEXIST)
		return pd_fail("make cgroup %s", path->path);
	tree->dir = open(path->path, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	if (tree->dir < 0 || delegate(tree->dir, uid))
		return pd_fail("open cgroup %s", path->path);
	return 0;
}

int pd_cgroups_open(struct pd_cgroups *groups, const struct pd_launch *launch) {
	groups->launch = launch;
	for (unsigned i = 0; i < launch->cgroup_count; i++) {
		groups->count++; /* also of one that fails half-way: pd_cgroups_clear removes it */
		if (open_tree_of(&groups->trees[i], &launch->cgroups[i], launch->uid))
			return -1;
		groups->version = unified(&groups->trees[i]) ? 2 : 1;
	}
	return 0;
}

int pd_cgroups_join(const struct pd_cgroups *groups) {
	for (unsigned i = 0; i < groups->count; i++)
		if (make_group(&groups->trees[i], unified(&groups->trees[i]) ? "." : "jail", 0))
			return -1;
	return 0;
}

int pd_cgroups_settle(const struct pd_cgroups *groups) {
	for (unsigned i = 0; i < groups->count; i++) {
		if (!unified(&groups->trees[i]))
			continue;
		if (make_group(&groups->trees[i], "jail", 0))
			return -1;
		if (pd_write_file(groups->trees[i].dir, "cgroup.subtree_control", "+memory +pids +cpu"))
			return pd_fail("enable controllers in %s", groups->launch->cgroups[i].path);
	}
	return 0;
}

static void clear_tree(const struct pd_cgroup_tree *tree) {
	int copy = openat(tree->dir, ".", O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	DIR *listing = copy < 0 ? NULL : fdopendir(copy);
	if (!listing) {
		pd_close(&copy);
		return;
	}
	for (struct dirent *entry; (entry = readdir(listing));)
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
			unlinkat(tree->dir, entry->d_name, AT_REMOVEDIR);
	closedir(listing);
}

/* The kernel may still be emptying groups whose processes are reaped. */
void pd_cgroups_clear(struct pd_cgroups *groups) {
	for (unsigned i = 0; i < groups->count; i++) {
		for (int attempt = 0; attempt < CLEAR_ATTEMPTS; attempt++) {
			clear_tree(&groups->trees[i]);
			if (!rmdir(groups->launch->cgroups[i].path) || errno != EBUSY)
				break;
			usleep(CLEAR_PAUSE_US);
		}
		pd_close(&groups->trees[i].dir);
	}
}
