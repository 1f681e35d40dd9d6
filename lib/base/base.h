/*
 * base.h - what every file of the project includes first.
 *
 * One page: the C library's headers that all of them use, three attributes,
 * and the list of functions that do not compile here because each has a
 * safer spelling in this tree.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define NORETURN __attribute__((noreturn))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Our own mistake: says where, aborts.  Never for what data can cause. */
#define BUG(text) base_bug(__FILE__, __LINE__, (text))

NORETURN static inline void
base_bug(const char *file, int line, const char *text)
{
	fprintf(stderr, "bomtools: %s:%d: bug: %s\n", file, line, text);
	abort();
}

/*
 * Unbounded copies, hidden state, locale and binary floating point in what
 * should be exact: use slices and bufs (text.h), decimal.h, clock.h.
 */
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets
#pragma GCC poison strtok atoi atol atoll atof strtod strtof srand
#pragma GCC poison localtime gmtime ctime asctime setlocale popen
/* Not poisoned, since OpenSSL's prototypes have a parameter of this name. */
int rand(void) __attribute__((deprecated("same input, same bytes out")));

#endif
