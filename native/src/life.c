/* A cell's way from request to burial; the steps are numbered in jail.c. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate.h"
#include "jail.h"
#include "selfsignal.h"
#include "switches.h"
#include "util.h"

#define MAX_ERRNO 4096

/* Groups that could not be removed at once because the kernel was still emptying them. */
static uint32_t lingering[PD_MAX_CELLS];
static unsigned lingering_count;

void pd_destroy(struct pd_cell *cell) {
	if (cell->pid)
		kill(cell->pid, SIGKILL);
	else
		cell->condemned = 1;
}

/* The cell cannot be had: say why, and let the reaping (or nothing, if it has no process) free its slot. */
void pd_give_up(struct pd_cell *cell) {
	pd_tell_failure(cell->id);
	cell->failed = 1;
	pd_destroy(cell);
	pd_unwatch(&cell->signals);
	if (!cell->pid)
		pd_cell_free(cell);
}

static int settle(struct pd_cell *cell) {
	char group[PD_GROUP_NAME];
	pd_cell_group(cell, group);
	cell->stage = PD_FURNISHING;
	cell->born = pd_now();
	if (pd_map_ids(cell->pid) || pd_bound(cell->pid, pd_jail.launch.data) ||
	    pd_cgroup_enter(&pd_jail.groups, group, pd_jail.launch.memory, pd_jail.launch.pids, cell->pid))
		return -1;
	pid_t helper = pd_furnish(&pd_jail.launch, cell->pid);
	if (helper < 0)
		return -1;
	cell->helper = helper;
	cell->helper_since = pd_now();
	return 0;
}

static int let_go(struct pd_cell *cell) {
	char group[PD_GROUP_NAME];
	const char go = PD_GO;
	pd_cell_group(cell, group);
	cell->stage = PD_CAGING;
	if (pd_cgroup_watch_oom(&pd_jail.groups, group, &cell->oom) || (cell->oom >= 0 && pd_watch(cell->oom, PD_FROM_OOM, cell->id)))
		return -1;
	if (pd_send(cell->job, &go, 1, NULL, 0) != 1)
		return pd_fail("tell the cell to go");
	return pd_watch(cell->job, PD_FROM_JOB, cell->id);
}

void pd_furnished(struct pd_cell *cell, int status) {
	cell->helper = 0;
	if (cell->failed)
		return;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EPROTO;
	if (status)
		pd_fail("mount in the cell");
	if (status || let_go(cell))
		pd_give_up(cell);
}

static void begin(struct pd_cell *cell) {
	cell->stage = PD_STARTING;
	if (!pd_jail.launch.fork_template) {
		if (pd_begin_exec(&pd_jail.launch, cell) || settle(cell))
			pd_give_up(cell);
	} else if (pd_begin_fork(&pd_jail.template, cell)) {
		pd_give_up(cell);
	} else {
		pd_jail.forks_asked++;
	}
}

void pd_begin_waiting(void) {
	struct pd_cell *cell;
	while (pd_jail.forks_asked < PD_MAX_FORKS_ASKED && (cell = pd_cell_waiting()))
		begin(cell);
}

void pd_spawn(uint32_t id) {
	struct pd_cell *cell = id && !pd_cell_by_id(id) ? pd_cell_new(id) : NULL;
	if (!cell) {
		errno = EUSERS;
		pd_fail("make room for cell %u", id);
		pd_tell_failure(id);
		return;
	}
	cell->asked = pd_now();
	pd_begin_waiting();
}

/* The template's word for a pid is not taken: it must be a child of ours that no cell has yet. */
static int is_unclaimed_child(pid_t pid) {
	siginfo_t info;
	return pid > 0 && pid != pd_jail.template.pid && !pd_cell_by_pid(pid) && !pd_cell_by_helper(pid) && !waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
}

void pd_forked(const struct pd_forked *answer) {
	struct pd_cell *cell = pd_cell_by_id(answer->cell);
	/* One answer each: a cell that was killed while it had no pid stays at this stage until it is reaped. */
	if (!cell || cell->stage != PD_STARTING || cell->pid)
		return;
	pd_jail.forks_asked--;
	errno = answer->pid < 0 && answer->pid > -MAX_ERRNO ? -answer->pid : ECHILD;
	if (!is_unclaimed_child(answer->pid)) {
		pd_fail("fork the template");
		pd_give_up(cell);
		return;
	}
	cell->pid = answer->pid;
	if (cell->condemned)
		pd_destroy(cell);
	else if (settle(cell))
		pd_give_up(cell);
}

static void hand_over(struct pd_cell *cell) {
	struct pd_report ready = { .kind = PD_READY, .cell = cell->id, .x = cell->born - cell->asked, .y = pd_now() - cell->born };
	const int streams[] = { cell->job, cell->out, cell->err, cell->oom };
	pd_tell(ready, streams, cell->oom < 0 ? 3 : 4);
	cell->stage = PD_SERVING;
	pd_close(&cell->job);
	pd_close(&cell->out);
	pd_close(&cell->err);
}

