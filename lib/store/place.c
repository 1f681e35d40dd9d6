/*
 * place.c - statfs(2) and /proc/locks.
 *
 * Locks are looked up in /proc/locks and not by F_GETLK: opening the file a
 * second time and closing it would drop every lock this process holds on it
 * (POSIX locks belong to the process), which is SQLite's well-known trap.
 */
#include "store/place.h"

#include "io/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define PROC_TEXT_MOST ((size_t)4 * 1024 * 1024)

/* From linux/magic.h and statfs(2); several are not in every header. */
static const unsigned long networked[] = {
    0x6969,     /* NFS */
    0x517b,     /* SMB */
    0xff534d42, /* CIFS */
    0xfe534d42, /* SMB2 */
    0x65735546, /* FUSE: sshfs, s3fs, glusterfs; it does not say which */
    0x01021997, /* 9P, also folders shared with a virtual machine */
    0x5346414f, /* AFS */
    0x6b414653, /* kernel AFS */
    0x73757245, /* Coda */
    0x564c,     /* NCP */
    0x00c36400, /* Ceph */
    0x0bd00bd0, /* Lustre */
    0x7461636f, /* OCFS2 */
    0x01161970, /* GFS2 */
    0x786f4256, /* VirtualBox shared folders */
    0xaad7aaea, /* Panasas */
    0x47504653, /* GPFS */
    0x19830326, /* BeeGFS */
};

int
place_create(const char *path, unsigned mode, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	struct stat st;

	if (fd < 0 && errno == EEXIST) {
		if (stat(path, &st) < 0)
			return err_sys(e, "%s", path);
		if (!S_ISREG(st.st_mode))
			return err_set(e, ERR_USAGE,
			    "%s: is not a regular file (expected a state file "
			    "or a new name)", path);
		return 0;
	}
	if (fd < 0)
		return err_sys(e, "%s", path);
	/* The umask may have taken the group's bits. */
	if (fchmod(fd, (mode_t)mode) < 0) {
		err_sys(e, "%s", path);
		close(fd);
		return -1;
	}
	close(fd);
	return 0;
}

bool
place_magic_networked(unsigned long magic)
{
	size_t i;

	for (i = 0; i < COUNT_OF(networked); i++)
		if (networked[i] == magic)
			return true;
	return false;
}

bool
place_networked(const char *path)
{
	struct statfs fs;

	if (statfs(path, &fs) < 0)
		return false;
	/* f_type is signed on some machines: CIFS would come out negative. */
	return place_magic_networked((unsigned long)fs.f_type & 0xffffffff);
}

/* The n-th word of a line, from 0; empty if there are fewer. */
static struct slice
word(struct slice line, unsigned n)
{
	struct slice w;

	do {
		line = slice_trim(line);
		w = slice_cut(&line, ' ');
	} while (n-- && w.len);
	return w;
}

/* " (NAME)" of a process, nothing where it cannot be read. */
static void
add_command(struct buf *b, const char *pid)
{
	struct buf name = BUF_INIT(4096);
	struct err ignored = ERR_INIT;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s/comm", pid);
	if (file_load(&name, path, 4096, &ignored) == 0) {
		struct slice text = slice_trim(buf_slice(&name));

		buf_printf(b, " (%.*s)", SLICE_ARGS(text));
	}
	buf_release(&name);
}

/* Does a line of /proc/locks name a write lock on that inode? */
static bool
line_holds(struct slice line, uint64_t inode)
{
	struct slice place = word(line, 5);
	uint64_t number;

	if (!slice_is(word(line, 3), "WRITE"))
		return false;
	slice_cut(&place, ':');
	slice_cut(&place, ':');
	return text_to_number(place, UINT64_MAX, &number) && number == inode;
}

/*
 * The kernel may show a lock twice, as its list changes under the reader, and
 * a process may hold several.
 */
static bool
is_named(const struct buf *b, uint64_t pid)
{
	char words[40];
	int n = snprintf(words, sizeof(words), "process %" PRIu64 " ", pid);

	return b->len && memmem(b->at, b->len, words, (size_t)n);
}

static unsigned
add_holders_of(struct buf *b, struct slice locks, const char *path,
    unsigned found)
{
	struct stat st;
	uint64_t pid;
	char text[24];

	if (stat(path, &st) < 0)
		return found;
	while (locks.len) {
		struct slice line = slice_cut(&locks, '\n');

		/* A waiting process has "->" as its second word. */
		if (!line_holds(line, st.st_ino) ||
		    !text_to_number(word(line, 4), INT32_MAX, &pid) ||
		    pid == (uint64_t)getpid() || is_named(b, pid))
			continue;
		snprintf(text, sizeof(text), "%" PRIu64, pid);
		buf_printf(b, "%sprocess %s", found ? ", " : "", text);
		add_command(b, text);
		found++;
	}
	return found;
}

void
place_holders(struct buf *b, const char *path)
{
	struct buf locks = BUF_INIT(PROC_TEXT_MOST);
	struct buf memory = BUF_INIT(PATH_MAX + 8);
	struct err ignored = ERR_INIT;
	unsigned found = 0;

	if (file_load(&locks, "/proc/locks", PROC_TEXT_MOST, &ignored) == 0) {
		found = add_holders_of(b, buf_slice(&locks), path, found);
		buf_printf(&memory, "%s-shm", path);
		found = add_holders_of(b, buf_slice(&locks),
		    buf_text(&memory), found);
	}
	if (!found)
		buf_add_text(b, "another process");
	buf_release(&memory);
	buf_release(&locks);
}
