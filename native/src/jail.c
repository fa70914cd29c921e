/* paddock-jail: owns one template and its cells. Never runs foreign code, knows no JSON and no policy.
 *
 * Theory of operation
 *
 *   server ── SEQPACKET (fd 3) ── jail ── SEQPACKET ── template
 *                                  └── cells: children of the jail, forked from the template (CLONE_PARENT) or exec'ed by the jail
 *
 * Two processes. The outer one reads the launch description, makes the cgroups and a pid namespace, and then only waits to remove the
 * cgroups. The inner one is pid 1 of that namespace, so that its end, however it comes, ends every template and cell. It builds the
 * read-only root, gives up its rights (as root: becomes the jail's own uid), starts the template and serves one epoll loop.
 *
 * A cell goes through these steps; each is a function below or in the header named:
 *   1. PD_SPAWN: streams made, fork asked of the template or exec begun          (template.h)
 *   2. the pid is known: ids mapped, cgroup entered, a helper mounts from outside (settle; isolate.h, cgroup.h)
 *   3. the helper is done, PD_GO: the cell cages itself and answers PD_CAGED      (cage.h)
 *   4. the jail checks the cage from outside and passes the streams to the server (hand_over)
 *   5. the cell ends, by itself or by PD_KILL; pid 1 of its namespace takes every process with it; reaped, cgroup removed (bury)
 *
 * Failures of a cell are reported and the jail goes on; failures of the jail itself are reported as cell 0 and end it. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cell.h"
#include "cgroup.h"
#include "isolate.h"
#include "launch.h"
#include "layers.h"
#include "probe.h"
#include "protocol.h"
#include "selfsignal.h"
#include "switches.h"
#include "template.h"
#include "util.h"

#define SERVER_FD 3
#define MAX_EVENTS 64
#define MAX_ERRNO 4096
#define MAX_FORKS_ASKED 32     /* of the template at once: its socket holds about 270, and each takes six descriptors */
#define HELPER_PATIENCE_NS 5000000000u /* it needs less than a millisecond */
#define HELPER_CHECK_MS 1000
#define LINGERING_CHECK_MS 10
#define REPORT_PATIENCE_S 10   /* a server that reads nothing for so long is as good as gone */

enum source { FROM_SERVER, FROM_TEMPLATE, FROM_CHILDREN, FROM_JOB, FROM_SIGNALS, FROM_OOM };

static struct pd_launch launch;
static struct pd_cgroups groups;
static struct pd_template template = { .control = -1 };
static int events = -1;
static unsigned forks_asked;
static unsigned helpers; /* at work when last looked */

/* Groups that could not be removed at once because the kernel was still emptying them. */
static uint32_t lingering[PD_MAX_CELLS];
static unsigned lingering_count;

static void report(struct pd_report message, const int *fds, unsigned count) {
	if (pd_send(SERVER_FD, &message, sizeof message, fds, count) >= 0)
		return;
	if (errno != EPIPE && errno != ECONNRESET) {
		dprintf(STDERR_FILENO, "paddock-jail: report to the server: %s\n", strerror(errno));
		exit(1);
	}
	exit(0); /* the server is gone; our end ends all */
}

static void report_failure(uint32_t cell) {
	struct pd_report message = { .kind = PD_FAILED, .cell = cell };
	snprintf(message.text, sizeof message.text, "%s", pd_error());
	report(message, NULL, 0);
}

static int watch(int fd, enum source source, uint32_t id) {
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = (uint64_t)source << 32 | id };
	return epoll_ctl(events, EPOLL_CTL_ADD, fd, &event) ? pd_fail("watch a descriptor") : 0;
}

/* Taken off first: somebody else may hold the descriptor too, and the loop would go on hearing of it with nobody to read it. */
static void unwatch(int *fd) {
	if (*fd >= 0)
		epoll_ctl(events, EPOLL_CTL_DEL, *fd, NULL);
	pd_close(fd);
}

