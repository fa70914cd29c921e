/* Signals that a cell's processes send to its pid 1. The kernel drops those without a handler, because pid 1 of a namespace is precious;
 * code expects to die of them. The seccomp filter asks the jail, which ends the cell where an ordinary process would have ended. */
#ifndef PADDOCK_SELFSIGNAL_H
#define PADDOCK_SELFSIGNAL_H

#include <sys/types.h>

/* Answers the question waiting on `listener`. Returns the signal the process `pid` should die of, 0 when the kernel may deliver it as it
 * is, or -1 when nobody asks there any more. SIGALRM must have a handler. */
int pd_answer_signal(int listener, pid_t pid);

/* Whether a process with these masks (bit n-1 for signal n) and no handler dies of `number`. */
int pd_is_fatal(int number, unsigned long long blocked, unsigned long long ignored, unsigned long long caught);

#endif
