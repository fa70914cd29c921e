/* A template that a seed drives: "random-<seed>". It speaks its half of the protocol, and its cells theirs, mostly wrong. See fuzz.c. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cell_flags.h"
#include "layers.h"
#include "probe.h"
#include "protocol.h"
#include "util.h"

static unsigned seed;

static unsigned any(unsigned below) {
	return (unsigned)rand_r(&seed) % below;
}

static void noise(char *bytes, size_t size) {
	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)rand_r(&seed);
}

/* A descriptor that is no listener: readable or not, or one on which reading would wait. Pipes keep their other end open. */
static int false_listener(int job) {
	int pipes[2] = { -1, -1 };
	switch (any(7)) {
	case 0: return dup(0);
	case 1: return dup(job);
	case 2: return eventfd(1, 0);
	case 3: return eventfd(0, 0);
	case 4: return epoll_create1(0);
	case 5: return open("/proc/self/status", O_RDONLY);
	default:
		(void)!pipe(pipes);
		(void)!write(pipes[1], "x", any(2));
		return pipes[0];
	}
}

/* Caged as it should be, and then with a listener that is closed, doubled or somebody else's. */
static void half_caged(int job) {
	int listener;
	if (pd_drop_capabilities() || pd_no_new_privileges() || pd_seccomp_cell(&listener))
		return;
	switch (any(3)) {
	case 0:
		(void)pd_send(job, "R", 1, &listener, 1);
		close(listener);
		break;
	case 1:
		(void)pd_send(job, "R", 1, (int[]){ false_listener(job) }, 1);
		break;
	default:
		(void)pd_send(job, "R", 1, &listener, 1);
	}
	for (unsigned i = any(4); i; i--)
		if (fork() == 0) {
			kill(1, any(2) ? SIGURG : (int)any(65));
			_exit(0);
		}
	usleep(any(20000));
}

static _Noreturn void random_cell(int job) {
	char byte, bytes[1024];
	int fds[4];
	if (any(4))
		(void)!read(job, &byte, 1);
	noise(bytes, sizeof bytes);
	bytes[0] = "RREG"[any(4)];
	for (unsigned i = 0; i < 4; i++)
		fds[i] = false_listener(job);
	switch (any(6)) {
	case 0: (void)pd_send(job, bytes, 1, fds, any(5)); break;
	case 1: (void)pd_send(job, bytes, 1 + any(sizeof bytes - 1), fds, any(5)); break;
	case 2: shutdown(job, (int)any(3)); break;
	case 3: close(job); break;
	default: half_caged(job);
	}
	if (any(3))
		pause();
	_exit((int)any(256));
}

static pid_t random_pid(int job) {
	long pid;
	switch (any(6)) {
	case 0: return (pid_t[]){ getpid(), 1, 0, 2, 3, INT_MIN, INT_MAX, -1 }[any(8)];
	case 1: return -(pid_t)any(5000);
	default:
		pid = syscall(SYS_clone, any(8) ? PD_CELL_FLAGS : SIGCHLD, NULL, NULL, NULL, 0);
		if (pid == 0)
			random_cell(job);
		seed++; /* not the numbers that the child draws */
		return (pid_t)pid;
	}
}

static void answer(uint32_t cell, pid_t pid) {
	struct pd_forked forked = { .cell = cell, .pid = pid };
	(void)pd_send(PD_CONTROL_FD, &forked, sizeof forked, NULL, 0);
}

/* What no template says: other sizes, descriptors, cells nobody asked for. */
static void misspeak(const int streams[3]) {
	char bytes[600];
	noise(bytes, sizeof bytes);
	switch (any(12)) {
	case 0: answer((uint32_t)any(100), (pid_t)any(10)); break;
	case 1: (void)pd_send(PD_CONTROL_FD, &(struct pd_forked){ any(50), 0 }, sizeof(struct pd_forked), streams, any(4)); break;
	case 2: for (int i = 0; i < 50; i++) answer(any(3) ? 0 : any(60), (pid_t)any(60)); break;
	case 3: if (!any(6)) (void)pd_send(PD_CONTROL_FD, bytes, any(sizeof bytes), streams, any(4)); break;
	case 4: if (!any(6)) shutdown(PD_CONTROL_FD, (int)any(3)); break;
	case 5: if (!any(6)) _exit((int)any(256)); break;
	default: break;
	}
}

void serve_at_random(const char *kind) {
	struct pd_fork request;
	int streams[3];
	unsigned count;
	seed = (unsigned)strtoul(kind + strlen("random-"), NULL, 10);
	signal(SIGPIPE, SIG_IGN);
	if (any(10))
		answer(0, 0);
	for (;;) {
		count = 3;
		ssize_t length = pd_receive(PD_CONTROL_FD, &request, sizeof request, streams, &count);
		if (length != (ssize_t)sizeof request || count != 3)
			_exit(0);
		misspeak(streams);
		uint32_t cell = any(12) ? request.cell : request.cell + any(3) - 1;
		pid_t pid = random_pid(streams[0]);
		for (unsigned i = any(10) ? 1 : 2; i; i--)
			if (any(20))
				answer(cell, pid);
		for (int i = 0; i < 3; i++)
			close(streams[i]);
	}
}
