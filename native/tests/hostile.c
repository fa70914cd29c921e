/* Templates of every kind. The hostile ones speak the template's half of the protocol themselves. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cell_flags.h"
#include "layers.h"
#include "paddock.h"
#include "probe.h"
#include "protocol.h"
#include "util.h"

static void *sleep_on(void *unused) {
	pause();
	return unused;
}

static int at_fork[3]; /* how often each kind of handler ran in this process */
static void on_prepare(void) { at_fork[0]++; }
static void on_parent(void) { at_fork[1]++; }
static void on_child(void) { at_fork[2]++; }

static void serve(void) {
	pthread_atfork(on_prepare, on_parent, on_child);
	paddock_serve(on_prepare, on_parent, on_child);
	/* Prepared twice (hook and handler), never as the parent, twice as the child; exits otherwise. */
	if (at_fork[0] - at_fork[1] != 2 || at_fork[2] != 2)
		_exit(99);
	serve_job();
}

static void orphan(pid_t *pid) {
	int pipes[2];
	(void)!pipe(pipes);
	if (fork() == 0) {
		pid_t child = fork();
		if (child == 0)
			for (;;)
				pause();
		(void)!write(pipes[1], &child, sizeof child);
		_exit(0);
	}
	wait(NULL);
	(void)!read(pipes[0], pid, sizeof *pid);
}

static int next_request(struct pd_fork *request, int streams[3]) {
	unsigned count = 3;
	return pd_receive(PD_CONTROL_FD, request, sizeof *request, streams, &count) == (ssize_t)sizeof *request && count == 3 ? 0 : -1;
}

static void answer(uint32_t cell, pid_t pid) {
	struct pd_forked forked = { .cell = cell, .pid = pid };
	(void)pd_send(PD_CONTROL_FD, &forked, sizeof forked, NULL, 0);
}

/* A different lie for each cell: itself, the jail, nobody, an orphan that is a child of the jail but no cell, and senseless errors. */
static void lie(void) {
	struct pd_fork request;
	int streams[3];
	for (answer(0, 0); !next_request(&request, streams);) {
		pid_t lies[] = { getpid(), 1, 0, 31999, INT_MIN, -1, -100000, 0 };
		pid_t pid = lies[request.cell % 8];
		if (request.cell % 8 == 7)
			orphan(&pid);
		answer(request.cell + 5000, 1);
		answer(request.cell, pid);
		answer(request.cell, pid);
		for (int i = 0; i < 3; i++)
			close(streams[i]);
	}
	_exit(0);
}

/* Says too often, and when it is too late, that it made the cell. */
static void repeat(void) {
	struct pd_fork request;
	int streams[3];
	for (answer(0, 0); !next_request(&request, streams);) {
		long pid = syscall(SYS_clone, PD_CELL_FLAGS, NULL, NULL, NULL, 0);
		if (pid == 0)
			for (;;)
				pause();
		usleep(100000);
		for (int i = 0; i < 10; i++)
			answer(request.cell, (pid_t)pid);
		for (int i = 0; i < 3; i++)
			close(streams[i]);
	}
	_exit(0);
}

/* Caged as it should be, but what it passes is no listener, can always be read, and stays open in the cell. */
static void pass_a_false_listener(int job) {
	int pipes[2], listener;
	if (pd_drop_capabilities() || pd_no_new_privileges() || pd_seccomp_cell(&listener) || pipe(pipes) || write(pipes[1], "x", 1) != 1)
		_exit(1);
	(void)pd_send(job, "R", 1, pipes, 1);
}

