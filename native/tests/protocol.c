/* The jail's protocol with honest templates and cells: how cells end, what limits do, and what is left behind. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "jailer.h"
#include "suites.h"
#include "util.h"

enum { MANY = 500, FEW = 100, BURST = 200 };

static struct jail jail;
static uint32_t last_cell;

static int begin(struct setup setup) {
	struct pd_report up;
	const char *why;
	jail = jail_start(setup, &up);
	last_cell = 0;
	return check(up.kind == PD_UP && up.b == (have_cgroups(&why) && !setup.no_cgroups ? (jail.cgroups[1][0] ? 1 : 2) : 0), "the jail is up", "%u %s", up.kind, up.text);
}

static struct cell spawn(void) {
	return cell_spawn(&jail, ++last_cell);
}

static void a_job_comes_and_goes(void) {
	struct cell cell = spawn();
	const char *answer = cell_ask(&cell, "hello");
	check(!strcmp(answer, "echo hello"), "a cell answers its job", "%s", cell.ready.text);
	check(cell.ready.x > 0 && cell.ready.y > 0 && cell.ready.x < 5000000000u, "a ready cell tells how long it took", NULL);
	struct pd_report ended = cell_finish(&jail, &cell);
	check(ended.a == PD_EXIT && ended.b == 0 && ended.x == 0 && ended.y > 0, "a cell that is done is reported with exit status 0 and its CPU time", NULL);
	cell = spawn();
	(void)pd_send(cell.job, "exit 7", 6, NULL, 0);
	ended = jail_await(&jail, PD_ENDED, cell.id);
	check(ended.a == PD_EXIT && ended.b == 7, "an exit status is reported", "%d %d", ended.a, ended.b);
	cell_close(&cell);
	cell = spawn();
	jail_ask(&jail, PD_KILL, cell.id, 0);
	ended = jail_await(&jail, PD_ENDED, cell.id);
	check(ended.a == PD_SIGNAL && ended.b == SIGKILL, "a killed cell is reported as killed", "%d %d", ended.a, ended.b);
	cell_close(&cell);
}

static void two_at_once(void) {
	struct cell one = spawn(), two = spawn();
	check(one.job >= 0 && two.job >= 0 && !strcmp(cell_ask(&one, "write /tmp/mine"), "0") && !strstr(cell_ask(&two, "list /tmp"), "mine"),
	      "two cells do not share their scratch", NULL);
	check(!strcmp(cell_ask(&one, "pids"), "1 ") && !strcmp(cell_ask(&two, "pids"), "1 "), "two cells do not see each other", NULL);
	jail_ask(&jail, PD_KILL, one.id, 0);
	jail_await(&jail, PD_ENDED, one.id);
	check(!strcmp(cell_ask(&two, "x"), "echo x"), "killing one cell leaves the other", NULL);
	jail_ask(&jail, PD_SPAWN, two.id, 0);
	check(jail_await(&jail, PD_FAILED, two.id).kind == PD_FAILED, "a number in use is refused", NULL);
	cell_close(&one);
	cell_finish(&jail, &two);
}

static void dies_of(const char *command, int number) {
	char sentence[128];
	struct cell cell = spawn();
	(void)pd_send(cell.job, command, strlen(command), NULL, 0);
	struct pd_report ended = jail_await(&jail, PD_ENDED, cell.id);
	snprintf(sentence, sizeof sentence, "after \"%s\" a cell has died of signal %d", command, number);
	check(ended.a == PD_SIGNAL && ended.b == number && ended.x == 0, sentence, "%d %d", ended.a, ended.b);
	cell_close(&cell);
}

static void survives(const char *command, const char *wanted) {
	char sentence[128];
	struct cell cell = spawn();
	const char *answer = cell_ask(&cell, command);
	snprintf(sentence, sizeof sentence, "after \"%s\" a cell lives", command);
	check(strstr(answer, wanted) != NULL, sentence, "%s", answer);
	cell_finish(&jail, &cell);
}

static void signals_to_pid_1(void) {
	dies_of("signal self 9", SIGKILL);
	dies_of("signal self 15", SIGTERM);
	dies_of("signal raise 11", SIGSEGV);
	dies_of("signal raise 10", SIGUSR1);
	dies_of("signal group 15", SIGTERM);
	dies_of("signal child 15", SIGTERM);
	dies_of("signal child 9", SIGKILL);
	dies_of("signal abort", SIGABRT);
	dies_of("int80", SIGSYS);
	survives("signal handled 15", "delivered 15");
	survives("signal handled 10", "delivered 10");
	survives("signal ignored 15", "delivered 0");
	survives("signal self 17", "delivered 0");
	survives("signal self 0", "delivered 0");
	survives("signal child-group 15", "child 15");
}

static void everything_of_a_cell_goes(int template) {
	struct cell cell = spawn();
	pid_t inner = jail_inner(&jail);
	char path[64], children[4096];
	check(!strcmp(cell_ask(&cell, "daemon"), "done"), "a cell can make a daemon that ignores signals", NULL);
	jail_ask(&jail, PD_KILL, cell.id, 0);
	jail_await(&jail, PD_ENDED, cell.id);
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)inner, (int)inner);
	pd_read_file(AT_FDCWD, path, children, sizeof children);
	int count = 0;
	for (char *c = children; *c; c++)
		count += *c == ' ';
	check(count == template, "no process of a killed cell is left", "children of the jail: %s", children);
	check(poll(&(struct pollfd){ .fd = cell.out, .events = POLLIN }, 1, 2000) == 1, "nobody holds a killed cell's stdout", NULL);
	cell_close(&cell);
}

static void many_cells_leave_nothing(int many) {
	pid_t inner = jail_inner(&jail);
	struct cell first = spawn();
	cell_finish(&jail, &first);
	int descriptors = count_entries(inner, "fd"), groups = count_groups(&jail), good = 0;
	for (int i = 0; i < many; i++) {
		struct cell cell = spawn();
		if (i % 2)
			jail_ask(&jail, PD_KILL, cell.id, 0);
		good += cell.ready.kind == PD_READY && cell_finish(&jail, &cell).kind == PD_ENDED;
		cell_close(&cell);
	}
	for (int waited = 0; waited < 200 && count_groups(&jail) != groups; waited++)
		usleep(10000);
	check(good == many, many == MANY ? "500 cells come and go" : "100 cells come and go", "%d", good);
	/* Reading another user's descriptors takes root; the jail of an ordinary user is in a namespace of its own. */
	if (descriptors >= 0)
		check(count_entries(inner, "fd") == descriptors, "they leave no descriptor in the jail", "%d, then %d", descriptors, count_entries(inner, "fd"));
	check(count_groups(&jail) == groups, "they leave no cgroup", "%d, then %d", groups, count_groups(&jail));
}

