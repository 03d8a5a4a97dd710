-- folder.lua - everything in a folder becomes tables
--
--   polyscraper run folder.lua
--
-- does what this does:
--
--   polyscraper inbox -o inbox.db

pipeline {
  source.file { "inbox" },
  sink.sqlite { "inbox.db" },
}
