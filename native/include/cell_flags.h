/* The one set of clone(2) flags that makes a cell; the seccomp policy lets a template use exactly this and no other namespace flag. */
#ifndef PADDOCK_CELL_FLAGS_H
#define PADDOCK_CELL_FLAGS_H

#include <linux/sched.h>
#include <signal.h>

#define PD_CELL_NAMESPACES \
	(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET | CLONE_NEWCGROUP)

/* CLONE_PARENT makes the cell a child of the jail; SETTID and CLEARTID are what libc's own fork passes. */
#define PD_CELL_FLAGS \
	(PD_CELL_NAMESPACES | CLONE_PARENT | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD)

#endif
