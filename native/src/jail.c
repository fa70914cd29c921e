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
 * The inner one is three files: this one starts it, loop.c hears server, template and cells, and life.c is a cell's way:
 *   1. PD_SPAWN: streams made, fork asked of the template or exec begun          (template.h)
 *   2. the pid is known: ids mapped, cgroup entered, a helper mounts from outside (settle; isolate.h, cgroup.h)
 *   3. the helper is done, PD_GO: the cell cages itself and answers PD_CAGED      (cage.h)
 *   4. the jail checks the cage from outside and passes the streams to the server (hand_over)
 *   5. PD_OPEN, for the few that get a door: a helper opens it from outside        (door.c)
 *   6. the cell ends, by itself or by PD_KILL; pid 1 of its namespace takes every process with it; reaped, cgroup removed (pd_bury)
 *
 * Failures of a cell are reported and the jail goes on; failures of the jail itself are reported as cell 0 and end it. */
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate.h"
#include "layers.h"
#include "probe.h"
#include "program.h"
#include "switches.h"
#include "util.h"

#define REPORT_PATIENCE_S 10 /* a server that reads nothing for so long is as good as gone */

struct pd_jail pd_jail = { .template = { .control = -1 }, .events = -1 };

static int start_template(void) {
	if (!pd_jail.launch.fork_template) {
		pd_tell((struct pd_report){ .kind = PD_UP, .a = pd_landlock_abi(), .b = pd_jail.groups.version }, NULL, 0);
		return 0;
	}
	/* New cells count here until they are moved to groups of their own. */
	const uint64_t pids = pd_jail.launch.pids + 2 * PD_MAX_FORKS_ASKED;
	if (pd_template_start(&pd_jail.template, &pd_jail.launch) ||
	    pd_cgroup_enter(&pd_jail.groups, "template", pd_jail.launch.template_memory, pids, pd_jail.template.pid) || pd_template_go(&pd_jail.template))
		return -1;
	return pd_watch(pd_jail.template.control, PD_FROM_TEMPLATE, 0);
}

static void on_alarm(int number) {
	(void)number; /* ends a sleep, see selfsignal.c */
}

static int become_jail(int *children) {
	if (pd_cgroups_join(&pd_jail.groups) || pd_leave_host() || pd_cgroups_settle(&pd_jail.groups) || pd_build_root(&pd_jail.launch) ||
	    pd_drop_to_uid(pd_jail.launch.uid))
		return -1;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0))
		return pd_fail("tie the jail to its parent");
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = on_alarm }, NULL);
	pd_gather_program(pd_jail.launch.argv[0]); /* best effort, while nothing of ours runs it */
	return pd_begin_listening(children) || start_template() ? -1 : 0;
}

static _Noreturn void run_inner(void) {
	int children = -1;
	if (become_jail(&children)) {
		pd_tell_failure(0);
		exit(1);
	}
	pd_serve(children);
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
	return setsockopt(PD_SERVER_FD, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) ? pd_fail("bound the waiting for the server") : 0;
}

static int start(pid_t *inner) {
	reset_signals();
	setsid(); /* Ctrl-C is the server's to handle: it drains first */
	if (prepare_descriptors())
		return -1;
	if (pd_read_launch(PD_SERVER_FD, &pd_jail.launch) || pd_apply_switches(&pd_jail.launch) || pd_cgroups_open(&pd_jail.groups, &pd_jail.launch) ||
	    pd_leave_host_processes(&pd_jail.launch))
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
		pd_cgroups_clear(&pd_jail.groups);
		pd_tell_failure(0);
		return 1;
	}
	if (inner == 0)
		run_inner();
	close(PD_SERVER_FD);
	/* A service manager signals everyone; we stay to clean up, and end when the server closes its socket. */
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	while (waitpid(inner, &status, 0) < 0 && errno == EINTR)
		;
	pd_cgroups_clear(&pd_jail.groups);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
