/*
 * Includes FOR_EACH_WIDTH, a file of functions for vectors of L lanes of the family V(name) named T(name), for the widest vectors and, where those have sixteen lanes, for
 * eight too: few features or channels fill half a vector, and narrower ones compute them in half the time on processors that halve the widest.
 */
#define L LANES
#define V(name) W(name)
#define T(name) wide_##name
#include FOR_EACH_WIDTH
#undef L
#undef V
#undef T

#if LANES == 16
#define L 8
#define V(name) eight_##name
#define T(name) narrow_##name
#include FOR_EACH_WIDTH
#undef L
#undef V
#undef T
#endif
#undef FOR_EACH_WIDTH

/* The function for so many features or channels. */
#ifndef BY_FEATURES
#if LANES == 16
#define BY_FEATURES(function, features) ((features) <= 8 ? narrow_##function : wide_##function)
#else
#define BY_FEATURES(function, features) wide_##function
#endif
#endif
