/* What the program inside the cage does with its network. */
#define _GNU_SOURCE
#include "probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 10000

static void say_network(void) {
	struct if_nameindex *names = if_nameindex();
	for (struct if_nameindex *name = names; name && name->if_index; name++)
		say("%s ", name->if_name);
	if_freenameindex(names);
	struct sockaddr_in far = { .sin_family = AF_INET, .sin_port = htons(53), .sin_addr.s_addr = inet_addr("1.1.1.1") };
	struct sockaddr_in near = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), server = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t length = sizeof near;
	say("far %d ", connect(fd, (struct sockaddr *)&far, sizeof far) ? errno : 0);
	int failed = bind(server, (struct sockaddr *)&near, length) || listen(server, 1) || getsockname(server, (struct sockaddr *)&near, &length);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	say("near %d", failed || connect(client, (struct sockaddr *)&near, length) ? errno : 0);
	close(fd), close(server), close(client);
}

union address { struct sockaddr any; struct sockaddr_in v4; struct sockaddr_in6 v6; };

static socklen_t read_address(const char *text, unsigned port, union address *address) {
	memset(address, 0, sizeof *address);
	if (inet_pton(AF_INET, text, &address->v4.sin_addr) == 1) {
		address->v4.sin_family = AF_INET;
		address->v4.sin_port = htons((uint16_t)port);
		return sizeof address->v4;
	}
	inet_pton(AF_INET6, text, &address->v6.sin6_addr);
	address->v6.sin6_family = AF_INET6;
	address->v6.sin6_port = htons((uint16_t)port);
	return sizeof address->v6;
}

/* Sends a word and says the one that comes back, or why none does. */
static void say_exchange(int type, const char *text, unsigned port) {
	union address address;
	char word[64] = "";
	socklen_t length = read_address(text, port, &address);
	int fd = socket(address.any.sa_family, type | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, &address.any, length) || write(fd, "ping", 4) != 4)
		say("errno %d", errno);
	else if (poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, PATIENCE_MS) != 1 || read(fd, word, sizeof word - 1) < 0)
		say("nothing %d", errno);
	else
		say("%s", word);
	close(fd);
}

static void say_bind(int type, const char *text, unsigned port) {
	union address address;
	const int on = 1;
	socklen_t length = read_address(text, port, &address);
	int fd = socket(address.any.sa_family, type | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
	say("%d", bind(fd, &address.any, length) || (type == SOCK_STREAM && listen(fd, 1)) ? errno : 0);
	close(fd);
}

static int change_route(uint16_t kind) {
	struct { struct nlmsghdr header; struct rtmsg route; struct rtattr device; uint32_t index; } request = {
		.header = { .nlmsg_len = sizeof request, .nlmsg_type = kind, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | (kind == RTM_NEWROUTE ? NLM_F_CREATE : 0) },
		.route = { .rtm_family = AF_INET, .rtm_table = RT_TABLE_LOCAL, .rtm_scope = RT_SCOPE_HOST, .rtm_type = RTN_LOCAL },
		.device = { .rta_len = RTA_LENGTH(sizeof request.index), .rta_type = RTA_OIF },
		.index = 1,
	};
	struct { struct nlmsghdr header; struct nlmsgerr error; char rest[256]; } answer = { 0 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int failed = send(fd, &request, sizeof request, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0;
	int error = failed ? errno : -answer.error.error;
	close(fd);
	return error;
}

static void say_changes(void) {
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int down = ioctl(fd, SIOCSIFFLAGS, &request) ? errno : 0;
	close(fd);
	say("new %d delete %d down %d", change_route(RTM_NEWROUTE), change_route(RTM_DELROUTE), down);
}

int obey_network(const char *command) {
	char kind[8] = "", address[64] = "";
	unsigned port = 0;
	if (!strcmp(command, "network"))
		say_network();
	else if (!strcmp(command, "change-network"))
		say_changes();
	else if (sscanf(command, "exchange %7s %63s %u", kind, address, &port) == 3)
		say_exchange(!strcmp(kind, "tcp") ? SOCK_STREAM : SOCK_DGRAM, address, port);
	else if (sscanf(command, "bind %7s %63s %u", kind, address, &port) == 3)
		say_bind(!strcmp(kind, "tcp") ? SOCK_STREAM : SOCK_DGRAM, address, port);
	else
		return 0;
	return 1;
}
