/* OpenSSL's random numbers straight from the kernel. Its own generators live in the process: all cells of a template would draw the same, since
 * template and cell may be the same process number and OpenSSL notices a fork by that. Seeding them anew in each cell copies 50 pages; this has nothing
 * to copy and nothing to forget. */
#define _GNU_SOURCE
#include "paddock.h"

#include <errno.h>
#include <stddef.h>
#include <sys/random.h>

#define EXPORT __attribute__((visibility("default")))

/* OpenSSL's RAND_METHOD, <openssl/rand.h>, unchanged since 1.1. */
struct rand_method {
	int (*seed)(const void *data, int count);
	int (*bytes)(unsigned char *out, int count);
	void (*cleanup)(void);
	int (*add)(const void *data, int count, double entropy);
	int (*pseudorand)(unsigned char *out, int count);
	int (*status)(void);
};

static int draw(unsigned char *out, int count) {
	for (int have = 0; have < count;) {
		ssize_t length = getrandom(out + have, (size_t)(count - have), 0);
		if (length < 0 && errno != EINTR)
			return 0;
		have += length < 0 ? 0 : (int)length;
	}
	return count >= 0;
}

/* The kernel needs nobody's bytes. */
static int seed(const void *data, int count) {
	(void)data, (void)count;
	return 1;
}

static int add(const void *data, int count, double entropy) {
	(void)entropy;
	return seed(data, count);
}

static int status(void) {
	return 1;
}

static const struct rand_method method = { .seed = seed, .bytes = draw, .add = add, .pseudorand = draw, .status = status };

EXPORT const void *paddock_random_method(void) {
	return &method;
}
