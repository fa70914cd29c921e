#define _GNU_SOURCE
#include "jailer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util.h"

#define JAIL_UID 64999 /* any that nobody else has */

static char place[64];
static unsigned started;

/* --- the root ----------------------------------------------------------------------------------------------------------------------- */

static int copy(const char *from, const char *directory, const char *name) {
	char path[256], block[65536];
	snprintf(path, sizeof path, "%s/%s/%s", place, directory, name);
	PD_CLEANUP_FD in = open(from, O_RDONLY | O_CLOEXEC);
	PD_CLEANUP_FD out = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	ssize_t got = -1;
	while (in >= 0 && out >= 0 && (got = read(in, block, sizeof block)) > 0)
		if (write(out, block, (size_t)got) != got)
			return -1;
	return (int)got;
}

int build_place(const char *binaries) {
	static const char *const directories[] = { "root", "root/proc", "root/dev", "root/dev/shm", "root/mnt", "root/mnt/req", "root/tmp",
		"root/src", "root/bin", "root/usr", "root/usr/lib64", "root/usr/lib", "root/usr/lib/x86_64-linux-gnu", "root/opt", "opt" };
	static const char *const devices[] = { "null", "zero", "full", "random", "urandom" };
	char path[256];
	snprintf(place, sizeof place, "%.40s/native-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(place) || chmod(place, 0755))
		return -1;
	umask(022);
	for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
		snprintf(path, sizeof path, "%s/%s", place, directories[i]);
		if (mkdir(path, 0755))
			return -1;
	}
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (copy("/dev/null", "root/dev", devices[i]))
			return -1;
	if (copy("/dev/null", "root/usr", "told"))
		return -1;
	for (const char *const *name = (const char *const[]){ "lib64", "lib", NULL }; *name; name++) {
		char target[16];
		snprintf(target, sizeof target, "usr/%s", *name);
		snprintf(path, sizeof path, "%s/root/%s", place, *name);
		if (symlink(target, path))
			return -1;
	}
	if (copy(LOADER, "root/lib64", "ld-linux-x86-64.so.2") || copy(LIBC, "root/lib/x86_64-linux-gnu", "libc.so.6"))
		return -1;
	static const char *const ours[][3] = { { "probe", "opt", "probe" }, { "libpaddock.so", "opt", "libpaddock.so" }, { "paddock-jail", "", "paddock-jail" } };
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
		snprintf(path, sizeof path, "%s/%s", binaries, ours[i][0]);
		if (copy(path, ours[i][1], ours[i][2]))
			return -1;
	}
	return 0;
}

static void remove_tree(int parent, const char *name) {
	int dir = openat(parent, name, O_DIRECTORY | O_NOFOLLOW | O_RDONLY | O_CLOEXEC);
	DIR *listing = dir < 0 ? NULL : fdopendir(dir);
	for (struct dirent *entry; listing && (entry = readdir(listing));)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && unlinkat(dir, entry->d_name, 0))
			remove_tree(dir, entry->d_name);
	if (listing)
		closedir(listing);
	unlinkat(parent, name, AT_REMOVEDIR);
}

void remove_place(void) {
	remove_tree(AT_FDCWD, place);
}

/* --- a jail ------------------------------------------------------------------------------------------------------------------------- */

int have_cgroups(const char **why) {
	*why = NULL;
	if (geteuid())
		*why = "no writable cgroup for an ordinary user";
	else if (access("/sys/fs/cgroup/memory/memory.limit_in_bytes", W_OK) && access("/sys/fs/cgroup/cgroup.subtree_control", W_OK))
		*why = "no writable cgroup";
	return !*why;
}

struct words { char text[8192]; size_t used; };

static void add(struct words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct words *words, const char *format, ...) {
	va_list arguments;
	va_start(arguments, format);
	words->used += (size_t)vsnprintf(words->text + words->used, sizeof words->text - words->used, format, arguments) + 1;
	va_end(arguments);
}

