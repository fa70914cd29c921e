/* Seeded fuzzing of the jail's three ways in: fuzz <directory of the binaries> <seconds> <seed>. Prints "ok - …" lines and what it did.
 *
 *   launch     the description, changed at random, beside what must hold of whatever is accepted
 *   server     a jail with an honest template, whose server sends anything
 *   template   a jail whose template and cells send anything (fuzz_template.c)
 *
 * A failure names the seed of its round; `fuzz <directory> 0 <that seed>` runs one round of each kind with it. With -DPADDOCK_LIBFUZZER this file
 * is a libFuzzer target for the description alone (see docs/operations/fuzzing.md). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "jailer.h"
#include "launch.h"
#include "util.h"

enum { CELLS = 24, QUIET_MS = 400, MOST_TICKS = 6, LATEST_MS = 30000 };

static unsigned seed, round_seed;
static unsigned long done[3];
static int failures;

static unsigned any(unsigned below) {
	return (unsigned)rand_r(&seed) % below;
}

static void expect(int holds, const char *what, int detail) {
	if (holds)
		return;
	failures++;
	check(0, what, "seed %u, detail %d", round_seed, detail);
}

/* --- launch ------------------------------------------------------------------------------------------------------------------------- */

static struct pd_launch launch;

static int is_inside(const char *word) {
	return word >= launch.words && word < launch.words + sizeof launch.words;
}

static int words_hold(char *const *words, unsigned count) {
	int hold = count <= PD_MAX_WORDS && !words[count];
	for (unsigned i = 0; hold && i < count; i++)
		hold = is_inside(words[i]);
	return hold;
}

static int launch_holds(void) {
	int hold = is_inside(launch.root) && launch.argc && launch.memory && launch.pids && launch.scratch_bytes && launch.scratch_inodes &&
	           launch.bind_count <= PD_MAX_BINDS && launch.cgroup_count <= PD_MAX_CONTROLLERS && launch.file_count <= PD_MAX_FILES && (int)launch.uid >= 0;
	for (unsigned i = 0; hold && i < launch.bind_count; i++)
		hold = is_inside(launch.binds[i].source) && is_inside(launch.binds[i].target);
	for (unsigned i = 0; hold && i < launch.file_count; i++)
		hold = is_inside(launch.files[i].target) && is_inside(launch.files[i].contents);
	for (unsigned i = 0; hold && i < launch.cgroup_count; i++)
		hold = is_inside(launch.cgroups[i].controller) && is_inside(launch.cgroups[i].path);
	return hold && words_hold(launch.argv, launch.argc) && words_hold(launch.envp, launch.envc);
}

/* 1 when it was accepted. */
static int parse(const char *bytes, size_t size) {
	memset(&launch, 0, sizeof launch);
	memcpy(launch.words, bytes, size);
	if (pd_parse_launch(&launch, size))
		return 0;
	if (!launch_holds())
		abort();
	return 1;
}

#ifdef PADDOCK_LIBFUZZER
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
	if (size <= PD_MAX_LAUNCH)
		parse((const char *)bytes, size);
	return 0;
}
#else

static size_t add_word(char *bytes, size_t used, size_t room) {
	static const char *const words[] = { "root", "arg", "memory", "pids", "scratch-bytes", "scratch-inodes", "fork-template", "mute-template", "uid", "bind",
		"cgroup", "file", "template-memory", "cpu-quota-us", "env", "0", "1", "18446744073709551615", "18446744073709551616", "-1", "+1", " 1", "1x", "", "2147483647",
		"2147483648", "unified", "pids", "cpu", "/", "/x", "A=B", "roo", "roots" };
	const char *word = words[any(sizeof words / sizeof *words)];
	size_t length = strlen(word) + 1;
	if (used + length > room)
		return used;
	memcpy(bytes + used, word, length);
	return used + length;
}

