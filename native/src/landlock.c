/* Second wall behind the mounts. Only what the running kernel knows is asked for: the ladder is by ABI, and the jail reports which one it
 * found. The syscalls have no wrapper in Debian 12's libc, and its headers end at ABI 2, so the few constants stand here. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "layers.h"
#include "switches.h"
#include "util.h"

#define ACCESS_EXECUTE (1u << 0)
#define ACCESS_WRITE_FILE (1u << 1)
#define ACCESS_READ_FILE (1u << 2)
#define ACCESS_READ_DIR (1u << 3)
#define ACCESS_ALL_ABI1 ((1u << 13) - 1)
#define ACCESS_REFER (1u << 13)     /* ABI 2: rename and link across directories */
#define ACCESS_TRUNCATE (1u << 14)  /* ABI 3 */
#define ACCESS_IOCTL_DEV (1u << 15) /* ABI 5 */
#define SCOPE_ABSTRACT_SOCKETS 1u   /* ABI 6 */
#define SCOPE_SIGNALS 2u            /* ABI 6 */
#define RESTRICT_LOG_OFF 1u         /* ABI 7: denied accesses would flood the host's audit log */

struct ruleset {
	uint64_t files;
	uint64_t network;
	uint64_t scopes;
};

/* What a cell's root is made of (eng/build-rootfs.sh), and where bun looks for packages from /src upwards: should a tree of the host's ever
 * show up beside these, it cannot be read. */
static const char *const readable[] = { "/usr", "/etc", "/opt", "/var", "/proc", "/dev", "/node_modules" };
static const char *const scratch[] = { "/mnt/req", "/tmp", "/dev/shm", "/src" };
static const char *const devices[] = { "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom" };

int pd_landlock_abi(void) {
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	return abi < 0 ? 0 : (int)abi;
}

static uint64_t all_file_rights(int abi) {
	uint64_t rights = ACCESS_ALL_ABI1;
	if (abi >= 2)
		rights |= ACCESS_REFER;
	if (abi >= 3)
		rights |= ACCESS_TRUNCATE;
	if (abi >= 5)
		rights |= ACCESS_IOCTL_DEV;
	return rights;
}

static int allow_below(int ruleset, const char *path, uint64_t rights) {
	PD_CLEANUP_FD parent = open(path, O_PATH | O_CLOEXEC);
	struct landlock_path_beneath_attr rule = { .allowed_access = rights, .parent_fd = parent };
	if (parent < 0 || syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0))
		return pd_fail("landlock rule for %s", path);
	return 0;
}

static int add_file_rules(int ruleset, uint64_t all) {
	/* Names may be listed everywhere. A rule goes for all that lies below, and there is none for a directory alone. */
	if (allow_below(ruleset, "/", ACCESS_READ_DIR))
		return -1;
	for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
		if (allow_below(ruleset, readable[i], ACCESS_EXECUTE | ACCESS_READ_FILE | ACCESS_READ_DIR) && errno != ENOENT)
			return -1;
	for (size_t i = 0; i < sizeof scratch / sizeof *scratch; i++)
		if (allow_below(ruleset, scratch[i], all))
			return -1;
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (allow_below(ruleset, devices[i], ACCESS_WRITE_FILE | (all & (ACCESS_TRUNCATE | ACCESS_IOCTL_DEV))))
			return -1;
	/* /proc/self/task/…/comm: naming another thread goes through this file. */
	return allow_below(ruleset, "/proc", ACCESS_WRITE_FILE);
}

static size_t known_size(int abi) {
	return abi >= 6 ? sizeof(struct ruleset) : abi >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
}

int pd_landlock(int files) {
	int abi = pd_landlock_abi();
	struct ruleset attributes = { 0 };
	/* REFER is refused by every ruleset that does not name it, so the one a template is born with has to. */
	attributes.files = all_file_rights(abi) & (files ? ~UINT64_C(0) : ACCESS_REFER);
	if (abi >= 6)
		attributes.scopes = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
	/* No Landlock at all: the jail has reported ABI 0 and the server has decided whether that may serve. */
	if (abi == 0 || !pd_on("landlock") || (!attributes.files && !attributes.scopes))
		return 0;
	PD_CLEANUP_FD ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, known_size(abi), 0);
	if (ruleset < 0)
		return pd_fail("create the landlock ruleset");
	if (files ? add_file_rules(ruleset, attributes.files) : attributes.files && allow_below(ruleset, "/", ACCESS_REFER))
		return -1;
	if (syscall(SYS_landlock_restrict_self, ruleset, abi >= 7 ? RESTRICT_LOG_OFF : 0))
		return pd_fail("enter the landlock domain");
	return 0;
}
