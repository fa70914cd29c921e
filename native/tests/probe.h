/* The two halves of the program inside the cage. */
#ifndef PADDOCK_TEST_PROBE_H
#define PADDOCK_TEST_PROBE_H

/* Adds to the answer to the current command. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Obeys a command about the network (probe_network.c). 0 when it is none. */
int obey_network(const char *command);

/* Obeys the job socket until it closes. */
_Noreturn void serve_job(void);

/* Is a template of the named kind: honest, unfit to serve, lying, or a maker of hostile cells. */
int be_template(const char *kind);

/* A template and cells that a seed drives (fuzz_template.c). */
void serve_at_random(const char *kind);

#endif
