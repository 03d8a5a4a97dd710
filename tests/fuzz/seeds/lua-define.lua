local till = format.define { "acme-till",
  help = "Till roll",
  options = { mark = { "text", "-", "the mark" } },
  sniff = function(head) return 0.5 end,
  rows = function(doc, emit) emit("sale", { a = 1 }) end,
}
pipeline { source.file { "t" }, till, sink.sqlite { "t.db" } }