/* --- a cell's way ------------------------------------------------------------------------------------------------------------------- */

static void destroy(struct pd_cell *cell) {
	if (cell->pid)
		kill(cell->pid, SIGKILL);
	else
		cell->condemned = 1;
}

/* The cell cannot be had: say why, and let the reaping (or nothing, if it has no process) free its slot. */
static void give_up(struct pd_cell *cell) {
	report_failure(cell->id);
	cell->failed = 1;
	destroy(cell);
	unwatch(&cell->signals);
	if (!cell->pid)
		pd_cell_free(cell);
}

static int settle(struct pd_cell *cell) {
	char group[PD_GROUP_NAME];
	pd_cell_group(cell, group);
	cell->stage = PD_FURNISHING;
	cell->born = pd_now();
	if (pd_map_ids(cell->pid) || pd_bound(cell->pid, launch.data) ||
	    pd_cgroup_enter(&groups, group, launch.memory, launch.pids, cell->pid))
		return -1;
	pid_t helper = pd_furnish(&launch, cell->pid);
	if (helper < 0)
		return -1;
	cell->helper = helper;
	return 0;
}

static int let_go(struct pd_cell *cell) {
	char group[PD_GROUP_NAME];
	const char go = PD_GO;
	pd_cell_group(cell, group);
	cell->stage = PD_CAGING;
	if (pd_cgroup_watch_oom(&groups, group, &cell->oom) || (cell->oom >= 0 && watch(cell->oom, FROM_OOM, cell->id)))
		return -1;
	if (pd_send(cell->job, &go, 1, NULL, 0) != 1)
		return pd_fail("tell the cell to go");
	return watch(cell->job, FROM_JOB, cell->id);
}

static void furnished(struct pd_cell *cell, int status) {
	cell->helper = 0;
	if (cell->failed)
		return;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EPROTO;
	if (status)
		pd_fail("mount in the cell");
	if (status || let_go(cell))
		give_up(cell);
}

/* A helper works inside namespaces that a hostile template's child may share: it gets its time, and no more. */
static void look_after_helper(struct pd_cell *cell) {
	helpers += cell->helper != 0;
	if (cell->helper && pd_now() - cell->born > HELPER_PATIENCE_NS)
		kill(cell->helper, SIGKILL);
}

static void begin(struct pd_cell *cell) {
	cell->stage = PD_STARTING;
	if (!launch.fork_template) {
		if (pd_begin_exec(&launch, cell) || settle(cell))
			give_up(cell);
	} else if (pd_begin_fork(&template, cell)) {
		give_up(cell);
	} else {
		forks_asked++;
	}
}

static void begin_waiting(void) {
	struct pd_cell *cell;
	while (forks_asked < MAX_FORKS_ASKED && (cell = pd_cell_waiting()))
		begin(cell);
}

static void spawn(uint32_t id) {
	struct pd_cell *cell = id && !pd_cell_by_id(id) ? pd_cell_new(id) : NULL;
	if (!cell) {
		errno = EUSERS;
		pd_fail("make room for cell %u", id);
		report_failure(id);
		return;
	}
	cell->asked = pd_now();
	begin_waiting();
}

/* The template's word for a pid is not taken: it must be a child of ours that no cell has yet. */
static int is_unclaimed_child(pid_t pid) {
	siginfo_t info;
	return pid > 0 && pid != template.pid && !pd_cell_by_pid(pid) && !pd_cell_by_helper(pid) && !waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
}

static void forked(const struct pd_forked *answer) {
	struct pd_cell *cell = pd_cell_by_id(answer->cell);
	/* One answer each: a cell that was killed while it had no pid stays at this stage until it is reaped. */
	if (!cell || cell->stage != PD_STARTING || cell->pid)
		return;
	forks_asked--;
	errno = answer->pid < 0 && answer->pid > -MAX_ERRNO ? -answer->pid : ECHILD;
	if (!is_unclaimed_child(answer->pid)) {
		pd_fail("fork the template");
		give_up(cell);
		return;
	}
	cell->pid = answer->pid;
	if (cell->condemned)
		destroy(cell);
	else if (settle(cell))
		give_up(cell);
}

