-- map.lua - records on their way into the database
--
--   polyscraper run map.lua -- FOLDER DATABASE
--
-- What it needs lies in examples/.
--
--     $ polyscraper run map.lua -- examples map.db
--     $ sqlite3 map.db "SELECT code, remaining FROM budget WHERE remaining > 0"
--     roads|1749.6
--     schools|128.85
--     parks|1890
--     $ sqlite3 map.db "SELECT name, line FROM seen WHERE line = 2"
--     budget-2019.csv|2

local folder = arg[1] or "examples"
local database = arg[2] or "map.db"

pipeline {
  source.file { folder },
  sink.sqlite { database },

  -- Every record of this file passes through the function, in a worker.
  map { name = "budget-2019.csv", function(r)
    if r.spent == null then
      return r:reject "nothing spent yet"     -- set aside, with its reason
    end
    if r.spent == 0 then return false end     -- left out, and counted
    r.remaining = r.planned - r.spent         -- a new column, exact
    r:emit("seen", { name = r.doc.name, line = r.doc.line })
  end },
}
