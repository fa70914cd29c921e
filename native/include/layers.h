/* The layers of the cage, one function each; every one returns 0, or -1 with pd_error. */
#ifndef PADDOCK_LAYERS_H
#define PADDOCK_LAYERS_H

/* Limits that hold besides the cgroup: no core files, locked memory, message queues, queued signals. */
int pd_set_rlimits(void);

/* The limit of open files, for the moment after the cell's last message to the jail: the kernel counts descriptors in flight per user, which
 * all cells of a pool share, and refuses a sender once they are more than its own limit. A cell that fills that count up to its limit must
 * not keep others from being caged. */
int pd_limit_open_files(void);

/* Empties all five capability sets and locks the secure bits. */
int pd_drop_capabilities(void);

/* execve can no longer give anything. */
int pd_no_new_privileges(void);

/* The Landlock ABI of this kernel: 1 or more, or 0 when there is none. */
int pd_landlock_abi(void);

/* A Landlock domain: `files` != 0 allows reading and running what a root is made of and writing only below the cell's scratch; scopes signals and
 * abstract sockets to the domain where the kernel can (ABI 6). */
int pd_landlock(int files);

/* The allow-list of birth.policy. */
int pd_seccomp_birth(void);

/* cell.policy; *listener becomes the descriptor on which the kernel asks about signals to pid 1. */
int pd_seccomp_cell(int *listener);

#endif
