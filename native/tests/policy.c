/* The compiled filters against a second, naive reading of the policy files. Each call is made in a child of its own, with arguments that no
 * call can use; one that the policy allows must answer as it does without a filter. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cell_flags.h"
#include "check.h"
#include "layers.h"
#include "suites.h"

enum { LAST_CALL = 600, MAX_LINES = 512, X32 = 0x40000000, NOTIFY = -1, BLOCKED = -2, DIED = -3, WORKED = 0, SOON_MS = 200, LATE_MS = 10000 };

struct condition { int argument; uint64_t mask, value; int other_domain; };
struct line { int action, call; struct condition conditions[4]; int count; };
struct policy { struct line lines[MAX_LINES]; int count, otherwise; };
enum filters { NONE, BIRTH, BOTH };

static struct policy birth, cell;

/* --- the naive reading -------------------------------------------------------------------------------------------------------------- */

static int action_of(const char *word, const char *name) {
	if (!strcmp(word, "allow"))
		return WORKED;
	if (!strcmp(word, "notify"))
		return NOTIFY;
	return !strcmp(name, "EPERM") ? EPERM : !strcmp(name, "ENOSYS") ? ENOSYS : EAFNOSUPPORT;
}

static uint64_t value_of(const char *word) {
	return !strcmp(word, "CELL_FLAGS") ? PD_CELL_FLAGS : strtoull(word, NULL, 0);
}

static void read_line(struct policy *policy, char *text) {
	char *words[32], *rest = NULL;
	int count = 0, next;
	for (char *word = strtok_r(text, " \t\n", &rest); word && count < 32; word = strtok_r(NULL, " \t\n", &rest))
		words[count++] = word;
	if (!count)
		return;
	struct line *line = &policy->lines[policy->count++];
	*line = (struct line){ .action = action_of(words[0], words[1]) };
	next = strcmp(words[0], "errno") ? 1 : 2;
	line->call = seccomp_syscall_resolve_name(words[next++]);
	while (next < count) {
		struct condition *condition = &line->conditions[line->count++];
		condition->argument = words[next++][3] - '0';
		condition->mask = ~0ull;
		if (!strcmp(words[next], "&"))
			condition->mask = value_of(words[next + 1]), next += 2;
		condition->other_domain = !strcmp(words[next + 1], "OTHER_DOMAIN");
		condition->value = value_of(words[next + 1]);
		next += 2;
	}
}

static int read_policy(struct policy *policy, const char *directory, const char *name, int otherwise) {
	char path[256], text[512];
	snprintf(path, sizeof path, "%s/%s", directory, name);
	FILE *in = fopen(path, "re");
	policy->otherwise = otherwise;
	while (in && policy->count < MAX_LINES && fgets(text, sizeof text, in)) {
		text[strcspn(text, "#\n")] = 0;
		read_line(policy, text);
	}
	return in ? fclose(in) : -1;
}

static int holds(const struct condition *condition, const uint64_t arguments[6]) {
	uint64_t value = arguments[condition->argument];
	if (condition->other_domain)
		return value != 1 && value != 2 && value != 10 && value != 16;
	return (value & condition->mask) == condition->value;
}

static int says(const struct policy *policy, int call, const uint64_t arguments[6]) {
	for (int i = 0; i < policy->count; i++) {
		const struct line *line = &policy->lines[i];
		int all = line->call == call;
		for (int c = 0; all && c < line->count; c++)
			all = holds(&line->conditions[c], arguments);
		if (all)
			return line->action;
	}
	return policy->otherwise;
}

/* An error wins over a question, a question over permission; of two errors the later filter's. */
static int expected(enum filters filters, int call, const uint64_t arguments[6]) {
	int first = says(&birth, call, arguments), second = filters == BOTH ? says(&cell, call, arguments) : WORKED;
	if (second > 0)
		return second;
	return first != WORKED ? first : second;
}

/* --- the kernel's ------------------------------------------------------------------------------------------------------------------- */

static void install(enum filters filters) {
	/* Also without a filter: some calls answer differently to those who have this bit. */
	if (pd_no_new_privileges() || (filters != NONE && pd_seccomp_birth()))
		_exit(1);
	if (filters == BOTH && pd_seccomp_cell(&(int){ -1 }))
		_exit(1);
}

static _Noreturn void make_call(enum filters filters, int call, const uint64_t a[6], int out) {
	pid_t self = getpid();
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	install(filters);
	long result = syscall(call, a[0], a[1], a[2], a[3], a[4], a[5]);
	int error = result == -1 ? errno : 0;
	if (syscall(SYS_getpid) == self)
		(void)!write(out, &error, sizeof error);
	_exit(0);
}

