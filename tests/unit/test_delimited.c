/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_delimited.c - what the delimited format makes of small documents.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);

/* A document, probed and read. */
struct sample {
	const char	*what, *name, *text;
	const char	*delimiter;	/* NULL: no table */
	const char	*columns;	/* names joined by '|' */
	uint32_t	 rows;
	uint32_t	 row;		/* this one, */
	const char	*cells;		/* its cells joined by '|' */
	uint32_t	 asides, issues;
};

static const struct sample samples[] = {
	{ "commas", "a.csv", "id,name\n1,Ann\n2,Bob\n", ",", "id|name",
	  2, 1, "2|Bob", 1, 0 },
	{ "CR LF, no last line end", "a.csv",
	  "id,name\r\n1,Ann\r\n2,Bob", ",", "id|name", 2, 1, "2|Bob", 1, 0 },
	{ "CR alone", "a.csv", "id,name\r1,Ann\r2,Bob\r", ",", "id|name", 2,
	  1, "2|Bob", 1, 0 },
	{ "CR ends rows, LF stands in cells", "a.csv",
	  "id,name\r1,\"A\nn\nn\"\r2,\"B\n\nb\"\r", ",", "id|name", 2, 1,
	  "2|B\n\nb", 1, 0 },
	{ "LF ends rows, CR stands in cells", "a.csv",
	  "id,name\n1,\"A\rn\rn\"\n2,\"B\r\rb\"\n3,c\n", ",", "id|name", 3,
	  1, "2|B\r\rb", 1, 0 },
	{ "LF, CR LF, CR and CR CR LF end rows", "a.csv",
	  "id,name\n1,Ann\r2,Bob\r\n3,Cy\r4,\"Di\r\n\"\n5,Ed\r\r\n6,Flo\n",
	  ",", "id|name", 6, 3, "4|Di\r\n", 1, 0 },
	{ "semicolons and decimal commas", "a.csv",
	  "a;b;c\n1,5;2,5;x\n2,25;3,5;y\n7,5;1,5;x\n", ";", "a|b|c", 3, 1,
	  "2,25|3,5|y", 1, 0 },
	{ "tabs", "a.tsv", "a\tb\n1\tx y\n2\tz, w\n", "\\t", "a|b", 2, 1,
	  "2|z, w", 1, 0 },
	{ "pairs of bars", "a.txt",
	  "id||name||sum\n1||Ann||3.5\n2||Bob||4.5\n3||Cy||1.25\n"
	  "4||Di||7.5\n", "||", "id|name|sum", 4, 2, "3|Cy|1.25", 1, 0 },
	{ "three signs together, one of them alone in a text", "a.txt",
	  "id~|~name~|~sum\n1~|~Ann~|~3.5\n2~|~Bob|B~|~4.5\n3~|~~|~1.25\n"
	  "4~|~Di~|~7.5\n5~|~Eve~|~2.5\n6~|~Flo~|~1.5\n", "~|~",
	  "id|name|sum", 6, 2, "3||1.25", 1, 0 },
	{ "section signs", "a.txt",
	  "id\xc2\xa7name\xc2\xa7sum\n1\xc2\xa7" "Fran\xc3\xa7ois\xc2\xa7"
	  "3.5\n2\xc2\xa7" "Bob\xc2\xa7" "4.5\n3\xc2\xa7" "Cy, D\xc2\xa7"
	  "1.25\n4\xc2\xa7" "Di\xc2\xa7" "7.5\n", "\xc2\xa7", "id|name|sum",
	  4, 0, "1|Fran\xc3\xa7ois|3.5", 1, 0 },
	{ "broken bars around quoted ones", "a.txt",
	  "id\xc2\xa6name\xc2\xa6sum\n"
	  "1\xc2\xa6\"A\xc2\xa6n\"\xc2\xa6" "3.5\n"
	  "2\xc2\xa6\"B \"\"b\"\"\"\xc2\xa6" "4.5\n"
	  "3\xc2\xa6\"C\"\xc2\xa6" "1.25\n"
	  "4\xc2\xa6\"D\"\xc2\xa6" "7.5\n", "\xc2\xa6",
	  "id|name|sum", 4, 1, "2|B \"b\"|4.5", 1, 0 },
	{ "no run of signs where one of them parts cells", "a.csv",
	  "a,b,c,d\n1,,,4\n2,,,5\n3,,,6\n4,,,7\n5,8,,9\n", ",", "a|b|c|d", 5,
	  4, "5|8||9", 1, 0 },
	{ "prose with section signs", "law",
	  "See \xc2\xa7 4 and \xc2\xa7 5 of the act.\n"
	  "By \xc2\xa7 7 nobody may do so\n"
	  "unless \xc2\xa7 9 or \xc2\xa7 11, with \xc2\xa7 12, says that\n"
	  "it is so; \xc2\xa7 13 is not about that.\n", NULL, "", 0, 0,
	  "", 0, 0 },
	{ "quotes, doubled, with line ends", "a.csv",
	  "id,text,n\n1,\"a, \"\"b\"\"\",5\n2,\"two\nlines\",6\n3,c,7\n", ",",
	  "id|text|n", 3, 1, "2|two\nlines|6", 1, 0 },
	{ "backslashes before quotes", "a.csv",
	  "id,text\n1,\"say \\\"hi\\\", no\"\n2,\"a \\\"b\\\" c\"\n"
	  "3,\"d, e\"\n", ",", "id|text", 3, 0, "1|say \"hi\", no", 1, 0 },
	{ "letters for tabs and line ends", "a.tsv",
	  "id\ttext\tn\n1\tone\\ttwo\t5\n2\ta\\nb\\\\\t6\n3\tc\t7\n", "\\t",
	  "id|text|n", 3, 1, "2|a\nb\\|6", 1, 0 },
	{ "an escaped line end", "a.tsv",
	  "id\ttext\tn\n1\tone\\\ntwo\t5\n2\ta\\tb\\nc\t6\n3\tc\t7\n",
	  "\\t", "id|text|n", 3, 0, "1|one\ntwo|5", 1, 0 },
	{ "folders have no tabs", "a.tsv",
	  "id\tplace\tn\n1\tC:\\temp\t5\n2\tC:\\new\t6\n3\tD:\\run\t7\n",
	  "\\t", "id|place|n", 3, 0, "1|C:\\temp|5", 1, 0 },
	{ "backslashes before other letters", "a.tsv",
	  "id\ttext\tn\n1\tone\\ttwo\t5\n2\ta\\nb\t6\n3\tc\\d\t7\n", "\\t",
	  "id|text|n", 3, 0, "1|one\\ttwo|5", 1, 0 },
	{ "no rare delimiter in one line", "a.csv", "12:30:45\n", "", "c1", 1,
	  0, "12:30:45", 0, 0 },
	{ "in two of them there may be", "a.csv",
	  "12:30:45:x:1.5\n13:30:46:y:2.5\n", ":", "c1|c2|c3|c4|c5", 2, 1,
	  "13|30|46|y|2.5", 0, 0 },
	{ "single quotes", "a.csv",
	  "1,'a, b','x'\n2,'c','y'\n3,'d','z'\n4,'e, f','x'\n", ",",
	  "c1|c2|c3", 4, 0, "1|a, b|x", 0, 0 },
	{ "two cells in single quotes, no other apostrophe", "a.csv",
	  "'Ann, Ltd';1,80;90,5\n'Bob & Co';2,00;10,3\n", ";", "c1|c2|c3",
	  2, 0, "Ann, Ltd|1,80|90,5", 0, 0 },
	{ "hash signs in single quotes", "a.csv",
	  "1 # 'a dr' # ' x, ma'\n2 # 'b rd' # ' x, ma'\n"
	  "3 # 'c st' # ' y, ma'\n4 # 'd ct' # ' x, ma'\n", "#",
	  "c1|c2|c3", 4, 1, "2 |b rd| x, ma", 0, 0 },
	{ "a stray quote swallows nothing", "a.csv",
	  "id,size,n\n1,\"big,5\n2,small,6\n3,tiny,7\n4,\"x\",8\n5,y,9\n",
	  ",", "id|size|n", 5, 0, "1|\"big|5", 1, 1 },
	{ "inner quotes not doubled", "a.csv",
	  "id,text\n1,\"a \"b\" c\"\n2,\"d\"\n3,e\n", ",", "id|text", 3, 0,
	  "1|a \"b\" c", 1, 1 },
	{ "a short row is kept", "a.csv",
	  "a,b,c\n1,2,3\n4,5\n6,7,8\n9,1,2\n", ",", "a|b|c", 4, 1, "4|5", 1,
	  1 },
	{ "empty cells too many are dropped", "a.csv",
	  "a,b\n1,2\n3,4,,\n5,6\n7,8\n", ",", "a|b", 4, 1, "3|4", 1, 1 },
	{ "a delimiter at each end, the header's too: a column", "a.csv",
	  "a,b,\n1,2,\n3,4,\n5,6,\n", ",", "a|b|", 3, 2, "5|6|", 1, 0 },
	{ "a delimiter at each end but the header's is no column", "a.csv",
	  "a,b\n1,2,\n3,4,\n5,6,\n7,8,\n", ",", "a|b", 4, 2, "5|6", 1,
	  0 },
	{ "a delimiter at most ends is no column", "a.csv",
	  "a,b,\n1,2,\n3,4\n5,6,\n7,8,\n", ",", "a|b", 4, 1, "3|4", 1,
	  0 },
	{ "all records go on beyond the last name", "a.csv",
	  "a;b;;;\n1;2;;;\n3;4;;;\n5;6;;;\n", ";", "a|b|||", 3, 2,
	  "5|6|||", 1, 0 },
	{ "names keep their blanks and line ends", "a.csv",
	  "id,\"Organisation \ntype\",sum \n1,x,2\n2,y,3\n3,x,4\n", ",",
	  "id|Organisation \ntype|sum ", 3, 1, "2|y|3", 1, 0 },
	{ "titles, blank lines, footnotes", "a.csv",
	  "Sales of 2020,,\n,,\nid,city,sum\n1,Rome,5\n2,Bonn,6\n3,Oslo,7\n"
	  ",,\nSource: the office,,\n", ",", "id|city|sum", 3, 0, "1|Rome|5",
	  5, 0 },
	{ "two header lines, the first over several columns", "a.csv",
	  "city,rain,,sun,\n,min,max,min,max\nRome,1,2,3,4\nBonn,5,6,7,8\n"
	  "Oslo,1,3,5,9\n", ",",
	  "city|rain min|rain max|sun min|sun max", 3, 1, "Bonn|5|6|7|8", 2,
	  0 },
	{ "years are names", "a.csv",
	  "State,2007,2008,2009\nUtah,1,2,3\nOhio,44,55,66\nIowa,7,8,9\n",
	  ",", "State|2007|2008|2009", 3, 2, "Iowa|7|8|9", 1, 0 },
	{ "no header", "a.csv", "1,x,2.5\n2,y,3.5\n3,z,1.5\n4,x,2.5\n", ",",
	  "c1|c2|c3", 4, 0, "1|x|2.5", 0, 0 },
	{ "no header where all is text", "a.csv",
	  "AD,Andorra\nAE,Emirates\nAF,Afghanistan\nAG,Antigua\n"
	  "AI,Anguilla\nAL,Albania\nAM,Armenia\nAO,Angola\nAR,Argentina\n",
	  ",", "c1|c2", 9, 0, "AD|Andorra", 0, 0 },
	{ "a header where all is text", "a.csv",
	  "code,country\nAD,Andorra\nAE,Emirates\nAF,Afghanistan\n"
	  "AG,Antigua\nAI,Anguilla\nAL,Albania\nAM,Armenia\n", ",",
	  "code|country", 7, 0, "AD|Andorra", 1, 0 },
	{ "comments, the last of them a header", "a.tab",
	  "# made today\n#code\tplace\tn\nDE\tBerlin\t3\n# note\n"
	  "FR\tParis\t2\nIT\tRome\t8\nUK\tLondon\t9\n", "\\t",
	  "code|place|n", 4, 1, "FR|Paris|2", 3, 0 },
	{ "fields named by a log", "a.txt",
	  "#Version: 1.0\n#Fields: date time code path\n"
	  "2020-01-01 10:00:00 200 /a\n2020-01-01 10:00:01 404 /b\n"
	  "2020-01-01 10:00:05 200 /c/d\n2020-01-01 10:00:09 500 /e\n", " ",
	  "date|time|code|path", 4, 1, "2020-01-01|10:00:01|404|/b", 2, 0 },
	{ "a log that tells its delimiter and names", "conn",
	  "#separator \\x09\n#unset_field\t-\n#path\tconn\n"
	  "#fields\tts\tid.orig_h\tservice\n#types\ttime\taddr\tstring\n"
	  "1577836800.1\t10.0.0.1\tdns\n1577836801.2\t10.0.0.2\t-\n"
	  "1577836801.4\t10.0.0.3\t\"x\n#close\t2020-01-01\n", "\\t",
	  "ts|id.orig_h|service", 3, 2, "1577836801.4|10.0.0.3|\"x", 6, 0 },
	{ "a log with tabs between fields", "a.log",
	  "#Version: 1.0\n#Fields: date\ttime\tcode\n2020-01-01\t10:00\t200\n"
	  "2020-01-01\t10:01\t-\n2020-01-01\t10:05\t404\n"
	  "2020-01-01\t10:06\t200\n", "\\t", "date|time|code", 4, 1,
	  "2020-01-01|10:01|-", 2, 0 },
	{ "ARFF", "weather",
	  "% by hand\n@relation weather\n\n@attribute sky {dry, 'so so'}\n"
	  "@ATTRIBUTE 'temp (C)' numeric\n@attribute \"play\" {yes, no}\n"
	  "@data\n% rows\ndry,85,no\n'so so, or',80,?\nwet,?,yes\n"
	  "'it\\'s',75,yes\n", ",", "sky|temp (C)|play", 4, 1,
	  "so so, or|80|?", 8, 0 },
	{ "ARFF, double quotes", "a.arff",
	  "@relation r\n@attribute a string\n@attribute b real\n@data\n"
	  "\"x, y\",1\n\"z\",2.5\n\"it's\",3\n", ",", "a|b", 3, 0, "x, y|1",
	  4, 0 },
	{ "ARFF of another width than it says", "a",
	  "@relation r\n@attribute a real\n@attribute b real\n@data\n"
	  "1,2,3\n4,5,6\n7,8,9\n", NULL, "", 0, 0, "", 0, 0 },
	{ "prose about ARFF", "a",
	  "Write\n@relation r\n@attribute a real\n@attribute b real\n@data\n"
	  "and then the rows.\n", NULL, "", 0, 0, "", 0, 0 },
	{ "the header again", "a.csv",
	  "id,n\n1,5\n2,6\nid,n\n3,7\n4,8\n", ",", "id|n", 4, 2, "3|7", 2, 0 },
	{ "declared by sep=", "a.csv", "sep=;\nid;n\n1;2\n3;4\n", ";", "id|n",
	  2, 1, "3|4", 2, 0 },
	{ "declared, and no delimiter that would be guessed", "a.csv",
	  "sep=!\nid!n\n1!2\n3!4\n", "!", "id|n", 2, 1, "3|4", 2, 0 },
	{ "blanks after delimiters", "a.csv",
	  "id, name, n\n1, Ann, 5\n2, \"Bo, b\", 6\n3, Cy, 7\n", ",",
	  "id|name|n", 3, 1, "2|Bo, b|6", 1, 0 },
	{ "colons, as in passwd", "passwd",
	  "root:x:0:0:root:/root:/bin/sh\nbin:x:1:1:bin:/bin:/bin/false\n"
	  "sys:x:2:2:sys:/dev:/bin/false\nlp:x:3:3:lp:/lp:/bin/false\n"
	  "me:x:4:4:me:/home/me:/bin/sh\nmail:x:5:5:mail:/var:/bin/false\n",
	  ":", "c1|c2|c3|c4|c5|c6|c7", 6, 3, "lp|x|3|3|lp|/lp|/bin/false", 0,
	  0 },
	{ "aligned by blanks, the last cell takes the rest", "ps",
	  "USER   PID  CPU COMMAND\nroot     1  0.0 init splash\n"
	  "root   212  0.5 [kworker]\njoe   1444 12.1 vi a file.txt\n"
	  "joe   2301  3.4 cc -c x.c -o x.o\nann      9  1.5 sh\n", " ",
	  "USER|PID|CPU|COMMAND", 5, 3, "joe|2301|3.4|cc -c x.c -o x.o", 1,
	  0 },
	{ "a name missing at the left", "a.csv",
	  "x,y\na,1,2\nb,3,4\nc,5,6\nd,7,8\n", ",", "|x|y", 4, 0, "a|1|2", 1,
	  0 },
	{ "one column", "a.csv", "amount\n1\n22\n35\n", "", "amount", 3, 2,
	  "35", 1, 0 },
	{ "a list in brackets", "list.def",
	  "ITEM(R_NONE, 0)\nITEM(R_ABS32, 1)\nITEM(R_REL32, 2)\n"
	  "ITEM(R_GOT, 3)\nITEM(R_PLT, 4)\nITEM(R_COPY, 5)\n", NULL, "",
	  0, 0, "", 0, 0 },
	{ "constants with a remark each", "kinds",
	  "  apple_red,    // fruit.apple.red\n"
	  "  apple_green,  // fruit.apple.green\n"
	  "  apple_blue,   // fruit.apple.blue\n"
	  "  apple_grey,   // fruit.apple.grey\n", NULL, "", 0, 0, "", 0,
	  0 },
	{ "statements indented by tabs", "x.h",
	  "struct a {\n\tint\tn;\n\tlong\tsize;\n\tchar\tname;\n"
	  "\tint\tflags;\n\tint\trefs;\n};\n", NULL, "", 0, 0, "",
	  0, 0 },
	{ "markup that goes on in the next line", "x.html",
	  "<a href=\"a\", 1, 2\n><a href=\"b\", 3, 4\n"
	  "><a href=\"c\", 5, 6\n><a href=\"d\", 7, 8\n>\n", NULL,
	  "", 0, 0, "", 0, 0 },
	{ "brackets that close are data", "sizes",
	  "id,size,note\n1,5 (big),[a]\n2,7 (big),[b]\n3,4 (low),[a]\n"
	  "4,9 (big),[c]\n5,3 (low),[b]\n6,3 (low),[a]\n", ",",
	  "id|size|note", 6, 0, "1|5 (big)|[a]", 1, 0 },
	{ "prose", "README",
	  "This is a text, and it has commas.\nNot every line does\n"
	  "so, perhaps, one should look again, and again.\n\nThe end.\n",
	  NULL, "", 0, 0, "", 0, 0 },
	{ "source", "a.c",
	  "int\nmain(void)\n{\n\tint a = 1, b = 2;\n\n\treturn a + b;\n}\n",
	  NULL, "", 0, 0, "", 0, 0 },
};

