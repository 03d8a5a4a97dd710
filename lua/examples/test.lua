-- test.lua - a pipeline with tests of what it does
--
--   polyscraper test test.lua
--
-- Nothing is needed: the tests bring their own inputs.
--
--     $ polyscraper test test.lua
--     ok 1 - sales are kept with their net price
--     ok 2 - so they are in another format
--     ok 3 - a text for a price is told
--     1..3
--     $ polyscraper run test.lua -- examples/budget-2019.csv budget.db
--     $ sqlite3 budget.db "SELECT count(*) FROM budget"
--     3

pipeline {
  source.file { arg[1] or "tills" },
  sink.sqlite { arg[2] or "tills.db" },

  map { table = "sale*", function(r)
    if r.price == null then return end
    if r.price < 0 then return r:reject "negative price" end
    if r.kind == "test" then return false end
    r.net = r.price / 1.25
  end },
}

test { "sales are kept with their net price",
  name = "sale-2024.csv",                 -- tables are called after it
  input = [[
store;price;kind
007;5,00;sale
008;-1,00;sale
009;;return
010;2,50;test
]],
  expect = {
    sale = {
      { store = "007", price = 5, kind = "sale", net = 4 },
      { store = "009", price = null, kind = "return" },
    },
    rejected = 1, skipped = 1,            -- numbers are counts,
    issues = { "negative price" },        -- texts are parts of reasons
    format = "delimited",
  },
}

test { "so they are in another format",
  name = "sale.ndjson",
  input = '{"store": "007", "price": 5}\n{"store": "011", "price": 6.5}\n',
  partial = true,                         -- there may be more than that
  expect = { sale = { { net = 4 }, { net = 5.2 } } },
}

test { "a text for a price is told",
  name = "sale.csv",
  input = "store,price\n007,dear\n",
  expect = { rejected = 1, issues = { "attempt to compare" } },
}
