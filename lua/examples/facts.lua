-- facts.lua - pages lead to files, and what they say stands beside the rows
--
--   polyscraper run facts.lua
--
-- budget/index.html:
--     <html><h1>Budget</h1>
--     <a href="2020/index.html">2020</a> <a href="old.csv">1999</a>
-- budget/2020/index.html:
--     <html><h1>Budget 2020</h1>
--     <a href="schools.csv">Schools</a> <a href="roads.csv">Roads</a>
-- budget/2020/schools.csv:
--     school,amount
--     North,100
--     South,200
-- budget/2020/roads.csv:
--     road,metres,cost
--     High Street,500,70
--
--     $ polyscraper run facts.lua
--     $ sqlite3 facts.db 'SELECT school, amount, fact_title, fact_label FROM schools JOIN _ps_documents ON id = _doc'
--     North|100|Budget 2020|Schools
--     South|200|Budget 2020|Schools
--     $ sqlite3 facts.db 'SELECT road, title FROM roads'
--     High Street|Budget 2020
--     $ sqlite3 facts.db "SELECT reason FROM _ps_issues WHERE rule = 'follow'"
--     there is no such file

pipeline {
  source.file { "budget/index.html" },         -- its links lead to all others
  sink.sqlite { "facts.db" },

  on { ext = "html", function(page)
    page:fact("title", page:text "h1")          -- of all that lies below, too
    for link in page:links { ext = { "html", "csv" } } do
      page:follow(link, { label = link.text })  -- facts of that document
    end
    return false                                -- the page itself has no rows
  end },

  map { name = "roads.csv", function(r)
    r.title = r.doc:get "title"
  end },
}
