/* Templates and cells that do not keep to the rules: each costs itself, never the jail. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "jailer.h"
#include "suites.h"

static struct jail jail;
static struct pd_report first;

static void start(const char *kind) {
	jail = jail_start((struct setup){ .kind = kind }, &first);
}

static void stop(const char *kind) {
	char sentence[96];
	int status = jail_stop(&jail);
	snprintf(sentence, sizeof sentence, "a jail whose template %s ends properly when it is told to", kind);
	check(status == 0 && count_groups(&jail) == -1, sentence, "status %d, groups %d", status, count_groups(&jail));
}

static void unfit(const char *kind, const char *wanted) {
	char sentence[96];
	start(kind);
	snprintf(sentence, sizeof sentence, "a template of kind \"%s\" is reported as the jail's failure", kind);
	check(first.kind == PD_FAILED && first.cell == 0 && strstr(first.text, wanted), sentence, "%u %s", first.kind, first.text);
	jail_ask(&jail, PD_SPAWN, 1, 0);
	check(jail_await(&jail, PD_FAILED, 1).kind == PD_FAILED, "and brings no cell", NULL);
	stop("could not serve");
}

/* The jail may not run again before a template that it has just started has ended. It took hundreds of starts to see one missed. */
static void templates_that_end_at_once(void) {
	unsigned seen = 0;
	for (unsigned i = 0; i < 100; i++) {
		start("dies");
		seen += first.kind == PD_FAILED;
		jail_stop(&jail);
	}
	check(seen == 100, "the end of a template is seen, however soon it comes", "%u of 100", seen);
}

/* Each cell that was asked for fails by itself, and the jail still answers. */
static void fails_each(const char *kind, uint32_t count, const char *wanted) {
	char sentence[128];
	uint32_t failed = 0;
	struct pd_report report = { 0 };
	start(kind);
	for (uint32_t id = 1; id <= count; id++)
		jail_ask(&jail, PD_SPAWN, id, 0);
	while (failed < count && (report = jail_next(&jail, NULL, PATIENCE_MS)).kind == PD_FAILED && report.cell && strstr(report.text, wanted))
		failed++;
	snprintf(sentence, sizeof sentence, "of a template of kind \"%s\" every cell is refused", kind);
	check(failed == count, sentence, "%u of %u, then %u about %u: %s", failed, count, report.kind, report.cell, report.text);
	jail_ask(&jail, PD_LIMIT_MEMORY, 77, 1);
	check(jail_await(&jail, PD_LIMITED, 77).b == ESRCH, "and the jail goes on", NULL);
	stop(kind);
}

static void a_mute_template(void) {
	start("mute");
	for (uint32_t id = 1; id <= 600; id++)
		jail_ask(&jail, PD_SPAWN, id, 0);
	jail_ask(&jail, PD_LIMIT_MEMORY, 7777, 1);
	struct pd_report report = jail_next(&jail, NULL, PATIENCE_MS);
	check(report.kind == PD_LIMITED && report.cell == 7777, "a template that does not read holds nothing up", "%u %s", report.kind, report.text);
	stop("does not read");
}

static void a_template_that_hangs_up(void) {
	start("hangs-up");
	jail_ask(&jail, PD_SPAWN, 1, 0);
	struct pd_report report = jail_await(&jail, PD_FAILED, 0);
	check(report.kind == PD_FAILED && strstr(report.text, "signal 9"), "a template that closes its socket is ended", "%u %s", report.kind, report.text);
	stop("hangs up");
}

static void a_template_that_boasts(void) {
	start("boasts");
	struct cell cell = cell_spawn(&jail, 1);
	check(first.kind == PD_UP && cell.ready.kind == PD_READY, "a template is up once, however often it says so", "%u %u", first.kind, cell.ready.kind);
	cell_finish(&jail, &cell);
	stop("boasts");
}

/* The template dies while cells are asked of it. */
static void a_template_that_is_killed(void) {
	start("mute");
	for (uint32_t id = 1; id <= 100; id++)
		jail_ask(&jail, PD_SPAWN, id, 0);
	jail_ask(&jail, PD_LIMIT_MEMORY, 7777, 1);
	jail_await(&jail, PD_LIMITED, 7777);
	struct jail inner = { .outer = jail_inner(&jail) };
	pid_t template = jail_inner(&inner);
	check(template > 0 && !kill(template, SIGKILL), "a template can be killed from outside", NULL);
	struct pd_report report = jail_next(&jail, NULL, PATIENCE_MS);
	uint32_t failed = 0;
	check(report.kind == PD_FAILED && report.cell == 0, "its end is the jail's failure", "%u about %u", report.kind, report.cell);
	while (failed < 100 && jail_next(&jail, NULL, PATIENCE_MS).kind == PD_FAILED)
		failed++;
	check(failed == 100, "each cell that was asked of a template that died is reported as failed", "%u", failed);
	stop("was killed");
}

