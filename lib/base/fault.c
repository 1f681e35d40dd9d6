/* fault.c - arming and firing of named faults. */
#include "base/fault.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

bool fault_armed;
static char fault_name[64];
static atomic_ulong fault_left; /* places are passed in any thread */
static bool fault_kills;
static bool fault_lists;

void
fault_init(void)
{
	const char *spec = getenv("BOM_FAULT");
	const char *colon;
	size_t n;

	fault_armed = false;
	fault_lists = spec && strcmp(spec, "?") == 0;
	if (!spec || !*spec)
		return;
	colon = strchr(spec, ':');
	n = colon ? (size_t)(colon - spec) : strlen(spec);
	if (n >= sizeof(fault_name))
		return;
	memcpy(fault_name, spec, n);
	fault_name[n] = '\0';
	fault_left = 1;
	fault_kills = false;
	if (colon) {
		char *end;
		unsigned long count = strtoul(colon + 1, &end, 10);

		if (end != colon + 1 && count)
			fault_left = count;
		fault_kills = strstr(colon, "kill") != NULL;
	}
	fault_armed = true;
}

/* No io.c here: this floor lies below it, and a lost line is no harm. */
static void
leave_mark(const char *name)
{
	const char *path = getenv("BOM_FAULT_LOG");
	size_t n = strlen(name);
	int fd;

	if (!path)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0)
		return;
	if (write(fd, name, n) == (ssize_t)n && write(fd, "\n", 1) == 1 &&
	    !fault_lists)
		fsync(fd);
	close(fd);
}

bool
fault_passes(const char *name)
{
	unsigned long left;

	if (fault_lists)
		leave_mark(name);
	if (strcmp(name, fault_name) != 0)
		return false;
	left = atomic_load(&fault_left);
	do
		if (!left)
			return false;
	while (!atomic_compare_exchange_weak(&fault_left, &left, left - 1));
	if (left > 1)
		return false;
	leave_mark(name);
	if (fault_kills)
		raise(SIGKILL);
	return true;
}
