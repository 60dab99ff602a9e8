/*
 * fuzz-members.c - feeds peek with compressed archives: fuzz-peek.c, with seeds
 * in every compression of the kernel.
 */
#include "fuzz-peek.c"
