/* The server's half of the jail protocol, for tests: starts a jail on a tiny root, asks it for cells and talks to the probe inside. */
#ifndef PADDOCK_TEST_JAILER_H
#define PADDOCK_TEST_JAILER_H

#include <stdint.h>
#include <sys/types.h>

#include "protocol.h"

enum { PATIENCE_MS = 15000 };

/* What cells find in /usr/told, a file that is empty in their root. */
#define TOLD "one line\nand another"

struct jail {
	int server;              /* our end */
	pid_t outer;
	char cgroups[4][128];    /* as launched; empty: none */
};

struct cell {
	uint32_t id;
	int job, out, err;
	int memory;              /* cgroup v1: told when memory runs out; else -1 */
	struct pd_report ready;  /* or what came instead */
};

struct setup {
	const char *kind;        /* of template (hostile.c); NULL: exec'ed cells */
	uint64_t memory;         /* 0: 64 MiB */
	unsigned pids;           /* 0: 64 */
	int no_cgroups;
	int mute;                /* what its template prints is dropped */
};

/* Where the tests keep the root, the probe and the jail; made by build_place, removed by remove_place. */
int build_place(const char *binaries);
void remove_place(void);

/* Whether jails get cgroups: root, and a hierarchy that can be written. Otherwise the reason in *why. */
int have_cgroups(const char **why);

/* Starts a jail and waits for PD_UP or whatever comes instead, which is left in *first (kind 0: nothing came). */
struct jail jail_start(struct setup setup, struct pd_report *first);
struct jail jail_start_within(struct setup setup, struct pd_report *first, int patience);

/* Closes our end and waits for the outer process; its exit status, or -1 when it does not end (it is then killed). */
int jail_stop(struct jail *jail);

void jail_ask(const struct jail *jail, uint32_t kind, uint32_t cell, uint64_t value);

/* Asks for a door with these ports: a list that ends with 0, or PD_MAX_PORTS of them. */
void jail_open(const struct jail *jail, uint32_t cell, const uint16_t *ports);

/* The next report within `patience` ms; kind 0 when none comes. fds: room for 4, or NULL; -1 where none came. */
struct pd_report jail_next(const struct jail *jail, int fds[4], int patience);

/* Waits for a report of this kind about this cell; others are dropped. */
struct pd_report jail_await(const struct jail *jail, uint32_t kind, uint32_t cell);

/* Spawns a cell and waits for its PD_READY; job is -1 when something else came. */
struct cell cell_spawn(const struct jail *jail, uint32_t id);
void cell_close(struct cell *cell);

/* Sends a command to the probe and returns its answer, or CELL_GONE. Valid until the next call. */
#define CELL_GONE "(gone)"
const char *cell_ask(const struct cell *cell, const char *command);

/* Closes the job socket and waits for the end. */
struct pd_report cell_finish(const struct jail *jail, struct cell *cell);

/* The inner process (pid 1 of the cages), and how many entries a /proc/<pid>/<list> directory has. */
pid_t jail_inner(const struct jail *jail);
int count_entries(pid_t pid, const char *list);

/* The CPU time that the inner process uses within so many milliseconds, in hundredths of a second. On a busy machine it gets less, never more. */
long jail_ticks(const struct jail *jail, int milliseconds);

/* Directories below the jail's cgroups, or -1 when those are gone themselves. */
int count_groups(const struct jail *jail);

#endif
