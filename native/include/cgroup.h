/* Control groups of one jail: <path>/jail for itself, <path>/template, and <path>/c<hex> for each cell. v1 controllers are separate trees,
 * v2 is one; both are an array of trees here. All names are relative to directory descriptors opened before the jail gave up its rights. */
#ifndef PADDOCK_CGROUP_H
#define PADDOCK_CGROUP_H

#include <stdint.h>
#include <sys/types.h>

#include "launch.h"

struct pd_cgroup_tree {
	int dir;                /* the jail's directory in this tree */
	char controller[8];     /* memory, pids, cpu or unified */
};

struct pd_cgroups {
	struct pd_cgroup_tree trees[PD_MAX_CONTROLLERS];
	unsigned count;
	int version;            /* 1, 2, or 0: none */
	const struct pd_launch *launch;
};

/* Makes the jail's directories and gives them to the jail's uid. 0, or -1 with pd_error. */
int pd_cgroups_open(struct pd_cgroups *groups, const struct pd_launch *launch);

/* Moves the calling process to where its cgroup namespace has to begin: v2 mounted with nsdelegate, as systemd does, lets a process move others
 * only between groups that its namespace shows, so it begins at <path>. v1 knows no such rule: <path>/jail. 0, or -1 with pd_error. */
int pd_cgroups_join(const struct pd_cgroups *groups);

/* Within the new namespace: on v2 moves the calling process on into <path>/jail, since a group with processes can hand no controllers down, and
 * enables those. 0, or -1 with pd_error. */
int pd_cgroups_settle(const struct pd_cgroups *groups);

/* Makes the group `name` (template or a cell's) with its limits and moves `pid` (0: the caller) into it. 0, or -1 with pd_error. */
int pd_cgroup_enter(const struct pd_cgroups *groups, const char *name, uint64_t memory, uint64_t pids, pid_t pid);

/* Sets another memory limit. 0, or -1 with errno: EBUSY when more is in use already. */
int pd_cgroup_limit(const struct pd_cgroups *groups, const char *name, uint64_t memory);

/* How many times the kernel killed in this group for want of memory. */
uint64_t pd_cgroup_oom_kills(const struct pd_cgroups *groups, const char *name);

/* Processes and threads in this group; -1 where none counts them, and more than there can be when the count cannot be read. */
int64_t pd_cgroup_tasks(const struct pd_cgroups *groups, const char *name);

/* *event: an eventfd that becomes readable when the group runs out of memory (v1 only, where the kernel kills one process and leaves the
 * rest), or -1 where nothing is to be watched. 0, or -1 with pd_error. */
int pd_cgroup_watch_oom(const struct pd_cgroups *groups, const char *name, int *event);

/* Kills whatever is still in the group and waits a moment for it to die. 0 when nothing is left. */
int pd_cgroup_sweep(const struct pd_cgroups *groups, const char *name);

/* Removes an empty group; 0, or -1 with errno. */
int pd_cgroup_remove(const struct pd_cgroups *groups, const char *name);

/* Removes every group of the jail and the jail's own directories. For the process that outlives the jail. */
void pd_cgroups_clear(struct pd_cgroups *groups);

#endif
