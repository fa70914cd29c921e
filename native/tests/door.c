/* The egress door, seen from both sides: the cell calls any address, the test is the server that answers. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "jailer.h"
#include "suites.h"
#include "util.h"

enum { RACES = 60, WAYS = PD_MAX_PORTS + 1 };

static const uint16_t web[] = { 80, 443, 8443, 0 };

struct door {
	int fds[WAYS];
	struct pd_report reports[WAYS];
	unsigned count;
	struct pd_report opened; /* or what came instead */
};

static struct jail jail;
static uint32_t last_cell;

static struct cell spawn(void) {
	return cell_spawn(&jail, ++last_cell);
}

/* Everything up to PD_OPENED. */
static struct door await_door(uint32_t cell) {
	struct door door = { .count = 0 };
	for (;;) {
		int fds[4];
		struct pd_report report = jail_next(&jail, fds, PATIENCE_MS);
		pd_close(&fds[1]), pd_close(&fds[2]), pd_close(&fds[3]);
		if (report.kind == PD_LISTENING && report.cell == cell && door.count < WAYS) {
			door.fds[door.count] = fds[0];
			door.reports[door.count++] = report;
			continue;
		}
		pd_close(&fds[0]);
		if (!report.kind || (report.kind == PD_OPENED && report.cell == cell)) {
			door.opened = report;
			return door;
		}
	}
}

static struct door open_door(uint32_t cell, const uint16_t *ports) {
	jail_open(&jail, cell, ports);
	return await_door(cell);
}

static void close_door(struct door *door) {
	while (door->count)
		pd_close(&door->fds[--door->count]);
}

static int errno_of_opening(uint32_t cell, const uint16_t *ports) {
	struct door door = open_door(cell, ports);
	int error = door.opened.kind == PD_OPENED && !door.count ? door.opened.b : -1;
	close_door(&door);
	return error;
}

/* --- through the door --------------------------------------------------------------------------------------------------------------- */

/* The cell sends "ping" to the address, and the server answers with the address it was called by. */
static const char *call(const struct cell *cell, const struct door *door, const char *kind, const char *address, unsigned way) {
	static char called[INET6_ADDRSTRLEN];
	char command[128], word[8];
	union { struct sockaddr any; struct sockaddr_in v4; struct sockaddr_in6 v6; } from, to;
	socklen_t from_size = sizeof from, to_size = sizeof to;
	struct pollfd ready = { .fd = door->fds[way], .events = POLLIN };
	snprintf(command, sizeof command, "exchange %s %s %d", kind, address, door->reports[way].a);
	/* The cell waits for its answer, so it is told first and asked what came of it after. */
	(void)pd_send(cell->job, command, strlen(command), NULL, 0);
	if (poll(&ready, 1, PATIENCE_MS) == 1) {
		int datagram = door->reports[way].b == PD_UDP;
		int link = datagram ? dup(door->fds[way]) : accept4(door->fds[way], NULL, NULL, SOCK_CLOEXEC);
		if (recvfrom(link, word, sizeof word, 0, &from.any, &from_size) == 4 && !getsockname(link, &to.any, &to_size)) {
			inet_ntop(AF_INET6, &to.v6.sin6_addr, called, sizeof called);
			(void)sendto(link, called, strlen(called), 0, datagram ? &from.any : NULL, datagram ? from_size : 0);
		}
		close(link);
	}
	static char said[256];
	snprintf(said, sizeof said, "%s", cell_ask(cell, ""));
	return said;
}

static int has_ipv6(void) {
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	pd_close(&fd);
	return fd >= 0 || !access("/proc/sys/net/ipv6", F_OK);
}

