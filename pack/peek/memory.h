/*
 * memory.h - peek's way out when there is no memory left.
 */
#ifndef MEMORY_H
#define MEMORY_H

/* Returns `memory`, or exits with status 2 if it is NULL. */
void *checked(void *memory);

#endif