static void add_cgroups(struct words *words, struct jail *jail) {
	static const char *const controllers[] = { "memory", "pids", "cpu" };
	const char *why;
	if (!have_cgroups(&why))
		return;
	int v1 = !access("/sys/fs/cgroup/memory/memory.limit_in_bytes", W_OK);
	for (int i = 0; i < (v1 ? 3 : 1); i++) {
		const char *controller = v1 ? controllers[i] : "unified";
		snprintf(jail->cgroups[i], sizeof jail->cgroups[i], "/sys/fs/cgroup/%s/native-test-%d-%u", v1 ? controller : ".", (int)getpid(), started);
		add(words, "cgroup"), add(words, "%s", controller), add(words, "%s", jail->cgroups[i]);
	}
}

static void describe(struct words *words, const struct setup *setup, struct jail *jail) {
	const struct { const char *name; unsigned long long value; } numbers[] = {
		{ "uid", geteuid() ? 0 : JAIL_UID }, { "memory", setup->memory ? setup->memory : 64ull << 20 }, { "template-memory", 256ull << 20 }, { "data", 1ull << 30 },
		{ "pids", setup->pids ? setup->pids : 64 }, { "cpu-quota-us", 100000 }, { "scratch-bytes", 1 << 20 }, { "scratch-inodes", 100 },
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		add(words, "%s", numbers[i].name), add(words, "%llu", numbers[i].value);
	add(words, "root"), add(words, "%s/root", place);
	add(words, "bind"), add(words, "%s/opt", place), add(words, "/opt");
	add(words, "file"), add(words, "/usr/told"), add(words, TOLD);
	if (!setup->no_cgroups)
		add_cgroups(words, jail);
	add(words, "env"), add(words, "LD_PRELOAD=/opt/libpaddock.so");
	if (setup->mute)
		add(words, "mute-template");
	if (setup->kind)
		add(words, "fork-template");
	else {
		add(words, "env"), add(words, PD_EXECED_VARIABLE "=1");
		add(words, "env"), add(words, PD_SOURCE_VARIABLE "=/src/made");
		add(words, "env"), add(words, PD_SOURCE_START_VARIABLE "=begun");
	}
	add(words, "arg"), add(words, "/opt/probe");
	add(words, "arg"), add(words, "%s", setup->kind ? setup->kind : "cell");
}

static _Noreturn void run_jail(int socket) {
	char path[96];
	char *arguments[] = { path, NULL };
	char *environment[] = { "ASAN_OPTIONS=detect_leaks=0:abort_on_error=0", "UBSAN_OPTIONS=halt_on_error=1", NULL };
	snprintf(path, sizeof path, "%s/paddock-jail", place);
	dup2(socket, 3);
	close_range(4, ~0u, 0);
	/* A test run that is killed leaves no jail. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execve(path, arguments, environment);
	_exit(127);
}

struct jail jail_start(struct setup setup, struct pd_report *first) {
	return jail_start_within(setup, first, PATIENCE_MS);
}

struct jail jail_start_within(struct setup setup, struct pd_report *first, int patience) {
	struct jail jail = { 0 };
	struct words words = { 0 };
	int ends[2];
	*first = (struct pd_report){ 0 };
	started++;
	describe(&words, &setup, &jail);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		abort();
	jail.server = ends[0];
	jail.outer = fork();
	if (jail.outer == 0)
		run_jail(ends[1]);
	close(ends[1]);
	if (pd_send(jail.server, words.text, words.used, NULL, 0) > 0)
		*first = jail_next(&jail, NULL, patience);
	return jail;
}

int jail_stop(struct jail *jail) {
	int status = -1;
	pd_close(&jail->server);
	for (int waited = 0; waited < PATIENCE_MS; waited += 5) {
		if (waitpid(jail->outer, &status, WNOHANG) == jail->outer)
			return status;
		usleep(5000);
	}
	kill(jail->outer, SIGKILL);
	waitpid(jail->outer, &status, 0);
	return -1;
}

void jail_ask(const struct jail *jail, uint32_t kind, uint32_t cell, uint64_t value) {
	struct pd_request request = { kind, cell, value };
	(void)pd_send(jail->server, &request, sizeof request, NULL, 0);
}

void jail_open(const struct jail *jail, uint32_t cell, const uint16_t *ports) {
	struct pd_open request = { .kind = PD_OPEN, .cell = cell };
	for (unsigned i = 0; i < PD_MAX_PORTS && ports[i]; i++)
		request.ports[i] = ports[i];
	(void)pd_send(jail->server, &request, sizeof request, NULL, 0);
}

struct pd_report jail_next(const struct jail *jail, int fds[4], int patience) {
	struct pd_report report = { 0 };
	struct pollfd ready = { .fd = jail->server, .events = POLLIN };
	unsigned count = fds ? 4 : 0;
	for (unsigned i = 0; i < count; i++)
		fds[i] = -1;
	if (poll(&ready, 1, patience) != 1 || pd_receive(jail->server, &report, sizeof report, fds, &count) != (ssize_t)sizeof report)
		return (struct pd_report){ 0 };
	return report;
}

struct pd_report jail_await(const struct jail *jail, uint32_t kind, uint32_t cell) {
	struct pd_report report;
	do
		report = jail_next(jail, NULL, PATIENCE_MS);
	while (report.kind && (report.kind != kind || report.cell != cell));
	return report;
}

/* --- a cell ------------------------------------------------------------------------------------------------------------------------- */

struct cell cell_spawn(const struct jail *jail, uint32_t id) {
	struct cell cell = { .id = id };
	int fds[4];
	jail_ask(jail, PD_SPAWN, id, 0);
	do
		cell.ready = jail_next(jail, fds, PATIENCE_MS);
	while (cell.ready.kind && cell.ready.cell != id);
	cell.job = fds[0], cell.out = fds[1], cell.err = fds[2], cell.memory = fds[3];
	return cell;
}

void cell_close(struct cell *cell) {
	pd_close(&cell->job);
	pd_close(&cell->out);
	pd_close(&cell->err);
	pd_close(&cell->memory);
}

const char *cell_ask(const struct cell *cell, const char *command) {
	static char text[65536];
	size_t used = 0;
	if (pd_send(cell->job, command, strlen(command), NULL, 0) < 0)
		return CELL_GONE;
	while (used < sizeof text) {
		struct pollfd ready = { .fd = cell->job, .events = POLLIN };
		ssize_t got = poll(&ready, 1, PATIENCE_MS) == 1 ? read(cell->job, text + used, sizeof text - used) : -1;
		if (got <= 0)
			return CELL_GONE;
		used += (size_t)got;
		if (!text[used - 1])
			return text;
	}
	return CELL_GONE;
}

struct pd_report cell_finish(const struct jail *jail, struct cell *cell) {
	cell_close(cell);
	return jail_await(jail, PD_ENDED, cell->id);
}

/* --- what is left ------------------------------------------------------------------------------------------------------------------- */

pid_t jail_inner(const struct jail *jail) {
	char path[64], text[64];
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)jail->outer, (int)jail->outer);
	return pd_read_file(AT_FDCWD, path, text, sizeof text) > 0 ? atoi(text) : 0;
}