static void hand_over(struct pd_cell *cell) {
	struct pd_report ready = { .kind = PD_READY, .cell = cell->id, .x = cell->born - cell->asked, .y = pd_now() - cell->born };
	const int streams[] = { cell->job, cell->out, cell->err };
	report(ready, streams, 3);
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
	give_up(cell);
}

/* The cell's answer to PD_GO. */
static void caged(struct pd_cell *cell) {
	char text[PD_TEXT] = { 0 };
	unsigned count = 1;
	ssize_t length = pd_receive(cell->job, text, sizeof text - 1, &cell->signals, &count);
	epoll_ctl(events, EPOLL_CTL_DEL, cell->job, NULL);
	unsigned asks = pd_on("seccomp") && pd_on("signals");
	if (length == 1 && text[0] == PD_CAGED && count == asks) {
		if (pd_verify_cage(cell->pid) || (asks && watch(cell->signals, FROM_SIGNALS, cell->id)))
			give_up(cell);
		else
			hand_over(cell);
		return;
	}
	give_up_uncaged(cell, text, length);
}

static void asked_about_signal(struct pd_cell *cell) {
	int number = pd_answer_signal(cell->signals, cell->pid);
	if (number < 0) {
		unwatch(&cell->signals);
	} else if (number > 0) {
		if (!cell->own_signal)
			cell->own_signal = number;
		destroy(cell);
	}
}

/* cgroup v1 tells before it picks a victim; whoever comes first, the whole cell goes and memory is the reason. */
static void out_of_memory(struct pd_cell *cell) {
	pd_close(&cell->oom);
	cell->out_of_memory = 1;
	destroy(cell);
}

