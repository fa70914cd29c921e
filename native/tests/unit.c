/* What needs no privilege: parsing, descriptor passing, the table of fatal signals. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "launch.h"
#include "selfsignal.h"
#include "suites.h"
#include "util.h"

static struct pd_launch launch;

static int parse(const char *words, size_t size) {
	memset(&launch, 0, sizeof launch);
	memcpy(launch.words, words, size);
	return pd_parse_launch(&launch, size);
}

/* Words are written with | for NUL. */
static int parse_text(const char *text) {
	static char words[PD_MAX_LAUNCH];
	size_t size = strlen(text);
	for (size_t i = 0; i < size; i++)
		words[i] = text[i] == '|' ? 0 : text[i];
	return parse(words, size);
}

#define LEAST "root|/r|arg|/bin/x|memory|1|pids|2|scratch-bytes|3|scratch-inodes|4|"

static void repeat(char *out, size_t size, const char *word, int times) {
	snprintf(out, size, "%s", LEAST);
	for (int i = 0; i < times; i++)
		snprintf(out + strlen(out), size - strlen(out), "%s", word);
}

static void a_good_launch_is_read(void) {
	int result = parse_text(LEAST "fork-template|uid|65000|bind|/a|/b|file|/d|some\nlines\n|file|/e||cgroup|memory|/c|template-memory|5|cpu-quota-us|6|data|7|arg|-I|env|A=1|");
	check(!result, "a complete launch description is accepted", "%s", pd_error());
	check(launch.fork_template && launch.uid == 65000 && !strcmp(launch.root, "/r") && launch.bind_count == 1 && !strcmp(launch.binds[0].target, "/b") &&
	          launch.file_count == 2 && !strcmp(launch.files[0].target, "/d") && !strcmp(launch.files[0].contents, "some\nlines\n") && !*launch.files[1].contents &&
	          launch.cgroup_count == 1 && !strcmp(launch.cgroups[0].path, "/c") && launch.memory == 1 && launch.pids == 2 && launch.scratch_bytes == 3 &&
	          launch.scratch_inodes == 4 && launch.template_memory == 5 && launch.cpu_quota_us == 6 && launch.data == 7 && launch.argc == 2 && !launch.argv[2] &&
	          launch.envc == 1 && !strcmp(launch.envp[0], "A=1") && !launch.envp[1], "every word of a launch description arrives where it belongs", NULL);
	check(!parse_text(LEAST) && !launch.fork_template && !launch.uid, "what is not said is off", "%s", pd_error());
}

static void bad_launches_are_refused(void) {
	static const char *const bad[] = {
		"", "root", "root|", "memory|", LEAST "memory", LEAST "unknown|", LEAST "|", LEAST "memory||", LEAST "memory|-1|", LEAST "memory|+1|",
		LEAST "memory| 1|", LEAST "memory|1k|", LEAST "memory|1.5|", LEAST "memory|18446744073709551616|", LEAST "memory|0|", LEAST "pids|0|",
		LEAST "scratch-bytes|0|", LEAST "scratch-inodes|0|", LEAST "uid|-1|", LEAST "uid|2147483648|", LEAST "uid|", LEAST "bind|", LEAST "bind|/a|", LEAST "file|", LEAST "file|/a|",
		LEAST "cgroup|memory|", LEAST "cgroup|Memory|/c|", LEAST "cgroup|blkio|/c|", LEAST "arg|", LEAST "env|", LEAST "fork-template",
		"arg|/bin/x|memory|1|pids|2|scratch-bytes|3|scratch-inodes|4|", "root|/r|memory|1|pids|2|scratch-bytes|3|scratch-inodes|4|",
		"root|/r|arg|/x|pids|2|scratch-bytes|3|scratch-inodes|4|", "root|/r|arg|/x|memory|1|scratch-bytes|3|scratch-inodes|4|",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char sentence[256];
		snprintf(sentence, sizeof sentence, "the launch description \"%s\" is refused", bad[i]);
		check(parse_text(bad[i]) == -1, sentence, NULL);
	}
	static char many[PD_MAX_LAUNCH];
	repeat(many, sizeof many, "arg|x|", PD_MAX_WORDS), check(parse_text(many) == -1, "more words than argv has room for are refused", NULL);
	repeat(many, sizeof many, "env|x|", PD_MAX_WORDS + 1), check(parse_text(many) == -1, "more words than the environment has room for are refused", NULL);
	repeat(many, sizeof many, "bind|a|b|", PD_MAX_BINDS + 1), check(parse_text(many) == -1, "more binds than there is room for are refused", NULL);
	repeat(many, sizeof many, "file|a|b|", PD_MAX_FILES + 1), check(parse_text(many) == -1, "more files than there is room for are refused", NULL);
	repeat(many, sizeof many, "cgroup|cpu|b|", PD_MAX_CONTROLLERS + 1), check(parse_text(many) == -1, "more cgroups than there is room for are refused", NULL);
}

