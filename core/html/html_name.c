/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_name.c - the names of HTML: elements, attributes, characters.
 *
 * Characters are those that all of HTML has named so far as pages use them;
 * others stay as they are written.
 */
#include <string.h>

#include "html_token.h"

/* In the order of their names. */
static const struct ps_html_element elements[] = {
	{ "a", PS_H_A, 0 },
	{ "address", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "area", PS_H_AREA, PS_HTML_VOID },
	{ "article", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "aside", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "b", PS_H_B, 0 },
	{ "base", PS_H_BASE, PS_HTML_VOID },
	{ "bgsound", PS_H_VOID, PS_HTML_VOID },
	{ "big", PS_H_OTHER, 0 },
	{ "blockquote", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "body", PS_H_BLOCK, PS_HTML_BLOCK },
	{ "br", PS_H_BR, PS_HTML_VOID | PS_HTML_BLOCK },
	{ "button", PS_H_OTHER, 0 },
	{ "caption", PS_H_CAPTION, PS_HTML_BLOCK },
	{ "center", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "code", PS_H_OTHER, 0 },
	{ "col", PS_H_COL, PS_HTML_VOID },
	{ "colgroup", PS_H_OTHER, 0 },
	{ "datalist", PS_H_UNSEEN, 0 },
	{ "dd", PS_H_DD, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "details", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "dialog", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "dir", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "div", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "dl", PS_H_DL, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "dt", PS_H_DT, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "em", PS_H_OTHER, 0 },
	{ "embed", PS_H_VOID, PS_HTML_VOID },
	{ "fieldset", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "figcaption", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "figure", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "font", PS_H_OTHER, 0 },
	{ "footer", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "form", PS_H_FORM, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "frame", PS_H_VOID, PS_HTML_VOID },
	{ "h1", PS_H_HEADING, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "h2", PS_H_HEADING, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "h3", PS_H_HEADING, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "h4", PS_H_HEADING, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "h5", PS_H_HEADING, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "h6", PS_H_HEADING, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "head", PS_H_BLOCK, PS_HTML_BLOCK },
	{ "header", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "hgroup", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "hr", PS_H_VOID, PS_HTML_VOID | PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "html", PS_H_BLOCK, PS_HTML_BLOCK },
	{ "i", PS_H_OTHER, 0 },
	{ "iframe", PS_H_RAW, PS_HTML_RAW },
	{ "img", PS_H_IMG, PS_HTML_VOID },
	{ "input", PS_H_INPUT, PS_HTML_VOID },
	{ "keygen", PS_H_VOID, PS_HTML_VOID },
	{ "legend", PS_H_BLOCK, PS_HTML_BLOCK },
	{ "li", PS_H_LI, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "link", PS_H_LINK, PS_HTML_VOID },
	{ "listing", PS_H_PRE, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "main", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "menu", PS_H_LIST, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "meta", PS_H_META, PS_HTML_VOID },
	{ "nav", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "noembed", PS_H_RAW, PS_HTML_RAW },
	{ "noframes", PS_H_RAW, PS_HTML_RAW },
	{ "ol", PS_H_LIST, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "optgroup", PS_H_BLOCK, PS_HTML_BLOCK },
	{ "p", PS_H_P, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "param", PS_H_VOID, PS_HTML_VOID },
	{ "pre", PS_H_PRE, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "script", PS_H_SCRIPT, PS_HTML_RAW },
	{ "search", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "section", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "select", PS_H_CONTROL, 0 },
	{ "small", PS_H_OTHER, 0 },
	{ "source", PS_H_VOID, PS_HTML_VOID },
	{ "span", PS_H_OTHER, 0 },
	{ "strong", PS_H_B, 0 },
	{ "style", PS_H_RAW, PS_HTML_RAW },
	{ "summary", PS_H_BLOCK, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "sup", PS_H_SUP, 0 },
	{ "svg", PS_H_UNSEEN, 0 },
	{ "table", PS_H_TABLE, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "tbody", PS_H_TBODY, PS_HTML_BLOCK },
	{ "td", PS_H_TD, PS_HTML_BLOCK },
	{ "template", PS_H_TEMPLATE, 0 },
	{ "textarea", PS_H_CONTROL, PS_HTML_RAW | PS_HTML_TEXT },
	{ "tfoot", PS_H_TFOOT, PS_HTML_BLOCK },
	{ "th", PS_H_TH, PS_HTML_BLOCK },
	{ "thead", PS_H_THEAD, PS_HTML_BLOCK },
	{ "time", PS_H_TIME, 0 },
	{ "title", PS_H_TITLE, PS_HTML_RAW | PS_HTML_TEXT },
	{ "tr", PS_H_TR, PS_HTML_BLOCK },
	{ "track", PS_H_VOID, PS_HTML_VOID },
	{ "u", PS_H_OTHER, 0 },
	{ "ul", PS_H_LIST, PS_HTML_BLOCK | PS_HTML_ENDS_P },
	{ "wbr", PS_H_VOID, PS_HTML_VOID },
	{ "xmp", PS_H_RAW, PS_HTML_RAW },
};

