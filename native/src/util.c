#define _GNU_SOURCE
#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "protocol.h"

#define MAX_FDS 4

static char last_error[PD_TEXT];

void pd_close(int *fd) {
	if (*fd < 0)
		return;
	int saved = errno;
	close(*fd);
	*fd = -1;
	errno = saved;
}

int pd_steal(int *fd) {
	int value = *fd;
	*fd = -1;
	return value;
}

int pd_fail(const char *step, ...) {
	int saved = errno;
	va_list arguments;
	va_start(arguments, step);
	int used = vsnprintf(last_error, sizeof last_error, step, arguments);
	va_end(arguments);
	if (used >= 0 && (size_t)used < sizeof last_error)
		snprintf(last_error + used, sizeof last_error - (size_t)used, ": %s", strerror(saved));
	errno = saved;
	return -1;
}

const char *pd_error(void) {
	return last_error;
}

int pd_write_file(int dir, const char *name, const char *text) {
	PD_CLEANUP_FD fd = openat(dir, name, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	return write(fd, text, strlen(text)) < 0 ? -1 : 0;
}

ssize_t pd_read_file(int dir, const char *name, char *out, size_t size) {
	PD_CLEANUP_FD fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	ssize_t length = read(fd, out, size - 1);
	if (length >= 0)
		out[length] = 0;
	return length;
}

uint64_t pd_now(void) {
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

ssize_t pd_send(int sock, const void *data, size_t size, const int *fds, unsigned count) {
	struct iovec part = { .iov_base = (void *)(uintptr_t)data, .iov_len = size };
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(MAX_FDS * sizeof(int))] = { 0 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	if (count > MAX_FDS) {
		errno = EINVAL;
		return -1;
	}
	if (count) {
		message.msg_control = control;
		message.msg_controllen = CMSG_SPACE(count * sizeof(int));
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(count * sizeof(int));
		memcpy(CMSG_DATA(header), fds, count * sizeof(int));
	}
	ssize_t sent;
	do
		sent = sendmsg(sock, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent;
}

static void take_descriptors(struct msghdr *message, int *fds, unsigned room, unsigned *count) {
	for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header)) {
		if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
			continue;
		size_t passed = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < passed; i++) {
			int fd;
			memcpy(&fd, CMSG_DATA(header) + i * sizeof fd, sizeof fd);
			/* More than we asked for is the sender's mistake or malice: never keep it. */
			if (*count < room)
				fds[(*count)++] = fd;
			else
				close(fd);
		}
	}
}

ssize_t pd_receive(int sock, void *data, size_t size, int *fds, unsigned *count) {
	struct iovec part = { .iov_base = data, .iov_len = size };
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(MAX_FDS * sizeof(int))];
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
	ssize_t received;
	do
		received = recvmsg(sock, &message, MSG_CMSG_CLOEXEC);
	while (received < 0 && errno == EINTR);
	unsigned room = count ? *count : 0, got = 0;
	/* A message that did not fit is not one of ours, and its first part must not pass for a whole one. */
	int truncated = received >= 0 && message.msg_flags & MSG_TRUNC;
	if (received >= 0)
		take_descriptors(&message, fds, truncated ? 0 : room, &got);
	if (count)
		*count = got;
	if (truncated)
		errno = EMSGSIZE;
	return truncated ? -1 : received;
}
