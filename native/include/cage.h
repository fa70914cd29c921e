/* The cage: what a process does to itself before it may touch anything foreign. Used by the jail for exec'ed cells and templates and by
 * libpaddock for forked cells. Namespaces, mounts, uid maps and cgroups are the jail's doing, from outside (isolate.h, cgroup.h). */
#ifndef PADDOCK_CAGE_H
#define PADDOCK_CAGE_H

/* How a cell begins: a forked one already lives under the template's seccomp filter, an exec'ed one has none yet. */
enum pd_birth { PD_FORKED, PD_EXECED };

/* For a template: no capability, no_new_privs, rlimits, Landlock scopes, seccomp. 0, or -1 with pd_error. */
int pd_cage_template(void);

/* For a cell: waits for the jail's PD_GO on PD_JOB_FD, runs every step of the cage and answers PD_CAGED. A cell that fails a step says
 * so and exits: it never comes back uncaged. */
void pd_cage_cell(enum pd_birth birth);

/* Makes stdout, stderr and job the descriptors 1, 2 and 3, /dev/null 0, and closes all others. 0, or -1 with pd_error. */
int pd_wire(int job, int out, int err);

#endif
