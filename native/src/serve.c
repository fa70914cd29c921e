/* libpaddock: a template's half of making cells.
 *
 * A cell is a raw clone(2) into all fresh namespaces, not libc's fork(): fork cannot do that, and a second fork for the pid namespace costs
 * as much as the whole cell. What libc's fork does around its clone is done here instead, because OpenSSL, OpenBLAS, libuv and CPython rely
 * on it (docs/adr/0001-cells-by-raw-clone.md):
 *   - handlers of pthread_atfork: recorded by standing in for __register_atfork (the library is preloaded), run in libc's order;
 *   - the cached thread id: the kernel writes the new one where libc keeps it (CLONE_CHILD_SETTID);
 *   - the robust futex list: registered again, as the kernel forgets it;
 *   - libc's own locks: free, because a template may serve only while it has exactly one thread.
 *
 * In an exec'ed cell the library is preloaded as well, for one step of the cage that exec undoes (start). */
#define _GNU_SOURCE
#include "paddock.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cage.h"
#include "cell_flags.h"
#include "pages.h"
#include "protocol.h"
#include "switches.h"
#include "util.h"

#define MAX_HANDLERS 64
#define MAY_NOT_SERVE 70 /* EX_SOFTWARE of sysexits.h */
#define EXPORT __attribute__((visibility("default")))

struct handler { paddock_hook prepare, parent, child; };

struct runtime {
	paddock_hook before, parent, child;
	pid_t *thread_id;      /* where libc keeps the main thread's id */
	void *robust_list;
	size_t robust_size;
};

static struct handler handlers[MAX_HANDLERS];
static unsigned handler_count;

/* Some interpreters open their script before they run what is to be run ahead of it: the runner in there writes into what they opened. */
static void create_source(void) {
	const char *path = getenv(PD_SOURCE_VARIABLE), *start = getenv(PD_SOURCE_START_VARIABLE);
	if (!path)
		return;
	size_t length = start ? strlen(start) : 0;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, start, length) != (ssize_t)length)
		_exit(MAY_NOT_SERVE);
	close(fd);
	unsetenv(PD_SOURCE_VARIABLE);
	unsetenv(PD_SOURCE_START_VARIABLE);
}

/* Runs before main, in a template and in an exec'ed cell: exec made that dumpable again. The variable is the jail's word that this is such a cell. */
__attribute__((constructor)) static void start(void) {
	if (!getenv(PD_EXECED_VARIABLE)) {
		pd_align_heap();
		return;
	}
	if (pd_on("undumpable") && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		_exit(MAY_NOT_SERVE);
	create_source();
	unsetenv(PD_EXECED_VARIABLE);
	unsetenv("LD_PRELOAD");
}

typedef int (*register_atfork)(paddock_hook, paddock_hook, paddock_hook, void *);

/* Stands in for libc's function of this name, which pthread_atfork calls. */
EXPORT int __register_atfork(paddock_hook prepare, paddock_hook parent, paddock_hook child, void *library);
EXPORT int __register_atfork(paddock_hook prepare, paddock_hook parent, paddock_hook child, void *library) {
	register_atfork real;
	*(void **)&real = dlsym(RTLD_NEXT, "__register_atfork");
	if (handler_count == MAX_HANDLERS)
		return ENOMEM;
	handlers[handler_count++] = (struct handler){ prepare, parent, child };
	return real ? real(prepare, parent, child, library) : 0;
}

static void run(paddock_hook hook) {
	if (hook)
		hook();
}

static void before_fork(const struct runtime *runtime) {
	run(runtime->before);
	for (unsigned i = handler_count; i-- > 0;)
		run(handlers[i].prepare);
}

static void after_in_parent(const struct runtime *runtime) {
	for (unsigned i = 0; i < handler_count; i++)
		run(handlers[i].parent);
	run(runtime->parent);
}

static void after_in_child(const struct runtime *runtime) {
	syscall(SYS_set_robust_list, runtime->robust_list, runtime->robust_size);
	for (unsigned i = 0; i < handler_count; i++)
		run(handlers[i].child);
	run(runtime->child);
}

static _Noreturn void refuse(const char *why) {
	fprintf(stderr, "paddock: this template may not serve: %s\n", why);
	exit(MAY_NOT_SERVE);
}

static unsigned count_threads(void) {
	unsigned count = 0;
	DIR *tasks = opendir("/proc/self/task");
	if (!tasks)
		refuse("/proc/self/task cannot be read");
	for (struct dirent *entry; (entry = readdir(tasks));)
		count += entry->d_name[0] != '.';
	closedir(tasks);
	return count;
}

/* A socket that a template holds works inside every cell, whatever namespaces the cell is in. */
static void refuse_foreign_sockets(void) {
	DIR *open_files = opendir("/proc/self/fd");
	if (!open_files)
		refuse("/proc/self/fd cannot be read");
	for (struct dirent *entry; (entry = readdir(open_files));) {
		struct stat st;
		int fd = atoi(entry->d_name);
		if (entry->d_name[0] != '.' && fd != PD_CONTROL_FD && fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode))
			refuse("it holds a socket besides its control channel");
	}
	closedir(open_files);
}

