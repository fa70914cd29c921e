/* The program inside the cage: a template or an exec'ed cell that does what the test asks over the job socket, one line a command, and
 * answers with text and a NUL. The first argument says how it behaves as a template (hostile.c) or that it is an exec'ed cell. */
#define _GNU_SOURCE
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOB 3
#define ROOM 65536

static char answer[ROOM];
static volatile sig_atomic_t delivered;

void say(const char *format, ...) {
	size_t used = strlen(answer);
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(answer + used, sizeof answer - used, format, arguments);
	va_end(arguments);
}

static void say_file(const char *path) {
	size_t used = strlen(answer);
	int fd = open(path, O_RDONLY);
	for (ssize_t got; fd >= 0 && used < ROOM - 1 && (got = read(fd, answer + used, ROOM - 1 - used)) > 0;)
		used += (size_t)got;
	answer[used] = 0;
	close(fd);
}

static void say_listing(const char *path, int numbers_only) {
	DIR *listing = opendir(path);
	for (struct dirent *entry; listing && (entry = readdir(listing));)
		if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(listing) && (!numbers_only || atoi(entry->d_name)))
			say("%s ", entry->d_name);
	if (listing)
		closedir(listing);
}

static void say_ids(void) {
	char cwd[64] = "";
	say("uid %d gid %d pid %d ppid %d tid %d session %d cwd %s dumpable %d", (int)getuid(), (int)getgid(), (int)getpid(), (int)getppid(),
	    (int)gettid(), (int)getsid(0), getcwd(cwd, sizeof cwd), prctl(PR_GET_DUMPABLE));
}

static void say_host(void) {
	struct utsname name;
	uname(&name);
	say("%s", name.nodename);
}

static void say_write(const char *path) {
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	say("%d", fd < 0 || write(fd, "x", 1) != 1 ? errno : 0);
	close(fd);
}

/* Fills a file system with files (inodes) or bytes; says how many fitted. */
static void say_fill(const char *path) {
	char name[96], block[4096] = { 0 };
	unsigned long files = 0, bytes = 0;
	for (int fd; snprintf(name, sizeof name, "%s/f%lu", path, files), (fd = open(name, O_WRONLY | O_CREAT, 0600)) >= 0; files++)
		close(fd);
	snprintf(name, sizeof name, "%s/f0", path);
	int fd = open(name, O_WRONLY);
	for (ssize_t put; fd >= 0 && (put = write(fd, block, sizeof block)) > 0;)
		bytes += (unsigned long)put;
	say("files %lu bytes %lu", files, bytes);
}

static void say_syscall(const char *arguments) {
	unsigned long n[7] = { 0 };
	sscanf(arguments, "%lu %lu %lu %lu %lu %lu %lu", n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6);
	long result = syscall((long)n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
	say("%ld %d", result, result < 0 ? errno : 0);
}

static void on_signal(int number) {
	delivered = number;
}

/* A child that sends; 0: to its own new group. */
static void child_sends(pid_t to, int number) {
	pid_t child = fork();
	if (child == 0) {
		if (!to)
			setpgid(0, 0);
		kill(to, number);
		pause();
	}
	int status = 0;
	usleep(to ? 200000 : 0);
	waitpid(child, &status, to ? WNOHANG : 0);
	say("child %d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

static void send_signal(const char *how) {
	int number = atoi(strchr(how, ' ') ? strchr(how, ' ') : "0");
	if (!strncmp(how, "self", 4))
		kill(getpid(), number);
	else if (!strncmp(how, "raise", 5))
		raise(number);
	else if (!strncmp(how, "group", 5))
		kill(0, number);
	else if (!strncmp(how, "handled", 7))
		signal(number, on_signal), kill(getpid(), number);
	else if (!strncmp(how, "ignored", 7))
		signal(number, SIG_IGN), kill(getpid(), number);
	else if (!strncmp(how, "child-group", 11))
		child_sends(0, number);
	else if (!strncmp(how, "child", 5))
		child_sends(1, number);
	else if (!strncmp(how, "abort", 5))
		abort();
	say(" delivered %d", (int)delivered);
}

static void use_memory(void) {
	for (;;) {
		char *block = malloc(1 << 20);
		if (block)
			memset(block, 1, 1 << 20);
	}
}

/* Children eat it, one after the other: the kernel's victim is not pid 1. */
static void use_memory_in_children(void) {
	for (int i = 0; i < 4; i++)
		if (fork() == 0)
			use_memory();
	for (;;)
		pause();
}

static void bomb(void) {
	int made = 0, failed = 0;
	while (made < 100000 && failed < 3) {
		pid_t pid = fork();
		if (pid == 0)
			for (;;)
				pause();
		failed += pid < 0;
		made += pid > 0;
	}
	say("%d", made);
}

static void daemonise(void) {
	if (fork() == 0) {
		setsid();
		for (int number = 1; number < 32; number++)
			signal(number, SIG_IGN);
		if (fork() == 0)
			for (;;)
				pause();
		_exit(0);
	}
	wait(NULL);
	say("done");
}

static void jump_into_32_bit(void) {
	__asm__ volatile("int $0x80" : : "a"(20) : "memory");
}

static void obey(char *command) {
	char *argument = strchr(command, ' ');
	argument = argument ? argument + 1 : command + strlen(command);
	if (!strncmp(command, "file ", 5)) say_file(argument);
	else if (!strncmp(command, "list ", 5)) say_listing(argument, 0);
	else if (!strcmp(command, "pids")) say_listing("/proc", 1);
	else if (!strcmp(command, "ids")) say_ids();
	else if (!strcmp(command, "host")) say_host();
	else if (!strncmp(command, "write ", 6)) say_write(argument);
	else if (!strncmp(command, "fill ", 5)) say_fill(argument);
	else if (!strncmp(command, "syscall ", 8)) say_syscall(argument);
	else if (!strncmp(command, "signal ", 7)) send_signal(argument);
	else if (!strncmp(command, "env ", 4)) say("%s", getenv(argument) ? getenv(argument) : "unset");
	else if (!strncmp(command, "exit ", 5)) _exit(atoi(argument));
	else if (!strcmp(command, "memory")) use_memory();
	else if (!strcmp(command, "children-memory")) use_memory_in_children();
	else if (!strcmp(command, "bomb")) bomb();
	else if (!strcmp(command, "daemon")) daemonise();
	else if (!strcmp(command, "int80")) jump_into_32_bit();
	else if (!obey_network(command)) say("echo %s", command);
}

_Noreturn void serve_job(void) {
	char command[512];
	for (;;) {
		ssize_t length = read(JOB, command, sizeof command - 1);
		if (length <= 0)
			_exit(0);
		command[length] = 0;
		command[strcspn(command, "\n")] = 0;
		answer[0] = 0;
		obey(command);
		(void)!write(JOB, answer, strlen(answer) + 1);
	}
}

int main(int argc, char **argv) {
	if (argc < 2)
		return 2;
	if (!strcmp(argv[1], "cell"))
		serve_job();
	return be_template(argv[1]);
}
