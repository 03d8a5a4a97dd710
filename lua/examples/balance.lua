-- balance.lua - a map that looks back: it must see the records in their order
--
--   polyscraper run balance.lua
--
-- ledger/2020.csv:
--     day,amount
--     2020-01-02,100.00
--     2020-01-05,-30.50
--     2020-02-01,12.25
--
--     $ polyscraper run balance.lua
--     $ sqlite3 balance.db 'SELECT day, balance FROM ledger ORDER BY _line'
--     2020-01-02|100
--     2020-01-05|69.5
--     2020-02-01|81.75

local url, balance

pipeline {
  source.file { "ledger" },
  sink.sqlite { "balance.db" },

  -- A large document is read in parts on all cores, unless a map says that it
  -- needs the whole one.
  map { ext = "csv", whole = true, function(r)
    if r.doc.url ~= url then                 -- the next file, perhaps in
      url, balance = r.doc.url, 0            -- another worker
    end
    balance = balance + r.amount
    r.balance = balance
  end },
}
