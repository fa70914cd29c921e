/* What the jail does to processes from outside: its own root, and the uid maps, mounts and loopback of a cell. */
#ifndef PADDOCK_ISOLATE_H
#define PADDOCK_ISOLATE_H

#include <sys/types.h>

#include "launch.h"

enum { PD_INNER_ID = 1000 }; /* the uid and gid a cell sees itself as: an ordinary user's */

/* The next child becomes pid 1 of a new pid namespace. As an ordinary user enters a user namespace first, which lends the rights for
 * all that follows. 0, or -1 with pd_error. */
int pd_leave_host_processes(const struct pd_launch *launch);

/* New mount, ipc, uts, network and cgroup namespaces. 0, or -1 with pd_error. */
int pd_leave_host(void);

/* Builds the read-only root of the launch and pivots into it. Called by pid 1 of the new namespaces. 0, or -1 with pd_error. */
int pd_build_root(const struct pd_launch *launch);

/* As root: becomes the launch's uid and enters a user namespace in which it has rights over its own cells only. 0, or -1 with pd_error. */
int pd_drop_to_uid(uid_t uid);

/* Maps PD_INNER_ID of the cell's user namespace to the jail's. 0, or -1 with pd_error. */
int pd_map_ids(pid_t cell);

/* Limits the private memory that one process of the cell can ask for, should the cgroup fail, and lets the kernel take the cell before anything
 * of the host's when the whole machine runs out. data 0: no limit. 0, or -1 with pd_error. */
int pd_bound(pid_t cell, uint64_t data);

/* Starts the helper process that enters the cell's namespaces, mounts /proc and the scratch file systems there and brings its loopback
 * up. Its pid, or -1 with pd_error; it ends with status 0 when all is done, and otherwise with errno after a line on stderr. */
pid_t pd_furnish(const struct pd_launch *launch, pid_t cell);

/* How a helper ends: with status 0, or with errno after a line with pd_error on stderr, which is the server's. */
_Noreturn void pd_leave_helper(int failed);

/* The mounts of pd_furnish, for a process that is already inside the cell's namespaces. 0, or -1 with pd_error. */
int pd_mount_cell(const struct pd_launch *launch);

/* Whether the kernel says of the process that it has no capability, no_new_privs and both seccomp filters besides those
 * that we have ourselves. 0, or -1 with pd_error. */
int pd_verify_cage(pid_t cell);

#endif
