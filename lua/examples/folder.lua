-- folder.lua - everything in a folder becomes tables; the same as
--
--   polyscraper inbox -o inbox.db
--
-- inbox/spend.csv:
--     day;amount
--     2024-01-31;12,50
--     2024-02-29;7,00
-- inbox/levels.json:
--     [{"river": "Rhine", "level": 503}]
--
--     $ polyscraper run folder.lua
--     $ sqlite3 inbox.db 'SELECT sum(amount) FROM spend'
--     19.5
--     $ sqlite3 inbox.db 'SELECT river, level FROM levels'
--     Rhine|503

pipeline {
  source.file { "inbox" },
  sink.sqlite { "inbox.db" },
}
