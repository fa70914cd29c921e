/* The launch description: what one jail is to be. Sent by the server as the first message; NUL-terminated words, each keyword followed by
 * its fixed number of arguments. docs/protocols/jail.md lists them. */
#ifndef PADDOCK_LAUNCH_H
#define PADDOCK_LAUNCH_H

#include <stdint.h>
#include <sys/types.h>

#include "protocol.h"

enum {
	PD_MAX_BINDS = 8,
	PD_MAX_FILES = 4,
	PD_MAX_WORDS = 64,      /* of argv and of the environment each */
	PD_MAX_CONTROLLERS = 4,
};

struct pd_bind { const char *source, *target; };

struct pd_file { const char *target, *contents; };

struct pd_cgroup_path { const char *controller, *path; }; /* controller: memory, pids, cpu (v1) or unified (v2) */

struct pd_launch {
	char words[PD_MAX_LAUNCH];   /* everything below points into this */
	int fork_template;           /* 1: a template forks the cells; 0: each cell is an exec of argv */
	int mute_template;           /* 1: what the template prints is dropped */
	uid_t uid;                   /* run under this uid; 0: stay who we are */
	const char *root;            /* directory that becomes the read-only root */
	struct pd_bind binds[PD_MAX_BINDS];
	unsigned bind_count;
	struct pd_file files[PD_MAX_FILES]; /* put over existing ones of the root, after the binds */
	unsigned file_count;
	struct pd_cgroup_path cgroups[PD_MAX_CONTROLLERS];
	unsigned cgroup_count;
	uint64_t data; /* RLIMIT_DATA of a cell's processes; 0: none */
	uint64_t memory, template_memory, pids, cpu_quota_us, scratch_bytes, scratch_inodes;
	char *argv[PD_MAX_WORDS + 1];
	char *envp[PD_MAX_WORDS + 1];
	unsigned argc, envc;
};

/* Reads the description from the server's socket. 0, or -1 with pd_error. */
int pd_read_launch(int server, struct pd_launch *launch);

/* Parses the `size` bytes already in launch->words. 0, or -1 with pd_error. */
int pd_parse_launch(struct pd_launch *launch, size_t size);

#endif
