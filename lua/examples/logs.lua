-- logs.lua - a log that nobody knows, described in a line
--
--   polyscraper run logs.lua -- FOLDER DATABASE
--
-- Logs that are well known need no word, as the access log here.  `pattern`
-- describes others: {column:KIND} is a field (a word where no kind is said),
-- {?...} is what may be missing, all else stands for itself.  A pattern with
-- "+ " before it is a further line of a record, one with "# " a line to set
-- aside.  The description that fits the lines best is taken, and what none
-- fits is told.
--
-- inbox/access.log:
--     10.0.0.1 - ann [10/Oct/2023:13:55:36 +0000] "GET / HTTP/1.1" 200 45
-- inbox/press.plog:
--     # shift 1
--     2023-10-10 06:00:01.250 | press 7 | ok | temp=81.5 | pressed 40 sheets
--     2023-10-10 06:00:09.125 | press 7 | jam | temp=82.0 | sheet 41 stuck
--       cause: dust
--       opened by ann
--     2023-10-10 06:02:00.000 | press 7 | ok | - | again
--
--     $ polyscraper run logs.lua
--     $ sqlite3 inbox.db "SELECT remote_user, status, bytes FROM access"
--     ann|200|45
--     $ sqlite3 inbox.db "SELECT time, press, state, temp, cause FROM press"
--     2023-10-10 06:00:01.250|7|ok|81.5|
--     2023-10-10 06:00:09.125|7|jam|82|dust
--     2023-10-10 06:02:00.000|7|ok||
--     $ sqlite3 inbox.db "SELECT message FROM press WHERE state = 'jam'"
--     sheet 41 stuck
--     $ sqlite3 inbox.db "SELECT opened_by FROM press WHERE state = 'jam'"
--     ann
--     $ sqlite3 inbox.db "SELECT line, class, text FROM _ps_lines"
--     1|comment|# shift 1

local folder = arg[1] or "inbox"
local database = arg[2] or "inbox.db"

pipeline {
  source.file { folder },

  format.known { ext = "plog", pattern = {
    press = {
      "{time:time %Y-%m-%d %H:%M:%S%f} | press {press:int} | " ..
        "{state:=ok|jam|off} | {?temp={temp:number}|-} | {message:rest}",
      "+   cause: {cause:rest}",
      "+   opened by {opened_by:rest}",
      "# # shift {:int}",
    },
  } },

  sink.sqlite { database },
}
