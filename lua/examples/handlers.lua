-- handlers.lua - what a page says of itself stands beside its rows
--
--   polyscraper run handlers.lua
--
-- site/674.html:
--     <html><h2 id="datasetName">Toxics Release Inventory</h2>
--     <p><b>Agency:</b> EPA<br><b>Category:</b> Environment</p>
--     <table><tr><th>year<th>tons<tr><td>2008<td>17.5<tr><td>2009<td>15</table>
--     <a href="files/tri_2009.csv">Bulk Data 2009</a> <a href="/">Home</a>
-- site/index.html:
--     <html><form action="search"><input name="q"></form>
--     <a href="674.html">Toxics Release Inventory</a>
--
--     $ polyscraper run handlers.lua
--     $ sqlite3 site.db "SELECT fact_title, fact_agency, fact_bulk_data FROM _ps_documents WHERE status = 'loaded'"
--     Toxics Release Inventory|EPA|tri_2009.csv
--     $ sqlite3 site.db "SELECT year, tons, fact_category FROM site_toxics_release_inventory JOIN _ps_documents ON id = _doc"
--     2008|17.5|Environment
--     2009|15|Environment
--     $ sqlite3 site.db "SELECT message FROM _ps_documents WHERE status = 'skipped'"
--     left out by on "html", handlers.lua:27

local labels = { "Agency", "Category", "Date Released" }

-- Handlers run before a document is read; for pages of one site, `host` and
-- `path` choose them.
local dataset = on { ext = "html", function(page)
  if page:form "q" then return false end        -- nothing to read there
  local title = page:text { "h2", id = "datasetName" }
  if not title then
    return page:reject "no dataset title: has the page layout changed?"
  end
  page:fact("title", title)
  for _, label in ipairs(labels) do
    page:fact(label, page:text_after(label))    -- nil records nothing
  end
  for link in page:links { text = "Bulk Data*", ext = "csv" } do
    page:fact("bulk_data", link.url:match "[^/]*$")
  end
end }

pipeline {
  source.file { "site" },
  dataset,
  sink.sqlite { "site.db" },
}