/* Questions about signals that somebody else takes away, as fast as they come: a kill must still be obeyed. */
static void thieves_of_questions(void) {
	start("thieves");
	jail_ask(&jail, PD_SPAWN, 1, 0);
	struct pd_report report = jail_next(&jail, NULL, PATIENCE_MS);
	for (uint32_t i = 0; i < 20; i++) {
		jail_ask(&jail, PD_LIMIT_MEMORY, 8000 + i, 1);
		report = jail_await(&jail, PD_LIMITED, 8000 + i);
	}
	check(report.kind == PD_LIMITED, "a cell that takes the jail's questions away does not hang the jail", "%u %s", report.kind, report.text);
	stop("makes thieves");
}

/* Where Landlock does not keep its signals in (ABI 6), the helper inside the cell stands still until the jail loses patience. */
static void cells_that_stop_others(void) {
	start("stopper");
	jail_ask(&jail, PD_SPAWN, 1, 0);
	jail_ask(&jail, PD_LIMIT_MEMORY, 7777, 1);
	check(jail_await(&jail, PD_LIMITED, 7777).kind == PD_LIMITED, "a cell that stops the processes it sees does not hang the jail", NULL);
	stop("makes cells that stop others");
}

/* Forks are counted, so that no more than a few are asked at a time; an answer too many must not upset the count. */
static void a_template_that_repeats_itself(void) {
	start("repeats");
	for (uint32_t id = 1; id <= 2; id++) {
		jail_ask(&jail, PD_SPAWN, id, 0);
		jail_ask(&jail, PD_KILL, id, 0);
	}
	uint32_t failed = 0;
	struct pd_report report;
	while ((report = jail_next(&jail, NULL, failed < 2 ? PATIENCE_MS : 300)).kind)
		failed += report.kind == PD_FAILED && report.cell == failed + 1 ? 1 : 100;
	check(failed == 2, "a cell that is answered for ten times fails once", "%u", failed);
	jail_ask(&jail, PD_SPAWN, 3, 0);
	jail_ask(&jail, PD_KILL, 3, 0);
	check(jail_await(&jail, PD_FAILED, 3).kind == PD_FAILED, "and forks are asked of its template after that", NULL);
	stop("repeats itself");
}

static void a_listener_that_is_none(void) {
	start("false-listener");
	struct cell cell = cell_spawn(&jail, 1);
	check(cell.ready.kind == PD_READY, "a cell that passes another descriptor than its listener is taken", "%s", cell.ready.text);
	long used = jail_ticks(&jail, 500);
	check(used < 5, "and does not keep the jail busy", "%ld hundredths of a second", used);
	jail_ask(&jail, PD_KILL, 1, 0);
	check(jail_await(&jail, PD_ENDED, 1).kind == PD_ENDED, "it is killed like any other", NULL);
	cell_close(&cell);
	stop("makes false listeners");
}

static void a_template_that_breeds(void) {
	const char *why;
	if (!have_cgroups(&why))
		return;
	jail = jail_start((struct setup){ .kind = "breeds", .mute = 1 }, &first);
	check(first.kind == PD_FAILED && !first.cell && strstr(first.text, "processes"), "a template of a user's imports that leaves a process running never serves", "%u %s", first.kind,
	      first.text);
	jail_stop(&jail);
}

void hostile_tests(void) {
	unfit("dies", "status 3");
	unfit("threads", "status 70");
	unfit("socket", "status 70");
	unfit("shared", "status 70");
	unfit("shared-for-later", "status 70");
	a_template_that_breeds();
	templates_that_end_at_once();
	fails_each("lies", 40, "");
	fails_each("no-listener", 3, "no answer");
	fails_each("no-listener-later", 3, "no answer");
	fails_each("junk", 3, "no answer");
	fails_each("flood", 3, "no answer");
	fails_each("silent", 3, "no answer");
	fails_each("broken", 3, "cage the cell: bad??[31mnews");
	fails_each("uncaged", 3, "the cell's ");
	a_mute_template();
	a_template_that_hangs_up();
	a_template_that_boasts();
	a_template_that_is_killed();
	a_template_that_repeats_itself();
	a_listener_that_is_none();
	thieves_of_questions();
	cells_that_stop_others();
}
