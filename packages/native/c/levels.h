/* Which levels are compiled into the addon, and which of them this machine can run. */
#ifndef INTERP_LEVELS_H
#define INTERP_LEVELS_H

#include "kernels.h"

struct level {
  const char *name;
  run_kernel *run;
};

#define MOST_LEVELS 3

/* The levels of this architecture, the fastest first. */
extern const struct level levels[];

/* Fills in which of them the processor and the operating system can run, by their index; returns how many they are. */
int usable_levels(int usable[MOST_LEVELS]);

#endif
