/* The cells of one jail, from request to reaping. */
#ifndef PADDOCK_CELL_H
#define PADDOCK_CELL_H

#include <stdint.h>
#include <sys/types.h>

enum pd_stage {
	PD_FREE,      /* slot unused                                                       */
	PD_WAITING,   /* the template has enough to do                                     */
	PD_STARTING,  /* asked of the template, no pid yet                                 */
	PD_FURNISHING, /* has its pid, ids and cgroup; a helper mounts in it                */
	PD_CAGING,    /* furnished; told to cage itself                                    */
	PD_SERVING,   /* handed to the server                                              */
};

struct pd_cell {
	enum pd_stage stage;
	uint32_t id;          /* the server's number for it; never 0 */
	pid_t pid;            /* in the jail's pid namespace; 0 until known */
	pid_t helper;         /* the process that furnishes it or, once it serves, opens its door; 0: none */
	uint64_t helper_since; /* CLOCK_MONOTONIC ns: when that was started */
	int has_door;         /* its door has been asked for, whatever came of it */
	int job, out, err;    /* the server's ends, until they are handed over; -1 otherwise */
	int signals;          /* where the kernel asks about signals to pid 1; -1 until caged */
	int oom;              /* becomes readable when memory runs out (cgroup v1); -1 otherwise */
	int condemned;        /* killed before it had a pid: kill it as soon as it has one */
	int failed;           /* reported as PD_FAILED: its end is no news */
	int out_of_memory;    /* the kernel said so (cgroup v1) */
	int own_signal;       /* the signal it sent itself and would have died of; 0: none */
	uint64_t asked, born; /* CLOCK_MONOTONIC ns: requested, cloned */
};

enum { PD_MAX_CELLS = 4096, PD_GROUP_NAME = 16 };

/* Finds by the server's number, by pid, or by its helper's pid; NULL when there is none. */
struct pd_cell *pd_cell_by_id(uint32_t id);
struct pd_cell *pd_cell_by_pid(pid_t pid);
struct pd_cell *pd_cell_by_helper(pid_t pid);

/* The cell that is waiting the longest; NULL when none is. */
struct pd_cell *pd_cell_waiting(void);

/* A free slot with every descriptor -1; NULL when all are in use. */
struct pd_cell *pd_cell_new(uint32_t id);

/* Closes the cell's descriptors, kills a helper that is still at it, and frees its slot. */
void pd_cell_free(struct pd_cell *cell);

/* The name of the cgroup of the cell with this number: unique among the jail's. */
void pd_group_name(uint32_t id, char name[PD_GROUP_NAME]);
void pd_cell_group(const struct pd_cell *cell, char name[PD_GROUP_NAME]);

/* Calls `visit` for every slot in use. */
void pd_cells_each(void (*visit)(struct pd_cell *));

#endif
