/* Makes every system call there is, each in a child of its own with arguments that no call can use, and says what came of it. Runs inside a
 * cell and, for comparison, outside; needs no library. One line a call: "table number arguments result", where the table is 64, x32 or i386,
 * the arguments are "ones" (all bits set) or "none" (all zero), and the result is a number (0 or more, or -errno), sN (killed by signal N),
 * or "ended" (the process ended in the call). A call that sleeps is ended by SIGKILL. */
typedef long word;

enum { LAST = 600, X32 = 0x40000000, WNOHANG = 1, WALL = 0x40000000, SIGKILL = 9, LOOKS = 1500 };
enum { NR_write = 1, NR_mmap = 9, NR_nanosleep = 35, NR_getpid = 39, NR_fork = 57, NR_wait4 = 61, NR_kill = 62, NR_exit_group = 231 };

static word call6(word number, word a, word b, word c, word d, word e, word f) {
	register word r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
	__asm__ volatile("syscall" : "+a"(number) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return number;
}

static word call3(word number, word a, word b, word c) {
	return call6(number, a, b, c, 0, 0, 0);
}

/* The 32-bit door, which a 64-bit process can use as well. rbp, the sixth argument, is left alone. */
static word call_i386(word number, word all) {
	int result;
	__asm__ volatile("int $0x80" : "=a"(result) : "a"((int)number), "b"((int)all), "c"((int)all), "d"((int)all), "S"((int)all), "D"((int)all)
	                 : "r8", "r9", "r10", "r11", "memory");
	return result;
}

static char out[65536];
static unsigned used;

static void flush(void) {
	for (unsigned done = 0; done < used;) {
		word n = call3(NR_write, 1, (word)(out + done), used - done);
		if (n <= 0)
			break;
		done += (unsigned)n;
	}
	used = 0;
}

static void put_text(const char *text) {
	while (*text)
		out[used++] = *text++;
}

static void put_number(word number) {
	char digits[24];
	int count = 0;
	unsigned long rest = number < 0 ? 0ul - (unsigned long)number : (unsigned long)number;
	do
		digits[count++] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		out[used++] = '-';
	while (count)
		out[used++] = digits[--count];
}

struct record { volatile word result, done; };

static __attribute__((noinline)) void make_call(struct record *record, int table, word number, word all) {
	word self = call3(NR_getpid, 0, 0, 0);
	word result = table == 2 ? call_i386(number, all) : call6(number + (table == 1 ? X32 : 0), all, all, all, all, all, all);
	/* A call that made another process comes back twice. */
	if (call3(NR_getpid, 0, 0, 0) == self) {
		record->result = result;
		record->done = 1;
	}
	call3(NR_exit_group, 0, 0, 0);
}

/* Some calls block every signal, or stop: only looking again and again ends in any case. */
static void await(word child, int *status) {
	static const word pause[2] = { 0, 200000 };
	for (int look = 0; look < LOOKS; look++) {
		if (call6(NR_wait4, child, (word)status, WNOHANG | WALL, 0, 0, 0) == child && (*status & 0xff) != 0x7f)
			return;
		call3(NR_nanosleep, (word)pause, 0, 0);
	}
	call3(NR_kill, child, SIGKILL, 0);
	call6(NR_wait4, child, (word)status, WALL, 0, 0, 0);
}

static void try_call(struct record *record, int table, word number, word all) {
	static const char *const tables[] = { "64 ", "x32 ", "i386 " };
	int status = 0;
	record->done = 0;
	word child = call3(NR_fork, 0, 0, 0);
	if (child == 0)
		make_call(record, table, number, all);
	await(child, &status);
	put_text(tables[table]);
	put_number(number);
	put_text(all ? " ones " : " none ");
	if (record->done)
		put_number(record->result);
	else if (status & 0x7f)
		put_text("s"), put_number(status & 0x7f);
	else
		put_text(child < 0 ? "nofork" : "ended");
	put_text("\n");
	if (used > sizeof out - 128)
		flush();
}

void start(void) {
	struct record *record = (struct record *)call6(NR_mmap, 0, 4096, 3, 0x21, -1, 0);
	for (word number = 0; number <= LAST; number++) {
		/* vfork runs on our stack; msgget would leave a queue where there is no cage. */
		if (number != 58 && number != 68) {
			try_call(record, 0, number, -1);
			try_call(record, 0, number, 0);
		}
		try_call(record, 1, number, -1);
		try_call(record, 2, number, -1);
	}
	flush();
	call3(NR_exit_group, 0, 0, 0);
}

__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tand $-16, %rsp\n\tcall start\n");
