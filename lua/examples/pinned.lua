-- pinned.lua - no guessing where the files are known
--
--   polyscraper run pinned.lua -- FOLDER DATABASE
--
-- `polyscraper sniff --lua FILE` prints a pipeline with such a format.

local folder = arg[1] or "inbox"
local database = arg[2] or "inbox.db"

pipeline {
  source.file { folder },

  -- selectors: path, name, ext; the first format that matches is taken
  format.delimited { ext = "psv", delimiter = "|", header = 1 },
  format.delimited { path = "exports/**", delimiter = ";", quote = '"' },

  sink.sqlite { database },

  exclude = { "*.bak", "tmp/**" },
  dates   = "dmy",            -- 1/2/2024 is the first of February
  tables  = "shape",          -- like files share a table
  jobs    = 0,                -- one worker per core
}
