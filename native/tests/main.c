/* Runs the suites: main <directory of the binaries> <policy directory>. Jails run as root and again as an ordinary user, where they can. */
#define _GNU_SOURCE
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "jailer.h"
#include "suites.h"

#define NOBODY 65534

int already_ran_as_root;

static void jails(void) {
	cage_tests();
	jail_tests();
	door_tests();
	hostile_tests();
}

static void jails_as_nobody(void) {
	int status = -1;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		set_prefix("as an ordinary user: ");
		already_ran_as_root = 1;
		if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) || setresuid(NOBODY, NOBODY, NOBODY))
			_exit(1);
		jails();
		_exit(0);
	}
	waitpid(child, &status, 0);
	check(!status, "the tests as an ordinary user come to their end", "status %x", (unsigned)status);
}

int main(int argc, char **argv) {
	if (argc != 3)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	unit_tests();
	program_tests();
	policy_tests(argv[2]);
	if (check(!build_place(argv[1]), "the tiny root can be built", NULL)) {
		set_prefix(geteuid() ? "as an ordinary user: " : "as root: ");
		jails();
		if (geteuid() == 0)
			jails_as_nobody();
	}
	remove_place();
	set_prefix("");
	puts("end of tests");
	return 0;
}
