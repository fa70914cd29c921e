/* Compiles birth.policy and cell.policy to BPF, at build time only.
 *
 *   compile <array name> <default action: enosys|allow> <policy file>  > header
 *
 * Prints a C array of struct sock_filter. libseccomp is a tool of the build; nothing that runs later links it. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cell_flags.h"

#define MAX_CONDITIONS 4
#define FIRST_UNUSED_DOMAIN 64 /* AF_MAX is 46 today; beyond this one rule with >= covers the rest */

struct rule {
	uint32_t action;
	int syscall;
	unsigned count;
	struct scmp_arg_cmp conditions[MAX_CONDITIONS];
	int other_domain;
};

static const char *file;
static int line_number;
static uint32_t default_action;

static _Noreturn void bad(const char *what, const char *word) {
	fprintf(stderr, "%s:%d: %s: %s\n", file, line_number, what, word ? word : "(end of line)");
	exit(1);
}

static uint32_t parse_errno(const char *name) {
	static const struct { const char *name; int value; } known[] = {
		{ "EPERM", EPERM }, { "ENOSYS", ENOSYS }, { "EAFNOSUPPORT", EAFNOSUPPORT },
	};
	for (size_t i = 0; name && i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i].name, name))
			return SCMP_ACT_ERRNO((uint32_t)known[i].value);
	bad("unknown errno", name);
}

static uint64_t parse_value(const char *word) {
	if (word && !strcmp(word, "CELL_FLAGS"))
		return PD_CELL_FLAGS;
	char *end = NULL;
	uint64_t value = word ? strtoull(word, &end, 0) : 0;
	if (!word || *end)
		bad("not a number", word);
	return value;
}

static void parse_condition(struct rule *rule, const char *argument) {
	if (strlen(argument) != 4 || strncmp(argument, "arg", 3) || argument[3] < '0' || argument[3] > '5')
		bad("expected arg0 to arg5", argument);
	if (rule->count == MAX_CONDITIONS)
		bad("too many conditions", argument);
	unsigned index = (unsigned)(argument[3] - '0');
	uint64_t mask = UINT64_MAX;
	char *operator = strtok(NULL, " \t");
	if (operator && !strcmp(operator, "&")) {
		mask = parse_value(strtok(NULL, " \t"));
		operator = strtok(NULL, " \t");
	}
	if (!operator || strcmp(operator, "=="))
		bad("expected ==", operator);
	char *value = strtok(NULL, " \t");
	if (value && !strcmp(value, "OTHER_DOMAIN")) {
		rule->other_domain = 1;
		return;
	}
	rule->conditions[rule->count++] = SCMP_CMP64(index, SCMP_CMP_MASKED_EQ, mask, parse_value(value));
}

static struct rule parse_line(char *text) {
	struct rule rule = { 0 };
	char *action = strtok(text, " \t");
	if (!strcmp(action, "allow"))
		rule.action = SCMP_ACT_ALLOW;
	else if (!strcmp(action, "notify"))
		rule.action = SCMP_ACT_NOTIFY;
	else if (!strcmp(action, "errno"))
		rule.action = parse_errno(strtok(NULL, " \t"));
	else
		bad("unknown action", action);
	char *name = strtok(NULL, " \t");
	rule.syscall = name ? seccomp_syscall_resolve_name(name) : __NR_SCMP_ERROR;
	/* A call newer than the libseccomp of the build has no number here: refusing is the default anyway, granting is not. */
	if (rule.syscall == __NR_SCMP_ERROR && rule.action == SCMP_ACT_ALLOW)
		fprintf(stderr, "%s:%d: this libseccomp does not know %s; it stays refused\n", file, line_number, name ? name : "");
	for (char *argument; (argument = strtok(NULL, " \t"));)
		parse_condition(&rule, argument);
	return rule;
}

static void add(scmp_filter_ctx filter, const struct rule *rule) {
	/* libseccomp wants no rule that repeats the default; the line stands in the policy for its reason. */
	if (rule->syscall == __NR_SCMP_ERROR || rule->action == default_action)
		return;
	if (seccomp_rule_add_array(filter, rule->action, rule->syscall, rule->count, rule->conditions))
		bad("libseccomp refuses this rule", seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, rule->syscall));
}

static void add_other_domains(scmp_filter_ctx filter, struct rule *rule) {
	rule->count = 1;
	for (int domain = 0; domain < FIRST_UNUSED_DOMAIN; domain++) {
		if (domain == 1 || domain == 2 || domain == 10 || domain == 16)
			continue;
		rule->conditions[0] = SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, UINT32_MAX, (uint64_t)domain);
		add(filter, rule);
	}
	rule->conditions[0] = SCMP_CMP64(0, SCMP_CMP_GE, FIRST_UNUSED_DOMAIN);
	add(filter, rule);
}

static void read_policy(scmp_filter_ctx filter) {
	FILE *in = fopen(file, "re");
	if (!in)
		bad("cannot open", strerror(errno));
	char *text = NULL;
	size_t size = 0;
	while (getline(&text, &size, in) > 0) {
		line_number++;
		text[strcspn(text, "#\n")] = 0;
		if (!text[strspn(text, " \t")])
			continue;
		struct rule rule = parse_line(text);
		if (rule.other_domain)
			add_other_domains(filter, &rule);
		else
			add(filter, &rule);
	}
	free(text);
	fclose(in);
}

static void print_array(scmp_filter_ctx filter, const char *name) {
	int fd = memfd_create("bpf", MFD_CLOEXEC);
	struct stat st;
	if (fd < 0 || seccomp_export_bpf(filter, fd) || fstat(fd, &st))
		bad("cannot export the filter", strerror(errno));
	struct sock_filter *code = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (code == MAP_FAILED)
		bad("cannot map the filter", strerror(errno));
	printf("/* Generated from %s. */\nstatic const struct sock_filter %s[] = {\n", file, name);
	for (size_t i = 0; i < (size_t)st.st_size / sizeof *code; i++)
		printf("\t{ 0x%04x, %u, %u, 0x%08x },\n", code[i].code, code[i].jt, code[i].jf, code[i].k);
	puts("};");
}

int main(int argc, char **argv) {
	if (argc != 4) {
		fprintf(stderr, "usage: compile <array> enosys|allow <policy>\n");
		return 1;
	}
	file = argv[3];
	default_action = strcmp(argv[2], "allow") ? SCMP_ACT_ERRNO(ENOSYS) : SCMP_ACT_ALLOW;
	scmp_filter_ctx filter = seccomp_init(default_action);
	if (!filter || seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) ||
	    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2))
		bad("cannot set up libseccomp", argv[2]);
	read_policy(filter);
	print_array(filter, argv[1]);
	return 0;
}