/* Asked at once, more than the template's socket holds. */
static void a_burst_is_served(void) {
	int ready = 0, ended = 0, fds[4];
	uint32_t first = last_cell + 1;
	for (int i = 0; i < BURST; i++)
		jail_ask(&jail, PD_SPAWN, ++last_cell, 0);
	while (ended < BURST) {
		struct pd_report report = jail_next(&jail, fds, PATIENCE_MS);
		if (report.kind == PD_READY) {
			ready++;
			for (int i = 0; i < 4; i++)
				pd_close(&fds[i]);
		} else if (report.kind == PD_ENDED && report.cell >= first) {
			ended++;
		} else {
			check(0, "a burst brings nothing but cells", "%u %s", report.kind, report.text);
			break;
		}
	}
	check(ready == BURST, "a burst of 200 requests brings 200 cells", "%d", ready);
}

static void garbage_from_the_server(void) {
	char junk[512];
	unsigned seed = 7;
	int passed[2] = { 0, 1 };
	for (int i = 0; i < 2000; i++) {
		size_t size = 1 + (size_t)rand_r(&seed) % (sizeof junk - 1);
		struct pd_request request = { 4 + (uint32_t)rand_r(&seed), (uint32_t)rand_r(&seed), (uint64_t)rand_r(&seed) };
		for (size_t c = 0; c < size; c++)
			junk[c] = (char)rand_r(&seed);
		if (size == sizeof request)
			size++;
		(void)pd_send(jail.server, junk, size, passed, (unsigned)i % 3);
		(void)pd_send(jail.server, &request, sizeof request, passed, (unsigned)i % 3);
		jail_ask(&jail, PD_KILL, 1000000 + (uint32_t)i, 0);
	}
	jail_ask(&jail, PD_SPAWN, 0, 0);
	jail_ask(&jail, PD_LIMIT_MEMORY, 999999, 1);
	struct pd_report report = jail_next(&jail, NULL, PATIENCE_MS);
	check(report.kind == PD_LIMITED && report.cell == 999999 && report.b == ESRCH, "a limit for nobody is answered with ESRCH", "%u %s", report.kind, report.text);
	struct cell cell = spawn();
	check(!strcmp(cell_ask(&cell, "x"), "echo x"), "after 4,000 senseless requests a jail makes cells", NULL);
	cell_finish(&jail, &cell);
}

