/* Switches of layers: in a test build each layer of the cage can be left out, to show that the tests of that layer fail without it
 * (eng/switchable.sh, docs/isolation-matrix.md). In a product build every layer is on, by the constant below, and nothing of this is in it. */
#ifndef PADDOCK_SWITCHES_H
#define PADDOCK_SWITCHES_H

#include "launch.h"

#ifdef PADDOCK_SWITCHABLE
/* 0 when PADDOCK_WITHOUT, read at the start of the process and then taken out of its environment, names the layer. */
int pd_on(const char *layer);

/* The flags less those of namespaces that are left out. */
unsigned long pd_namespaces(unsigned long flags);

/* Checks that every name is a layer's and changes the launch: who the jail runs as, and the list handed on to templates and cells.
 * 0, or -1 with pd_error. */
int pd_apply_switches(struct pd_launch *launch);

/* How many seccomp filters a caged process has. */
unsigned pd_filters(void);

struct seccomp_notif;

/* With PADDOCK_RECORD=1 the kernel asks the jail about every call that the policy refuses. Answers and records it; 0 when this is no such
 * question but one about a signal. */
int pd_recorded(int listener, const struct seccomp_notif *question);
#else
#define pd_on(layer) 1
#define pd_namespaces(flags) (flags)
#define pd_apply_switches(launch) 0
#define pd_filters() 2u
#define pd_recorded(listener, question) 0
#endif

/* What happens instead, in native/switchable/. Calls behind `!pd_on(…)` are gone from a product build, and so are these. */

/* `capabilities`: keeps those that the user namespace gave across exec as well. 0, or -1 with pd_error. */
int pd_keep_capabilities(void);

/* `descriptors`: open ones above `last` stay open, across exec as well. */
int pd_keep_descriptors(int last);

#endif
