/*
 * html_style.c - constants.
 *
 * Dark text on white; what colour says is said in words, too.  A filter shows
 * what all of its choices allow; the buttons of the tables set the filters.
 */
#include "reconcile/html_style.h"

static const char screen[] =
"<style>\n"
"body{font:14px/1.45 sans-serif;margin:1.5em auto;padding:0 1.5em;"
"max-width:1500px;color:#1a1a1a;background:#fff}\n"
"h1{font-size:1.5em;margin:0 0 .2em}\n"
"h2{font-size:1.15em;margin:1.8em 0 .4em;border-bottom:2px solid #333;"
"padding-bottom:.15em}\n"
"p{margin:.4em 0}\n"
".note{color:#444;font-size:.92em;max-width:75em}\n"
"dl.tiles{display:flex;flex-wrap:wrap;gap:.6em;margin:1em 0}\n"
"dl.tiles div{border:1px solid #888;border-radius:4px;padding:.4em .8em;"
"min-width:7.5em}\n"
"dl.tiles div.bad{border:2px solid #a01010}\n"
"dl.tiles dt{color:#444;font-size:.88em}\n"
"dl.tiles dd{margin:0;font-size:1.45em;font-weight:600}\n"
".scroll{overflow-x:auto}\n"
"table{border-collapse:collapse}\n"
"table.wide{width:100%}\n"
"td,th{border-bottom:1px solid #ccc;padding:.28em .6em;text-align:left;"
"vertical-align:top}\n"
"thead th{background:#eee;border-bottom:2px solid #777;white-space:nowrap}\n"
"tbody th{font-weight:600}\n"
"tr.sum td,tr.sum th{border-top:2px solid #777;font-weight:600}\n"
"td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}\n"
"td.k,td.v{overflow-wrap:anywhere}td.k{min-width:16em}\n"
"td.v{min-width:6em;max-width:24em}td.life{white-space:nowrap}\n"
"td.wrong{font-weight:600;color:#8f0d0d}\n"
"small{display:block;color:#444;font-size:.86em}\n"
"code{font-family:monospace;overflow-wrap:anywhere}\n"
"tr.line_stop td:first-child{border-left:5px solid #a01010}\n"
"tr.compliance td:first-child{border-left:5px solid #6a1b7a}\n"
"tr.launch td:first-child{border-left:5px solid #a33b00}\n"
"tr.cost td:first-child{border-left:5px solid #12427a}\n"
".late{color:#8f0d0d;font-weight:600}\n"
"button{font:inherit;color:#0b3d91;background:none;border:0;padding:0;"
"cursor:pointer;text-decoration:underline}\n"
"button:focus-visible,select:focus-visible,input:focus-visible{"
"outline:3px solid #12427a;outline-offset:1px}\n"
"#filters{position:sticky;top:0;background:#fff;border:1px solid #888;"
"border-radius:4px;padding:.5em .8em;margin:.6em 0}\n"
"#filters label{margin-right:.9em;white-space:nowrap}\n"
"#filters select,#filters input{font:inherit;max-width:14em}\n"
".side{display:flex;flex-wrap:wrap;gap:1.2em 2.5em}\n"
".charts{display:flex;flex-wrap:wrap;gap:1em}\n"
"figure{margin:0;flex:1 1 330px;max-width:440px;break-inside:avoid}\n"
"figcaption{font-weight:600}\n"
"svg{width:100%;height:auto;display:block}\n"
"svg text{font:11px sans-serif;fill:#1a1a1a}\n"
"svg .g{stroke:#ccc;stroke-width:1}\n"
".hidden{display:none}\n";

static const char paper[] =
"@page{size:A4 landscape;margin:12mm}\n"
"@media print{body{margin:0;padding:0;font-size:9pt;max-width:none}\n"
"#filters,.screen{display:none}\n"
"thead{display:table-header-group}\n"
"tr,dl.tiles div,section.keep{break-inside:avoid}\n"
"h2{break-after:avoid}\n"
".scroll{overflow:visible}\n"
"button{color:inherit;text-decoration:none}\n"
"td,th{padding:.15em .4em}td.k{min-width:10em}\n"
"figure{flex:0 0 31%}}\n"
"</style>\n";

static const char script[] =
"<script>\n"
"(function(){\n"
"var form=document.getElementById('filters');\n"
"if(!form)return;\n"
"var rows=[].slice.call(document.querySelectorAll('#findings tbody tr')),"
"names=['class','impact','team','type','age','late'],"
"text=document.getElementById('f-text'),"
"count=document.getElementById('f-count');\n"
"function pick(n){return document.getElementById('f-'+n)}\n"
"names=names.filter(pick);\n"
"names.forEach(function(n){var have={},s=pick(n);\n"
"if(s.options.length>1)return;\n"
"rows.forEach(function(r){have[r.dataset[n]||'']=1});\n"
"Object.keys(have).sort().forEach(function(v){"
"var o=document.createElement('option');o.value='='+v;"
"o.textContent=v||'(not said)';s.appendChild(o)})});\n"
"function show(){var q=text.value.toLowerCase(),shown=0;\n"
"rows.forEach(function(r){var hit=names.every(function(n){"
"var v=pick(n).value;return !v||v==='='+(r.dataset[n]||'')})&&"
"(!q||r.textContent.toLowerCase().indexOf(q)>=0);\n"
"r.classList.toggle('hidden',!hit);if(hit)shown++});\n"
"count.textContent=shown+' of '+rows.length+' shown'}\n"
"function clear(){text.value='';names.forEach(function(n){"
"pick(n).value=''})}\n"
"form.addEventListener('input',show);\n"
"document.getElementById('f-clear').addEventListener('click',function(){"
"clear();show()});\n"
"[].forEach.call(document.querySelectorAll('button.go'),function(b){"
"b.addEventListener('click',function(){clear();\n"
"names.forEach(function(n){if(n in b.dataset)"
"pick(n).value='='+b.dataset[n]});show();\n"
"document.getElementById('findings-title').scrollIntoView();"
"text.focus({preventScroll:true})})});\n"
"form.classList.remove('hidden');show();\n"
"})();\n"
"</script>\n";

void
html_style_add(struct buf *b)
{
	buf_add_text(b, screen);
	buf_add_text(b, paper);
}

void
html_style_add_script(struct buf *b)
{
	buf_add_text(b, script);
}
