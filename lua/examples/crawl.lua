-- crawl.lua - what a catalogue on the web links to: pages below /budget/ are
-- read for their links, three links deep, and every CSV file and archive that
-- they link to is loaded.  A second run fetches what has changed.
--
--     $ polyscraper check crawl.lua
--     crawl.lua: good, 1 pipeline
--
-- "/budget/*" is one folder, "/budget/**" are all below it.  "accept" alone
-- would do where all pages of the site may be read.

pipeline {
  source.http {
    "https://data.example.gov/budget/",
    follow = { host = "data.example.gov", path = "/budget/**" },
    accept = { ext = { "csv", "zip" } },
    depth  = 3,
    rate   = "30/min",
  },
  sink.sqlite { "budget.db" },
}
