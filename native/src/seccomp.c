#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "layers.h"
#include "util.h"

#include "policy_birth.h"
#include "policy_cell.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static long install(const struct sock_filter *code, size_t length, unsigned flags) {
	/* The kernel only reads the program; the constness is lost in its header. */
	struct sock_fprog program = { .len = (unsigned short)length, .filter = (struct sock_filter *)(uintptr_t)code };
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

int pd_seccomp_birth(void) {
	return install(birth, LENGTH(birth), 0) ? pd_fail("install the seccomp allow-list") : 0;
}

int pd_seccomp_cell(int *listener) {
	*listener = (int)install(cell, LENGTH(cell), SECCOMP_FILTER_FLAG_NEW_LISTENER);
	return *listener < 0 ? pd_fail("install the cell's seccomp filter") : 0;
}
