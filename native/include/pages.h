/* A template's memory in huge pages; what its language calls is in paddock.h. */
#ifndef PADDOCK_PAGES_H
#define PADDOCK_PAGES_H

/* Moves the end of the heap to where a huge page begins. To be called before anything has been allocated. */
void pd_align_heap(void);

#endif
