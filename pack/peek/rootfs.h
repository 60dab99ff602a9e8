/*
 * rootfs.h - which names of an archive a kernel would have in its root file
 * system, and which it drops.
 */
#ifndef ROOTFS_H
#define ROOTFS_H

#include <stdint.h>

/*
 * Begins anew with what is built into every kernel: /dev, /dev/console and
 * /root. `seed` is a random number that the archive's author does not know.
 */
void rootfs_reset(uint32_t seed);

/*
 * Adds a name of that type (S_IFMT), as the kernel would; `target` is that of a
 * symbolic link. Returns NULL, or why the kernel drops it, or
 * rootfs_too_costly. Both strings stay the caller's.
 */
const char *rootfs_add(const char *name, uint32_t type, const char *target);

extern const char rootfs_too_costly[];

/*
 * `bytes` of the archive were read: they pay for following symbolic links, so
 * that the time is linear in the size of the archive.
 */
void rootfs_earn(uint64_t bytes);

#endif
