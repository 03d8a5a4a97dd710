-- two.lua - two pipelines in one file, from what they share
--
--   SPEND=/srv/spend polyscraper run two.lua

local shared = require "shared"
local root = env("SPEND", "spend")

for _, year in ipairs { "2019", "2020" } do
  pipeline {
    source.file { root .. "/" .. year },
    shared,
    sink.sqlite { "spend-" .. year .. ".db" },
    decimal = ",",
  }
end