static void hostile_cell(const char *kind, int job) {
	char byte, junk[4096];
	int nothing = dup(0), many[4] = { nothing, dup(0), dup(0), dup(0) };
	(void)!read(job, &byte, 1);
	memset(junk, 'R', sizeof junk);
	if (!strcmp(kind, "no-listener"))
		(void)!write(job, "R", 1);
	else if (!strcmp(kind, "no-listener-later"))
		(void)!write(job, "R", 1), pause();
	else if (!strcmp(kind, "junk"))
		(void)pd_send(job, junk, sizeof junk, many, 4);
	else if (!strcmp(kind, "broken"))
		(void)!write(job, "Ebad\n\033[31mnews", 14);
	else if (!strcmp(kind, "false-listener"))
		pass_a_false_listener(job);
	else if (!strcmp(kind, "uncaged"))
		(void)pd_send(job, "R", 1, many, 4);
	else if (!strcmp(kind, "flood"))
		while (write(job, junk, sizeof junk) > 0)
			;
	else if (!strcmp(kind, "silent"))
		_exit(0);
	pause();
	_exit(0);
}

/* Clones real cells, which then do not cage themselves. Their children stop every process they see, the jail's helper among them. */
static void make_hostile_cells(const char *kind) {
	struct pd_fork request;
	int streams[3];
	for (answer(0, 0); !next_request(&request, streams);) {
		long pid = syscall(SYS_clone, PD_CELL_FLAGS, NULL, NULL, NULL, 0);
		if (pid == 0 && !strcmp(kind, "stopper"))
			for (;;)
				for (pid_t other = 2; other < 6; other++)
					kill(other, SIGSTOP);
		if (pid == 0)
			hostile_cell(kind, streams[0]);
		answer(request.cell, (pid_t)pid);
		for (int i = 0; i < 3; i++)
			close(streams[i]);
	}
	_exit(0);
}

/* Caged as it should be, with a second copy of the listener, from which it takes the jail's questions away. */
static void steal_questions(int job) {
	char byte, question[256] = { 0 };
	(void)!read(job, &byte, 1);
	int listener;
	if (pd_drop_capabilities() || pd_no_new_privileges() || pd_seccomp_cell(&listener))
		_exit(1);
	if (pd_send(job, "R", 1, &listener, 1) != 1)
		_exit(2);
	if (fork() == 0)
		for (;;)
			kill(1, SIGURG);
	for (;;) {
		memset(question, 0, sizeof question);
		syscall(SYS_ioctl, listener, 0xc0502100 /* SECCOMP_IOCTL_NOTIF_RECV */, question);
	}
}

static void make_thieves(void) {
	struct pd_fork request;
	int streams[3];
	for (answer(0, 0); !next_request(&request, streams);) {
		long pid = syscall(SYS_clone, PD_CELL_FLAGS, NULL, NULL, NULL, 0);
		if (pid == 0)
			steal_questions(streams[0]);
		answer(request.cell, (pid_t)pid);
		for (int i = 0; i < 3; i++)
			close(streams[i]);
	}
	_exit(0);
}

int be_template(const char *kind) {
	pthread_t thread;
	if (!strcmp(kind, "threads"))
		pthread_create(&thread, NULL, sleep_on, NULL);
	else if (!strcmp(kind, "socket"))
		(void)!socket(AF_INET, SOCK_STREAM, 0);
	else if (!strcmp(kind, "shared"))
		(void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	else if (!strcmp(kind, "shared-for-later"))
		(void)!mmap(NULL, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	else if (!strcmp(kind, "breeds")) {
		if (fork() == 0)
			pause();
	} else if (!strcmp(kind, "dies"))
		_exit(3);
	else if (!strcmp(kind, "lies"))
		lie();
	else if (!strcmp(kind, "repeats"))
		repeat();
	else if (!strcmp(kind, "thieves"))
		make_thieves();
	else if (!strcmp(kind, "mute"))
		answer(0, 0), pause();
	else if (!strcmp(kind, "hangs-up"))
		answer(0, 0), close(PD_CONTROL_FD), pause();
	else if (!strcmp(kind, "boasts"))
		for (int i = 0; i < 1000; i++)
			answer(0, 0);
	else if (!strncmp(kind, "random-", 7))
		serve_at_random(kind);
	else if (strcmp(kind, "serve"))
		make_hostile_cells(kind);
	serve();
	return 0;
}
