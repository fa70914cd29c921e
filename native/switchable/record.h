/* PADDOCK_RECORD=1: which calls the policy refuses. */
#ifndef PADDOCK_RECORD_H
#define PADDOCK_RECORD_H

int pd_recording(void);

#endif