static void remove_group(uint32_t id) {
	char group[PD_GROUP_NAME];
	pd_group_name(id, group);
	if (!pd_cgroup_remove(&groups, group))
		return;
	/* The pid namespace has killed and reaped all of it, so this finds nothing and the kernel is only late; should it ever fail to. */
	if (pd_on("sweep"))
		pd_cgroup_sweep(&groups, group);
	if (pd_cgroup_remove(&groups, group) && lingering_count < PD_MAX_CELLS)
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

static void bury(struct pd_cell *cell, int status, const struct rusage *used) {
	char group[PD_GROUP_NAME];
	pd_cell_group(cell, group);
	struct pd_report ended = {
		.kind = PD_ENDED,
		.cell = cell->id,
		.a = WIFSIGNALED(status) ? PD_SIGNAL : PD_EXIT,
		.b = WIFSIGNALED(status) ? (cell->own_signal ? cell->own_signal : WTERMSIG(status)) : WEXITSTATUS(status),
		.x = pd_cgroup_oom_kills(&groups, group) + (uint64_t)cell->out_of_memory,
		.y = ((uint64_t)used->ru_utime.tv_sec + (uint64_t)used->ru_stime.tv_sec) * 1000000000u +
		     ((uint64_t)used->ru_utime.tv_usec + (uint64_t)used->ru_stime.tv_usec) * 1000u,
	};
	int failed = cell->failed;
	remove_group(cell->id);
	unwatch(&cell->signals);
	pd_cell_free(cell);
	if (!failed)
		report(ended, NULL, 0);
}

/* --- events ------------------------------------------------------------------------------------------------------------------------- */

static void limit_memory(uint32_t id, uint64_t bytes) {
	struct pd_report done = { .kind = PD_LIMITED, .cell = id, .b = ESRCH };
	struct pd_cell *cell = pd_cell_by_id(id);
	if (cell) {
		char group[PD_GROUP_NAME];
		pd_cell_group(cell, group);
		done.b = pd_cgroup_limit(&groups, group, bytes) ? errno : 0;
	}
	report(done, NULL, 0);
}

static void on_server(void) {
	struct pd_request request;
	ssize_t length = pd_receive(SERVER_FD, &request, sizeof request, NULL, NULL);
	if (length == 0 || (length < 0 && errno != EMSGSIZE))
		exit(0); /* the server is gone; our end ends all */
	if (length != (ssize_t)sizeof request || !request.cell)
		return; /* nothing in a message of another shape is acted on */
	struct pd_cell *cell = pd_cell_by_id(request.cell);
	if (request.kind == PD_SPAWN)
		spawn(request.cell);
	else if (request.kind == PD_LIMIT_MEMORY)
		limit_memory(request.cell, request.value);
	else if (request.kind == PD_KILL && cell)
		destroy(cell);
}

static void on_template(void) {
	struct pd_forked answer;
	if (pd_receive(template.control, &answer, sizeof answer, NULL, NULL) != (ssize_t)sizeof answer) {
		pd_close(&template.control); /* its end is seen when it is reaped, and without its socket it is of no use */
		if (template.pid)
			kill(template.pid, SIGKILL);
	} else if (answer.cell) {
		forked(&answer);
		begin_waiting();
	} else if (!template.up++) {
		report((struct pd_report){ .kind = PD_UP, .a = pd_landlock_abi(), .b = groups.version }, NULL, 0);
	}
}

/* Nobody is left to fork it. */
static void give_up_unforked(struct pd_cell *cell) {
	if (cell->pid)
		return;
	errno = ECHILD;
	pd_fail("fork the template");
	give_up(cell);
}

static void template_ended(int status) {
	int by_signal = WIFSIGNALED(status);
	struct pd_report message = { .kind = PD_FAILED };
	snprintf(message.text, sizeof message.text, "the template ended with %s %d", by_signal ? "signal" : "status",
	         by_signal ? WTERMSIG(status) : WEXITSTATUS(status));
	template.pid = 0;
	forks_asked = 0;
	report(message, NULL, 0);
	pd_cells_each(give_up_unforked);
}

static void on_children(int signals) {
	struct signalfd_siginfo info;
	struct rusage used;
	int status;
	(void)!read(signals, &info, sizeof info);
	for (pid_t pid; (pid = wait4(-1, &status, WNOHANG | __WALL, &used)) > 0;) {
		struct pd_cell *cell = pd_cell_by_pid(pid), *furnished_cell = pd_cell_by_helper(pid);
		if (pid == template.pid)
			template_ended(status);
		else if (furnished_cell)
			furnished(furnished_cell, status);
		else if (cell && cell->stage != PD_SERVING && !cell->failed)
			bury_unborn(cell);
		else if (cell)
			bury(cell, status, &used);
	}
}

static void retry_lingering(void) {
	unsigned count = lingering_count;
	lingering_count = 0;
	for (unsigned i = 0; i < count; i++)
		remove_group(lingering[i]);
}

static void dispatch(uint64_t key, int signals) {
	struct pd_cell *cell = pd_cell_by_id((uint32_t)key);
	switch ((enum source)(key >> 32)) {
	case FROM_SERVER: on_server(); break;
	case FROM_TEMPLATE: on_template(); break;
	case FROM_CHILDREN: on_children(signals); break;
	/* A cell may have gone in the same round of events. */
	case FROM_JOB: if (cell && cell->stage == PD_CAGING) caged(cell); break;
	case FROM_SIGNALS: if (cell && cell->signals >= 0) asked_about_signal(cell); break;
	case FROM_OOM: if (cell) out_of_memory(cell); break;
	}
}

static _Noreturn void serve(int signals) {
	struct epoll_event ready[MAX_EVENTS];
	for (;;) {
		int patience = lingering_count ? LINGERING_CHECK_MS : helpers ? HELPER_CHECK_MS : -1;
		int count = epoll_wait(events, ready, MAX_EVENTS, patience);
		for (int i = 0; i < count; i++)
			dispatch(ready[i].data.u64, signals);
		retry_lingering();
		helpers = 0;
		pd_cells_each(look_after_helper);
	}
}

/* --- start -------------------------------------------------------------------------------------------------------------------------- */

static int start_template(void) {
	if (!launch.fork_template) {
		report((struct pd_report){ .kind = PD_UP, .a = pd_landlock_abi(), .b = groups.version }, NULL, 0);
		return 0;
	}
	/* New cells count here until they are moved to groups of their own. */
	const uint64_t pids = launch.pids + 2 * MAX_FORKS_ASKED;
	if (pd_template_start(&template, &launch) || pd_cgroup_enter(&groups, "template", launch.template_memory, pids, template.pid) ||
	    pd_template_go(&template))
		return -1;
	return watch(template.control, FROM_TEMPLATE, 0);
}

static void on_alarm(int number) {
	(void)number; /* ends a sleep, see selfsignal.c */
}

static int become_jail(int *signals) {
	sigset_t children;
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	events = epoll_create1(EPOLL_CLOEXEC);
	if (events < 0 || pd_cgroups_join(&groups) || pd_leave_host() || pd_cgroups_settle(&groups) || pd_build_root(&launch) ||
	    pd_drop_to_uid(launch.uid))
		return -1;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0))
		return pd_fail("tie the jail to its parent");
	/* Blocked before the first child is there: a template may end before the next line of ours runs. */
	sigprocmask(SIG_BLOCK, &children, NULL);
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = on_alarm }, NULL);
	*signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
	if (*signals < 0)
		return pd_fail("make a signalfd");
	return watch(*signals, FROM_CHILDREN, 0) || watch(SERVER_FD, FROM_SERVER, 0) || start_template() ? -1 : 0;
}

