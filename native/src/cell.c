#define _GNU_SOURCE
#include "cell.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "util.h"

static struct pd_cell cells[PD_MAX_CELLS];
static unsigned used; /* slots below this index have been in use; keeps the searches short */

static int matches(const struct pd_cell *cell, uint32_t id, pid_t pid) {
	return cell->stage != PD_FREE && (id ? cell->id == id : pid > 0 && cell->pid == pid);
}

static struct pd_cell *find(uint32_t id, pid_t pid) {
	for (unsigned i = 0; i < used; i++)
		if (matches(&cells[i], id, pid))
			return &cells[i];
	return NULL;
}

struct pd_cell *pd_cell_by_id(uint32_t id) {
	return id ? find(id, 0) : NULL;
}

struct pd_cell *pd_cell_by_pid(pid_t pid) {
	return find(0, pid);
}

struct pd_cell *pd_cell_by_helper(pid_t pid) {
	for (unsigned i = 0; i < used; i++)
		if (cells[i].stage != PD_FREE && pid > 0 && cells[i].helper == pid)
			return &cells[i];
	return NULL;
}

struct pd_cell *pd_cell_waiting(void) {
	struct pd_cell *oldest = NULL;
	for (unsigned i = 0; i < used; i++)
		if (cells[i].stage == PD_WAITING && (!oldest || cells[i].asked < oldest->asked))
			oldest = &cells[i];
	return oldest;
}

struct pd_cell *pd_cell_new(uint32_t id) {
	unsigned slot = 0;
	while (slot < used && cells[slot].stage != PD_FREE)
		slot++;
	if (slot == PD_MAX_CELLS)
		return NULL;
	if (slot == used)
		used++;
	cells[slot] = (struct pd_cell){ .stage = PD_WAITING, .id = id, .job = -1, .out = -1, .err = -1, .signals = -1, .oom = -1 };
	return &cells[slot];
}

void pd_cell_free(struct pd_cell *cell) {
	pd_close(&cell->job);
	pd_close(&cell->out);
	pd_close(&cell->err);
	pd_close(&cell->signals);
	pd_close(&cell->oom);
	if (cell->helper)
		kill(cell->helper, SIGKILL); /* reaped like any other child */
	cell->stage = PD_FREE;
	while (used && cells[used - 1].stage == PD_FREE)
		used--;
}

/* A cell can read its group's name. Numbers given in turn would tell it how many there were before; multiplied by an odd number they are as
 * unique and say nothing to who does not know both random numbers. */
void pd_group_name(uint32_t id, char name[PD_GROUP_NAME]) {
	static uint32_t random[2];
	static int drawn;
	/* Should it fail, the names are unique all the same. */
	if (!drawn++)
		(void)!getrandom(random, sizeof random, 0);
	snprintf(name, PD_GROUP_NAME, "c%08x", id * (random[0] | 1) + random[1]);
}

void pd_cell_group(const struct pd_cell *cell, char name[PD_GROUP_NAME]) {
	pd_group_name(cell->id, name);
}

void pd_cells_each(void (*visit)(struct pd_cell *)) {
	for (unsigned i = 0; i < used; i++)
		if (cells[i].stage != PD_FREE)
			visit(&cells[i]);
}
