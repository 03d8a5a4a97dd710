/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_delimited_layout.c - where the table is in a sheet of titles, header
 * lines, units and notes: the class of every record.
 */
#include <string.h>

#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);

struct sheet {
	const char	*what, *text;
	/*
	 * A letter for each record: t title, h header, u units, d data,
	 * s a row that is a group or a total, f footnote, b blank, r header
	 * that comes again, p edge of a page.
	 */
	const char	*classes;
	const char	*columns;	/* names joined by '|', unit in [] */
};

static const struct sheet sheets[] = {
	{ "a record of units",
	  "Item,1990,1995\nUnit indicator,(1000),(dollars)\n"
	  "Milk,17.5,22\nBread,34.25,28\nEggs,15.1,18\n", "huddd",
	  "Item|1990[(1000)]|1995[(dollars)]" },
	{ "one unit for all, after blank lines",
	  "Item,1990,1995,1996\n,,,\n,,,\n,(million tons),,\n"
	  "Milk,17.5,22,23\nBread,34.25,28,31\nEggs,15.1,18,19\n",
	  "hbbuddd", "Item|1990[(million tons)]|1995|1996" },
	{ "words are units where it says so",
	  "Item,Part,Weight\nUnits:,percent,kg\nMilk,17.5,22\n"
	  "Bread,34.25,28\nEggs,15.1,18\n", "huddd",
	  "Item|Part[percent]|Weight[kg]" },
	{ "and else names",
	  "Item,Milk,,Bread,\n,Number,Percent,Number,Percent\n"
	  "Oslo,5,1.5,7,2.5\nRome,6,1.75,8,3.5\nBonn,9,2.5,1,4.5\n",
	  "hhddd",
	  "Item|Milk Number|Milk Percent|Bread Number|Bread Percent" },
	{ "units below blank lines and a lone name",
	  ",Owned,Vacant\n,,\nArea,,\n,,\nUnit indicator,(percent),"
	  "(percent)\nOslo,5.5,1.5\nRome,6.25,1.75\nBonn,9.5,2.5\n",
	  "hbhbuddd", "Area|Owned[(percent)]|Vacant[(percent)]" },
	{ "a group between units and data",
	  "Item,1990,1995\nUnit indicator,(1000),(dollars)\nFOOD,,\n,,\n"
	  "Milk,17.5,22\nBread,34.25,28\nEggs,15.1,18\n", "husbddd",
	  "Item|1990[(1000)]|1995[(dollars)]" },
	{ "a word after a blank line names a first column that has no name",
	  "Cars and bikes by country,,\n,,\nCountry,,\n,1990,1995\n"
	  "Oslo,5.5,7\nRome,6.25,8\nBonn,9.5,1\n", "tbhhddd",
	  "Country|1990|1995" },
	{ "more words are a title",
	  "Cars and bikes by country,,\n,,\nAll of the countries,,\n"
	  ",1990,1995\nOslo,5.5,7\nRome,6.25,8\nBonn,9.5,1\n", "tbthddd",
	  "|1990|1995" },
	{ "so is a word over names that has no blank line above it",
	  "Cars and bikes by country,,\nCountry,,\n,1990,1995\n"
	  "Oslo,5.5,7\nRome,6.25,8\nBonn,9.5,1\n", "tthddd",
	  "|1990|1995" },
	{ "and one where the first column has its name",
	  "Cars and bikes by country,,\n,,\nCars,,\nCountry,1990,1995\n"
	  "Oslo,5.5,7\nRome,6.25,8\nBonn,9.5,1\n", "tbthddd",
	  "Country|1990|1995" },
	{ "a lone year below names is a name",
	  "Stage,1990,1995,2006 r,2007\n,,,2006,\n,,,,\n"
	  "Crude,17.5,22,4.5,9\nRaw,34.25,28,5.5,8\nFood,15.1,18,6.5,7\n",
	  "hhbddd", "Stage|1990|1995|2006 r 2006|2007" },
	{ "years and marks below names, two of four columns",
	  "Country,Aid,,Grants,\n,Million,Share,Million,Share\n"
	  ",2007 \\1,,2006,\nOslo,11.5,2,31.5,4\nRome,5.5,6,7.25,8\n"
	  "Bonn,9.5,1,2.5,3\nBern,3.5,7,4.25,1\nRiga,8.5,9,5.75,2\n",
	  "hhhddddd",
	  "Country|Aid Million 2007 \\1|Aid Share|Grants Million 2006|"
	  "Grants Share" },
	{ "a lone year above the names is one of them",
	  "Money for houses,,,\n,2002,,\n,Houses,Repaired,Spent\n"
	  "Before 1946,\"1,023\",80.5,31\nBefore 1961,\"1,096\",78.5,42\n"
	  "Later,996,75.25,61\n", "thhddd",
	  "|2002 Houses|2002 Repaired|2002 Spent" },
	{ "years that are counted in something",
	  "Share of houses,,,\n,1991%,1996%,2001%\nOslo,16.1,17.4,18.4\n"
	  "Rome,1.5,1.6,1.7\nBonn,3.2,3.3,3.1\nBern,5.5,5.25,5\n", "thdddd",
	  "|1991%|1996%|2001%" },
	{ "names of texts go on where no row lacks its first cell",
	  "State,School age,,Kindergarten,\n,From 2000,From 2002,Must be,Is\n"
	  ",,,Half day,Full day\nOhio,7 to 16,6 to 16,yes,no\n"
	  "Iowa,6 to 16,6 to 17,no,no\nUtah,7 to 18,5 to 16,no,yes\n"
	  "Maine,7 to 16,6 to 16,yes,yes\n", "hhhdddd",
	  "State|School age From 2000|School age From 2002|"
	  "Kindergarten Must be Half day|Kindergarten Is Full day" },
	{ "but not where a row lacks it",
	  "State,Town,Note\n,Oslo,large town\nOhio,Rome,small town\n"
	  ",Bonn,small town\nUtah,Bern,large town\n,Riga,large town\n",
	  "hddddd", "State|Town|Note" },
	{ "a first row of nothing but tokens is a row",
	  "State,1990,1995,2000\nOhio,(B),(B),(B)\nIowa,34.25,28,3\n"
	  "Utah,15.1,18,7\nMaine,15.6,19,8\n", "hdddd",
	  "State|1990|1995|2000" },
	{ "capitals in brackets stand for no value",
	  "Item,1990,1995\nMilk,(B),19\nBread,34.25,28\nEggs,15.1,18\n"
	  "Beef,15.6,19\n", "hdddd", "Item|1990|1995" },
	{ "negative numbers in brackets are data",
	  "Item,1990,1995\n,(1500),(1000)\nBread,34.25,28\nEggs,15.1,18\n"
	  "Beef,15.6,19\n", "hdddd", "Item|1990|1995" },
	{ "six blank lines below the header",
	  "Item,1990,1995\n,,\n,,\n,,\n,,\n,,\n,,\nMilk,17.5,22\n"
	  "Bread,34.25,28\nEggs,15.1,18\n", "hbbbbbbddd",
	  "Item|1990|1995" },
	{ "long names over short ones",
	  "Country,Official development assistance in millions of dollars,,"
	  "Grants by organisations that are no part of a government,\n"
	  ",2007,share,2007,share\nUtah,11.5,2,31.5,4\nOhio,5.5,6,7.25,8\n"
	  "Iowa,9.5,1,2.5,3\n", "hhddd",
	  "Country|Official development assistance in millions of dollars "
	  "2007|Official development assistance in millions of dollars share|"
	  "Grants by organisations that are no part of a government 2007|"
	  "Grants by organisations that are no part of a government share" },
	{ "a total, and a label that begins like one",
	  "Item,1990,1991\nMilk,17.5,22\nTotal milk sold,34.25,28\n"
	  "Total 2007,15.1,18\nTotal:,15.1,18\n", "hddss",
	  "Item|1990|1991" },
	{ "notes with a mark in a cell of its own",
	  "Item,1990,1991,1992\nMilk,17.5,22,4\nBread,34.25,28,5\n"
	  "Eggs,15.1,18,6\n1,Only what was sold by the shops,,\n"
	  "Notes:,all is estimated,,\n", "hdddff",
	  "Item|1990|1991|1992" },
	{ "the last of many numbered rows is a row",
	  "id,name,sum,n\n1,Ann,22,4\n2,Bob,28,5\n3,Cy,18,6\n"
	  "4,The Company of Long Names,,\n", "hdddd", "id|name|sum|n" },
	{ "a short row at the end is a row",
	  "id,name,sum,n\n1,Ann,22,4\n2,Bob,28,5\n3,Cy,18,6\n"
	  "4,Di,,\n", "hdddd", "id|name|sum|n" },
	{ "units in brackets after names, and what is none",
	  "Speed (km/h),Weight [kg],Sales (million USD),Area (m\xc2\xb2),"
	  "Name (given),Note [1],Left (m),(%)\n"
	  "1,2,3,4,a,5,6,7\n5,6,7,8,b,9,1,2\n9,1,2,3,c,4,5,6\n", "hddd",
	  "Speed (km/h)[km/h]|Weight [kg][kg]|"
	  "Sales (million USD)[million USD]|Area (m\xc2\xb2)[m\xc2\xb2]|"
	  "Name (given)|Note [1]|Left (m)[m]|(%)" },
	{ "a record of units goes before",
	  "Item,Milk (kg),Bread (kg)\n,(1000),(1000)\na,17.5,22\n"
	  "b,34.25,28\nc,15.1,18\n", "huddd",
	  "Item|Milk (kg)[(1000)]|Bread (kg)[(1000)]" },
	{ "names and no rows", "a,b,c\n", "h", "a|b|c" },
	{ "one row and no names", "Anna,Berlin,2020-01-01\n", "d",
	  "c1|c2|c3" },
	{ "nor is one with an empty cell all names", "a,,c\n", "d",
	  "c1|c2|c3" },
	{ "a sentence over names is a title",
	  "A sentence that says at some length what this is all about,2,,\n"
	  "id,a,b,c\n1,2,3,4\n5,6,7,8\n9,1,2,3\n", "thddd", "id|a|b|c" },
	{ "a header again, quoted otherwise, with a form feed and blanks",
	  "id,\"the name\",n\n1,Ann,22\n2,Bob,28\n3,Cy,18\n4,Di,21\n5,Ed,3\n"
	  "\fid,the name,\"n\"\n6,Flo,4\n7,Guy,5\n8,Hal,7\n9,Ida,8\n"
	  "10,Jo,9\nid, the name ,n\n11,Kim,6\n12,Lou,2\n", "hdddddrdddddrdd",
	  "id|the name|n" },
	{ "with delimiters that part nothing",
	  "id,the name,n\n1,Ann,22\n2,Bob,28\n3,Cy,18\n4,Di,21\n5,Ed,3\n"
	  "id,the name,n,,\n6,Flo,4\n", "hdddddrd", "id|the name|n" },
	{ "quotes doubled, and a line end in a name",
	  "id,\"a \"\"b\"\"\nc\"\n1,22\n2,28\n\"id\",\"a \"\"b\"\"\nc\"\n3,18\n"
	  "4,21\n", "h-ddr-dd", "id|a \"b\"\nc" },
	{ "nearly the same is not the same",
	  "id,name,n\n1,Ann,22\n2,Bob,28\nid,name,m\n3,Cy,18\nid,name\n"
	  "4,Di,21\n", "hdddddd", "id|name|n" },
	{ "a header of two records again, all of it or none of it",
	  "Item,Milk,,Bread,\n,Number,Percent,Number,Percent\n"
	  "Oslo,5,1.5,7,2.5\nRome,6,1.75,8,3.5\nLima,6,1.75,8,3.5\n"
	  "Baku,6,1.75,8,3.5\nYork,6,1.75,8,3.5\nItem,Milk,,Bread\n"
	  ",Number,Percent,Number,Percent\nBonn,9,2.5,1,4.5\n"
	  "Kiel,5,1.5,7,2.5\nBern,5,1.5,7,2.5\nCork,5,1.5,7,2.5\n"
	  "Bath,5,1.5,7,2.5\nHull,5,1.5,7,2.5\nItem,Milk,,Bread,\n\n"
	  ",Number,Percent,\"Number\",Percent\nWien,5,1.5,7,2.5\n"
	  ",Number,Percent,Number,Percent\nRiga,6,1.75,8,3.5\n"
	  "Bari,5,1.5,7,2.5\nBrno,5,1.5,7,2.5\nLodz,5,1.5,7,2.5\n"
	  "Gent,5,1.5,7,2.5\nNice,5,1.5,7,2.5\nOulu,5,1.5,7,2.5\n",
	  "hhdddddrrddddddrbrddddddddd",
	  "Item|Milk Number|Milk Percent|Bread Number|Bread Percent" },
	{ "units come again with it, or they do not",
	  "Item,1990,1995\nUnit indicator,(1000),(dollars)\n"
	  "Milk,17.5,22\nBread,34.25,28\nEggs,15.1,18\nRice,1,2\nTea,3,5\n"
	  "Item,1990,1995\nUnit indicator,(1000),(dollars)\n"
	  "Beef,17.5,22\nFish,1.25,7\nItem,1990,1995\nPork,1.5,2\n",
	  "hudddddrrddrd", "Item|1990[(1000)]|1995[(dollars)]" },
	{ "pages: numbers, a title and a header on each, form feeds",
	  "Nuts and bolts\nid,name,n\n1,Ann,22\n2,Bob,28\n3,Cy,18\n4,Di,21\n"
	  "5,Ed,3\nPage 1 of 3\n\fNuts and bolts\nid,name,n\n6,Flo,4\n"
	  "7,Guy,5\n8,Hal,7\n9,Ida,8\n10,Jo,9\nPage 2 of 3\n\f\n"
	  "Nuts and bolts\nid,name,n\n11,Kim,6\n12,Lou,2\n13,Mo,2\n"
	  "14,Ny,3\n15,Ox,3\nPage 3 of 3\n", "thdddddpprdddddppprdddddp",
	  "id|name|n" },
	{ "a group is not the edge of a page",
	  "id,name,n\nRegion 1,,\n1,Ann,22\n2,Bob,28\n3,Cy,18\nTotal,,\n"
	  "4,Di,21\n5,Ed,3\nRegion 2,,\n6,Flo,4\n7,Guy,5\n8,Hal,7\n9,Ida,8\n"
	  "Total,,\n10,Jo,9\n11,Kim,6\n", "hsdddsddsddddsdd", "id|name|n" },
	{ "without a header the first row may come again",
	  "1,Ann,22\n2,Bob,28\n3,Cy,18\n1,Ann,22\n4,Di,21\n", "ddddd",
	  "c1|c2|c3" },
};

