pipeline {
  source.file { "inbox", include = "*.csv", exclude = { "a", "b/**" } },
  sink.sqlite { "inbox.db", strict = true },
}
