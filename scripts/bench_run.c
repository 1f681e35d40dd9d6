/*
 * bench_run.c - run commands in turn, several rounds: time and peak memory.
 *
 * usage: bench_run ROUNDS ENOUGH <JOBS; used by scripts/bench
 *
 * A line of JOBS is LABEL, PREPARE and COMMAND with tabs between; PREPARE and
 * COMMAND are for sh, PREPARE is not timed.  Commands alternate, so that a
 * machine that slows down does so for all.  One that has taken ENOUGH seconds
 * is not run again.  Printed is for each, in the order of JOBS, with tabs
 * between: LABEL, the median of the seconds, the most MB resident (of the
 * largest process where there are several), the status that was not 0, if
 * any, else 0.
 */
#include "base/text.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define JOBS_MOST 32
#define ROUNDS_MOST 15
#define LINE_MOST 8192

struct job {
	const char *label; /* these three lie in the line */
	const char *prepare;
	const char *command;
	double seconds[ROUNDS_MOST];
	long kilobytes;
	int runs;
	int status;
	char line[LINE_MOST];
};

static double
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What sh ends with; stdin and stdout are /dev/null until it says else. */
static int
run_shell(const char *command, struct rusage *used)
{
	int status, null;
	pid_t child = fork();

	if (child == 0) {
		null = open("/dev/null", O_RDWR);
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, used) != child)
		return 126;
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 128 + WTERMSIG(status);
}

static void
run_job(struct job *j)
{
	struct rusage used = {0};
	double start;
	int status;

	if (*j->prepare && (status = run_shell(j->prepare, &used)) != 0) {
		j->status = status;
		return;
	}
	start = seconds_now();
	status = run_shell(j->command, &used);
	j->seconds[j->runs++] = seconds_now() - start;
	if (status)
		j->status = status;
	if (used.ru_maxrss > j->kilobytes)
		j->kilobytes = used.ru_maxrss;
}

static int
compare_seconds(const void *a, const void *b)
{
	/* qsort gives elements of the array it was given */
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
print_job(struct job *j)
{
	double median = 0;

	qsort(j->seconds, (size_t)j->runs, sizeof(*j->seconds),
	    compare_seconds);
	if (j->runs)
		median = (j->seconds[j->runs / 2] +
		    j->seconds[(j->runs - 1) / 2]) / 2;
	printf("%s\t%.3f\t%.0f\t%d\n", j->label, median,
	    (double)j->kilobytes * 1024 / 1e6, j->status);
}

static bool
parse_job(struct job *j)
{
	char *rest;

	j->line[strcspn(j->line, "\n")] = '\0';
	rest = strchr(j->line, '\t');
	if (!rest)
		return false;
	*rest++ = '\0';
	j->label = j->line;
	j->prepare = rest;
	rest = strchr(rest, '\t');
	if (!rest)
		return false;
	*rest++ = '\0';
	j->command = rest;
	return true;
}

int
main(int argc, char **argv)
{
	static struct job jobs[JOBS_MOST];
	uint64_t rounds, enough;
	int count = 0;

	if (argc != 3 ||
	    !text_to_number(slice_of(argv[1]), ROUNDS_MOST, &rounds) ||
	    !text_to_number(slice_of(argv[2]), UINT32_MAX, &enough)) {
		fprintf(stderr, "usage: bench_run ROUNDS ENOUGH <JOBS\n");
		return 2;
	}
	while (count < JOBS_MOST &&
	    fgets(jobs[count].line, LINE_MOST, stdin)) {
		if (!parse_job(&jobs[count])) {
			fprintf(stderr, "bench_run: job %d: not three fields\n",
			    count + 1);
			return 2;
		}
		count++;
	}
	for (uint64_t round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++) {
			struct job *j = &jobs[i];

			if (!j->status && (!round || j->seconds[0] <
			    (double)enough))
				run_job(j);
		}
	for (int i = 0; i < count; i++)
		print_job(&jobs[i]);
	return 0;
}
