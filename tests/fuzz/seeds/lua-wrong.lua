#!/usr/bin/polyscraper run
local ok, e = pcall(function() error(setmetatable({}, { __tostring =
  function() return {} end })) end)
local t <close> = setmetatable({}, { __close = function() end })
source.fiel { inclde = 1 } pipelin = 3 string.trim = tostring
rawset(_G, "x", select("#", ...)) assert(x == 2 and arg[1])
for k, v in pairs(_G) do tostring(k) end
map { function() end, 1 } shape { key = 3 } on { }
require "nothing.here" _ENV.y = 1 local _ENV = { } z = 1
error({}, 2)
