/* http_tls_test.c - tests of whom the client trusts: certificates made for
 * the test, and the server of openssl. */
#include "net/http.h"

#include "net/mock_server.h"

#include <fcntl.h>
#include <setjmp.h>
#include <cmocka.h>

struct fixture {
	char folder[64];
	pid_t pid;
	char url[64];
};

static void
run(const char *fmt, const char *folder)
{
	struct buf b = BUF_INIT(1000);

	buf_add_text(&b, fmt);
	buf_add_text(&b, folder);
	assert_int_equal(system(buf_text(&b)), 0);
	buf_release(&b);
}

static int
set_up(void **state)
{
	struct fixture *f = mem_zero(sizeof(*f));

	*state = f;
	snprintf(f->folder, sizeof(f->folder), "/tmp/bom-XXXXXX");
	if (system("openssl version >/dev/null 2>&1") != 0 ||
	    !mkdtemp(f->folder))
		return 0;
	run("scripts/make-certificates ", f->folder);
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	run("rm -rf ", f->folder);
	mem_free(f);
	return 0;
}

static void
need_openssl(const struct fixture *f)
{
	char path[100];

	snprintf(path, sizeof(path), "%s/good.pem", f->folder);
	if (access(path, R_OK) != 0)
		skip();
}

/* Starts a server with this certificate; it asks for one where `asks`. */
static void
serve(struct fixture *f, const char *name, bool asks)
{
	char certificate[32], key[32], text[4096];
	const char *said = NULL;
	size_t len = 0;
	ssize_t n;
	int ends[2];

	snprintf(certificate, sizeof(certificate), "%s.pem", name);
	snprintf(key, sizeof(key), "%s.key", name);
	assert_int_equal(pipe(ends), 0);
	f->pid = fork();
	if (f->pid == 0) {
		if (chdir(f->folder) < 0 || dup2(ends[1], 1) < 0 ||
		    dup2(open("/dev/null", O_RDWR), 2) < 0)
			_exit(1);
		execlp("openssl", "openssl", "s_server", "-accept",
		    "127.0.0.1:0", "-cert", certificate, "-key", key, "-www",
		    "-CAfile", "ca.pem", asks ? "-Verify" : "-no_ticket",
		    asks ? "1" : NULL, "-verify_return_error", (char *)NULL);
		_exit(1);
	}
	close(ends[1]);
	while (!said || !strchr(said, '\n')) {
		n = read(ends[0], text + len, sizeof(text) - 1 - len);
		assert_true(n > 0);
		len += (size_t)n;
		text[len] = '\0';
		said = strstr(text, "ACCEPT 127.0.0.1:");
	}
	close(ends[0]);
	snprintf(f->url, sizeof(f->url), "https://127.0.0.1:%.5s/",
	    said + strlen("ACCEPT 127.0.0.1:"));
	*strchrnul(f->url, '\n') = '/';
	*strrchr(f->url, '/') = '\0';
}

static void
serve_no_more(struct fixture *f)
{
	kill(f->pid, SIGKILL);
	waitpid(f->pid, NULL, 0);
}

/* What the server is to be asked with: lines of YAML. */
static void
ask(struct fixture *f, const char *yaml, enum http_outcome outcome,
    const char *words)
{
	struct http_request r = {.method = "GET", .url = slice_of(f->url)};
	struct buf text = BUF_INIT(4096), profile = BUF_INIT(100);
	const struct http_answer *a = NULL;
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct http *h = NULL;
	struct server s;
	struct ydoc d;

	buf_printf(&profile, "%s/p.yaml", f->folder);
	buf_printf(&text, "url: %s/\ntimeouts: {total: 5}\n%s", f->url, yaml);
	if (ydoc_parse(&d, buf_text(&profile), buf_slice(&text), &e) < 0 ||
	    server_read(&s, d.root, &arena, &e) < 0 ||
	    http_open(&h, &s, NULL, &e) < 0 || http_do(h, &r, &a, &e) < 0)
		fail_msg("%s", e.text);
	if (a->outcome != outcome || !strstr(a->words, words))
		fail_msg("%s: %d \"%s\"", yaml, (int)a->outcome, a->words);
	assert_int_equal(a->status, outcome == HTTP_ANSWERED ? 200 : 0);
	http_close(h);
	arena_release(&arena);
	ydoc_release(&d);
	buf_release(&text);
	buf_release(&profile);
}

static void
trusts_only_the_authorities_it_is_told(void **state)
{
	struct fixture *f = *state;

	need_openssl(f);
	serve(f, "good", false);
	ask(f, "ca: ca.pem\n", HTTP_ANSWERED, "");
	ask(f, "", HTTP_REFUSED, "name the authority's file under ca");
	ask(f, "ca: other-ca.pem\n", HTTP_REFUSED, "certificate");
	ask(f, "ca: none.pem\n", HTTP_REFUSED, "none.pem");
	serve_no_more(f);
}

static void
refuses_certificates_of_another_host_and_old_ones(void **state)
{
	struct fixture *f = *state;

	need_openssl(f);
	serve(f, "elsewhere", false);
	ask(f, "ca: ca.pem\n", HTTP_REFUSED, "no alternative certificate");
	serve_no_more(f);
	serve(f, "expired", false);
	ask(f, "ca: ca.pem\n", HTTP_REFUSED, "expired");
	serve_no_more(f);
}

static void
shows_a_certificate_of_its_own(void **state)
{
	struct fixture *f = *state;

	need_openssl(f);
	setenv("BOM_TEST_PW", "under lock", 1);
	setenv("BOM_TEST_WRONG", "hush-hush", 1);
	serve(f, "good", true);
	ask(f, "ca: ca.pem\ncertificate: client.pem\nkey: client.key\n",
	    HTTP_ANSWERED, "");
	ask(f, "ca: ca.pem\ncertificate: client.pem\n"
	    "key: client-locked.key\nkey_password: {env: BOM_TEST_PW}\n",
	    HTTP_ANSWERED, "");
	ask(f, "ca: ca.pem\ncertificate: client.pem\n"
	    "key: client-locked.key\nkey_password: {env: BOM_TEST_WRONG}\n",
	    HTTP_REFUSED, "client-locked.key");
	ask(f, "ca: ca.pem\n", HTTP_REFUSED, "certificate");
	ask(f, "ca: ca.pem\ncertificate: none.pem\nkey: client.key\n",
	    HTTP_REFUSED, "none.pem");
	serve_no_more(f);
}

static void
comes_back_when_a_handshake_is_broken_off(void **state)
{
	struct fixture *f = *state;
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0), one;

	need_openssl(f);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	/* the casts are those of the sockets interface */
	assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size),
	    0);
	assert_int_equal(listen(fd, 5), 0);
	snprintf(f->url, sizeof(f->url), "https://127.0.0.1:%u",
	    ntohs(address.sin_port));
	f->pid = fork();
	if (f->pid == 0)
		while ((one = accept(fd, NULL, NULL)) >= 0)
			close(one);
	close(fd);
	ask(f, "", HTTP_UNREACHABLE, "");
	serve_no_more(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trusts_only_the_authorities_it_is_told),
		cmocka_unit_test(
		    refuses_certificates_of_another_host_and_old_ones),
		cmocka_unit_test(shows_a_certificate_of_its_own),
		cmocka_unit_test(comes_back_when_a_handshake_is_broken_off),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
