/* place_test.c - the file's mode, its file system, its locks. */
#include "store/place.h"

#include "store/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/stat.h>

#include <cmocka.h>

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_folder(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static void
a_new_file_has_its_mode_and_an_old_one_keeps_its(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	struct stat st;

	umask(077);
	assert_int_equal(place_create(s->path, 0660, &e), 0);
	umask(022);
	assert_int_equal(stat(s->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(place_create(s->path, 0600, &e), 0);
	assert_int_equal(stat(s->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
}

static void
what_cannot_be_made_is_the_commands_fault(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	char path[100];

	assert_int_equal(place_create(s->folder, 0600, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	snprintf(path, sizeof(path), "%s/none/x", s->folder);
	err_clear(&e);
	assert_int_equal(place_create(path, 0600, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "No such file"));
	err_clear(&e);
	assert_int_equal(place_create("", 0600, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
}

static void
network_file_systems_are_known_by_their_numbers(void **state)
{
	static const struct {
		unsigned long magic;
		bool networked;
	} cases[] = {
	    {0x6969, true},      /* NFS */
	    {0xff534d42, true},  /* CIFS */
	    {0xfe534d42, true},  /* SMB2 */
	    {0x65735546, true},  /* FUSE, sshfs */
	    {0x01021997, true},  /* 9P */
	    {0xef53, false},     /* ext4 */
	    {0x58465342, false}, /* XFS */
	    {0x9123683e, false}, /* btrfs */
	    {0x01021994, false}, /* tmpfs */
	    {0x794c7630, false}, /* overlay */
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(place_magic_networked(cases[i].magic),
		    cases[i].networked);
	assert_false(place_networked("/none/such"));
	assert_false(place_networked("/proc"));
}

/* Locks the file as SQLite does, says so, and waits to be killed. */
static void
hold(const char *path, int ready)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET,
	    .l_start = 120, .l_len = 1};
	int fd = open(path, O_RDWR);

	if (fd < 0 || fcntl(fd, F_SETLK, &lock) < 0 ||
	    write(ready, "x", 1) != 1)
		_exit(1);
	pause();
	_exit(0);
}

static void
the_holder_of_a_lock_is_named(void **state)
{
	struct scratch *s = *state;
	struct buf text = BUF_INIT(4096);
	struct err e = ERR_INIT;
	char words[64], byte;
	int ready[2];
	pid_t child;

	assert_int_equal(place_create(s->path, 0600, &e), 0);
	place_holders(&text, s->path);
	assert_string_equal(buf_text(&text), "another process");
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0)
		hold(s->path, ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	buf_clear(&text);
	place_holders(&text, s->path);
	snprintf(words, sizeof(words), "process %d (place_test)", (int)child);
	assert_string_equal(buf_text(&text), words);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(ready[0]);
	close(ready[1]);
	buf_release(&text);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_new_file_has_its_mode_and_an_old_one_keeps_its),
	    T(what_cannot_be_made_is_the_commands_fault),
	    T(network_file_systems_are_known_by_their_numbers),
	    T(the_holder_of_a_lock_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
