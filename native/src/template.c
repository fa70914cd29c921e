#define _GNU_SOURCE
#include "template.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cage.h"
#include "cell_flags.h"
#include "protocol.h"
#include "switches.h"
#include "util.h"

#define CANNOT_START 71 /* EX_OSERR of sysexits.h */

/* The jail blocks SIGCHLD, and exec keeps the mask. */
static void empty_signal_mask(void) {
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Nothing of a template may run, or be charged, outside its control group. */
static int await_go(void) {
	char byte = 0;
	if (pd_receive(PD_CONTROL_FD, &byte, 1, NULL, NULL) == 1 && byte == PD_GO)
		return 0;
	errno = EPIPE;
	return pd_fail("wait for the jail");
}

/* A template has no pipes of its own: what it prints while it warms up goes to the server's stderr. Unless it is mute: then user code runs in it,
 * which must not be able to write there, and what goes wrong before is told to nobody either. */
static _Noreturn void become_template(const struct pd_launch *launch, int control) {
	int out = launch->mute_template ? open("/dev/null", O_WRONLY | O_CLOEXEC) : STDERR_FILENO;
	empty_signal_mask();
	if (out < 0 || pd_wire(control, out, out) || await_go() || pd_cage_template())
		dprintf(STDERR_FILENO, "paddock-jail: template: %s\n", pd_error());
	else
		execve(launch->argv[0], launch->argv, launch->envp);
	_exit(CANNOT_START);
}

int pd_template_start(struct pd_template *template, const struct pd_launch *launch) {
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return pd_fail("make the template's control socket");
	template->pid = fork();
	if (template->pid == 0)
		become_template(launch, ends[1]);
	close(ends[1]);
	template->control = ends[0];
	if (template->pid < 0)
		return pd_fail("fork the template");
	/* Only our end: a template that does not read must not hold the jail up. */
	return fcntl(template->control, F_SETFL, O_NONBLOCK) ? pd_fail("make the control socket non-blocking") : 0;
}

int pd_template_go(const struct pd_template *template) {
	const char go = PD_GO;
	return pd_send(template->control, &go, 1, NULL, 0) == 1 ? 0 : pd_fail("tell the template to go");
}

/* theirs: job, stdout, stderr as the cell will hold them. Made here, under the cell's uid, so that /proc/self/fd/1 can be opened inside. */
static int make_streams(struct pd_cell *cell, int theirs[3]) {
	int job[2], out[2], err[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, job))
		return pd_fail("make the job socket");
	cell->job = job[0], theirs[0] = job[1];
	if (pipe2(out, O_CLOEXEC))
		return pd_fail("make the stdout pipe");
	cell->out = out[0], theirs[1] = out[1];
	if (pipe2(err, O_CLOEXEC))
		return pd_fail("make the stderr pipe");
	cell->err = err[0], theirs[2] = err[1];
	/* Only our ends: the cell's are blocking, as programs expect of stdio. */
	if (fcntl(cell->job, F_SETFL, O_NONBLOCK) || fcntl(cell->out, F_SETFL, O_NONBLOCK) || fcntl(cell->err, F_SETFL, O_NONBLOCK))
		return pd_fail("make the streams non-blocking");
	return 0;
}

static void close_all(int fds[3]) {
	for (int i = 0; i < 3; i++)
		pd_close(&fds[i]);
}

int pd_begin_fork(const struct pd_template *template, struct pd_cell *cell) {
	int theirs[3] = { -1, -1, -1 };
	struct pd_fork request = { .cell = cell->id };
	int result = make_streams(cell, theirs);
	if (!result && pd_send(template->control, &request, sizeof request, theirs, 3) < 0)
		result = pd_fail("ask the template for a fork");
	close_all(theirs);
	return result;
}

static _Noreturn void become_cell(const struct pd_launch *launch, const int theirs[3]) {
	empty_signal_mask();
	if (pd_wire(theirs[0], theirs[1], theirs[2])) {
		dprintf(STDERR_FILENO, "paddock-jail: cell: %s\n", pd_error());
		_exit(CANNOT_START);
	}
	pd_cage_cell(PD_EXECED);
	execve(launch->argv[0], launch->argv, launch->envp);
	_exit(CANNOT_START);
}

int pd_begin_exec(const struct pd_launch *launch, struct pd_cell *cell) {
	int theirs[3] = { -1, -1, -1 };
	int result = make_streams(cell, theirs);
	/* The cell's /proc files must be ours until its ids are mapped; helpers that changed namespaces may have taken that away. */
	if (!result && prctl(PR_SET_DUMPABLE, 1, 0, 0, 0))
		result = pd_fail("stay dumpable");
	if (!result) {
		cell->pid = (pid_t)syscall(SYS_clone, pd_namespaces(PD_CELL_NAMESPACES) | SIGCHLD, NULL, NULL, NULL, 0);
		if (cell->pid == 0)
			become_cell(launch, theirs);
		if (cell->pid < 0)
			result = pd_fail("clone the cell"), cell->pid = 0;
	}
	close_all(theirs);
	return result;
}
