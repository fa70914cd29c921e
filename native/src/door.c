/* The egress door of a cell: from inside it looks as if the whole Internet were there, and every address of it is the server's.
 *
 * A cell's network has nothing but a loopback, and the cell has no right to change that. PD_OPEN makes a helper, which enters the cell's user
 * and network namespace (and no other, so that nothing in the cell can see it), routes every address there is to the loopback, listens on the
 * ports of the request and passes each socket to the server. A connection of the cell to any address ends at one of these sockets, whose
 * accepted end has the address that was called. There is no way around, because there is nothing else.
 *
 * The helper writes to the server's socket itself, and the jail goes on meanwhile; it reports PD_OPENED when it reaps the helper. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate.h"
#include "jail.h"
#include "switches.h"
#include "util.h"

#define BACKLOG 128 /* the server accepts at once; this is for the moment in which it does not */
#define DNS_PORT 53
#define MAX_ANSWER 1024
#define LAST_MOMENT_MS 200 /* from the end of a cell's memory to the end of the cell */

/* --- routes ------------------------------------------------------------------------------------------------------------------------- */

struct route_request {
	struct nlmsghdr header;
	struct rtmsg route;
	struct rtattr device;
	uint32_t device_index;
};

/* 0 when the kernel took the request, or -1 with errno. */
static int read_acknowledgement(int netlink) {
	_Alignas(struct nlmsghdr) char bytes[MAX_ANSWER];
	const struct nlmsghdr *header = (const struct nlmsghdr *)bytes;
	const struct nlmsgerr *answer = (const struct nlmsgerr *)NLMSG_DATA(header);
	ssize_t length = recv(netlink, bytes, sizeof bytes, 0);
	if (length < 0)
		return -1;
	errno = length < (ssize_t)NLMSG_LENGTH(sizeof *answer) || header->nlmsg_type != NLMSG_ERROR ? EPROTO : -answer->error;
	return errno ? -1 : 0;
}

/* ip route add local <every address of the family> dev lo */
static int route_everything(int netlink, uint32_t loopback, unsigned char family) {
	struct route_request request = {
		.header = { .nlmsg_len = sizeof request, .nlmsg_type = RTM_NEWROUTE, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL },
		.route = { .rtm_family = family, .rtm_table = RT_TABLE_LOCAL, .rtm_protocol = RTPROT_BOOT, .rtm_scope = RT_SCOPE_HOST, .rtm_type = RTN_LOCAL },
		.device = { .rta_len = RTA_LENGTH(sizeof request.device_index), .rta_type = RTA_OIF },
		.device_index = loopback,
	};
	if (send(netlink, &request, sizeof request, 0) != (ssize_t)sizeof request || read_acknowledgement(netlink))
		return pd_fail("route IPv%d to the loopback", family == AF_INET ? 4 : 6);
	return 0;
}

/* Where the administrator has done without IPv6 the code in a cell does so, too. */
static int lacks_ipv6(int error) {
	return error == EAFNOSUPPORT || error == EOPNOTSUPP || error == EACCES || error == ENODEV;
}

static int route_to_loopback(void) {
	PD_CLEANUP_FD netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	uint32_t loopback = if_nametoindex("lo");
	if (netlink < 0 || !loopback)
		return pd_fail("find the loopback");
	if (route_everything(netlink, loopback, AF_INET))
		return -1;
	return route_everything(netlink, loopback, AF_INET6) && !lacks_ipv6(errno) ? -1 : 0;
}

/* --- sockets ------------------------------------------------------------------------------------------------------------------------ */

/* On every address of both families, or of IPv4 where there is no other. Without SO_REUSEADDR: nobody can come between. */
static int bind_everywhere(int type, uint16_t port) {
	const struct sockaddr_in6 any6 = { .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_ANY_INIT };
	const struct sockaddr_in any4 = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_ANY) };
	const int off = 0;
	PD_CLEANUP_FD sock = socket(AF_INET6, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int both = sock >= 0;
	if (!both && errno == EAFNOSUPPORT)
		sock = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return pd_fail("make a socket for port %u", port);
	if (both && setsockopt(sock, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off))
		return pd_fail("let port %u have both families", port);
	if (bind(sock, both ? (const struct sockaddr *)&any6 : (const struct sockaddr *)&any4, both ? sizeof any6 : sizeof any4))
		return pd_fail("bind port %u", port);
	return pd_steal(&sock);
}

