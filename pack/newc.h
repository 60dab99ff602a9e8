/*
 * newc.h - the newc archive format, as the Linux kernel reads it.
 *
 * An archive is a sequence of entries and a trailer. An entry is a header of
 * 110 bytes, the name with its NUL, padding to a multiple of 4, the data,
 * padding to a multiple of 4. The header is a magic of 6 bytes and 13 fields of
 * 8 hexadecimal digits. The format is described in the kernel's
 * Documentation/driver-api/early-userspace/buffer-format.rst; the limits are
 * those of init/initramfs.c and of the system calls that it makes.
 *
 * pack and peek share this file; newc.c is the writer.
 */
#ifndef NEWC_H
#define NEWC_H

#include <stdint.h>

#define NEWC_MAGIC   "070701"
#define NEWC_TRAILER "TRAILER!!!"
#define NEWC_ALIGN   4 /* bytes; of every header, name and data */

enum newc_field {
	NEWC_INO,
	NEWC_MODE, /* type and permissions, as in stat(2) */
	NEWC_UID,
	NEWC_GID,
	NEWC_NLINK,    /* 2 or more: hard links */
	NEWC_MTIME,    /* seconds since 1970 */
	NEWC_FILESIZE, /* bytes of data */
	NEWC_MAJOR,    /* of the device that the file is on */
	NEWC_MINOR,
	NEWC_RMAJOR, /* of the device that the file is */
	NEWC_RMINOR,
	NEWC_NAMESIZE, /* bytes of the name, with its NUL */
	NEWC_CHECK,    /* sum of the data bytes; 0 with this magic */
	NEWC_FIELDS
};

#define NEWC_MAGIC_SIZE	 6
#define NEWC_DIGITS	 8 /* hexadecimal, of one field */
#define NEWC_HEADER_SIZE (NEWC_MAGIC_SIZE + NEWC_FIELDS * NEWC_DIGITS)

/* Beyond these the kernel silently drops an entry, or damages it. */
#define NEWC_NAME_MAX	   4095	 /* bytes of a name, without its last NUL */
#define NEWC_COMPONENT_MAX 255	 /* bytes between two slashes */
#define NEWC_TARGET_MAX	   4095	 /* bytes of a symlink target: symlink(2) */
#define NEWC_PERM_MAX	   07777 /* permissions in a mode */
#define NEWC_ID_MAX	   0xfffffffe /* -1 means "unchanged" to chown(2) */
#define NEWC_RMAJOR_MAX	   0xfff
#define NEWC_RMINOR_MAX	   0xfffff
#define NEWC_FIELD_MAX	   0xffffffff /* so a file is smaller than 4 GiB */

/*
 * Writes header, name and padding of one entry to the output. The name gets
 * `nuls` more NULs than the one at its end, which count as part of it (see
 * NEWC_NAME_MAX).
 */
void newc_header(
	const uint32_t field[NEWC_FIELDS], const char *name, uint32_t nuls);

/* Writes the trailer, and pads the archive to a multiple of `align` bytes. */
void newc_trailer(unsigned align);

#endif