static void a_description(void) {
	static const char golden[] = "root\0/x\0arg\0/y\0memory\0" "1\0pids\0" "1\0scratch-bytes\0" "1\0scratch-inodes\0" "1";
	static char bytes[PD_MAX_LAUNCH];
	size_t used = any(4) ? sizeof golden : 0;
	memcpy(bytes, golden, used);
	for (unsigned more = any(any(20) ? 12 : 400); more; more--)
		used = add_word(bytes, used, sizeof bytes);
	for (unsigned changes = any(2) ? 0 : any(6); changes && used; changes--)
		bytes[any((unsigned)used)] = (char)any(256);
	if (!any(10))
		used -= any((unsigned)used + 1);
	if (!any(500)) {
		memset(bytes + used, 'x', sizeof bytes - used);
		bytes[sizeof bytes - 1] = (char)any(2);
		used = sizeof bytes;
	}
	parse(bytes, used);
}

/* --- what must hold of a jail --------------------------------------------------------------------------------------------------------- */

static struct jail jail;
static unsigned char state[CELLS + 1]; /* of a cell that was asked for once: 1 asked, 2 ready, 3 over */
static int doors[CELLS + 1];           /* asked for and not answered */

/* One report. 0 when none comes in time. */
static int hear(int patience) {
	int fds[4];
	struct pd_report report = jail_next(&jail, fds, patience);
	for (int i = 0; i < 4; i++)
		pd_close(&fds[i]);
	if (!report.kind)
		return 0;
	expect(report.kind <= PD_OPENED, "a report is of a kind that there is", (int)report.kind);
	expect(memchr(report.text, 0, sizeof report.text) != NULL, "its text has an end", (int)report.kind);
	if (!report.cell || report.cell > CELLS || report.kind == PD_LIMITED || report.kind == PD_LISTENING)
		return 1;
	if (report.kind == PD_OPENED) {
		expect(doors[report.cell]-- > 0, "each request for a door is answered once", (int)report.cell);
		return 1;
	}
	unsigned char *cell = &state[report.cell];
	expect(report.kind == PD_READY || report.kind == PD_FAILED ? *cell == 1 : *cell == 2, "each request is answered once, and each cell ends once",
	       (int)(report.cell * 100 + report.kind * 10 + *cell));
	*cell = report.kind == PD_READY ? 2 : 3;
	return 1;
}

static int count_in_state(unsigned char wanted) {
	int count = 0;
	for (unsigned id = 1; id <= CELLS; id++)
		count += state[id] == wanted;
	return count;
}

static int count_doors(void) {
	int count = 0;
	for (unsigned id = 1; id <= CELLS; id++)
		count += doors[id];
	return count;
}

/* Takes a while, so not always. */
static void expect_quiet(const char *sentence) {
	if (any(3))
		return;
	long used = jail_ticks(&jail, QUIET_MS);
	expect(used < MOST_TICKS, sentence, (int)used);
}

/* Kills every cell; afterwards each must be over, and the jail be quiet. `mute` is for templates that never answer. */
static void settle(int mute) {
	for (uint32_t id = 1; id <= CELLS; id++)
		jail_ask(&jail, PD_KILL, id, 0);
	uint64_t until = pd_now() + (mute ? 1000 : LATEST_MS) * 1000000ull;
	while ((count_in_state(2) || (!mute && count_in_state(1)) || count_doors()) && pd_now() < until && hear(1000) >= 0)
		if (kill(jail.outer, 0) || waitpid(jail.outer, NULL, WNOHANG))
			break;
	expect(count_in_state(2) == 0, "a cell that is killed ends", count_in_state(2));
	expect(count_doors() == 0, "no request for a door is lost", count_doors());
	while (hear(20))
		;
	expect_quiet("a jail with nothing to do does nothing");
}

static void end(const char *sentence) {
	int status = jail_stop(&jail);
	expect(status == 0 && count_groups(&jail) == -1, sentence, status);
}

/* --- server --------------------------------------------------------------------------------------------------------------------------- */