static const char *
column_names(const struct fake *f)
{
	static char	text[512];
	size_t		n = 0;

	text[0] = '\0';
	for (uint32_t i = 0; i < f->table.n_columns; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s",
		    i > 0 ? "|" : "", f->table.columns[i].name != NULL ?
		    f->table.columns[i].name : "");
	return text;
}

static void
check_sample(const struct sample *s)
{
	struct fake	*f = fake_new(delimited_LTX_ps_plugin());
	enum ps_tier	 tier = fake_probe(f, s->name, s->text,
			    strlen(s->text));

	ok((tier != PS_NO) == (s->delimiter != NULL), "%s: a table or not",
	    s->what);
	if (tier != PS_NO && s->delimiter != NULL) {
		is_str(fake_suggested(f, "delimiter"), s->delimiter,
		    "%s: delimiter", s->what);
		is_int(fake_read(f, s->text, strlen(s->text)), PS_EOF,
		    "%s: read", s->what);
		is_str(column_names(f), s->columns, "%s: columns", s->what);
		is_int(f->n_rows, s->rows, "%s: rows", s->what);
		is_str(s->row < f->n_rows ? fake_row_text(f, s->row) : "",
		    s->cells, "%s: a row", s->what);
		is_int(f->n_asides, s->asides, "%s: set aside", s->what);
		is_int(f->n_issues, s->issues, "%s: issues", s->what);
	}
	fake_free(f);
}