static void fuzz_launch(void) {
	static const char *const words[] = { "root", "bind", "file", "cgroup", "uid", "memory", "pids", "arg", "env", "fork-template", "/x", "1", "-1", "", "cpu",
		"scratch-bytes", "scratch-inodes", "99999999999999999999", "template-memory", "cpu-quota-us" };
	static char text[PD_MAX_LAUNCH];
	unsigned seed = 20251121, accepted = 0;
	for (int round = 0; round < 20000; round++) {
		size_t size = 0;
		int count = rand_r(&seed) % 24;
		if (round % 2)
			size += (size_t)snprintf(text, sizeof text, "%s", LEAST);
		for (size_t i = 0; i < size; i++)
			text[i] = text[i] == '|' ? 0 : text[i];
		for (int i = 0; i < count; i++)
			size += (size_t)snprintf(text + size, sizeof text - size, "%s", words[(size_t)rand_r(&seed) % (sizeof words / sizeof *words)]) + 1;
		for (int i = rand_r(&seed) % 3; size && i > 0; i--)
			text[(size_t)rand_r(&seed) % size] = (char)rand_r(&seed);
		accepted += !parse(text, size);
	}
	check(accepted > 0 && accepted < 20000, "20,000 random launch descriptions are parsed without a fault", "%u accepted", accepted);
}

static int open_descriptors(void) {
	int count = 0;
	DIR *listing = opendir("/proc/self/fd");
	while (listing && readdir(listing))
		count++;
	closedir(listing);
	return count;
}

static void descriptors_are_passed(void) {
	int ends[2], got[4] = { -1, -1, -1, -1 }, send[4] = { 0, 1, 2, 0 };
	unsigned count = 1;
	char text[4];
	socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends);
	int before = open_descriptors();
	pd_send(ends[0], "x", 1, send, 4);
	check(pd_receive(ends[1], text, 4, got, &count) == 1 && count == 1 && got[0] >= 0 && got[1] == -1 && open_descriptors() == before + 1,
	      "descriptors beyond those asked for are closed", NULL);
	close(got[0]);
	pd_send(ends[0], "x", 1, send, 3);
	check(pd_receive(ends[1], text, 4, NULL, NULL) == 1 && open_descriptors() == before, "descriptors that nobody asked for are closed", NULL);
	pd_send(ends[0], "long one", 8, send, 2);
	count = 4;
	check(pd_receive(ends[1], text, 4, got, &count) == -1 && errno == EMSGSIZE && count == 0 && open_descriptors() == before,
	      "a message that is too long is refused, its descriptors closed", NULL);
	check(pd_send(ends[0], "x", 1, send, 5) == -1 && errno == EINVAL, "more descriptors than a message carries are refused", NULL);
	close(ends[0]);
	check(pd_receive(ends[1], text, 4, NULL, NULL) == 0, "the end of a socket reads as nothing", NULL);
	check(pd_send(ends[1], "x", 1, NULL, 0) == -1 && errno == EPIPE, "sending to nobody is an error, not a signal", NULL);
	close(ends[1]);
}

static void small_things(void) {
	int fd = dup(0), kept = fd;
	check(pd_steal(&fd) == kept && fd == -1, "a stolen descriptor is no longer its owner's", NULL);
	pd_close(&kept), pd_close(&kept);
	check(kept == -1, "a descriptor is closed once", NULL);
	errno = ENOENT;
	check(pd_fail("step %d", 7) == -1 && !strcmp(pd_error(), "step 7: No such file or directory") && errno == ENOENT, "a failure names step and reason", NULL);
	static char text[1000];
	memset(text, 'a', sizeof text - 1);
	pd_fail("%s", text);
	check(strlen(pd_error()) == PD_TEXT - 1, "a failure that is too long is cut", NULL);
}

static void fatal_signals(void) {
	static const int harmless[] = { SIGCHLD, SIGCONT, SIGURG, SIGWINCH, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU };
	for (int number = 1; number <= 64; number++) {
		int expected = 1;
		for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
			expected &= number != harmless[i];
		unsigned long long bit = 1ull << (number - 1);
		int shielded = expected && number == SIGKILL;
		char sentence[96];
		snprintf(sentence, sizeof sentence, "signal %d %s", number, expected ? "kills unless blocked, ignored or handled" : "does not kill");
		check(pd_is_fatal(number, 0, 0, 0) == expected && pd_is_fatal(number, bit, 0, 0) == shielded && pd_is_fatal(number, 0, bit, 0) == shielded &&
		          pd_is_fatal(number, 0, 0, bit) == shielded && pd_is_fatal(number, ~bit, ~bit, ~bit) == expected, sentence, NULL);
	}
	check(!pd_is_fatal(0, 0, 0, 0) && !pd_is_fatal(-1, 0, 0, 0) && !pd_is_fatal(65, 0, 0, 0) && !pd_is_fatal(1 << 30, 0, 0, 0),
	      "numbers that are no signals do not kill", NULL);
}

void unit_tests(void) {
	a_good_launch_is_read();
	bad_launches_are_refused();
	fuzz_launch();
	descriptors_are_passed();
	small_things();
	fatal_signals();
}
