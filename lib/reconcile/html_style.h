/*
 * html_style.h - the style and the script of the page of a reconciliation.
 *
 * Both stand in the page, which asks nobody for anything.  Without the script
 * everything is shown, and so it is on paper.
 */
#ifndef RECONCILE_HTML_STYLE_H
#define RECONCILE_HTML_STYLE_H

#include "base/text.h"

/* A whole <style> element. */
void html_style_add(struct buf *b);
/* A whole <script> element, for the end of the body. */
void html_style_add_script(struct buf *b);

#endif
