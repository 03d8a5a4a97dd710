-- pinned.lua - no guessing where the files are known
--
--   polyscraper run pinned.lua -- FOLDER DATABASE
--
-- `polyscraper sniff --lua FILE` prints a pipeline with such a format.
--
-- inbox/rates.psv:
--     day|rate
--     1/2/2024|1.5
-- inbox/exports/notes.txt:
--     who;what
--     "Ann; Bob";hello
--
--     $ polyscraper run pinned.lua
--     $ sqlite3 inbox.db 'SELECT day, rate FROM rates'
--     2024-02-01|1.5
--     $ sqlite3 inbox.db 'SELECT who, what FROM notes'
--     Ann; Bob|hello

local folder = arg[1] or "inbox"
local database = arg[2] or "inbox.db"

pipeline {
  source.file { folder },

  -- of the formats that match, the first one is taken
  format.delimited { ext = "psv", delimiter = "|", header = 1 },
  format.delimited { path = "exports/**", delimiter = ";", quote = '"' },

  sink.sqlite { database },

  exclude = { "*.bak", "tmp/**" },
  dates   = "dmy",            -- 1/2/2024 is the first of February
  tables  = "shape",          -- like files share a table
  jobs    = 0,                -- one worker per core
}
