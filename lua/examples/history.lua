-- history.lua - what a list of prices held at any time
--
--   polyscraper run history.lua
--
-- inbox/prices.csv:
--     item,price
--     bread,2.40
--     salt,0.55
--
--     $ polyscraper run history.lua
--
-- Bread becomes dearer, and there is tea:
--
--     $ printf 'item,price\nsalt,0.55\nbread,2.60\ntea,4.95\n' > inbox/prices.csv
--     $ polyscraper run history.lua
--     $ sqlite3 prices.db "SELECT item, price FROM prices WHERE _last_seen IS NULL"
--     salt|0.55
--     bread|2.6
--     tea|4.95
--     $ sqlite3 prices.db "SELECT item, price, _first_seen, _last_seen FROM prices"
--     bread|2.4|1|1
--     salt|0.55|1|
--     bread|2.6|2|
--     tea|4.95|2|
--
-- As it was after the first run:
--
--     $ sqlite3 prices.db "SELECT item, price FROM prices WHERE _first_seen <= 1 AND (_last_seen IS NULL OR _last_seen >= 1)"
--     bread|2.4
--     salt|0.55

pipeline {
  source.file { "inbox" },
  sink.sqlite { "prices.db" },

  history = "rows",         -- rows that went stay, with the runs they were in
}