static void the_end_of_a_jail(const char *sentence, int kill_inner) {
	struct cell cell = spawn();
	int status;
	pid_t inner = jail_inner(&jail);
	check(!strcmp(cell_ask(&cell, "daemon"), "done"), "a cell can make a daemon", NULL);
	if (kill_inner)
		kill(kill_inner == 1 ? inner : jail.outer, kill_inner == 1 ? SIGKILL : SIGTERM);
	if (kill_inner == 1)
		check(waitpid(jail.outer, &status, 0) == jail.outer && WIFEXITED(status) && WEXITSTATUS(status) == 1, "the outer process says that the inner was killed", NULL);
	else
		status = jail_stop(&jail);
	check(status != -1 && kill(inner, 0) == -1 && count_groups(&jail) == -1, sentence, "status %d, groups %d", status, count_groups(&jail));
	check(poll(&(struct pollfd){ .fd = cell.out, .events = POLLIN }, 1, 2000) == 1, "no process of its cells is left", NULL);
	cell_close(&cell);
	pd_close(&jail.server);
}

static void memory_runs_out(const char *kind, const char *command) {
	const char *why, *sentence = "a cell that exceeds its memory is ended, with that as the reason";
	if (!have_cgroups(&why)) {
		skip(sentence, why);
		return;
	}
	if (begin((struct setup){ .kind = kind, .memory = 32 << 20 })) {
		struct cell cell = spawn();
		(void)pd_send(cell.job, command, strlen(command), NULL, 0);
		struct pd_report ended = jail_await(&jail, PD_ENDED, cell.id);
		uint64_t told = 0;
		int v1 = !access("/sys/fs/cgroup/memory/memory.limit_in_bytes", W_OK);
		check(v1 ? read(cell.memory, &told, sizeof told) == sizeof told : cell.memory < 0, "with cgroup v1 its memory's event is passed on",
		      "%d", cell.memory);
		check(ended.a == PD_SIGNAL && ended.x > 0, sentence, "%d %d %d", ended.kind, ended.b, (int)ended.x);
		cell_close(&cell);
		cell = spawn();
		jail_ask(&jail, PD_LIMIT_MEMORY, cell.id, 48 << 20);
		check(jail_await(&jail, PD_LIMITED, cell.id).b == 0, "a waiting cell's memory limit can be raised", NULL);
		jail_ask(&jail, PD_LIMIT_MEMORY, cell.id, 16 << 20);
		check(jail_await(&jail, PD_LIMITED, cell.id).b == 0, "and lowered", NULL);
		cell_finish(&jail, &cell);
	}
	jail_stop(&jail);
}

static void a_fork_bomb(void) {
	const char *why, *sentence = "a fork bomb is capped";
	if (!have_cgroups(&why)) {
		skip(sentence, why);
		return;
	}
	if (begin((struct setup){ .kind = "serve", .pids = 40 })) {
		struct cell cell = spawn();
		const char *made = cell_ask(&cell, "bomb");
		check(atoi(made) == 39, sentence, "%s", made);
		jail_ask(&jail, PD_KILL, cell.id, 0);
		jail_await(&jail, PD_ENDED, cell.id);
		check(poll(&(struct pollfd){ .fd = cell.out, .events = POLLIN }, 1, 2000) == 1, "and gone when the cell is killed", NULL);
		cell_close(&cell);
	}
	check(jail_stop(&jail) == 0 && count_groups(&jail) == -1, "a stopped jail ends with 0 and leaves no cgroup", NULL);
}

static void one_kind(const char *kind) {
	if (!begin((struct setup){ .kind = kind }))
		return;
	a_job_comes_and_goes();
	two_at_once();
	signals_to_pid_1();
	everything_of_a_cell_goes(kind != NULL);
	many_cells_leave_nothing(kind ? MANY : FEW);
	a_burst_is_served();
	garbage_from_the_server();
	the_end_of_a_jail("when the server's socket closes every process and cgroup goes", 0);
}

static void without_cgroups(void) {
	struct pd_report up;
	struct jail bare = jail_start((struct setup){ .kind = "serve", .no_cgroups = 1 }, &up);
	check(up.kind == PD_UP && up.b == 0, "a jail without cgroups says so", "%s", up.text);
	jail_stop(&bare);
}

void jail_tests(void) {
	one_kind("serve");
	one_kind(NULL);
	if (begin((struct setup){ .kind = "serve" }))
		the_end_of_a_jail("when the inner process is killed every process and cgroup goes", 1);
	if (begin((struct setup){ .kind = "serve" }))
		the_end_of_a_jail("SIGTERM to the outer process does not keep it from cleaning up", 2);
	without_cgroups();
	if (already_ran_as_root)
		return; /* and the same tests with cgroups, which an ordinary user seldom has, with it */
	memory_runs_out("serve", "memory");
	memory_runs_out("serve", "children-memory");
	memory_runs_out(NULL, "memory");
	a_fork_bomb();
}
