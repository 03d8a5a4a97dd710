-- 3_handlers.lua    what is done with a page is chosen by where it came from (CIVX's url_handlers)
local fields = { "Agency", "Sub-Agency", "Category", "Date Released", "Unique ID" }

local data_gov = on { host = "data.gov", path = "/raw/*", function(page)
  local title = page:text { "h2", id = "datasetName" }
  if not title then return page:reject "no dataset title: has the page layout changed?" end
  page:fact("title", title)                     -- facts are inherited by everything below
  for _, name in ipairs(fields) do
    page:fact(name, page:text_after(name))      -- nil records nothing
  end
  for link in page:links { path = "/download*" } do
    page:follow(link)                           -- becomes a child document
  end
end }

local opensecrets = on { host = "opensecrets.org", function(page)
  if page:form "email" then                     -- logged out, or timed out: log in, come back
    return page:submit { email = env "OS_USER", password = env "OS_PASSWORD" }
  end
  for link in page:links { text = "Bulk Data*" } do page:follow(link) end
end }

pipeline {
  source.http {
    "https://www.data.gov/raw/674",
    "https://www.opensecrets.org/bulk-data",
    rate = "1/s",
  },
  data_gov,
  opensecrets,
  format.delimited { host = "opensecrets.org", delimiter = ",", quote = "|" },  -- no guessing here
  sink.sqlite { "civx.db" },
}

test { "a data set's page",
  url = "https://www.data.gov/raw/674", name = "674.html",
  input = [[<html><h2 id="datasetName">Toxics Release Inventory</h2>
<table><tr><th>Agency<td>EPA<tr><th>Category:<td>Environment</table>
<a href="/download/674.csv">CSV</a>]],
  expect = { facts = { title = "Toxics Release Inventory", Agency = "EPA",
    Category = "Environment" } },
  partial = true,
}

test { "another layout",
  url = "https://www.data.gov/raw/675", name = "675.html",
  input = "<html><h1>Moved</h1><p>x</p>",
  expect = { failed = "no dataset title" },
}

test { "pages of others are left alone",
  url = "https://data.example/raw/1", name = "1.html",
  input = "<html><h1>Moved</h1><table><tr><th>a<th>b<tr><td>1<td>2</table>",
  expect = { facts = {} },
  partial = true,
}

test { "pinned",
  url = "https://opensecrets.org/bulk.txt", name = "bulk.txt",
  input = "a,b\n|x, y|,1\n",
  expect = { bulk = { { a = "x, y", b = 1 } } },
}
