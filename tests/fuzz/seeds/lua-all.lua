local key = env { "PATH", default = "x", secret = false }
local m = { table = "sale", host = "h", path = "/a/*", name = "*.csv",
  ext = { "csv", "tsv" }, format = "delimited", magic = "PK" }
local files = source.file { { "a", { "b" } }, include = null }
local f = format.delimited { ext = "psv", delimiter = "|", quote = "'" }
local a = map { table = "sale", whole = true, function(r)
  if r.price == null then return end
  r.gross = r.price * 1.19
  r:emit("t", { a = 1 })
  return r:reject "no"
end }
local b = on { host = "data.gov", path = "/raw/*", function(page)
  page:fact("title", page.name)
end }
local c = shape { table = "sale", types = { store = "text", Preis = "decimal",
  at = "timestamp %d.%m.%y %H:%M" }, rename = { Preis = "price" },
  key = { "store", "receipt" }, drift = "evolve", name = "sales" }
pipeline { files, f, { a, { b } }, c, sink.sqlite { "x.db" },
  jobs = 2, tables = "document", dates = "dmy", deadline = 3.5,
  max_rejects = "1%", nulls = "NA,-" }
pipeline { files, sink.sqlite { "y.db" } }
