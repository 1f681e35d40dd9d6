/* rotation_fuzz.c - any bytes as a file of rotated audit rows. */
#include "store/rotation.h"

#include "io/file.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rotation_span span;
	struct err e = ERR_INIT;
	char path[64];
	int fd = file_scratch(&e);

	if (fd < 0)
		return 0;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	/* The same bytes as text: the interface takes char. */
	if (file_write_at(fd, (const char *)data, size, 0, &e) == 0 &&
	    rotation_verify(path, &span, &e) == 0 &&
	    (span.first < 1 || span.last < span.first))
		BUG("a file was found good that has no rows");
	close(fd);
	return 0;
}