static const struct ps_html_element unknown = { "", PS_H_OTHER, 0 };

static const char *const attributes[PS_HTML_ATTRIBUTES] = {
	[PS_A_ALT] = "alt",
	[PS_A_CLASS] = "class",
	[PS_A_COLSPAN] = "colspan",
	[PS_A_CONTENT] = "content",
	[PS_A_DATETIME] = "datetime",
	[PS_A_HIDDEN] = "hidden",
	[PS_A_HREF] = "href",
	[PS_A_ID] = "id",
	[PS_A_ITEMPROP] = "itemprop",
	[PS_A_ITEMSCOPE] = "itemscope",
	[PS_A_ITEMTYPE] = "itemtype",
	[PS_A_REL] = "rel",
	[PS_A_ROLE] = "role",
	[PS_A_ROWSPAN] = "rowspan",
	[PS_A_SRC] = "src",
	[PS_A_STYLE] = "style",
	[PS_A_TYPE] = "type",
	[PS_A_VALUE] = "value",
};

/* In the order of their names. */
static const struct character {
	char	name[12];
	int	code;
} characters[] = {
	{ "AElig", 198 }, { "AMP", 38 }, { "Aacute", 193 }, { "Abreve", 258 },
	{ "Acirc", 194 }, { "Agrave", 192 }, { "Alpha", 913 },
	{ "Amacr", 256 }, { "Aogon", 260 }, { "Aring", 197 },
	{ "Atilde", 195 }, { "Auml", 196 }, { "Beta", 914 }, { "COPY", 169 },
	{ "Cacute", 262 }, { "Ccaron", 268 }, { "Ccedil", 199 },
	{ "Chi", 935 }, { "Dagger", 8225 }, { "Dcaron", 270 },
	{ "Delta", 916 }, { "Dstrok", 272 }, { "ETH", 208 }, { "Eacute", 201 },
	{ "Ecaron", 282 }, { "Ecirc", 202 }, { "Egrave", 200 },
	{ "Emacr", 274 }, { "Eogon", 280 }, { "Epsilon", 917 }, { "Eta", 919 },
	{ "Euml", 203 }, { "GT", 62 }, { "Gamma", 915 }, { "Gbreve", 286 },
	{ "Hat", 94 }, { "Iacute", 205 }, { "Icirc", 206 }, { "Idot", 304 },
	{ "Igrave", 204 }, { "Imacr", 298 }, { "Iota", 921 }, { "Iuml", 207 },
	{ "Kappa", 922 }, { "LT", 60 }, { "Lambda", 923 }, { "Lstrok", 321 },
	{ "Mu", 924 }, { "Nacute", 323 }, { "Ncaron", 327 }, { "NewLine", 10 },
	{ "Ntilde", 209 }, { "Nu", 925 }, { "OElig", 338 }, { "Oacute", 211 },
	{ "Ocirc", 212 }, { "Odblac", 336 }, { "Ograve", 210 },
	{ "Omacr", 332 }, { "Omega", 937 }, { "Omicron", 927 },
	{ "Oslash", 216 }, { "Otilde", 213 }, { "Ouml", 214 }, { "Phi", 934 },
	{ "Pi", 928 }, { "Prime", 8243 }, { "Psi", 936 }, { "QUOT", 34 },
	{ "REG", 174 }, { "Rcaron", 344 }, { "Rho", 929 }, { "Sacute", 346 },
	{ "Scaron", 352 }, { "Scedil", 350 }, { "Sigma", 931 },
	{ "THORN", 222 }, { "Tab", 9 }, { "Tau", 932 }, { "Tcaron", 356 },
	{ "Tcedil", 354 }, { "Theta", 920 }, { "Uacute", 218 },
	{ "Ucirc", 219 }, { "Udblac", 368 }, { "Ugrave", 217 },
	{ "Umacr", 362 }, { "Upsilon", 933 }, { "Uring", 366 },
	{ "Uuml", 220 }, { "Xi", 926 }, { "Yacute", 221 }, { "Yuml", 376 },
	{ "Zacute", 377 }, { "Zcaron", 381 }, { "Zdot", 379 }, { "Zeta", 918 },
	{ "aacute", 225 }, { "abreve", 259 }, { "acirc", 226 },
	{ "acute", 180 }, { "aelig", 230 }, { "agrave", 224 },
	{ "alefsym", 8501 }, { "alpha", 945 }, { "amacr", 257 }, { "amp", 38 },
	{ "and", 8743 }, { "ang", 8736 }, { "aogon", 261 }, { "apos", 39 },
	{ "aring", 229 }, { "ast", 42 }, { "asymp", 8776 }, { "atilde", 227 },
	{ "auml", 228 }, { "bdquo", 8222 }, { "beta", 946 },
	{ "blacksquare", 9642 }, { "breve", 728 }, { "brvbar", 166 },
	{ "bsol", 92 }, { "bull", 8226 }, { "cacute", 263 }, { "cap", 8745 },
	{ "caron", 711 }, { "ccaron", 269 }, { "ccedil", 231 },
	{ "cedil", 184 }, { "cent", 162 }, { "centerdot", 183 },
	{ "check", 10003 }, { "checkmark", 10003 }, { "chi", 967 },
	{ "circ", 710 }, { "clubs", 9827 }, { "colon", 58 }, { "comma", 44 },
	{ "commat", 64 }, { "cong", 8773 }, { "copy", 169 }, { "crarr", 8629 },
	{ "cross", 10007 }, { "cup", 8746 }, { "curren", 164 },
	{ "dArr", 8659 }, { "dagger", 8224 }, { "darr", 8595 },
	{ "dash", 8208 }, { "dcaron", 271 }, { "deg", 176 }, { "delta", 948 },
	{ "diams", 9830 }, { "divide", 247 }, { "dollar", 36 }, { "dot", 729 },
	{ "dstrok", 273 }, { "eacute", 233 }, { "ecaron", 283 },
	{ "ecirc", 234 }, { "egrave", 232 }, { "emacr", 275 },
	{ "empty", 8709 }, { "emsp", 8195 }, { "emsp13", 8196 },
	{ "emsp14", 8197 }, { "ensp", 8194 }, { "eogon", 281 },
	{ "epsilon", 949 }, { "equals", 61 }, { "equiv", 8801 },
	{ "eta", 951 }, { "eth", 240 }, { "euml", 235 }, { "euro", 8364 },
	{ "excl", 33 }, { "exist", 8707 }, { "female", 9792 }, { "fnof", 402 },
	{ "forall", 8704 }, { "frac12", 189 }, { "frac13", 8531 },
	{ "frac14", 188 }, { "frac15", 8533 }, { "frac18", 8539 },
	{ "frac23", 8532 }, { "frac34", 190 }, { "frasl", 8260 },
	{ "gamma", 947 }, { "gbreve", 287 }, { "ge", 8805 }, { "grave", 96 },
	{ "gt", 62 }, { "hArr", 8660 }, { "hairsp", 8202 }, { "half", 189 },
	{ "harr", 8596 }, { "hearts", 9829 }, { "hellip", 8230 },
	{ "hyphen", 8208 }, { "iacute", 237 }, { "icirc", 238 },
	{ "iexcl", 161 }, { "igrave", 236 }, { "imacr", 299 },
	{ "image", 8465 }, { "infin", 8734 }, { "inodot", 305 },
	{ "int", 8747 }, { "iota", 953 }, { "iquest", 191 }, { "isin", 8712 },
	{ "iuml", 239 }, { "kappa", 954 }, { "kcedil", 311 }, { "lArr", 8656 },
	{ "lambda", 955 }, { "lang", 9001 }, { "laquo", 171 },
	{ "larr", 8592 }, { "lbrace", 123 }, { "lbrack", 91 },
	{ "lcedil", 316 }, { "lceil", 8968 }, { "lcub", 123 },
	{ "ldquo", 8220 }, { "le", 8804 }, { "lfloor", 8970 },
	{ "lowast", 8727 }, { "lowbar", 95 }, { "loz", 9674 }, { "lpar", 40 },
	{ "lrm", 8206 }, { "lsaquo", 8249 }, { "lsqb", 91 }, { "lsquo", 8216 },
	{ "lstrok", 322 }, { "lt", 60 }, { "macr", 175 }, { "male", 9794 },
	{ "mdash", 8212 }, { "micro", 181 }, { "middot", 183 },
	{ "minus", 8722 }, { "mu", 956 }, { "nabla", 8711 }, { "nacute", 324 },
	{ "nbsp", 160 }, { "ncaron", 328 }, { "ncedil", 326 },
	{ "ndash", 8211 }, { "ne", 8800 }, { "ni", 8715 }, { "not", 172 },
	{ "notin", 8713 }, { "nsub", 8836 }, { "ntilde", 241 }, { "nu", 957 },
	{ "num", 35 }, { "numero", 8470 }, { "numsp", 8199 },
	{ "oacute", 243 }, { "ocirc", 244 }, { "odblac", 337 },
	{ "oelig", 339 }, { "ograve", 242 }, { "ohm", 937 }, { "oline", 8254 },
	{ "omacr", 333 }, { "omega", 969 }, { "omicron", 959 },
	{ "oplus", 8853 }, { "or", 8744 }, { "ordf", 170 }, { "ordm", 186 },
	{ "oslash", 248 }, { "otilde", 245 }, { "otimes", 8855 },
	{ "ouml", 246 }, { "para", 182 }, { "part", 8706 }, { "percnt", 37 },
	{ "period", 46 }, { "permil", 8240 }, { "perp", 8869 }, { "phi", 966 },
	{ "phone", 9742 }, { "pi", 960 }, { "piv", 982 }, { "plus", 43 },
	{ "plusmn", 177 }, { "pound", 163 }, { "prime", 8242 },
	{ "prod", 8719 }, { "prop", 8733 }, { "psi", 968 }, { "puncsp", 8200 },
	{ "quest", 63 }, { "quot", 34 }, { "rArr", 8658 }, { "radic", 8730 },
	{ "rang", 9002 }, { "raquo", 187 }, { "rarr", 8594 },
	{ "rbrace", 125 }, { "rbrack", 93 }, { "rcaron", 345 },
	{ "rcedil", 343 }, { "rceil", 8969 }, { "rcub", 125 },
	{ "rdquo", 8221 }, { "real", 8476 }, { "reg", 174 },
	{ "rfloor", 8971 }, { "rho", 961 }, { "ring", 730 }, { "rlm", 8207 },
	{ "rpar", 41 }, { "rsaquo", 8250 }, { "rsqb", 93 }, { "rsquo", 8217 },
	{ "sacute", 347 }, { "sbquo", 8218 }, { "scaron", 353 },
	{ "scedil", 351 }, { "sdot", 8901 }, { "sect", 167 }, { "semi", 59 },
	{ "shy", 173 }, { "sigma", 963 }, { "sigmaf", 962 }, { "sim", 8764 },
	{ "sol", 47 }, { "spades", 9824 }, { "square", 9633 },
	{ "star", 9734 }, { "starf", 9733 }, { "sub", 8834 }, { "sube", 8838 },
	{ "sum", 8721 }, { "sup", 8835 }, { "sup1", 185 }, { "sup2", 178 },
	{ "sup3", 179 }, { "supe", 8839 }, { "szlig", 223 }, { "tau", 964 },
	{ "tcaron", 357 }, { "tcedil", 355 }, { "there4", 8756 },
	{ "theta", 952 }, { "thetasym", 977 }, { "thinsp", 8201 },
	{ "thorn", 254 }, { "tilde", 732 }, { "times", 215 },
	{ "trade", 8482 }, { "triangle", 9653 }, { "uArr", 8657 },
	{ "uacute", 250 }, { "uarr", 8593 }, { "ucirc", 251 },
	{ "udblac", 369 }, { "ugrave", 249 }, { "umacr", 363 }, { "uml", 168 },
	{ "upsih", 978 }, { "upsilon", 965 }, { "uring", 367 },
	{ "uuml", 252 }, { "verbar", 124 }, { "vert", 124 },
	{ "weierp", 8472 }, { "xi", 958 }, { "yacute", 253 }, { "yen", 165 },
	{ "yuml", 255 }, { "zacute", 378 }, { "zcaron", 382 }, { "zdot", 380 },
	{ "zeta", 950 }, { "zwj", 8205 }, { "zwnj", 8204 },
};

