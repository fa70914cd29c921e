/* Small things every file of the native part uses. */
#ifndef PADDOCK_UTIL_H
#define PADDOCK_UTIL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Closes the descriptor when it goes out of scope, if it holds one. */
#define PD_CLEANUP_FD __attribute__((cleanup(pd_close))) int

/* Closes *fd unless it is -1 and sets it to -1; keeps errno. */
void pd_close(int *fd);

/* Gives the descriptor away: returns it and leaves -1. */
int pd_steal(int *fd);

/* Remembers "<step>: <errno's text>" for pd_error and returns -1, so that a failing step is one line. */
int pd_fail(const char *step, ...) __attribute__((format(printf, 1, 2)));

/* The text of the last pd_fail of this process. */
const char *pd_error(void);

/* Writes `text` to the file `name` below `dir` (AT_FDCWD for a plain path) in one write; 0 or -1 with errno. */
int pd_write_file(int dir, const char *name, const char *text);

/* Reads up to size - 1 bytes of a file and ends them with NUL; the length or -1 with errno. */
ssize_t pd_read_file(int dir, const char *name, char *out, size_t size);

/* Nanoseconds of CLOCK_MONOTONIC. */
uint64_t pd_now(void);

/* One message with up to four descriptors; the length or -1 with errno. Received descriptors are close-on-exec;
 * *count holds room on entry and the number received on return. A message longer than `size` is EMSGSIZE and lost. */
ssize_t pd_send(int sock, const void *data, size_t size, const int *fds, unsigned count);
ssize_t pd_receive(int sock, void *data, size_t size, int *fds, unsigned *count);

#endif
