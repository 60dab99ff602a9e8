/*
 * counter.c - a plugin for QEMU that counts instructions up to each system call
 * of a program.
 *
 * usage: qemu-x86_64 -plugin build/counter.so PROGRAM
 *        qemu-system-x86_64 ... -plugin build/counter.so,entry=0x4000b0 ...
 *
 * Counts every instruction that is executed, and writes a line to stdout,
 * between what the program or its console writes, for each event. It ends the
 * emulator when stdout is closed.
 *
 *	@N entry     the program's first instruction is next, as number N+1
 *	@N call      a system call of the program
 *	@N return    its next instruction in user space
 *
 * In a guest N counts everything since reset, kernel and firmware included.
 * There the program starts when the address `entry` is reached from the kernel,
 * that is, from an address in the upper half (on i386 the upper quarter); from
 * then on instructions below are the program's, so it must be the only one. For
 * x86_64, i386 and arm64.
 *
 * The declarations are those of QEMU's plugin interface, versions 1 and 2 (QEMU
 * 4.2 and newer), see docs/devel/tcg-plugins; Debian does not package its
 * header.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info {
	const char *target_name; /* the first member */
};
typedef uint64_t plugin_id;

void qemu_plugin_register_vcpu_tb_trans_cb(
	plugin_id, void (*)(plugin_id, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *,
	void (*)(unsigned int cpu, void *), int flags, void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(
	const struct qemu_plugin_tb *, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
char *qemu_plugin_insn_disas(const struct qemu_plugin_insn *);

/* only version 2 has this function; QEMU reads the number after the
 * constructors */
int qemu_plugin_num_vcpus(void) __attribute__((weak));
int qemu_plugin_version = 1;
__attribute__((constructor)) static void
choose_version(void)
{
	if (qemu_plugin_num_vcpus)
		qemu_plugin_version = 2;
}

static uint64_t executed, entry, kernel = 1ULL << 63;
static enum { FIRMWARE, KERNEL, PROGRAM, CALL } state;

static void
report(const char *event)
{
	char line[40];
	int length = snprintf(line, sizeof(line), "@%llu %s\n",
		(unsigned long long)executed, event);

	if (write(1, line, length) != length)
		_exit(0); /* nobody reads any more */
}

static void
in_kernel(unsigned int cpu, void *unused)
{
	(void)cpu, (void)unused;
	executed++;
	if (state == FIRMWARE)
		state = KERNEL;
}

static void
in_lower_half(unsigned int cpu, void *address)
{
	(void)cpu;
	if (state == CALL ||
		(state == KERNEL && (!entry || (uint64_t)address == entry))) {
		report(state == CALL ? "return" : "entry");
		state = PROGRAM;
	}
	/* under user-mode emulation threads run in parallel */
	__atomic_fetch_add(&executed, 1, __ATOMIC_RELAXED);
}

static void
in_system_call(unsigned int cpu, void *address)
{
	in_lower_half(cpu, address);
	if (state == PROGRAM) {
		report("call");
		state = CALL;
	}
}

static int
is_system_call(const char *instruction)
{
	return !strncmp(instruction, "syscall", 7) ||
	       !strncmp(instruction, "int $0x80", 9) ||
	       !strncmp(instruction, "svc", 3);
}

static void
translated(plugin_id id, struct qemu_plugin_tb *block)
{
	size_t count = qemu_plugin_tb_n_insns(block);

	(void)id;
	for (size_t i = 0; i < count; i++) {
		struct qemu_plugin_insn *insn =
			qemu_plugin_tb_get_insn(block, i);
		uint64_t address = qemu_plugin_insn_vaddr(insn);
		void (*callback)(unsigned int, void *) = in_kernel;

		if (address < kernel) {
			char *text = qemu_plugin_insn_disas(insn);

			callback = is_system_call(text) ? in_system_call
							: in_lower_half;
			free(text);
		}
		qemu_plugin_register_vcpu_insn_exec_cb(
			insn, callback, 0, (void *)address);
	}
}

__attribute__((visibility("default"))) int
qemu_plugin_install(
	plugin_id id, const struct qemu_info *info, int count, char **arguments)
{
	if (!strcmp(info->target_name, "i386"))
		kernel = 0xc0000000;
	if (count == 0)
		state = KERNEL; /* user-mode emulation starts in the program */
	else if (sscanf(arguments[0], "entry=%lli", (long long *)&entry) != 1)
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	return 0;
}