/* What numbers from 128 to 159 mean. */
static const uint16_t windows[32] = {
	0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,
	0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019,
	0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
	0x153, 0x9d, 0x17e, 0x178
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* As memcmp() where one may be the beginning of the other. */
static int
compare(const char *name, const char *p, size_t n)
{
	size_t	k = strlen(name);
	int	c = memcmp(name, p, k < n ? k : n);

	return c != 0 ? c : (k > n) - (k < n);
}

const struct ps_html_element *
html_element(const char *p, size_t n)
{
	size_t	from = 0, to = COUNT(elements), at;
	int	c;

	while (from < to) {
		at = (from + to) / 2;
		c = compare(elements[at].name, p, n);
		if (c == 0)
			return &elements[at];
		if (c < 0)
			from = at + 1;
		else
			to = at;
	}
	return &unknown;
}

int
html_attribute(const char *p, size_t n)
{
	for (int i = 0; i < PS_HTML_ATTRIBUTES; i++)
		if (compare(attributes[i], p, n) == 0)
			return i;
	return -1;
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

static size_t
number(const char *p, size_t n, char *to)
{
	uint32_t	c = 0, base = 10;
	size_t		i = 1;

	if (n > 1 && (p[1] | 32) == 'x') {
		base = 16;
		i++;
	}
	if (i == n)
		return 0;
	for (; i < n; i++) {
		if ((uint32_t)digit(p[i]) >= base)
			return 0;
		if (c < 0x110000)
			c = c * base + (uint32_t)digit(p[i]);
	}
	if (c >= 128 && c < 160)
		c = windows[c - 128];
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	return ps_put_utf8(c, to);
}

/* Names of the first days end without a semicolon, too. */
static bool
is_old(const struct character *c)
{
	return (c->code >= 160 && c->code < 256) || c->code == '&' ||
	    c->code == '<' || c->code == '>' || c->code == '"';
}

size_t
html_reference(const char *p, size_t n, bool ended, char to[8])
{
	size_t	from = 0, past = COUNT(characters), at;
	int	c;

	if (n == 0)
		return 0;
	if (p[0] == '#')
		return number(p, n, to);
	while (from < past) {
		at = (from + past) / 2;
		c = compare(characters[at].name, p, n);
		if (c == 0)
			return ended || is_old(&characters[at]) ?
			    ps_put_utf8((uint32_t)characters[at].code, to) : 0;
		if (c < 0)
			from = at + 1;
		else
			past = at;
	}
	return 0;
}