/* Whatever was said instead of PD_CAGED becomes the reason, for a log: one line, no control characters. */
static void give_up_uncaged(struct pd_cell *cell, char *text, ssize_t length) {
	int said = length > 1 && text[0] == PD_BROKEN;
	for (char *c = text; said && *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	errno = EPROTO;
	pd_fail("cage the cell: %s", said ? text + 1 : "no answer");
	pd_give_up(cell);
}

/* The cell's answer to PD_GO. */
void pd_caged(struct pd_cell *cell) {
	char text[PD_TEXT] = { 0 };
	unsigned count = 1;
	ssize_t length = pd_receive(cell->job, text, sizeof text - 1, &cell->signals, &count);
	epoll_ctl(pd_jail.events, EPOLL_CTL_DEL, cell->job, NULL);
	unsigned asks = pd_on("seccomp") && pd_on("signals");
	if (length == 1 && text[0] == PD_CAGED && count == asks) {
		if (pd_verify_cage(cell->pid) || (asks && pd_watch(cell->signals, PD_FROM_SIGNALS, cell->id)))
			pd_give_up(cell);
		else
			hand_over(cell);
		return;
	}
	give_up_uncaged(cell, text, length);
}

void pd_asked_about_signal(struct pd_cell *cell) {
	int number = pd_answer_signal(cell->signals, cell->pid);
	if (number < 0) {
		pd_unwatch(&cell->signals);
	} else if (number > 0) {
		if (!cell->own_signal)
			cell->own_signal = number;
		pd_destroy(cell);
	}
}

/* cgroup v1 tells before it picks a victim: the whole cell goes and memory is the reason. Should a process that outlived the victim answer
 * first, the server looks at the same event, without taking it from us, and waits for our report. */
void pd_out_of_memory(struct pd_cell *cell) {
	pd_close(&cell->oom);
	cell->out_of_memory = 1;
	pd_destroy(cell);
}

static void remove_group(uint32_t id) {
	char group[PD_GROUP_NAME];
	pd_group_name(id, group);
	if (!pd_cgroup_remove(&pd_jail.groups, group))
		return;
	/* The pid namespace has killed and reaped all of it, so this finds nothing and the kernel is only late; should it ever fail to. */
	if (pd_on("sweep"))
		pd_cgroup_sweep(&pd_jail.groups, group);
	if (pd_cgroup_remove(&pd_jail.groups, group) && lingering_count < PD_MAX_CELLS)
		lingering[lingering_count++] = id;
}

/* It ended before the server had it: its last words may still be in the socket. */
static void bury_unborn(struct pd_cell *cell) {
	char text[PD_TEXT] = { 0 };
	ssize_t length = cell->condemned ? -1 : pd_receive(cell->job, text, sizeof text - 1, NULL, NULL);
	cell->pid = 0; /* reaped: nothing to kill, and giving up frees the slot */
	remove_group(cell->id);
	give_up_uncaged(cell, text, length);
}

/* Its last report, before its group goes with the counts in it. */
static struct pd_report describe_end(const struct pd_cell *cell, int status, const struct rusage *used) {
	char group[PD_GROUP_NAME];
	pd_cell_group(cell, group);
	return (struct pd_report){
		.kind = PD_ENDED,
		.cell = cell->id,
		.a = WIFSIGNALED(status) ? PD_SIGNAL : PD_EXIT,
		.b = WIFSIGNALED(status) ? (cell->own_signal ? cell->own_signal : WTERMSIG(status)) : WEXITSTATUS(status),
		.x = pd_cgroup_oom_kills(&pd_jail.groups, group) + (uint64_t)cell->out_of_memory,
		.y = ((uint64_t)used->ru_utime.tv_sec + (uint64_t)used->ru_stime.tv_sec) * 1000000000u +
		     ((uint64_t)used->ru_utime.tv_usec + (uint64_t)used->ru_stime.tv_usec) * 1000u,
	};
}

void pd_bury(struct pd_cell *cell, int status, const struct rusage *used) {
	if (cell->stage != PD_SERVING && !cell->failed) {
		bury_unborn(cell);
		return;
	}
	struct pd_report ended = describe_end(cell, status, used);
	int failed = cell->failed;
	if (!failed && cell->helper)
		pd_door_opened(cell, ESRCH);
	remove_group(cell->id);
	pd_unwatch(&cell->signals);
	pd_cell_free(cell);
	if (!failed)
		pd_tell(ended, NULL, 0);
}

int pd_retry_lingering(void) {
	unsigned count = lingering_count;
	lingering_count = 0;
	for (unsigned i = 0; i < count; i++)
		remove_group(lingering[i]);
	return lingering_count > 0;
}