static long ticks_of(pid_t pid) {
	char path[64], text[1024];
	long user = 0, system = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	char *name_end = pd_read_file(AT_FDCWD, path, text, sizeof text) > 0 ? strrchr(text, ')') : NULL;
	if (!name_end || sscanf(name_end + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) != 2)
		return 0;
	return user + system;
}

long jail_ticks(const struct jail *jail, int milliseconds) {
	pid_t inner = jail_inner(jail);
	long before = ticks_of(inner);
	poll(NULL, 0, milliseconds);
	return ticks_of(inner) - before;
}

static int count_in(const char *path, int directories) {
	DIR *listing = opendir(path);
	int count = 0;
	if (!listing)
		return -1;
	for (struct dirent *entry; (entry = readdir(listing));)
		count += entry->d_name[0] != '.' && (!directories || entry->d_type == DT_DIR);
	closedir(listing);
	return count;
}

int count_entries(pid_t pid, const char *list) {
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, list);
	return count_in(path, 0);
}

int count_groups(const struct jail *jail) {
	int sum = -1;
	for (int i = 0; i < 4; i++) {
		int count = jail->cgroups[i][0] ? count_in(jail->cgroups[i], 1) : -1;
		if (count >= 0)
			sum = (sum < 0 ? 0 : sum) + count;
	}
	return sum;
}
