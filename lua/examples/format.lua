-- format.lua - a format that nobody has seen, written in Lua
--
--   polyscraper run format.lua -- FOLDER DATABASE
--
-- Tills write such rolls: lines of NN|key=value|..., and dashes behind each
-- sale.  The sale that is cut off is set aside.  What the format does not bid
-- on is read as always.
--
-- rolls/till1.log:
--     01|store=007|receipt=1
--     02|sku=0815|price=12.50|at=01.02.20 10:00
--     03|cashier=ann
--     --------
--     01|store=007|receipt=2
--     02|sku=0816|price=3.00|at=13.02.20 10:07
--     --------
--     01|store=007|receipt=3
--
-- rolls/stores.csv:
--     store,town
--     007,Leeds
--     008,York
--
--     $ polyscraper run format.lua -- rolls rolls.db
--     $ sqlite3 rolls.db "SELECT store, receipt, price, at, _line FROM sale"
--     007|1|12.5|2020-02-01 10:00:00|1
--     007|2|3|2020-02-13 10:07:00|5
--     $ sqlite3 rolls.db "SELECT line, reason, raw FROM _ps_issues"
--     8|a sale without its end|{"receipt":"3","store":"007"}
--     $ sqlite3 rolls.db "SELECT format, rows FROM _ps_documents ORDER BY 1"
--     delimited|2
--     till|2

local folder = arg[1] or "rolls"
local database = arg[2] or "rolls.db"

local till = format.define { "till",
  help = "Till rolls: NN|key=value|... and a line of dashes behind each sale",

  -- How sure it is, from 0 to 1, by the first 64 KiB of a document.
  sniff = function(head)
    local good, all = 0, 0
    for line in head:lines() do
      all = all + 1
      if line:find "^%d%d|%w+=" or line:find "^%-%-%-" then good = good + 1 end
    end
    return good / math.max(all, 1)
  end,

  -- From the first line of a document to its last, in a worker.
  rows = function(doc, emit)
    local sale = {}
    for line in doc:lines() do
      if line:find "^%-%-%-" then
        emit("sale", sale)
        sale = {}
      else
        for key, value in line:gmatch "(%w+)=([^|]*)" do sale[key] = value end
      end
    end
    if next(sale) then doc:reject("a sale without its end", sale) end
  end,
}

pipeline {
  source.file { folder },
  till,
  sink.sqlite { database },
}
