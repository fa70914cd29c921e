/* Tests as sentences: one line each, counted by run.sh. */
#ifndef PADDOCK_TEST_CHECK_H
#define PADDOCK_TEST_CHECK_H

/* Prints "ok - …" or "not ok - …"; after a failure `note`, if any, follows as a comment. Returns `condition`. */
int check(int condition, const char *sentence, const char *note, ...) __attribute__((format(printf, 3, 4)));

/* Prints that a test was skipped and why; a failure when PADDOCK_ISOLATION_MUST_WORK is 1. */
void skip(const char *sentence, const char *why);

/* Puts "as root: " and the like before every sentence that follows. */
void set_prefix(const char *prefix);

#endif
