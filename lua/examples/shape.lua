-- shape.lua - what columns are, where that cannot be seen, or is to be certain
--
--   polyscraper run shape.lua
--
-- tills/monday.csv:
--     Store;Sold at;Preis;Items
--     007;01.02.20 10:15;1.234,50;2
--     012;02.02.20 09:00;80,00;1
--
-- tills/old/tuesday.csv:
--     Store;Sold at;Preis;Items
--     007;03.02.20 17:30;2.000,00;
--
--     $ polyscraper run shape.lua
--     $ sqlite3 tills.db 'SELECT store, sold_at, price, items FROM sales'
--     007|2020-02-01 10:15:00|1234.5|2
--     012|2020-02-02 09:00:00|80|1
--     007|2020-02-03 17:30:00|2000|

pipeline {
  source.file { "tills" },

  shape { ext = "csv",
    name   = "sales",                   -- one table, whatever the files are
    types  = {                          -- columns as the files name them
      Store       = "text",             -- 007 is no number
      ["Sold at"] = "timestamp %d.%m.%y %H:%M",
      Preis       = "decimal 1.234,56",
      Items       = "integer",          -- even where none is told
    },
    rename = { Preis = "price" },
  },

  sink.sqlite { "tills.db" },
}