/* Records that no probe would make up: options alone rule the reader. */
static void
check_options(void)
{
	static const char	 text[] = "1|a\\|b|\\N\n2|c|\n3|x|y|z\n";
	static const char	 nul[] = "a,b\n1,x\0y\n";
	struct fake		*f = fake_new(delimited_LTX_ps_plugin());

	fake_set(f, "delimiter", "\\x7c");
	fake_set(f, "quote", "");
	fake_set(f, "escape", "\\\\");
	fake_set(f, "header", "0");
	fake_set(f, "columns", "3");
	is_int(fake_read(f, text, sizeof(text) - 1), PS_EOF,
	    "escapes without quotes");
	is_str(fake_row_text(f, 0), "1|a|b|\\N", "an escaped delimiter");
	is_int(f->rows[0].n, 3, "three cells");
	is_int(f->table.flags & PS_HEADERLESS, PS_HEADERLESS, "no header");
	is_int(f->n_rows, 2, "two rows");
	is_int(fake_count_issues(f, "long-row"), 1, "and one rejected");
	is_int(f->issues[0].severity, PS_REJECTED, "as it says");
	is_str(f->issues[0].raw, "3|x|y|z", "with its bytes");
	is_int(f->issues[0].line, 3, "and its line");
	fake_free(f);

	f = fake_new(delimited_LTX_ps_plugin());
	fake_read(f, nul, sizeof(nul) - 1);
	is_int(f->rows[0].cells[1].n, 3, "a NUL byte is data");
	fake_free(f);

	f = fake_new(delimited_LTX_ps_plugin());
	fake_set(f, "delimiter", "abcde");
	is_int(fake_read(f, "a", 1), PS_FATAL, "five bytes are too many");
	ok(f->failure != NULL, "and that is said");
	fake_free(f);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		check_sample(&samples[i]);
	check_options();
	return done_testing();
}
