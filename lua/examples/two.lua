-- two.lua - two pipelines in one file, from what they share
--
-- spend/2019/a.csv:
--     place;cost
--     Leeds;1,50
-- spend/2020/a.csv:
--     place;cost
--     Hull;2,25
--
--     $ polyscraper run two.lua
--     $ sqlite3 spend-2019.db 'SELECT place, cost FROM a'
--     Leeds|1.5
--     $ sqlite3 spend-2020.db 'SELECT place, cost FROM a'
--     Hull|2.25

local shared = require "shared"
local root = env("SPEND", "spend")

for _, year in ipairs { "2019", "2020" } do
  pipeline {
    source.file { root .. "/" .. year },
    shared,
    sink.sqlite { "spend-" .. year .. ".db" },
    decimal = ",",
  }
end