static int hand_over(uint32_t cell, uint16_t port, int kind) {
	const struct pd_report report = { .kind = PD_LISTENING, .cell = cell, .a = port, .b = kind };
	PD_CLEANUP_FD sock = bind_everywhere(kind == PD_TCP ? SOCK_STREAM : SOCK_DGRAM, port);
	if (sock < 0)
		return -1;
	if (kind == PD_TCP && listen(sock, BACKLOG))
		return pd_fail("listen on port %u", port);
	return pd_send(PD_SERVER_FD, &report, sizeof report, &sock, 1) < 0 ? pd_fail("pass the socket of port %u", port) : 0;
}

/* --- the helper --------------------------------------------------------------------------------------------------------------------- */

/* The kernel lets nobody into the namespaces of a process that is on its way out, for one reason or another. That is not the machine's fault. */
static int enter_network(int process) {
	struct pollfd end = { .fd = process, .events = POLLIN };
	if (!setns(process, (int)pd_namespaces(CLONE_NEWUSER | CLONE_NEWNET)))
		return 0;
	int error = errno;
	if (error == ESRCH || poll(&end, 1, LAST_MOMENT_MS) == 1)
		_exit(ESRCH);
	errno = error;
	return pd_fail("enter the cell's network");
}

/* Runs in the helper, which has every right in the cell's user namespace and none outside. Without a request it only makes the routes. */
static int open_from_inside(const struct pd_open *request, int process) {
	/* As in isolate.c: whoever has rights in there must not get at our memory. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return pd_fail("become undumpable");
	if (enter_network(process))
		return -1;
	if (close_range(PD_SERVER_FD + 1, ~0u, 0))
		return pd_fail("close the jail's descriptors");
	if (route_to_loopback())
		return -1;
	if (!request)
		return 0;
	for (unsigned i = 0; i < PD_MAX_PORTS && request->ports[i]; i++)
		if (hand_over(request->cell, request->ports[i], PD_TCP))
			return -1;
	return hand_over(request->cell, DNS_PORT, PD_UDP);
}

pid_t pd_start_door(const struct pd_open *request, pid_t cell) {
	PD_CLEANUP_FD process = (int)syscall(SYS_pidfd_open, cell, 0);
	if (process < 0)
		return pd_fail("open the cell's pidfd");
	pid_t helper = fork();
	if (helper < 0)
		return pd_fail("fork the helper");
	if (helper == 0)
		pd_leave_helper(open_from_inside(request, process));
	return helper;
}

/* --- the jail ----------------------------------------------------------------------------------------------------------------------- */

/* At least one, each once, and nothing behind the first 0. */
static int are_ports(const uint16_t ports[PD_MAX_PORTS]) {
	for (unsigned i = 1; i < PD_MAX_PORTS; i++) {
		if (ports[i] && !ports[i - 1])
			return 0;
		for (unsigned before = 0; ports[i] && before < i; before++)
			if (ports[before] == ports[i])
				return 0;
	}
	return ports[0] != 0;
}

static void report_opened(uint32_t cell, int error) {
	pd_tell((struct pd_report){ .kind = PD_OPENED, .cell = cell, .b = error }, NULL, 0);
}

void pd_door_opened(const struct pd_cell *cell, int error) {
	report_opened(cell->id, error);
}

void pd_open_door(const struct pd_open *request) {
	struct pd_cell *cell = pd_cell_by_id(request->cell);
	int error = !cell || cell->stage != PD_SERVING ? ESRCH : cell->has_door ? EALREADY : !are_ports(request->ports) ? EINVAL : 0;
	if (!error) {
		pid_t helper = pd_start_door(request, cell->pid);
		if (helper > 0) {
			cell->has_door = 1;
			cell->helper = helper;
			cell->helper_since = pd_now();
			return;
		}
		error = errno;
	}
	report_opened(request->cell, error);
}