static _Noreturn void run_inner(void) {
	int signals = -1;
	if (become_jail(&signals)) {
		report_failure(0);
		exit(1);
	}
	serve(signals);
}

/* The server ignores SIGPIPE and may block signals; neither is for us or our children. */
static void reset_signals(void) {
	sigset_t none;
	sigemptyset(&none);
	/* Not signal(): libc keeps two numbers to itself and would leave them as they are. A zeroed action is the default one. */
	static const unsigned char default_action[32];
	for (long number = 1; number < NSIG; number++)
		syscall(SYS_rt_sigaction, number, default_action, NULL, sizeof(uint64_t));
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Each cell keeps two descriptors open in the jail; the cells themselves get a limit of their own (caps.c). */
static int prepare_descriptors(void) {
	struct rlimit files;
	const struct timeval patience = { .tv_sec = REPORT_PATIENCE_S };
	if (getrlimit(RLIMIT_NOFILE, &files))
		return pd_fail("read the limit of open files");
	files.rlim_cur = files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files))
		return pd_fail("raise the limit of open files");
	return setsockopt(SERVER_FD, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) ? pd_fail("bound the waiting for the server") : 0;
}

static int start(pid_t *inner) {
	reset_signals();
	setsid(); /* Ctrl-C is the server's to handle: it drains first */
	if (prepare_descriptors())
		return -1;
	if (pd_read_launch(SERVER_FD, &launch) || pd_apply_switches(&launch) || pd_cgroups_open(&groups, &launch) || pd_leave_host_processes(&launch))
		return -1;
	*inner = fork();
	return *inner < 0 ? pd_fail("fork the jail") : 0;
}

int main(int argc, char **argv) {
	pid_t inner;
	int status;
	if (argc > 1 && !strcmp(argv[1], "probe"))
		return pd_probe(argc - 2, argv + 2);
	if (start(&inner)) {
		pd_cgroups_clear(&groups);
		report_failure(0);
		return 1;
	}
	if (inner == 0)
		run_inner();
	close(SERVER_FD);
	/* A service manager signals everyone; we stay to clean up, and end when the server closes its socket. */
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	while (waitpid(inner, &status, 0) < 0 && errno == EINTR)
		;
	pd_cgroups_clear(&groups);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
