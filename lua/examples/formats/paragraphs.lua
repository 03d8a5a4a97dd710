-- paragraphs.lua - a format to be installed: records of "Key: value" lines, with
-- an empty line behind each, as Debian keeps its packages and LDIF its entries
--
--   cp paragraphs.lua DATADIR/polyscraper/lua/formats/     for everybody, or
--   polyscraper --plugin-dir=DIR /var/lib/dpkg/status  from DIR/formats/
--
-- Lines that begin with a blank go on with the value before; those that begin
-- with # are comments.

local KEY = "^([%a][%w_%-;]*)::?[ \t]*(.*)$"

return format.define { "paragraphs",
  help = "Paragraphs: Key: value, an empty line behind each record",

  -- Two records or more that begin with the same key, and nothing else.
  sniff = function(head)
    local first, records, key, inside = nil, 0, nil, false
    for line in head:lines() do
      if line == "" then
        inside = false
      elseif line:find "^[ \t]" then
        if not inside then return 0 end
      elseif not line:find "^#" then
        key = line:match(KEY)
        if not key then return 0 end
        if not inside then
          first = first or key
          if key ~= first then return 0 end
          records, inside = records + 1, true
        end
      end
    end
    return records > 1 and 0.9 or 0
  end,

  rows = function(doc, emit)
    local record, last, begins = {}, nil, nil
    local function finish()
      if next(record) then emit(record, begins) end
      record, last, begins = {}, nil, nil
    end
    for line in doc:lines() do
      local key, value = line:match(KEY)
      if line == "" then
        finish()
      elseif last and line:find "^[ \t]" then
        record[last] = record[last] .. "\n" .. line:sub(2)
      elseif key then
        begins = begins or doc.line
        -- A key may come again: its values are lines of one field.
        record[key] = record[key] and record[key] .. "\n" .. value or value
        last = key
      elseif not line:find "^#" then
        doc:reject("neither a key nor the end of a record", line)
      end
    end
    finish()
  end,
}
