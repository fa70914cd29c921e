#define _GNU_SOURCE
#include "selfsignal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "switches.h"
#include "util.h"

#define HIGHEST_SIGNAL 64
#define PATIENCE_US 20000

static int harmless_by_default(int number) {
	return number == SIGCHLD || number == SIGCONT || number == SIGURG || number == SIGWINCH || number == SIGSTOP ||
	       number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
}

int pd_is_fatal(int number, unsigned long long blocked, unsigned long long ignored, unsigned long long caught) {
	if (number < 1 || number > HIGHEST_SIGNAL || harmless_by_default(number))
		return 0;
	return number == SIGKILL || !((blocked | ignored | caught) >> (number - 1) & 1);
}

static unsigned long long mask(const char *status, const char *name) {
	const char *found = strstr(status, name);
	return found ? strtoull(found + strlen(name), NULL, 16) : 0;
}

static int would_die(pid_t pid, int number) {
	char path[40], status[4096];
	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	if (pd_read_file(AT_FDCWD, path, status, sizeof status) < 0)
		return 0;
	return pd_is_fatal(number, mask(status, "\nSigBlk:"), mask(status, "\nSigIgn:"), mask(status, "\nSigCgt:"));
}

static int signal_of(const struct seccomp_data *call) {
	int third = call->nr == SYS_tgkill || call->nr == SYS_rt_tgsigqueueinfo;
	return (int)call->args[third ? 2 : 1];
}

/* kill(0, …) means the caller's process group, which need not be that of pid 1. */
static int reaches(const struct seccomp_notif *question, pid_t pid) {
	int group = question->data.nr == SYS_kill && (int)question->data.args[0] == 0;
	return !group || getpgid((pid_t)question->pid) == getpgid(pid);
}

/* The ioctl sleeps when there is no question, whatever the descriptor's flags. A question that poll saw may be gone when its asker died
 * (the kernel then says ENOENT) or when somebody else took it, which only a hostile template's child could; the timer ends that sleep. */
static int receive(int listener, struct seccomp_notif *question) {
	const struct itimerval patience = { { 0, PATIENCE_US }, { 0, PATIENCE_US } }, off = { 0 };
	struct pollfd asked = { .fd = listener, .events = POLLIN };
	if (poll(&asked, 1, 0) != 1 || !(asked.revents & POLLIN)) {
		errno = asked.revents ? ENOTCONN : EAGAIN;
		return -1;
	}
	setitimer(ITIMER_REAL, &patience, NULL);
	int result = ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, question);
	int saved = errno;
	setitimer(ITIMER_REAL, &off, NULL);
	errno = saved;
	return result;
}

int pd_answer_signal(int listener, pid_t pid) {
	struct seccomp_notif question = { 0 };
	if (receive(listener, &question))
		return errno == EINTR || errno == EAGAIN || errno == ENOENT ? 0 : -1;
	if (pd_recorded(listener, &question))
		return 0;
	int number = signal_of(&question.data);
	if (reaches(&question, pid) && would_die(pid, number))
		return number;
	struct seccomp_notif_resp answer = { .id = question.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE };
	/* ENOENT: the asking thread has died in the meantime. */
	(void)ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
	return 0;
}
