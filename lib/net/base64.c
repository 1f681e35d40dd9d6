/* base64.c - three bytes make four digits. */
#include "net/base64.h"

void
base64_add(struct buf *to, struct slice text)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t i, n;

	for (i = 0; i < text.len; i += 3) {
		unsigned bits = 0, k;

		n = text.len - i < 3 ? text.len - i : 3;
		for (k = 0; k < 3; k++)
			bits = bits << 8 | (k < n
			    ? (unsigned char)text.at[i + k] : 0u);
		for (k = 0; k < 4; k++)
			buf_add_byte(to, k <= n
			    ? digits[bits >> (18 - 6 * k) & 63] : '=');
	}
}
