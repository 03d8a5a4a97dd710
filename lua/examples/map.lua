-- map.lua - records on their way into the database
--
--   polyscraper run map.lua -- FOLDER DATABASE

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