/* Whether a shared mapping is of a file of the root, which nobody can write: glibc has one of its character sets. */
static int is_of_root(const char *path) {
	static const char *const others[] = { "/dev/", "/memfd:", "/tmp/", "/SYSV" };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (!strncmp(path, others[i], strlen(others[i])))
			return 0;
	return *path == '/' && !strstr(path, " (deleted)");
}

/* Memory that is shared rather than copied would join all cells of the template. What is not writable now could be made so in a cell. */
static void refuse_shared_memory(void) {
	char line[PATH_MAX + 128], rights[8], path[PATH_MAX];
	FILE *maps = fopen("/proc/self/maps", "re");
	if (!maps)
		refuse("/proc/self/maps cannot be read");
	while (fgets(line, sizeof line, maps)) {
		*path = 0;
		if (sscanf(line, "%*s %7s %*s %*s %*s %4095[^\n]", rights, path) >= 1 && !strcmp(rights + 3, "s") && (rights[1] == 'w' || !is_of_root(path)))
			refuse("it holds shared memory");
	}
	fclose(maps);
}

static void inspect(struct runtime *runtime) {
	if (count_threads() != 1)
		refuse("it has more than one thread");
	if (pd_on("descriptors"))
		refuse_foreign_sockets();
	refuse_shared_memory();
	if (prctl(PR_GET_TID_ADDRESS, &runtime->thread_id, 0, 0, 0) || !runtime->thread_id)
		refuse("the kernel does not tell where the thread id is kept (CONFIG_CHECKPOINT_RESTORE)");
	if (*runtime->thread_id != gettid())
		refuse("libc's thread id is not where the kernel says");
	if (syscall(SYS_get_robust_list, 0, &runtime->robust_list, &runtime->robust_size))
		refuse("the robust futex list cannot be read");
}

/* The child of clone: caged when this returns. */
static void become_cell(const struct runtime *runtime, const int streams[3]) {
	if (pd_wire(streams[0], streams[1], streams[2]))
		_exit(MAY_NOT_SERVE);
	pd_cage_cell(PD_FORKED);
	fcntl(PD_JOB_FD, F_SETFD, FD_CLOEXEC);
	after_in_child(runtime);
}

/* 0 in the cell; in the template the pid or -errno. */
static int32_t clone_cell(const struct runtime *runtime, const int streams[3]) {
	before_fork(runtime);
	long pid = syscall(SYS_clone, pd_namespaces(PD_CELL_FLAGS), NULL, NULL, runtime->thread_id, 0);
	if (pid == 0) {
		become_cell(runtime, streams);
		return 0;
	}
	int32_t result = pid < 0 ? -errno : (int32_t)pid;
	after_in_parent(runtime);
	return result;
}

static int next_request(struct pd_fork *request, int streams[3]) {
	unsigned count = 3;
	ssize_t length = pd_receive(PD_CONTROL_FD, request, sizeof *request, streams, &count);
	return length == (ssize_t)sizeof *request && count == 3 ? 0 : -1;
}

EXPORT int paddock_serve(paddock_hook before, paddock_hook parent, paddock_hook child) {
	struct runtime runtime = { .before = before, .parent = parent, .child = child };
	struct pd_forked answer = { 0 };
	inspect(&runtime);
	for (;;) {
		struct pd_fork request;
		int streams[3] = { -1, -1, -1 };
		if (pd_send(PD_CONTROL_FD, &answer, sizeof answer, NULL, 0) < 0 || next_request(&request, streams))
			_exit(0); /* the jail is gone */
		int32_t pid = clone_cell(&runtime, streams);
		if (pid == 0)
			return PD_JOB_FD;
		for (int i = 0; i < 3; i++)
			close(streams[i]);
		answer = (struct pd_forked){ .cell = request.cell, .pid = pid };
	}
}
