/* The program of a jail's cells in large pieces. */
#ifndef PADDOCK_PROGRAM_H
#define PADDOCK_PROGRAM_H

#include <stddef.h>

/* Sees to it that the page cache holds a file in huge pages, as far as its file system has any. How a file is held depends on how it was first read: by
 * programs that run it, in pieces of 4 to 64 KiB, each of which every later start has to map by itself. To be called while nothing runs the file: what
 * is in use stays as it is. Best effort: where there is nothing to be gained, and after any error, all is as good as before. It costs 2 ms for 100 MiB
 * that are huge already, and the reading from the disk of what is not.
 *
 * Returns how many bytes of it can be mapped by huge pages. */
size_t pd_gather_program(const char *path);

#endif
