/* paddock-jail probe [uid N] [cgroup CONTROLLER DIRECTORY]…: tries on this machine what a jail and its cells need of it. */
#ifndef PADDOCK_PROBE_H
#define PADDOCK_PROBE_H

/* Tries every step with the jail's own functions and prints one line a step on stdout: `name<TAB>ok|missing<TAB>detail`. A step that could not
 * even be tried, because one before it failed, has no line. Leaves nothing behind. The exit status: 0 unless the arguments are wrong. */
int pd_probe(int count, char **words);

#endif
