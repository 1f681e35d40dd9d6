/* signature.c - OpenSSL's HMAC in hexadecimal or base64. */
#include "net/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#define SIGNATURE_SIZE 32

const char *const signature_keys[] = {"header", "secret", "prefix",
    "encoding", NULL};
static const char *const encodings[] = {"hex", "base64", NULL};

static bool
header_name(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] <= ' ' || s.at[i] == 0x7f ||
		    strchr(":()<>@,;\\\"/[]?={}", s.at[i]))
			return false;
	return s.len > 0;
}

int
signature_read(struct signature *s, const struct ydoc_node *n,
    struct arena *a, struct err *e)
{
	const struct ydoc_node *header, *secret;
	int encoding = 0;

	memset(s, 0, sizeof(*s));
	if (!n)
		return 0;
	if (ydoc_check_keys(n, signature_keys, e) < 0)
		return -1;
	header = ydoc_need(n, "header", e);
	secret = ydoc_need(n, "secret", e);
	s->prefix = SLICE("");
	if (ydoc_text(header, &s->header, e) < 0 || !secret ||
	    secret_read(&s->secret, secret, a, e) < 0 ||
	    ydoc_text(ydoc_get(n, "prefix"), &s->prefix, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "encoding"), encodings, &encoding, e) < 0)
		return -1;
	if (!header_name(s->header))
		return ydoc_error(header, e, "is no name of a header");
	s->base64 = encoding;
	s->node = n;
	return 0;
}

void
signature_add(struct buf *to, const struct signature *s, struct slice secret,
    struct slice body)
{
	unsigned char mac[EVP_MAX_MD_SIZE] = {0}, text[64];
	unsigned len = 0;

	/* A secret is at most SECRET_MOST bytes. */
	if (!HMAC(EVP_sha256(), secret.at, (int)secret.len,
	    (const unsigned char *)body.at, body.len, mac, &len) ||
	    len != SIGNATURE_SIZE)
		BUG("signature: no HMAC");
	buf_add_slice(to, s->prefix);
	if (!s->base64)
		buf_add_hex(to, mac, len);
	else
		buf_add(to, (const char *)text,
		    (size_t)EVP_EncodeBlock(text, mac, SIGNATURE_SIZE));
}

int
signature_fetch(const struct signature *s, struct buf *to, struct err *e)
{
	return s->node ? secret_fetch(&s->secret, to, e) : 0;
}

void
signature_put(struct headers *h, const struct signature *s,
    const struct buf *secret, struct slice body)
{
	if (!s->node || !body.at)
		return;
	signature_add(headers_begin(h, s->header), s, buf_slice(secret), body);
	headers_end(h);
}