/* The errno of the call, 0, or BLOCKED or DIED; *by: the signal it died of. */
static int try_call(enum filters filters, int call, const uint64_t arguments[6], int patience, int *by) {
	int pipes[2], error = DIED, status;
	if (pipe2(pipes, O_CLOEXEC))
		abort();
	pid_t child = fork();
	if (child == 0)
		make_call(filters, call, arguments, pipes[1]);
	close(pipes[1]);
	struct pollfd ready = { .fd = pipes[0], .events = POLLIN };
	if (poll(&ready, 1, patience) != 1)
		error = BLOCKED;
	else if (read(pipes[0], &error, sizeof error) != (ssize_t)sizeof error)
		error = DIED;
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	if (by)
		*by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	close(pipes[0]);
	return error;
}

static void a_call_is_as_the_policy_says(enum filters filters, int call, const uint64_t arguments[6], const char *sentence) {
	int want = expected(filters, call, arguments), got = try_call(filters, call, arguments, SOON_MS, NULL), free_to_go = want == WORKED;
	if (want == NOTIFY)
		want = BLOCKED; /* until the jail answers; nobody does here */
	else if (free_to_go)
		want = try_call(NONE, call, arguments, SOON_MS, NULL);
	/* One that seemed to block may only have been slow, on a busy machine. */
	if (got != want && got == BLOCKED)
		got = try_call(filters, call, arguments, LATE_MS, NULL);
	if (got != want && want == BLOCKED && free_to_go)
		want = try_call(NONE, call, arguments, LATE_MS, NULL);
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, call);
	check(got == want, sentence, "%s(0x%llx, 0x%llx, 0x%llx): %d instead of %d", name ? name : "?", (unsigned long long)arguments[0],
	      (unsigned long long)arguments[1], (unsigned long long)arguments[2], got, want);
	free(name);
}

static void every_call(enum filters filters) {
	static const uint64_t useless[6] = { -1ull, -1ull, -1ull, -1ull, -1ull, -1ull };
	for (int call = 0; call <= LAST_CALL; call++) {
		char sentence[128], *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, call);
		snprintf(sentence, sizeof sentence, "system call %d (%s) is as %s policy says", call, name ? name : "unknown",
		         filters == BIRTH ? "the birth" : "a cell's");
		free(name);
		/* vfork shares our stack; msgget would make a queue of the host's that stays. The kernel passes its own uretprobe and uprobe (6.11
		 * on) by every filter: outside of its trampolines they do nothing, the one with SIGILL, the other with ENXIO. */
		if (call != SYS_vfork && call != SYS_msgget && call != 335 && call != 336)
			a_call_is_as_the_policy_says(filters, call, useless, sentence);
	}
}

static void sockets(void) {
	for (uint64_t domain = 0; domain <= 64; domain++)
		for (uint64_t type = 1; type <= 5; type++) {
			char sentence[96];
			uint64_t arguments[6] = { domain == 64 ? 0x100000026ull : domain, type, 0, 0, 0, 0 };
			snprintf(sentence, sizeof sentence, "socket(%llu, %d) is as the policy says", (unsigned long long)arguments[0], (int)type);
			a_call_is_as_the_policy_says(BOTH, SYS_socket, arguments, sentence);
		}
	for (uint64_t protocol = 0; protocol <= 22; protocol++) {
		char sentence[96];
		snprintf(sentence, sizeof sentence, "socket(AF_NETLINK, SOCK_RAW, %d) is as the policy says", (int)protocol);
		a_call_is_as_the_policy_says(BOTH, SYS_socket, (uint64_t[6]){ 16, 3, protocol, 0, 0, 0 }, sentence);
	}
	check(expected(BOTH, SYS_socket, (uint64_t[6]){ 38, 5, 0 }) == EAFNOSUPPORT && expected(BOTH, SYS_socket, (uint64_t[6]){ 17, 3, 0 }) == EAFNOSUPPORT &&
	          expected(BOTH, SYS_socket, (uint64_t[6]){ 40, 1, 0 }) == EAFNOSUPPORT && expected(BOTH, SYS_socket, (uint64_t[6]){ 2, 3, 0 }) == ENOSYS,
	      "the policy refuses AF_ALG, AF_PACKET, AF_VSOCK and raw IP", NULL);
}

