/* The template process of a jail, and the two ways to begin a cell. */
#ifndef PADDOCK_TEMPLATE_H
#define PADDOCK_TEMPLATE_H

#include <sys/types.h>

#include "cell.h"
#include "launch.h"

struct pd_template {
	pid_t pid;
	int control; /* our end of its control socket */
	int up;      /* it has said that it serves */
};

/* Starts the template of the launch: caged, without rights, waiting in paddock_serve once it is warm. It begins only after
 * pd_template_go, so that it can be put in its control group before. 0, or -1 with pd_error. */
int pd_template_start(struct pd_template *template, const struct pd_launch *launch);
int pd_template_go(const struct pd_template *template);

/* Makes the cell's pipes and job socket and asks the template for a fork. The pid comes later, as a pd_forked. 0, or -1 with pd_error. */
int pd_begin_fork(const struct pd_template *template, struct pd_cell *cell);

/* Makes the cell's pipes and job socket and starts the launch's argv in it; sets cell->pid. 0, or -1 with pd_error. */
int pd_begin_exec(const struct pd_launch *launch, struct pd_cell *cell);

#endif
