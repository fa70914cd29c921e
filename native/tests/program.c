/* A program's file in the page cache. Whether huge pages are to be had is the file system's affair: what it gives a file that was never read before is
 * what one must get that was read in small pieces. */
#define _GNU_SOURCE
#include "program.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "suites.h"

#define PAGE 4096
#define PAGES ((size_t)2048)
#define SIZE (PAGES * PAGE)
#define HUGE_PAGE ((size_t)2 << 20)

static char path[] = "/var/tmp/paddock-program-XXXXXX";

static int page_is_right(const char *page, size_t number) {
	return page[0] == (char)number && page[PAGE - 1] == (char)(number >> 8);
}

/* On the disk, and nothing of it in the page cache. */
static int write_program(void) {
	char page[PAGE] = { 0 };
	int file = mkstemp(path);
	for (size_t i = 0; file >= 0 && i < PAGES; i++) {
		page[0] = (char)i, page[PAGE - 1] = (char)(i >> 8);
		if (write(file, page, PAGE) != PAGE)
			return -1;
	}
	return file < 0 || fsync(file) || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) ? -1 : file;
}

/* As programs do that run it, only worse. */
static size_t read_in_small_pieces(int file) {
	char page[PAGE];
	size_t right = 0;
	posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	posix_fadvise(file, 0, 0, POSIX_FADV_RANDOM);
	for (size_t i = 0; i < PAGES; i++) {
		size_t number = i * 769 % PAGES;
		if (pread(file, page, PAGE, (off_t)(number * PAGE)) == PAGE && page_is_right(page, number))
			right++;
	}
	return right;
}

/* How many bytes of it the kernel maps by huge pages where they were asked for from the beginning. */
static size_t huge_if_asked_for(int file) {
	char line[200];
	size_t total = 0, bytes;
	char *room = mmap(NULL, SIZE + HUGE_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *start = (char *)(((uintptr_t)room + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));
	FILE *maps = fopen("/proc/self/smaps", "re");
	if (!maps || mmap(start, SIZE, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0) == MAP_FAILED || madvise(start, SIZE, MADV_HUGEPAGE) || madvise(start, SIZE, MADV_POPULATE_READ))
		return 0;
	while (fgets(line, sizeof line, maps))
		total += sscanf(line, "FilePmdMapped: %zu kB", &bytes) == 1 ? bytes * 1024 : 0;
	fclose(maps);
	munmap(room, SIZE + HUGE_PAGE);
	return total;
}

void program_tests(void) {
	int file = write_program();
	if (!check(file >= 0, "a program can be written", NULL))
		return;
	size_t possible = huge_if_asked_for(file);
	check(read_in_small_pieces(file) == PAGES, "a program is read page by page", NULL);
	size_t gathered = pd_gather_program(path);
	check(gathered == possible, "a program that was read in small pieces becomes as huge as one that nobody has read", "%zu bytes, not %zu", gathered, possible);
	printf("# %zu of %zu bytes can be huge here\n", possible, SIZE);
	check(read_in_small_pieces(file) == PAGES, "a gathered program says what it said", NULL);

	char *memory = mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
	size_t right = 0;
	pd_gather_program(path);
	for (size_t i = 0; memory != MAP_FAILED && i < PAGES; i++)
		if (page_is_right(memory + i * PAGE, i))
			right++;
	check(right == PAGES, "a program that runs meanwhile keeps its pages", "%zu of %zu are right", right, PAGES);

	check(!ftruncate(file, PAGE) && !pd_gather_program(path), "a small program is left alone", NULL);
	check(!pd_gather_program("/var/tmp") && !pd_gather_program("/dev/zero") && !pd_gather_program("/nowhere"), "what is no program is left alone", NULL);
	munmap(memory, SIZE);
	close(file);
	unlink(path);
}