static void clones(void) {
	for (int bit = 8; bit < 32; bit++) {
		uint64_t arguments[6] = { (1ull << bit) | SIGCHLD, 0, 0, 0, 0, 0 };
		char sentence[96];
		int namespace = arguments[0] & 0x7e020000 ? 1 : 0;
		/* Sharing our memory, or wanting addresses: not for a call with arguments that are none. */
		if (!namespace && (arguments[0] & (CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_VFORK | CLONE_PARENT | CLONE_PIDFD | CLONE_PTRACE)))
			continue;
		snprintf(sentence, sizeof sentence, "clone(0x%llx) in a cell is as the policy says", (unsigned long long)arguments[0]);
		a_call_is_as_the_policy_says(BOTH, SYS_clone, arguments, sentence);
		if (namespace) {
			check(expected(BOTH, SYS_clone, arguments) == EPERM && expected(BIRTH, SYS_clone, arguments) == ENOSYS,
			      "a single namespace flag is EPERM in a cell and unknown in a template", NULL);
			a_call_is_as_the_policy_says(BIRTH, SYS_clone, arguments, "clone with one namespace flag in a template is as the policy says");
		}
	}
	uint64_t whole[6] = { PD_CELL_FLAGS, 0, 0, 0, 0, 0 };
	check(expected(BIRTH, SYS_clone, whole) == WORKED, "a template may make cells", NULL);
	a_call_is_as_the_policy_says(BOTH, SYS_clone, whole, "a cell may not make cells");
}

static void chosen_arguments(void) {
	static const struct { int call; uint64_t arguments[6]; const char *sentence; } calls[] = {
		{ SYS_msgget, { 0x7ead, 0 }, "msgget" }, { SYS_mknod, { 0, 0x1000 }, "mknod of a FIFO" }, { SYS_mknod, { 0, 0x2000 }, "mknod of a character device" },
		{ SYS_mknod, { 0, 0x6000 }, "mknod of a block device" }, { SYS_mknodat, { 0, 0, 0x2000 }, "mknodat of a character device" },
		{ SYS_mknodat, { 0, 0, 0x8000 }, "mknodat of a file" }, { SYS_personality, { 0 }, "personality(0)" },
		{ SYS_personality, { 0x0040000 }, "personality(ADDR_NO_RANDOMIZE)" }, { SYS_personality, { 0xffffffff }, "personality's question" },
		{ SYS_ioctl, { 0, 0x5412 }, "TIOCSTI" }, { SYS_ioctl, { 0, 0x541c }, "TIOCLINUX" }, { SYS_ioctl, { 0, 0xffffffff00005412 }, "TIOCSTI with a high half" },
		{ SYS_ioctl, { 0, 0x541b }, "FIONREAD" }, { SYS_prctl, { 4, 1 }, "PR_SET_DUMPABLE on" }, { SYS_prctl, { 4, 0 }, "PR_SET_DUMPABLE off" },
		{ SYS_kill, { 1, SIGTERM }, "kill(1)" }, { SYS_kill, { 0, SIGTERM }, "kill(0)" }, { SYS_kill, { 0x100000001, SIGTERM }, "kill(1) with a high half" },
		{ SYS_tkill, { 1, 1 }, "tkill(1)" }, { SYS_tgkill, { 1, 1, 1 }, "tgkill(1)" }, { SYS_tgkill, { 2, 1, 99 }, "tgkill of another" },
		{ SYS_rt_sigqueueinfo, { 1, 1 }, "rt_sigqueueinfo(1)" }, { SYS_rt_tgsigqueueinfo, { 1, 1, 1 }, "rt_tgsigqueueinfo(1)" },
	};
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		char sentence[128];
		snprintf(sentence, sizeof sentence, "%s is as the policy says", calls[i].sentence);
		a_call_is_as_the_policy_says(BOTH, calls[i].call, calls[i].arguments, sentence);
	}
}

static _Noreturn void call_from_32_bit(void) {
	install(BIRTH);
	__asm__ volatile("int $0x80" : : "a"(20) : "memory"); /* getpid */
	_exit(0);
}

static void foreign_architectures(void) {
	static const uint64_t none[6];
	int by = 0, status = 0;
	for (int filters = BIRTH; filters <= BOTH; filters++) {
		int got = try_call((enum filters)filters, X32 | SYS_getpid, none, LATE_MS, &by);
		check(got == DIED && by == SIGSYS, "an x32 call kills with SIGSYS", "%d, signal %d", got, by);
	}
	pid_t child = fork();
	if (child == 0)
		call_from_32_bit();
	waitpid(child, &status, 0);
	check(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS, "a 32-bit call kills with SIGSYS", "status %x", (unsigned)status);
}

void policy_tests(const char *directory) {
	if (!check(!read_policy(&birth, directory, "birth.policy", ENOSYS) && !read_policy(&cell, directory, "cell.policy", WORKED) && birth.count > 300,
	           "the policy files can be read", NULL))
		return;
	every_call(BIRTH);
	every_call(BOTH);
	sockets();
	clones();
	chosen_arguments();
	foreign_architectures();
}
