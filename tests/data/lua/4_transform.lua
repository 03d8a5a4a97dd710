-- 4_transform.lua   a format nobody has seen, type overrides, a per-record transform
local till = format.define { "acme-till",
  help = "Till roll: NN|key=value|key=value ...; a line of dashes ends a sale",

  sniff = function(head)             -- head: the first 64 KiB, as UTF-8. Return 0..1.
    local good, all = 0, 0
    for line in head:lines() do
      all = all + 1
      if line:find "^%d%d|%w+=" then good = good + 1 end
    end
    return good / math.max(all, 1)
  end,

  rows = function(doc, emit)         -- runs in a worker process
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
  source.file { "/srv/tills", include = "**/*.log", exclude = "**/tmp/**" },
  till,
  shape { table = "sale",
    types  = { store = "text", sku = "text", at = "timestamp %d.%m.%y %H:%M", Preis = "decimal" },
    rename = { Preis = "price" },
    key    = { "store", "receipt" }, -- upsert; without a key rows are appended
    drift  = "evolve",               -- evolve | variant | freeze | reject
  },
  map { table = "sale", function(r)
    if r.price == null then return end          -- nothing returned: kept as it stands
    if r.price < 0 then return r:reject "negative price" end
    if r.test == 1 then return false end      -- skipped, and counted as skipped
    r.price_net = r.price / 1.19                -- a new column
    r.cashier   = nil                           -- a column dropped
  end },
  sink.postgres { env "TILLS_DSN" },
  max_rejects = "1%",                           -- of a document; above it the document is set aside
}

test { "sales",
  name = "a.log",
  input = "01|store=0042|sku=007|at=01.02.01 09:30|Preis=1.19|receipt=1\n" ..
    "02|cashier=anna|test=0\n---\n" ..
    "01|store=0042|sku=008|at=01.02.01 09:31|Preis=-2.38|receipt=2\n---\n" ..
    "01|store=0042|sku=009|at=01.02.01 09:32|Preis=3.57|receipt=3|test=1\n---\n",
  expect = { failed = "more than max_rejects 1%" },
}

test { "a sale",
  name = "b.log",
  input = "01|store=0042|sku=007|at=01.02.01 09:30|Preis=1.19|receipt=1\n" ..
    "02|cashier=anna|test=0\n---\n" ..
    "01|store=0042|sku=009|at=01.02.01 09:32|Preis=3.57|receipt=3|test=1\n---\n",
  expect = {
    sale = { { store = "0042", sku = "007", at = "2001-02-01 09:30:00",
      price = 1.19, receipt = 1, test = 0, price_net = 1 } },
    skipped = 1,
  },
}
