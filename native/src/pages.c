/* A template's memory in few pieces. Much of what a cell of Python costs is the copying of mappings and page tables at its fork and their clearing at its
 * end: one entry for each 4 KiB, or one for 2 MiB. What a cell writes to is still copied by 4 KiB. Where the kernel has no huge pages all is as it would
 * be without this file. */
#define _GNU_SOURCE
#include "pages.h"

#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "paddock.h"
#include "util.h"

#define EXPORT __attribute__((visibility("default")))
#define HUGE_PAGE ((uintptr_t)2 << 20)
#define PAGE 4096
#define ARENA (HUGE_PAGE / 2)
#define MAPS ((size_t)1 << 20) /* of /proc/self/maps; what is beyond stays as it is */
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25 /* Linux 6.1 */
#endif

static uintptr_t spare; /* the second half of the last place */

/* Ahead of the first allocation: a heap that begins in the middle of a huge page would leave half of itself outside. */
void pd_align_heap(void) {
	uintptr_t now = (uintptr_t)sbrk(0);
	(void)!sbrk((intptr_t)(-now & (HUGE_PAGE - 1)));
}

static void *map(size_t size) {
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

/* One whole huge page's place, or 0. */
static uintptr_t map_place(void) {
	uintptr_t memory = (uintptr_t)map(2 * HUGE_PAGE);
	if (!memory)
		return 0;
	uintptr_t place = (memory + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1), end = memory + 2 * HUGE_PAGE;
	if (place > memory)
		munmap((void *)memory, place - memory);
	if (end > place + HUGE_PAGE)
		munmap((void *)(place + HUGE_PAGE), end - place - HUGE_PAGE);
	return place;
}

EXPORT void *paddock_arena(void *context, size_t size) {
	(void)context;
	if (size != ARENA)
		return map(size);
	uintptr_t arena = spare ? spare : map_place();
	spare = spare || !arena ? 0 : arena + ARENA;
	return arena ? (void *)arena : map(size);
}

struct mapping {
	uintptr_t start, end;
	char rights[5], path[PATH_MAX];
};

static int is_part_of(const struct mapping *part, const struct mapping *code) {
	return !strcmp(part->rights, "r--p") && !strcmp(code->rights, "r-xp") && part->path[0] == '/' && !strcmp(part->path, code->path);
}

/* The linker lays what a library only reads before and behind its code, three mappings of one file; with equal rights the kernel makes them one. That what
 * is read can be executed is nothing to a cell, which may map what it likes as code. */
static void join_to(const struct mapping *part, const struct mapping *code) {
	if (is_part_of(part, code))
		mprotect((void *)part->start, part->end - part->start, PROT_READ | PROT_EXEC);
}

static int is_plain_memory(const struct mapping *mapping) {
	return !strcmp(mapping->rights, "rw-p") && (!*mapping->path || !strcmp(mapping->path, "[heap]"));
}

/* Whether most of a place has been written to. The rest of it will cost memory, too: a large array of which every hundredth page is used must not
 * take a hundred times as much. */
static int is_in_use(uintptr_t place) {
	unsigned char pages[HUGE_PAGE / PAGE];
	size_t used = 0;
	if (mincore((void *)place, HUGE_PAGE, pages))
		return 0;
	for (size_t i = 0; i < sizeof pages; i++)
		used += pages[i] & 1;
	return used >= sizeof pages * 3 / 4;
}

/* Where huge pages are not to be had all stays as it is. */
static void collapse(const struct mapping *memory) {
	for (uintptr_t place = (memory->start + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1); place + HUGE_PAGE <= memory->end; place += HUGE_PAGE)
		if (is_in_use(place))
			madvise((void *)place, HUGE_PAGE, MADV_COLLAPSE);
}

static void settle(const char *maps) {
	static struct mapping both[2];
	struct mapping *last = &both[0], *now = &both[1];
	for (const char *line = maps; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		*now->path = 0;
		if (sscanf(line, "%lx-%lx %4s %*s %*s %*s%*[ ]%4095[^\n]", &now->start, &now->end, now->rights, now->path) < 3)
			return;
		if (last->end == now->start) {
			join_to(last, now);
			join_to(now, last);
		}
		if (is_plain_memory(now))
			collapse(now);
		struct mapping *other = last;
		last = now, now = other;
	}
}

EXPORT void paddock_settle(void) {
	malloc_trim(0); /* what libc holds without using it would be copied as well */
	char *maps = map(MAPS);
	PD_CLEANUP_FD file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	size_t have = 0;
	/* All of it before the first mapping is changed. */
	for (ssize_t length = 1; maps && file >= 0 && have < MAPS - 1 && length > 0; have += length > 0 ? (size_t)length : 0)
		length = read(file, maps + have, MAPS - 1 - have);
	if (maps) {
		settle(maps);
		munmap(maps, MAPS);
	}
}
