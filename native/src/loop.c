/* One epoll loop: requests of the server, answers of the template, what happens to the cells and to their helpers. Nothing in here waits for a
 * process that is not ours, but for the server, and for that not for ever. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jail.h"
#include "layers.h"
#include "util.h"

#define MAX_EVENTS 64
#define HELPER_PATIENCE_NS 5000000000u /* it needs less than a millisecond */
#define HELPER_CHECK_MS 1000
#define LINGERING_CHECK_MS 10

static unsigned helpers; /* at work when last looked */

void pd_tell(struct pd_report report, const int *fds, unsigned count) {
	if (pd_send(PD_SERVER_FD, &report, sizeof report, fds, count) >= 0)
		return;
	if (errno != EPIPE && errno != ECONNRESET) {
		dprintf(STDERR_FILENO, "paddock-jail: report to the server: %s\n", strerror(errno));
		exit(1);
	}
	exit(0); /* the server is gone; our end ends all */
}

void pd_tell_failure(uint32_t cell) {
	struct pd_report report = { .kind = PD_FAILED, .cell = cell };
	snprintf(report.text, sizeof report.text, "%s", pd_error());
	pd_tell(report, NULL, 0);
}

int pd_watch(int fd, enum pd_source source, uint32_t cell) {
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = (uint64_t)source << 32 | cell };
	return epoll_ctl(pd_jail.events, EPOLL_CTL_ADD, fd, &event) ? pd_fail("watch a descriptor") : 0;
}

/* Taken off first: somebody else may hold the descriptor too, and the loop would go on hearing of it with nobody to read it. */
void pd_unwatch(int *fd) {
	if (*fd >= 0)
		epoll_ctl(pd_jail.events, EPOLL_CTL_DEL, *fd, NULL);
	pd_close(fd);
}

/* --- the server --------------------------------------------------------------------------------------------------------------------- */

static void limit_memory(uint32_t id, uint64_t bytes) {
	struct pd_report done = { .kind = PD_LIMITED, .cell = id, .b = ESRCH };
	struct pd_cell *cell = pd_cell_by_id(id);
	if (cell) {
		char group[PD_GROUP_NAME];
		pd_cell_group(cell, group);
		done.b = pd_cgroup_limit(&pd_jail.groups, group, bytes) ? errno : 0;
	}
	pd_tell(done, NULL, 0);
}

static void obey(const struct pd_request *request) {
	struct pd_cell *cell = pd_cell_by_id(request->cell);
	if (request->kind == PD_SPAWN)
		pd_spawn(request->cell);
	else if (request->kind == PD_LIMIT_MEMORY)
		limit_memory(request->cell, request->value);
	else if (request->kind == PD_KILL && cell)
		pd_destroy(cell);
}

/* Nothing in a message of another shape is acted on. */
static void on_server(void) {
	union { struct pd_request request; struct pd_open open; } message;
	ssize_t length = pd_receive(PD_SERVER_FD, &message, sizeof message, NULL, NULL);
	if (length == 0 || (length < 0 && errno != EMSGSIZE))
		exit(0); /* the server is gone; our end ends all */
	if (length == (ssize_t)sizeof message.request && message.request.cell)
		obey(&message.request);
	else if (length == (ssize_t)sizeof message.open && message.open.kind == PD_OPEN && message.open.cell)
		pd_open_door(&message.open);
}

/* --- children ----------------------------------------------------------------------------------------------------------------------- */

static int64_t newborn; /* cells whose process may still be in the template's group */

static void count_newborn(struct pd_cell *cell) {
	newborn += cell->stage == PD_STARTING;
}

/* A template that runs user code could leave processes behind that outlive its cells and burn time that nobody counts; one of their threads or children is
 * enough to tell what one cell is given to the next. */
static int template_is_alone(void) {
	if (!pd_jail.launch.mute_template)
		return 1;
	newborn = 0;
	pd_cells_each(count_newborn);
	return pd_cgroup_tasks(&pd_jail.groups, "template") <= 1 + newborn;
}

static void end_template(const char *why) {
	struct pd_report message = { .kind = PD_FAILED };
	snprintf(message.text, sizeof message.text, "%s", why);
	pd_tell(message, NULL, 0);
	kill(pd_jail.template.pid, SIGKILL);
}

