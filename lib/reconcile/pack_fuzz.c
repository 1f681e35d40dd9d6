/* pack_fuzz.c - any bytes as the manifest of an evidence pack. */
#include "reconcile/pack.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/pack_fuzz.XXXXXX";
static char path[64];

static void
clean(void)
{
	unlink(path);
	rmdir(folder);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pack_check c = {0};
	struct err e = ERR_INIT;
	FILE *f;

	if (!*path) {
		if (!mkdtemp(folder))
			abort();
		snprintf(path, sizeof(path), "%s/%s", folder, PACK_MANIFEST);
		atexit(clean);
	}
	f = fopen(path, "w");
	if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0)
		abort();
	if (pack_check(&c, folder, &e) < 0 && e.kind == ERR_NONE)
		abort();
	return 0;
}