static void calls_arrive(const struct cell *cell, const struct door *door) {
	const char *said = call(cell, door, "tcp", "93.184.216.34", 1);
	check(!strcmp(said, "::ffff:93.184.216.34"), "a connection to any IPv4 address arrives, and shows whom it called", "%s", said);
	said = call(cell, door, "tcp", "127.0.0.1", 2);
	check(!strcmp(said, "::ffff:127.0.0.1"), "and so does one to the loopback", "%s", said);
	said = call(cell, door, "udp", "127.0.0.1", 3);
	check(!strcmp(said, "::"), "a name query arrives and is answered", "%s", said);
	said = call(cell, door, "udp", "8.8.8.8", 3);
	check(!strcmp(said, "::"), "and so does one to another name server", "%s", said);
	if (!has_ipv6()) {
		skip("a connection to any IPv6 address arrives, and shows whom it called", "this machine has no IPv6");
		return;
	}
	said = call(cell, door, "tcp", "2001:db8::1", 0);
	check(!strcmp(said, "2001:db8::1"), "a connection to any IPv6 address arrives, and shows whom it called", "%s", said);
}

static void asked(const struct cell *cell, const char *command, const char *wanted, const char *sentence) {
	const char *said = cell_ask(cell, command);
	check(!strcmp(said, wanted), sentence, "%s: %s", command, said);
}

static void nothing_more_is_given(const struct cell *cell) {
	struct cell other = spawn();
	asked(cell, "exchange tcp 93.184.216.34 25", "errno 111", "a port that was not asked for is closed");
	asked(cell, "bind tcp 127.0.0.1 80", "13", "the cell may not take a port of the door");
	asked(cell, "bind udp 127.0.0.1 53", "13", "nor that of the names");
	asked(cell, "bind tcp 127.0.0.1 8443", "98", "nor, of those that anybody may take, one that the door has");
	asked(cell, "bind tcp 203.0.113.1 8443", "98", "on whatever address");
	asked(cell, "change-network", "new 1 delete 1 down 1", "the cell may not change its routes or its loopback");
	asked(&other, "exchange tcp 93.184.216.34 443", "errno 101", "another cell of the jail has no network");
	asked(&other, "exchange udp 127.0.0.1 53", "nothing 111", "and no names");
	cell_finish(&jail, &other);
}

static void a_door(void) {
	struct cell cell = spawn();
	pid_t inner = jail_inner(&jail);
	errno_of_opening(last_cell + 1000, web); /* the jail has closed the streams that it handed over */
	int before = count_entries(inner, "fd");
	asked(&cell, "exchange tcp 93.184.216.34 443", "errno 101", "without a door there is no network");
	struct door door = open_door(cell.id, web);
	int as_asked = door.count == 4;
	for (unsigned i = 0; as_asked && i < 4; i++)
		as_asked = door.fds[i] >= 0 && door.reports[i].a == (i < 3 ? web[i] : 53) && door.reports[i].b == (i < 3 ? PD_TCP : PD_UDP);
	if (check(as_asked && door.opened.kind == PD_OPENED && !door.opened.b, "a door is a socket for each port and one for names", "%u sockets, %u %d", door.count,
	          door.opened.kind, door.opened.b)) {
		calls_arrive(&cell, &door);
		nothing_more_is_given(&cell);
	}
	check(count_entries(inner, "fd") == before, "a door leaves no descriptor in the jail", "%d, then %d", before, count_entries(inner, "fd"));
	check(errno_of_opening(cell.id, web) == EALREADY, "a cell has one door", NULL);
	cell_finish(&jail, &cell);
	check(errno_of_opening(cell.id, web) == ESRCH, "a cell that is gone gets none", NULL);
	close_door(&door);
}

/* --- what the server may say -------------------------------------------------------------------------------------------------------- */

static void bad_ports_are_refused(void) {
	struct cell cell = spawn();
	uint16_t all[PD_MAX_PORTS];
	check(errno_of_opening(cell.id, (uint16_t[]){ 0 }) == EINVAL, "a door without a port is refused", NULL);
	check(errno_of_opening(cell.id, (uint16_t[]){ 80, 443, 80, 0 }) == EINVAL, "and one with a port twice", NULL);
	struct pd_open gap = { PD_OPEN, cell.id, { 80, 0, 443 } };
	(void)pd_send(jail.server, &gap, sizeof gap, NULL, 0);
	struct door door = await_door(cell.id);
	check(!door.count && door.opened.b == EINVAL, "and one with a gap", "%d", door.opened.b);
	for (uint16_t i = 0; i < PD_MAX_PORTS; i++)
		all[i] = (uint16_t)(65535 - i);
	door = open_door(cell.id, all);
	check(door.count == WAYS && !door.opened.b, "a cell that was refused a door can have one, with as many ports as there may be", "%u, %d", door.count, door.opened.b);
	close_door(&door);
	cell_finish(&jail, &cell);
}

