-- shared.lua - required by two.lua: a list of what both pipelines contain

return {
  format.delimited { ext = { "csv", "txt" }, delimiter = ";" },
}
