/* The jail's half of recording: the kernel asks about each refused call, and the policy's own programs, run here, say what to answer. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "record.h"
#include "switches.h"

#include "policy_birth.h"
#include "policy_cell.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define MOST_KINDS 4096
#define TEXT 24

static const char *const names[] = {
#include "call_names.h"
};

/* What libseccomp writes, and no more. The kernel has checked the program: jumps stay inside, and it ends. */
static uint32_t run(const struct sock_filter *at, const struct seccomp_data *call) {
	uint32_t a = 0;
	for (;; at++)
		switch (at->code) {
		case BPF_LD | BPF_W | BPF_ABS: memcpy(&a, (const char *)call + at->k, sizeof a); break;
		case BPF_ALU | BPF_AND | BPF_K: a &= at->k; break;
		case BPF_JMP | BPF_JA: at += at->k; break;
		case BPF_JMP | BPF_JEQ | BPF_K: at += a == at->k ? at->jt : at->jf; break;
		case BPF_JMP | BPF_JGT | BPF_K: at += a > at->k ? at->jt : at->jf; break;
		case BPF_JMP | BPF_JGE | BPF_K: at += a >= at->k ? at->jt : at->jf; break;
		case BPF_JMP | BPF_JSET | BPF_K: at += a & at->k ? at->jt : at->jf; break;
		case BPF_RET | BPF_K: return at->k;
		default: abort();
		}
}

/* Addresses differ from run to run and say nothing. */
static const char *show(uint64_t argument, char text[TEXT]) {
	if (argument > UINT32_MAX && argument < UINT64_MAX - UINT32_MAX)
		return "pointer";
	snprintf(text, TEXT, argument > INT32_MAX ? "%d" : "0x%x", (int)argument);
	return text;
}

static void record(const struct seccomp_data *call, unsigned error) {
	static char known[MOST_KINDS][2 * TEXT + 16];
	static unsigned count;
	char kind[sizeof *known], first[TEXT], second[TEXT], number[TEXT];
	snprintf(kind, sizeof kind, "%d %s %s", call->nr, show(call->args[0], first), show(call->args[1], second));
	for (unsigned i = 0; i < count; i++)
		if (!strcmp(known[i], kind))
			return;
	if (count < MOST_KINDS)
		strcpy(known[count++], kind);
	snprintf(number, sizeof number, "%d", call->nr);
	const char *name = call->nr >= 0 && (size_t)call->nr < LENGTH(names) && names[call->nr] ? names[call->nr] : number;
	dprintf(STDERR_FILENO, "paddock-jail: denied %s %s %s errno %u\n", name, show(call->args[0], first), show(call->args[1], second), error);
}

int pd_recorded(int listener, const struct seccomp_notif *question) {
	if (!pd_recording())
		return 0;
	uint32_t verdict = run(birth, &question->data);
	if (verdict == SECCOMP_RET_ALLOW)
		verdict = run(cell, &question->data);
	if ((verdict & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_ERRNO)
		return 0;
	struct seccomp_notif_resp answer = { .id = question->id, .error = -(int)(verdict & SECCOMP_RET_DATA) };
	record(&question->data, verdict & SECCOMP_RET_DATA);
	/* ENOENT: the asking thread has died in the meantime. */
	(void)ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
	return 1;
}
