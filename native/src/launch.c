#define _GNU_SOURCE
#include "launch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util.h"

struct reader { char *next, *end; };

static char *next_word(struct reader *reader) {
	if (reader->next >= reader->end)
		return NULL;
	char *word = reader->next;
	reader->next += strlen(word) + 1;
	return word;
}

static int parse_number(const char *word, uint64_t *value) {
	char *end = NULL;
	errno = 0;
	*value = word && *word >= '0' && *word <= '9' ? strtoull(word, &end, 10) : 0;
	return !end || *end || errno ? -1 : 0;
}

static int add_pair(struct reader *reader, const char **first, const char **second, unsigned *count, unsigned room) {
	*first = next_word(reader);
	*second = next_word(reader);
	if (!*second || *count >= room)
		return -1;
	++*count;
	return 0;
}

static int add_word(struct reader *reader, char **words, unsigned *count) {
	if (*count >= PD_MAX_WORDS || !(words[*count] = next_word(reader)))
		return -1;
	words[++*count] = NULL;
	return 0;
}

/* A name that nobody knows would limit nothing. */
static int is_controller(const char *name) {
	return !strcmp(name, "memory") || !strcmp(name, "pids") || !strcmp(name, "cpu") || !strcmp(name, "unified");
}

static int parse_keyword(struct pd_launch *launch, struct reader *reader, const char *keyword) {
	const struct { const char *name; uint64_t *value; } numbers[] = {
		{ "memory", &launch->memory }, { "data", &launch->data }, { "template-memory", &launch->template_memory }, { "pids", &launch->pids },
		{ "cpu-quota-us", &launch->cpu_quota_us }, { "scratch-bytes", &launch->scratch_bytes },
		{ "scratch-inodes", &launch->scratch_inodes },
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (!strcmp(keyword, numbers[i].name))
			return parse_number(next_word(reader), numbers[i].value);
	if (!strcmp(keyword, "fork-template"))
		return launch->fork_template = 1, 0;
	if (!strcmp(keyword, "mute-template"))
		return launch->mute_template = 1, 0;
	if (!strcmp(keyword, "root"))
		return (launch->root = next_word(reader)) ? 0 : -1;
	if (!strcmp(keyword, "arg"))
		return add_word(reader, launch->argv, &launch->argc);
	if (!strcmp(keyword, "env"))
		return add_word(reader, launch->envp, &launch->envc);
	if (!strcmp(keyword, "uid")) {
		uint64_t uid;
		if (parse_number(next_word(reader), &uid) || uid > INT32_MAX)
			return -1;
		return launch->uid = (uid_t)uid, 0;
	}
	if (!strcmp(keyword, "bind") && launch->bind_count < PD_MAX_BINDS) {
		struct pd_bind *bind = &launch->binds[launch->bind_count];
		return add_pair(reader, &bind->source, &bind->target, &launch->bind_count, PD_MAX_BINDS);
	}
	if (!strcmp(keyword, "file") && launch->file_count < PD_MAX_FILES) {
		struct pd_file *file = &launch->files[launch->file_count];
		return add_pair(reader, &file->target, &file->contents, &launch->file_count, PD_MAX_FILES);
	}
	if (!strcmp(keyword, "cgroup") && launch->cgroup_count < PD_MAX_CONTROLLERS) {
		struct pd_cgroup_path *cgroup = &launch->cgroups[launch->cgroup_count];
		if (add_pair(reader, &cgroup->controller, &cgroup->path, &launch->cgroup_count, PD_MAX_CONTROLLERS))
			return -1;
		return is_controller(cgroup->controller) ? 0 : -1;
	}
	return -1;
}

int pd_parse_launch(struct pd_launch *launch, size_t size) {
	errno = EINVAL;
	if (!size || launch->words[size - 1])
		return pd_fail("launch description does not end with NUL");
	struct reader reader = { launch->words, launch->words + size };
	for (char *keyword; (keyword = next_word(&reader));)
		if (parse_keyword(launch, &reader, keyword)) {
			errno = EINVAL;
			return pd_fail("launch description: %.40s", keyword);
		}
	if (!launch->root || !launch->argc || !launch->memory || !launch->pids || !launch->scratch_bytes || !launch->scratch_inodes)
		return pd_fail("launch description lacks root, arg, memory, pids or scratch");
	return 0;
}

int pd_read_launch(int server, struct pd_launch *launch) {
	ssize_t size = pd_receive(server, launch->words, sizeof launch->words, NULL, NULL);
	if (size < 0)
		return pd_fail("receive the launch description");
	return pd_parse_launch(launch, (size_t)size);
}
