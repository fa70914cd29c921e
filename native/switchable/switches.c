#define _GNU_SOURCE
#include "record.h"
#include "switches.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util.h"

#define VARIABLE "PADDOCK_WITHOUT"
#define RECORD "PADDOCK_RECORD"
#define ROOM 512
#define MOST_DESCRIPTORS 4096

/* All there are. Those of the server are here as well, so that this is the one list. */
static const char *const layers[] = {
	"uid", "capabilities", "no-new-privs", "undumpable", "rlimits", "landlock", "seccomp", "signals", "pid-namespace", "ipc-namespace",
	"uts-namespace", "cgroup-namespace", "net-namespace", "jail-net-namespace", "root", "read-only", "proc", "scratch", "scratch-limits",
	"cgroup-memory", "cgroup-pids", "cgroup-cpu", "sweep", "descriptors",
	"timer", "output-caps", "result-checks", "request-checks", "key", "loopback-only", "grant-policy", "address-checks",
};

static const struct { const char *layer; unsigned long flag; } namespaces[] = {
	{ "pid-namespace", CLONE_NEWPID }, { "ipc-namespace", CLONE_NEWIPC }, { "uts-namespace", CLONE_NEWUTS },
	{ "cgroup-namespace", CLONE_NEWCGROUP }, { "net-namespace", CLONE_NEWNET },
};

static char off[ROOM]; /* ",name,name," */
static int recording;

/* Before every other constructor. What runs in a cell later must not learn of it. */
__attribute__((constructor(101))) static void read_switches(void) {
	const char *value = getenv(VARIABLE);
	recording = getenv(RECORD) != NULL;
	unsetenv(RECORD);
	if (!value)
		return;
	if (strlen(value) + 3 > sizeof off)
		abort();
	snprintf(off, sizeof off, ",%s,", value);
	unsetenv(VARIABLE);
}

static int is_layer(const char *name, size_t length) {
	for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
		if (strlen(layers[i]) == length && !memcmp(layers[i], name, length))
			return 1;
	return 0;
}

int pd_on(const char *layer) {
	char wanted[64];
	if (!is_layer(layer, strlen(layer)))
		abort(); /* misspelt at a switch point: it would never be off */
	snprintf(wanted, sizeof wanted, ",%s,", layer);
	return !strstr(off, wanted);
}

unsigned long pd_namespaces(unsigned long flags) {
	for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
		if (!pd_on(namespaces[i].layer))
			flags &= ~namespaces[i].flag;
	return flags;
}

int pd_recording(void) {
	return recording;
}

static int hand_on(struct pd_launch *launch, char *variable) {
	if (launch->envc >= PD_MAX_WORDS) {
		errno = E2BIG;
		return pd_fail("hand on %.20s", variable);
	}
	launch->envp[launch->envc++] = variable;
	launch->envp[launch->envc] = NULL;
	return 0;
}

int pd_apply_switches(struct pd_launch *launch) {
	static char without[ROOM + sizeof VARIABLE], record[] = RECORD "=1";
	for (const char *name = off; *name; name += strcspn(name, ",")) {
		name++;
		if (*name && !is_layer(name, strcspn(name, ","))) {
			errno = EINVAL;
			return pd_fail(VARIABLE " names %.*s, which is no layer", (int)strcspn(name, ","), name);
		}
	}
	if (recording && (!pd_on("seccomp") || !pd_on("signals"))) {
		errno = EINVAL;
		return pd_fail("record what is refused without seccomp or signals");
	}
	if (!pd_on("uid"))
		launch->uid = 0;
	if (recording && hand_on(launch, record))
		return -1;
	snprintf(without, sizeof without, VARIABLE "=%.*s", *off ? (int)strlen(off) - 2 : 0, *off ? off + 1 : "");
	return *off ? hand_on(launch, without) : 0;
}

int pd_keep_capabilities(void) {
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[2];
	if (syscall(SYS_capget, &header, sets))
		return pd_fail("read the capabilities");
	sets[0].inheritable = sets[0].permitted;
	sets[1].inheritable = sets[1].permitted;
	if (syscall(SYS_capset, &header, sets))
		return pd_fail("make the capabilities inheritable");
	/* Those that the kernel does not know, or that we do not have, answer an error. */
	for (unsigned long capability = 0; capability < 64; capability++)
		prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0);
	return 0;
}

int pd_keep_descriptors(int last) {
	for (int fd = last + 1; fd < MOST_DESCRIPTORS; fd++)
		fcntl(fd, F_SETFD, 0);
	return 0;
}
