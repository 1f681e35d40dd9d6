/*
 * guess_fuzz.c - whatever the bytes are, a profile that comes out is valid.
 */
#include "extract/guess.h"

#include "extract/inputs.h"

#include <sys/mman.h>
#include <unistd.h>

#define PROFILE_MOST ((size_t)16 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads back what was written to the descriptor. */
static void
take_text(struct buf *b, int fd)
{
	char chunk[65536];
	off_t at = 0;
	ssize_t got;

	while ((got = pread(fd, chunk, sizeof(chunk), at)) > 0) {
		buf_add(b, chunk, (size_t)got); /* positive here */
		at += got;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int in = memfd_create("in", 0), out = memfd_create("out", 0);
	char path[40], output[40], *files[2] = {path, NULL};
	struct buf b = BUF_INIT(PROFILE_MOST);
	struct err e = ERR_INIT;
	struct profile p;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", in);
	snprintf(output, sizeof(output), "/dev/fd/%d", out);
	if (in >= 0 && out >= 0 && write(in, data, size) == (ssize_t)size &&
	    guess_run(files, output, &e) == 0) {
		take_text(&b, out);
		if (profile_parse(&p, "guessed", buf_slice(&b), &e) < 0 ||
		    inputs_check(&p, &e) < 0) {
			fprintf(stderr, "%s\n%s\n", buf_text(&b), e.text);
			BUG("a profile that was guessed is not valid");
		}
		profile_release(&p);
	}
	buf_release(&b);
	close(in);
	close(out);
	return 0;
}