/* What became of the record at this line. */
static char
class_at(const struct fake *f, uint32_t line)
{
	static const char	letters[] = {
		[PS_TITLE] = 't', [PS_HEADER] = 'h', [PS_UNITS] = 'u',
		[PS_FOOTNOTE] = 'f', [PS_BLANK] = 'b',
		[PS_REPEATED_HEADER] = 'r', [PS_PAGE] = 'p'
	};

	for (uint32_t i = 0; i < f->n_asides; i++)
		if (f->asides[i].line == line)
			return f->asides[i].class < sizeof(letters) &&
			    letters[f->asides[i].class] != '\0' ?
			    letters[f->asides[i].class] : '?';
	for (uint32_t i = 0; i < f->n_rows; i++)
		if (f->rows[i].line == line)
			return (f->rows[i].cells[0].flags & PS_SUMMARY) != 0 ?
			    's' : 'd';
	return '-';
}

static const char *
names(const struct fake *f)
{
	static char	text[512];
	size_t		n = 0;

	text[0] = '\0';
	for (uint32_t i = 0; i < f->table.n_columns; i++) {
		const struct ps_column	*c = &f->table.columns[i];

		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "%s%s%s%s%s", i > 0 ? "|" : "",
		    c->name != NULL ? c->name : "",
		    c->unit != NULL ? "[" : "",
		    c->unit != NULL ? c->unit : "",
		    c->unit != NULL ? "]" : "");
	}
	return text;
}

static void
check_sheet(const struct sheet *s)
{
	struct fake	*f = fake_new(delimited_LTX_ps_plugin());
	size_t		 n = strlen(s->classes);
	char		 classes[64] = "";

	ok(fake_probe(f, "a.csv", s->text, strlen(s->text)) != PS_NO,
	    "%s: a table", s->what);
	fake_read(f, s->text, strlen(s->text));
	for (size_t i = 0; i < n; i++)
		classes[i] = class_at(f, (uint32_t)i + 1);
	is_str(classes, s->classes, "%s: classes", s->what);
	is_str(names(f), s->columns, "%s: columns", s->what);
	fake_free(f);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(sheets) / sizeof(sheets[0]); i++)
		check_sheet(&sheets[i]);
	return done_testing();
}
