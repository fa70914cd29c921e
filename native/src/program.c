#define _GNU_SOURCE
#include "program.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util.h"

#define HUGE_PAGE ((size_t)2 << 20)
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22 /* Linux 5.14 */
#endif

/* What this process maps of files by huge pages. */
static size_t huge(void) {
	static const char name[] = "\nFilePmdMapped:";
	char rollup[2048];
	const char *found = pd_read_file(AT_FDCWD, "/proc/self/smaps_rollup", rollup, sizeof rollup) < 0 ? NULL : strstr(rollup, name);
	return found ? strtoul(found + strlen(name), NULL, 10) * 1024 : 0;
}

/* A mapping that asks for huge pages has them read so where they are not in the cache yet. */
static size_t read_in(char *start, size_t size) {
	return madvise(start, size, MADV_POPULATE_READ) ? 0 : huge();
}

/* Adds a piece to what is mapped; read once more from the disk where the cache holds it in small pages, unless somebody uses it. */
static size_t gather_piece(char *start, size_t offset, int file, size_t before) {
	size_t now = read_in(start + offset, HUGE_PAGE);
	if (now > before)
		return now;
	madvise(start + offset, HUGE_PAGE, MADV_DONTNEED);
	posix_fadvise(file, (off_t)offset, (off_t)HUGE_PAGE, POSIX_FADV_DONTNEED);
	return read_in(start + offset, HUGE_PAGE);
}

static size_t gather(char *start, size_t size, int file) {
	/* The first piece shows whether there are huge pages at all: nobody has to wait for the disk in vain. */
	if (!gather_piece(start, 0, file, 0))
		return 0;
	size_t found = read_in(start, size);
	if (found == size)
		return found;
	madvise(start, size, MADV_DONTNEED);
	found = 0;
	for (size_t offset = 0; offset < size; offset += HUGE_PAGE)
		found = gather_piece(start, offset, file, found);
	return found;
}

size_t pd_gather_program(const char *path) {
	PD_CLEANUP_FD file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	if (file < 0 || fstat(file, &status) || !S_ISREG(status.st_mode) || (size_t)status.st_size < HUGE_PAGE)
		return 0;
	size_t size = (size_t)status.st_size / HUGE_PAGE * HUGE_PAGE, room = size + HUGE_PAGE, found = 0;
	char *memory = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		return 0;
	char *start = (char *)(((uintptr_t)memory + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));
	if (mmap(start, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0) != MAP_FAILED && !madvise(start, size, MADV_HUGEPAGE))
		found = gather(start, size, file);
	munmap(memory, room);
	return found;
}
