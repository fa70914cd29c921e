/* libpaddock: what a language's template loads. */
#ifndef PADDOCK_H
#define PADDOCK_H

#include <stddef.h>

/* A hook of the language runtime around a fork; NULL where it needs none. */
typedef void (*paddock_hook)(void);

/* Serves the jail from a template: forks a cell on each request and returns only in the cell, caged and wired up:
 * 0 is /dev/null, 1 and 2 are pipes, and the value returned (3) is the job socket. The working directory is /mnt/req.
 *
 * `before` runs in the template ahead of the fork, `parent` in the template after it, `child` in the cell.
 *
 * Never returns in the template: it exits 0 when the jail is gone, and 70 with a line on stderr when it may not serve
 * (more than one thread, an inherited socket, writable shared memory, a kernel that does not tell the thread id's address). In a cell that
 * could not be caged it does not return either. */
int paddock_serve(paddock_hook before, paddock_hook parent, paddock_hook child);

/* For OpenSSL's RAND_set_rand_method: draws every byte from getrandom(2). */
const void *paddock_random_method(void);

/* Memory for the objects of a template, where paddock_settle can make huge pages of it: an allocator for CPython's PyObjectArenaAllocator whose memory munmap(2) frees; NULL when there is none. */
void *paddock_arena(void *context, size_t size);

/* When a template has warmed up, so that its cells are cheaper: gives unused memory back, puts memory into huge pages as far as there are any, and joins the
 * mappings of libraries. */
void paddock_settle(void);

#endif
