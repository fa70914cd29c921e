#ifndef PADDOCK_TEST_SUITES_H
#define PADDOCK_TEST_SUITES_H

/* The jails' tests run twice when root starts them; this is the second time, as an ordinary user. */
extern int already_ran_as_root;

void unit_tests(void);

/* Files of programs in huge pages of the page cache. */
void program_tests(void);

/* Every system call under the two filters, against another reading of the policy files in `directory`. */
void policy_tests(const char *directory);

/* The cage seen from inside, for forked and exec'ed cells. */
void cage_tests(void);

/* The jail's protocol, and what is left behind. */
void jail_tests(void);

/* The egress door: what opens it, what goes through it, and what is left of it. */
void door_tests(void);

/* Templates and cells that do not keep to the rules. */
void hostile_tests(void);

#endif
