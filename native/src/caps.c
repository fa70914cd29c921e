#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "layers.h"
#include "switches.h"
#include "util.h"

#define HIGHEST_POSSIBLE_CAPABILITY 63 /* what the kernel's two 32-bit words can hold; unknown ones answer EINVAL */

static int empty_bounding_set(void) {
	for (int capability = 0; capability <= HIGHEST_POSSIBLE_CAPABILITY; capability++)
		if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) && errno != EINVAL)
			return pd_fail("drop capability %d from the bounding set", capability);
	return 0;
}

int pd_drop_capabilities(void) {
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { 0 };
	if (!pd_on("capabilities"))
		return pd_keep_capabilities();
	if (prctl(PR_SET_SECUREBITS, SECURE_ALL_BITS | SECURE_ALL_LOCKS, 0, 0, 0))
		return pd_fail("lock the secure bits");
	if (empty_bounding_set())
		return -1;
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0))
		return pd_fail("clear the ambient capabilities");
	if (syscall(SYS_capset, &header, none))
		return pd_fail("drop all capabilities");
	return 0;
}

int pd_no_new_privileges(void) {
	return pd_on("no-new-privs") && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? pd_fail("set no_new_privs") : 0;
}

struct limit { __rlimit_resource_t resource; rlim_t value; };

static int lower(const struct limit *wanted) {
	struct rlimit now, limit = { wanted->value, wanted->value };
	if (getrlimit(wanted->resource, &now))
		return pd_fail("read rlimit %d", (int)wanted->resource);
	if (now.rlim_max < limit.rlim_max)
		limit.rlim_cur = limit.rlim_max = now.rlim_max;
	return setrlimit(wanted->resource, &limit) ? pd_fail("set rlimit %d", (int)wanted->resource) : 0;
}

int pd_set_rlimits(void) {
	static const struct limit limits[] = {
		{ RLIMIT_CORE, 0 },                /* no core files: they would carry memory to wherever core_pattern says */
		{ RLIMIT_MEMLOCK, 64 * 1024 },     /* key material, not more */
		{ RLIMIT_MSGQUEUE, 64 * 1024 },    /* kernel memory outside the tmpfs limits */
		{ RLIMIT_SIGPENDING, 1024 },       /* queued signals are kernel memory */
		{ RLIMIT_RTPRIO, 0 },              /* no real-time scheduling */
	};
	for (size_t i = 0; pd_on("rlimits") && i < sizeof limits / sizeof *limits; i++)
		if (lower(&limits[i]))
			return -1;
	return 0;
}

int pd_limit_open_files(void) {
	return !pd_on("rlimits") ? 0 : lower(&(struct limit){ RLIMIT_NOFILE, 1024 }); /* what select() can hold; libraries size tables by it */
}
