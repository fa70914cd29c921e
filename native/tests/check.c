#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *prefix = "";

void set_prefix(const char *text) {
	prefix = text;
}

int check(int condition, const char *sentence, const char *note, ...) {
	printf("%sok - %s%s\n", condition ? "" : "not ", prefix, sentence);
	if (!condition && note) {
		va_list arguments;
		va_start(arguments, note);
		fputs("#   ", stdout);
		vprintf(note, arguments);
		va_end(arguments);
		putchar('\n');
	}
	fflush(stdout);
	return condition;
}

void skip(const char *sentence, const char *why) {
	const char *must = getenv("PADDOCK_ISOLATION_MUST_WORK");
	int forbidden = must && !strcmp(must, "1");
	printf("%s - %s%s # skipped: %s\n", forbidden ? "not ok" : "ok", prefix, sentence, why);
	fflush(stdout);
}
