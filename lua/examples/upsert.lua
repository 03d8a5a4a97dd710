-- upsert.lua - of records that come again the last one stays
--
--   polyscraper run upsert.lua -- FOLDER DATABASE
--
-- tills/receipts_2024-01.csv:
--     Store,Receipt,Amount
--     7,1,12.00
--     7,2,3.50
--     8,1,9.95
--
-- tills/receipts_2024-02.csv:
--     Store,Receipt,Amount,Cashier
--     7,2,4.50,
--     8,2,1.25,
--
-- The second receipt of store 7 was corrected in February:
--
--     $ polyscraper run upsert.lua -- tills tills.db
--     $ sqlite3 tills.db "SELECT store, receipt, amount FROM receipts ORDER BY 1, 2"
--     7|1|12
--     7|2|4.5
--     8|1|9.95
--     8|2|1.25
--     $ sqlite3 tills.db "SELECT rows, key, replaced FROM _ps_tables"
--     4|store,receipt|1

local folder = arg[1] or "tills"
local database = arg[2] or "tills.db"

pipeline {
  source.file { folder },
  sink.sqlite { database },

  -- One table for all months, in the order of their names.
  shape { table = "receipts",
    key   = { "Store", "Receipt" },
    drift = "freeze",       -- a file with a column that is used fails; this
  },                        -- Cashier is empty
}