static void other_sizes_are_ignored(void) {
	struct cell cell = spawn();
	struct { struct pd_open open; uint16_t more; } request = { { PD_OPEN, cell.id, { 80 } }, 0 };
	const struct { uint32_t kind; size_t size; } wrong[] = {
		{ PD_OPEN, sizeof(struct pd_request) }, { PD_OPEN, sizeof request.open - 2 }, { PD_OPEN, sizeof request.open + 2 },
		{ PD_SPAWN, sizeof request.open }, { PD_KILL, sizeof request.open }, { PD_LIMIT_MEMORY, sizeof request.open },
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		int fds[2] = { 0, 1 };
		request.open.kind = wrong[i].kind;
		(void)pd_send(jail.server, &request, wrong[i].size, fds, (unsigned)i % 3);
	}
	request.open = (struct pd_open){ .kind = PD_OPEN, .ports = { 80 } };
	(void)pd_send(jail.server, &request, sizeof request.open, NULL, 0);
	check(errno_of_opening(last_cell + 1000, web) == ESRCH, "a door for nobody is refused, and what has another size, or is about no cell, is ignored", NULL);
	asked(&cell, "x", "echo x", "and the cell lives");
	cell_finish(&jail, &cell);
}

/* --- ends --------------------------------------------------------------------------------------------------------------------------- */

static int race(void) {
	struct cell cell = spawn();
	jail_open(&jail, cell.id, web);
	if (last_cell % 2)
		usleep(last_cell % 5 * 150);
	jail_ask(&jail, PD_KILL, cell.id, 0);
	struct door door = await_door(cell.id);
	/* A socket that was on its way may still come, so that this is not jail_await. */
	int ended = 0, fds[4];
	while (!ended) {
		struct pd_report report = jail_next(&jail, fds, PATIENCE_MS);
		for (int i = 0; i < 4; i++)
			pd_close(&fds[i]);
		if (!report.kind || report.kind == PD_OPENED)
			break;
		ended = report.kind == PD_ENDED && report.cell == cell.id;
	}
	int answered = door.opened.kind == PD_OPENED && (door.opened.b == 0 || door.opened.b == ESRCH);
	close_door(&door);
	cell_close(&cell);
	return answered && ended;
}

static void doors_of_dying_cells(void) {
	pid_t inner = jail_inner(&jail);
	errno_of_opening(last_cell + 1000, web);
	int descriptors = count_entries(inner, "fd"), good = 0;
	for (int i = 0; i < RACES; i++)
		good += race();
	check(good == RACES, "of a cell that is killed while its door is opened the door is answered once, and then its end", "%d of 60", good);
	check(count_entries(inner, "fd") == descriptors, "which leaves no descriptor in the jail", "%d, then %d",
	      descriptors, count_entries(inner, "fd"));
	struct pd_report late = jail_next(&jail, NULL, 200);
	check(!late.kind || late.kind == PD_LISTENING, "and nothing more is said", "%u", late.kind);
}

static void one_kind(const char *kind) {
	struct pd_report up;
	jail = jail_start((struct setup){ .kind = kind }, &up);
	last_cell = 0;
	if (check(up.kind == PD_UP, kind ? "a jail of forked cells is up" : "a jail of exec'ed cells is up", "%u %s", up.kind, up.text)) {
		a_door();
		bad_ports_are_refused();
		other_sizes_are_ignored();
		doors_of_dying_cells();
	}
	check(jail_stop(&jail) == 0, "a jail that opened doors ends with 0", NULL);
}

void door_tests(void) {
	one_kind("serve");
	one_kind(NULL);
}
