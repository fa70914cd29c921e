/* The messages between server, jail and template. docs/protocols/jail.md is the specification. */
#ifndef PADDOCK_PROTOCOL_H
#define PADDOCK_PROTOCOL_H

#include <stdint.h>

enum {
	PD_JOB_FD = 3,     /* a cell's job socket; until then the same number holds a template's control socket */
	PD_CONTROL_FD = 3,
	PD_MAX_LAUNCH = 65536,
	PD_TEXT = 160,
	PD_MAX_PORTS = 32,
};

/* Set in the environment of an exec'ed cell's first program, together with LD_PRELOAD=libpaddock.so; gone before its main. */
#define PD_EXECED_VARIABLE "PADDOCK_EXECED_CELL"
/* The file that the program of an exec'ed cell is to find as its source, and what stands in it. */
#define PD_SOURCE_VARIABLE "PADDOCK_SOURCE"
#define PD_SOURCE_START_VARIABLE "PADDOCK_SOURCE_START"

/* Server to jail. */
enum { PD_SPAWN = 1, PD_KILL = 2, PD_LIMIT_MEMORY = 3, PD_OPEN = 4 };

struct pd_request {
	uint32_t kind;
	uint32_t cell;
	uint64_t value; /* PD_LIMIT_MEMORY: bytes */
};

/* PD_OPEN is the one request of another size. */
struct pd_open {
	uint32_t kind;
	uint32_t cell;
	uint16_t ports[PD_MAX_PORTS]; /* TCP, each once; 0: no more follow */
};

/* Jail to server. */
enum {
	PD_UP = 1,        /* a: Landlock ABI, b: cgroup version (0: none)                          */
	PD_READY = 2,     /* + descriptors job, stdout, stderr, and of cgroup v1 the eventfd of
			   * memory; x: spawn ns, y: cage ns                               */
	PD_ENDED = 3,     /* a: PD_EXIT or PD_SIGNAL, b: code or signal, x: OOM kills, y: CPU ns   */
	PD_FAILED = 4,    /* cell 0: the jail itself; text says which step and why                 */
	PD_LIMITED = 5,   /* b: 0 or errno                                                         */
	PD_LISTENING = 6, /* + one descriptor; a: its port, b: PD_TCP or PD_UDP                    */
	PD_OPENED = 7,    /* b: 0 or errno                                                         */
};

enum { PD_TCP = 0, PD_UDP = 1 };

enum { PD_EXIT = 0, PD_SIGNAL = 1 };

struct pd_report {
	uint32_t kind;
	uint32_t cell;
	int32_t a;
	int32_t b;
	uint64_t x;
	uint64_t y;
	char text[PD_TEXT]; /* NUL-terminated */
};

/* Jail to template: fork a cell; descriptors job, stdout, stderr come with it. */
struct pd_fork {
	uint32_t cell;
};

/* Template to jail: cell 0 says that it serves; otherwise pid or -errno. */
struct pd_forked {
	uint32_t cell;
	int32_t pid;
};

/* Jail to cell and back, one byte each, on the job socket, before the server ever sees it. PD_CAGED carries the descriptor on which the
 * kernel asks about signals to pid 1. PD_BROKEN is followed by text. */
#define PD_GO 'G'
#define PD_CAGED 'R'
#define PD_BROKEN 'E'

#endif
