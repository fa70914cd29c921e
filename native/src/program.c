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

struct program {
	int file;
	size_t size;
	char *start; /* where a huge page begins */
};

/* What this process maps of files by huge pages. */
static size_t huge(void) {
	static const char name[] = "\nFilePmdMapped:";
	char rollup[2048];
	const char *found = pd_read_file(AT_FDCWD, "/proc/self/smaps_rollup", rollup, sizeof rollup) < 0 ? NULL : strstr(rollup, name);
	return found ? strtoul(found + strlen(name), NULL, 10) * 1024 : 0;
}

/* A mapping that asks for huge pages has them read so, where they are not in the cache yet. */
static size_t read_in(const struct program *program, size_t size) {
	return madvise(program->start, size, MADV_POPULATE_READ) ? 0 : huge();
}

static void let_go(const struct program *program, size_t size) {
	madvise(program->start, size, MADV_DONTNEED);
	posix_fadvise(program->file, 0, (off_t)size, POSIX_FADV_DONTNEED);
}

static size_t gather(const struct program *program) {
	size_t found = read_in(program, program->size);
	if (found >= program->size / 4 * 3)
		return found;
	/* Reading all of it again takes as long as the disk does: should no piece be huge, the first one shows whether that is the file system's doing. */
	if (!found) {
		let_go(program, HUGE_PAGE);
		if (!read_in(program, HUGE_PAGE))
			return 0;
	}
	let_go(program, program->size);
	return read_in(program, program->size);
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
		found = gather(&(struct program){ .file = file, .size = size, .start = start });
	munmap(memory, room);
	return found;
}
