/* Stands in for src/seccomp.c: the same programs, changed for the layers that are left out. */
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cell_flags.h"
#include "layers.h"
#include "record.h"
#include "switches.h"
#include "util.h"

#include "policy_birth.h"
#include "policy_cell.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static long install(struct sock_filter *code, size_t length, unsigned flags) {
	struct sock_fprog program = { .len = (unsigned short)length, .filter = code };
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

/* A template makes cells with fewer namespaces when some are left out. */
int pd_seccomp_birth(void) {
	static struct sock_filter code[LENGTH(birth)];
	if (!pd_on("seccomp") || pd_recording())
		return 0;
	memcpy(code, birth, sizeof birth);
	for (size_t i = 0; i < LENGTH(code); i++)
		if (code[i].code == (BPF_JMP | BPF_JEQ | BPF_K) && code[i].k == (unsigned)PD_CELL_FLAGS)
			code[i].k = (unsigned)pd_namespaces(PD_CELL_FLAGS);
	return install(code, LENGTH(code), 0) ? pd_fail("install the seccomp allow-list") : 0;
}

unsigned pd_filters(void) {
	return pd_recording() ? 1 : 2;
}

/* Both programs as one, since of two filters an errno would win over a question: what the first allows goes on to the second, and whatever
 * either refuses is asked about. */
static long install_recording(void) {
	static struct sock_filter code[LENGTH(birth) + LENGTH(cell)];
	memcpy(code, birth, sizeof birth);
	memcpy(code + LENGTH(birth), cell, sizeof cell);
	for (unsigned i = 0; i < LENGTH(code); i++)
		if (code[i].code != (BPF_RET | BPF_K))
			continue;
		else if (i < LENGTH(birth) && code[i].k == SECCOMP_RET_ALLOW)
			code[i] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, (unsigned)LENGTH(birth) - i - 1);
		else if ((code[i].k & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO)
			code[i].k = SECCOMP_RET_USER_NOTIF;
	return install(code, LENGTH(code), SECCOMP_FILTER_FLAG_NEW_LISTENER);
}

int pd_seccomp_cell(int *listener) {
	static struct sock_filter code[LENGTH(cell)];
	*listener = -1;
	if (!pd_on("seccomp"))
		return 0;
	if (pd_recording())
		return (*listener = (int)install_recording()) < 0 ? pd_fail("install the recording filter") : 0;
	memcpy(code, cell, sizeof cell);
	int asks = pd_on("signals");
	for (size_t i = 0; !asks && i < LENGTH(code); i++)
		if (code[i].code == (BPF_RET | BPF_K) && code[i].k == SECCOMP_RET_USER_NOTIF)
			code[i].k = SECCOMP_RET_ALLOW;
	long result = install(code, LENGTH(code), asks ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0);
	if (result < 0)
		return pd_fail("install the cell's seccomp filter");
	*listener = asks ? (int)result : -1;
	return 0;
}