static void on_template(void) {
	struct pd_forked answer;
	if (pd_receive(pd_jail.template.control, &answer, sizeof answer, NULL, NULL) != (ssize_t)sizeof answer) {
		pd_close(&pd_jail.template.control); /* its end is seen when it is reaped, and without its socket it is of no use */
		if (pd_jail.template.pid)
			kill(pd_jail.template.pid, SIGKILL);
	} else if (answer.cell) {
		pd_forked(&answer);
		if (pd_jail.template.pid && !template_is_alone())
			end_template("the template runs other processes or threads");
		else
			pd_begin_waiting();
	} else if (pd_jail.template.pid && !template_is_alone()) {
		end_template("the imports of the template have left processes or threads running");
	} else if (!pd_jail.template.up++) {
		pd_tell((struct pd_report){ .kind = PD_UP, .a = pd_landlock_abi(), .b = pd_jail.groups.version }, NULL, 0);
	}
}

/* Nobody is left to fork it. */
static void give_up_unforked(struct pd_cell *cell) {
	if (cell->pid)
		return;
	errno = ECHILD;
	pd_fail("fork the template");
	pd_give_up(cell);
}

static void template_ended(int status) {
	int by_signal = WIFSIGNALED(status);
	struct pd_report message = { .kind = PD_FAILED };
	snprintf(message.text, sizeof message.text, "the template ended with %s %d", by_signal ? "signal" : "status",
	         by_signal ? WTERMSIG(status) : WEXITSTATUS(status));
	pd_jail.template.pid = 0;
	pd_jail.forks_asked = 0;
	pd_tell(message, NULL, 0);
	pd_cells_each(give_up_unforked);
}

/* A cell has one helper at a time: until it serves the one that furnishes it, then the one that opens its door. */
static void helper_ended(struct pd_cell *cell, int status) {
	if (cell->stage != PD_SERVING) {
		pd_furnished(cell, status);
		return;
	}
	cell->helper = 0;
	pd_door_opened(cell, WIFEXITED(status) ? WEXITSTATUS(status) : ETIMEDOUT); /* killed by us, for want of patience */
}

/* A helper works inside namespaces that a hostile template's child may share: it gets its time, and no more. */
static void look_after_helper(struct pd_cell *cell) {
	helpers += cell->helper != 0;
	if (cell->helper && pd_now() - cell->helper_since > HELPER_PATIENCE_NS)
		kill(cell->helper, SIGKILL);
}

static void on_children(int children) {
	struct signalfd_siginfo info;
	struct rusage used;
	int status;
	(void)!read(children, &info, sizeof info);
	for (pid_t pid; (pid = wait4(-1, &status, WNOHANG | __WALL, &used)) > 0;) {
		struct pd_cell *cell = pd_cell_by_pid(pid), *helped = pd_cell_by_helper(pid);
		if (pid == pd_jail.template.pid)
			template_ended(status);
		else if (helped)
			helper_ended(helped, status);
		else if (cell)
			pd_bury(cell, status, &used);
	}
}

/* --- the loop ----------------------------------------------------------------------------------------------------------------------- */

static void dispatch(uint64_t key, int children) {
	struct pd_cell *cell = pd_cell_by_id((uint32_t)key);
	switch ((enum pd_source)(key >> 32)) {
	case PD_FROM_SERVER: on_server(); break;
	case PD_FROM_TEMPLATE: on_template(); break;
	case PD_FROM_CHILDREN: on_children(children); break;
	/* A cell may have gone in the same round of events. */
	case PD_FROM_JOB: if (cell && cell->stage == PD_CAGING) pd_caged(cell); break;
	case PD_FROM_SIGNALS: if (cell && cell->signals >= 0) pd_asked_about_signal(cell); break;
	case PD_FROM_OOM: if (cell) pd_out_of_memory(cell); break;
	}
}

int pd_begin_listening(int *children) {
	sigset_t ends;
	pd_jail.events = epoll_create1(EPOLL_CLOEXEC);
	if (pd_jail.events < 0)
		return pd_fail("make an epoll descriptor");
	sigemptyset(&ends);
	sigaddset(&ends, SIGCHLD);
	/* Blocked before the first child is there: a template may end before the next line of ours runs. */
	sigprocmask(SIG_BLOCK, &ends, NULL);
	*children = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
	if (*children < 0)
		return pd_fail("make a signalfd");
	return pd_watch(*children, PD_FROM_CHILDREN, 0) || pd_watch(PD_SERVER_FD, PD_FROM_SERVER, 0) ? -1 : 0;
}

_Noreturn void pd_serve(int children) {
	struct epoll_event ready[MAX_EVENTS];
	int lingering = 0;
	for (;;) {
		int patience = lingering ? LINGERING_CHECK_MS : helpers ? HELPER_CHECK_MS : -1;
		int count = epoll_wait(pd_jail.events, ready, MAX_EVENTS, patience);
		for (int i = 0; i < count; i++)
			dispatch(ready[i].data.u64, children);
		lingering = pd_retry_lingering();
		helpers = 0;
		pd_cells_each(look_after_helper);
	}
}