static void ask_for_a_door(void) {
	struct pd_open request = { .kind = PD_OPEN, .cell = any(CELLS + 3) };
	unsigned count = any(4) ? any(4) : any(PD_MAX_PORTS + 1);
	for (unsigned i = 0; i < count; i++)
		request.ports[i] = (uint16_t)(any(8) ? 1 + any(65535) : any(100));
	if (request.cell && request.cell <= CELLS)
		doors[request.cell]++;
	(void)pd_send(jail.server, &request, sizeof request, (int[]){ 0, 1 }, any(3));
}

static void send_anything(void) {
	char junk[512];
	int fds[4] = { 0, 1, 2, 0 };
	if (!any(6)) {
		ask_for_a_door();
		return;
	}
	struct pd_request request = { any(6), any(4) ? any(CELLS + 3) : (uint32_t)rand_r(&seed), any(2) ? any(100) : (uint64_t)rand_r(&seed) << any(34) };
	size_t size = any(4) ? sizeof request : any(sizeof junk);
	/* A number is used once: asking again for one that was is a fault of the server's own. */
	if (size == sizeof request && request.kind == PD_SPAWN && request.cell && request.cell <= CELLS) {
		if (state[request.cell])
			return;
		state[request.cell] = 1;
	}
	for (size_t i = 0; i < sizeof junk; i++)
		junk[i] = (char)any(256);
	if (size == sizeof request)
		memcpy(junk, &request, sizeof request);
	if (size) /* an empty packet cannot be told from the end */
		(void)pd_send(jail.server, junk, size, fds, any(5));
}

static void a_server(int forked) {
	struct pd_report first;
	memset(state, 0, sizeof state);
	memset(doors, 0, sizeof doors);
	jail = jail_start((struct setup){ .kind = forked ? "serve" : NULL }, &first);
	expect(first.kind == PD_UP, "a jail is up", (int)first.kind);
	for (unsigned messages = 50 + any(200); messages; messages--) {
		send_anything();
		if (!any(4))
			while (hear(0))
				;
	}
	settle(0);
	expect(count_in_state(1) == 0, "no request is lost", count_in_state(1));
	end("a jail whose server talks nonsense ends properly");
}

/* --- template ------------------------------------------------------------------------------------------------------------------------- */

static void a_template(void) {
	char kind[40];
	struct pd_report first;
	memset(state, 0, sizeof state);
	memset(doors, 0, sizeof doors);
	snprintf(kind, sizeof kind, "random-%u", round_seed);
	struct setup setup = { .kind = kind };
	jail = jail_start_within(setup, &first, 500);
	for (uint32_t id = 1; id <= CELLS; id++) {
		state[id] = 1;
		jail_ask(&jail, PD_SPAWN, id, 0);
		if (!any(5))
			jail_ask(&jail, PD_KILL, 1 + any(id), 0);
	}
	while (hear(100))
		if (!any(3))
			ask_for_a_door();
	expect_quiet("a jail whose cells say nothing more does nothing");
	settle(1);
	end("a jail whose template talks nonsense ends properly");
}

/* --- the run -------------------------------------------------------------------------------------------------------------------------- */

static void one_round(unsigned from) {
	round_seed = seed = from;
	for (int i = 0; i < 20000; i++, done[0]++)
		a_description();
	a_server(from % 3 > 0);
	done[1]++;
	for (int i = 0; i < 4; i++, done[2]++) {
		round_seed = seed = from + (unsigned)i * 7919;
		a_template();
	}
}

int main(int argc, char **argv) {
	if (argc != 4)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	unsigned from = (unsigned)strtoul(argv[3], NULL, 10);
	uint64_t until = pd_now() + strtoull(argv[2], NULL, 10) * 1000000000u;
	if (check(!build_place(argv[1]), "the tiny root can be built", NULL))
		do
			one_round(from++);
		while (!failures && pd_now() < until);
	remove_place();
	printf("fuzz native: %lu launch descriptions, %lu servers, %lu templates, seed %s\n", done[0], done[1], done[2], argv[3]);
	check(!failures, "the jail bears whatever it is told", NULL);
	return failures != 0;
}
#endif
