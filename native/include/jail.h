/* What the parts of the jail's inner process share: its state, and talking to the server. jail.c has the theory of operation. */
#ifndef PADDOCK_JAIL_H
#define PADDOCK_JAIL_H

#include <stdint.h>
#include <sys/resource.h>

#include "cell.h"
#include "cgroup.h"
#include "launch.h"
#include "protocol.h"
#include "template.h"

enum {
	PD_SERVER_FD = 3,
	PD_MAX_FORKS_ASKED = 32, /* of the template at once: its socket holds about 270, and each takes six descriptors */
};

enum pd_source { PD_FROM_SERVER, PD_FROM_TEMPLATE, PD_FROM_CHILDREN, PD_FROM_JOB, PD_FROM_SIGNALS, PD_FROM_OOM };

struct pd_jail {
	struct pd_launch launch;
	struct pd_cgroups groups;
	struct pd_template template;
	int events;           /* the epoll descriptor; -1 until made */
	unsigned forks_asked; /* of the template, and not answered */
};

extern struct pd_jail pd_jail;

/* --- loop.c ------------------------------------------------------------------------------------------------------------------------- */

/* Sends a report. Does not return when the server is gone, or has read nothing for too long: our end then ends all. */
void pd_tell(struct pd_report report, const int *fds, unsigned count);

/* PD_FAILED about the cell, with pd_error as its text. */
void pd_tell_failure(uint32_t cell);

/* Starts and ends hearing of a descriptor; `cell` is 0 where it is no cell's. Unwatching closes it. 0, or -1 with pd_error. */
int pd_watch(int fd, enum pd_source source, uint32_t cell);
void pd_unwatch(int *fd);

/* Makes the epoll descriptor and begins to hear of children and the server. *children becomes a signalfd. 0, or -1 with pd_error. */
int pd_begin_listening(int *children);

/* Answers server, template and cells until the server is gone. */
_Noreturn void pd_serve(int children);

/* --- life.c: what happens to a cell, in this order ---------------------------------------------------------------------------------- */

void pd_spawn(uint32_t id);
void pd_begin_waiting(void);                           /* asks the template for as many of the cells that wait as it can take */
void pd_forked(const struct pd_forked *answer);
void pd_furnished(struct pd_cell *cell, int status);   /* the helper of pd_furnish has ended */
void pd_caged(struct pd_cell *cell);                   /* its answer to PD_GO can be read */
void pd_asked_about_signal(struct pd_cell *cell);
void pd_out_of_memory(struct pd_cell *cell);
void pd_give_up(struct pd_cell *cell);                 /* reports pd_error; it cannot be had */
void pd_destroy(struct pd_cell *cell);
void pd_bury(struct pd_cell *cell, int status, const struct rusage *used); /* reaped */

/* Removes what groups of dead cells the kernel was late with. Non-zero when there still are such. */
int pd_retry_lingering(void);

/* --- door.c ------------------------------------------------------------------------------------------------------------------------- */

/* Starts the helper that opens a door. request NULL: only its routes, to see whether that can be done. Its pid, or -1 with pd_error; it ends with
 * status 0 when all is done, and otherwise with errno. */
pid_t pd_start_door(const struct pd_open *request, pid_t cell);

/* Answers PD_OPEN: with a helper at work, or PD_OPENED at once. */
void pd_open_door(const struct pd_open *request);

/* The helper has ended, or the cell has before it. `error` is 0 or errno. */
void pd_door_opened(const struct pd_cell *cell, int error);

#endif
