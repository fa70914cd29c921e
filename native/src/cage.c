/* The order of the cage's steps. Each is a function in layers.h; a step that fails ends the process. */
#define _GNU_SOURCE
#include "cage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "layers.h"
#include "protocol.h"
#include "switches.h"
#include "util.h"

#define BROKEN_CAGE 70 /* EX_SOFTWARE of sysexits.h */

int pd_cage_template(void) {
	return pd_set_rlimits() || pd_no_new_privileges() || pd_landlock(0) || pd_seccomp_birth() || pd_drop_capabilities() ? -1 : 0;
}

/* Moves fd out of the range that pd_wire fills, so that no target overwrites a source. */
static int above_wired(int fd) {
	return fcntl(fd, F_DUPFD_CLOEXEC, PD_JOB_FD + 1);
}

int pd_wire(int job, int out, int err) {
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int sources[] = { above_wired(null), above_wired(out), above_wired(err), above_wired(job) };
	for (int target = 0; target <= PD_JOB_FD; target++)
		if (sources[target] < 0 || dup2(sources[target], target) < 0)
			return pd_fail("wire descriptor %d", target);
	if (pd_on("descriptors") ? close_range(PD_JOB_FD + 1, ~0u, 0) : pd_keep_descriptors(PD_JOB_FD))
		return pd_fail("close inherited descriptors");
	return 0;
}

static int await_go(void) {
	char byte = 0;
	ssize_t length;
	do
		length = read(PD_JOB_FD, &byte, 1);
	while (length < 0 && errno == EINTR);
	if (length != 1 || byte != PD_GO) {
		errno = length < 0 ? errno : EPIPE;
		return pd_fail("wait for the jail");
	}
	return 0;
}

static int enter_cage(enum pd_birth birth, int *listener) {
	if (setsid() < 0 && errno != EPERM)
		return pd_fail("start a session");
	if (chdir("/mnt/req"))
		return pd_fail("enter /mnt/req");
	/* exec resets this; libpaddock, preloaded there, sets it again before main (serve.c). */
	if (birth == PD_FORKED && pd_on("undumpable") && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return pd_fail("become undumpable");
	if (pd_set_rlimits() || pd_no_new_privileges() || pd_landlock(1))
		return -1;
	if (birth == PD_EXECED && pd_seccomp_birth())
		return -1;
	return pd_seccomp_cell(listener) || pd_drop_capabilities() ? -1 : 0;
}

static _Noreturn void give_up(void) {
	char text[PD_TEXT];
	int length = snprintf(text, sizeof text, "%c%s", PD_BROKEN, pd_error());
	/* If even this cannot be said the closed socket says it. */
	if (length > 0)
		(void)!write(PD_JOB_FD, text, (size_t)length);
	_exit(BROKEN_CAGE);
}

void pd_cage_cell(enum pd_birth birth) {
	PD_CLEANUP_FD listener = -1;
	const char caged = PD_CAGED;
	if (await_go() || enter_cage(birth, &listener))
		give_up();
	if (pd_send(PD_JOB_FD, &caged, 1, &listener, listener >= 0) != 1 || pd_limit_open_files())
		_exit(BROKEN_CAGE);
}
