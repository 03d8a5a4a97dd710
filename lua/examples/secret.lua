-- secret.lua - what comes from the environment, and what of it may be seen
--
-- inbox/people.csv:
--     name,code
--     ann,k-4711
--     bob,none
--
--     $ TOKEN=k-4711 INBOX=inbox polyscraper run secret.lua
--     $ sqlite3 secret.db "SELECT line, reason FROM _ps_issues"
--     2|the code is ***
--     $ sqlite3 secret.db "SELECT name FROM people"
--     bob

-- A secret: shown nowhere, stored nowhere but in rows.
local token = env "TOKEN"

-- None: a folder may stand in messages.
local inbox = env { "INBOX", secret = false, default = "." }

pipeline {
  source.file { inbox },
  sink.sqlite { "secret.db" },
  map { table = "people", function(r)
    if r.code == token then return r:reject("the code is " .. token) end
  end },
}
