/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_table.c - the logs that are known, with the names that their columns
 * customarily have.  The language is that of known.h.
 *
 * Sources: Apache httpd 2.4 mod_log_config and ErrorLogFormat; nginx
 * ngx_http_log_module, ngx_log_error; RFC 3164, RFC 5424; rsyslog templates
 * RSYSLOG_FileFormat and TraditionalFileFormat; logcat(1), "Control log output
 * format"; glog and klog headers; HAProxy configuration manual, 8.2; PostgreSQL
 * log_line_prefix; dpkg(1) --log; apt.conf(5) Dir::Log; Python logging,
 * basicConfig(); Log4j PatternLayout, Logback and Spring Boot defaults.
 */
#include "known.h"

#define CLF	"[{time:time %d/%b/%Y:%H:%M:%S %z}]"
#define REQUEST	"{?\"{method:name} {path} {protocol:name}\"|{request:quoted-}}"
#define ACCESS	"{remote_host} {ident:word-} {remote_user:text-} " CLF " " \
		REQUEST " {status:int-} {bytes:int-}"
#define AGENT	" {referer:quoted-} {user_agent:quoted-}"

#define ISO	"%Y-%m-%d %H:%M:%S"
#define ISO_T	"%Y-%m-%dT%H:%M:%S"
#define BSD	"%b %e %H:%M:%S"
#define PRI	"<{priority:int}>"
/* What stands behind time and host in files of syslogd. */
#define PROCESS(more) \
	"{?{process}[{pid:int}]" more ":{? {message:folded}|{message:folded}}" \
	"|{process}" more ": {message:folded}|{process}:" \
	"|{process:text}[{pid:int}]" more ": {message:folded}" \
	"|{message:folded}}"
#define PROXY	"{?{?{time:time " BSD "}|{time:time " ISO_T "%f%z}} " \
		"{?{host} }{process}{?[{pid:int}]}: }{client:ip}:" \
		"{client_port:int} " \
		"[{accept_date:time %d/%b/%Y:%H:%M:%S%f}] " \
		"{frontend} {backend}/{server} "
#define LOGCAT	ANDROID_LEVEL " {tag:text}: {message:rest}"
#define MONTH	"{time:time %m-%d %H:%M:%S%f}"
#define YEAR	"{time:time %Y-%m-%d %H:%M:%S%f}"
#define APACHE_LEVEL	\
	"{level:=emerg|alert|crit|error|warn|notice|info|debug|trace1|" \
	"trace2|trace3|trace4|trace5|trace6|trace7|trace8}"
#define JAVA_LEVEL	\
	"{level:=TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE|CONFIG|" \
	"FINE|FINER|FINEST|CRITICAL}"
#define LOG4J	"{?{time:time " ISO "%f}|{time:time %y/%m/%d %H:%M:%S}|" \
		"{time:time %Y/%m/%d %H:%M:%S%f}} " JAVA_LEVEL "{ }"
#define SPRING	"{?{time:time " ISO "%f}|{time:time " ISO_T "%f%z}}{ }" \
		JAVA_LEVEL " {pid:int} --- "
#define PYTHON_LEVEL	"{level:=DEBUG|INFO|WARNING|ERROR|CRITICAL|NOTSET}"
#define ANDROID_LEVEL	"{level:=V|D|I|W|E|F|A|S}"
#define BEGINNING	"# --------- {:rest}"
#define PG_LEVEL	\
	"{level:=LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG|DEBUG1|" \
	"DEBUG2|DEBUG3|DEBUG4|DEBUG5}"
#define PG_MORE(prefix)	\
	prefix PG_LEVEL ":  {message:lines}", \
	"+ " prefix "DETAIL:  {detail:lines}", \
	"+ " prefix "HINT:  {hint:lines}", \
	"+ " prefix "CONTEXT:  {context:lines}", \
	"+ " prefix "STATEMENT:  {statement:lines}", \
	"+ " prefix "QUERY:  {query:lines}", \
	"+ " prefix "LOCATION:  {location:lines}"

const struct known_description known_table[] = {
	{ "access.combined", "web access, combined (Apache, nginx)",
	    { ACCESS AGENT } },
	{ "access.common", "web access, common (Apache, nginx)",
	    { ACCESS } },
	{ "access.vhost", "web access with virtual hosts (Apache)",
	    { "{vhost}:{port:int} " ACCESS AGENT,
	      "{vhost}:{port:int} " ACCESS } },
	{ "access.more", "web access, combined, with fields of its own",
	    { ACCESS AGENT "{ }{more:rest}" } },
	{ "error.apache", "errors of Apache 2.4",
	    { "[{time:time %a %b %d %H:%M:%S%f %Y}] [{?{module:name}:|:|}"
	      APACHE_LEVEL "] [pid {pid:int}{?:tid {tid:int}}]"
	      "{? [client {client}]} {message:lines}" } },
	{ "error.apache.old", "errors of Apache 2.2 and before",
	    { "[{time:time %a %b %d %H:%M:%S %Y}] [" APACHE_LEVEL "]"
	      "{& [client {client}]} {message:rest}" } },
	{ "error.nginx", "errors of nginx",
	    { "{time:time %Y/%m/%d %H:%M:%S} [" APACHE_LEVEL
	      "] {pid:int}#{tid:int}: {?*{connection:int} }"
	      "{?{message:text}, client: {client}, server: {server:text}"
	      "{?, request: {request:quoted}}{?, subrequest: "
	      "{subrequest:quoted}}{?, upstream: {upstream:quoted}}"
	      "{?, host: {host:quoted}}{?, referrer: {referrer:quoted}}|"
	      "{message:lines}}" } },
	{ "haproxy.http", "HTTP requests through HAProxy",
	    { PROXY "{time_request:int}/{time_wait:int}/{time_connect:int}/"
	      "{time_response:int}/{time_active:int} {status:int} "
	      "{bytes:int} "
	      "{request_cookie:word-} {response_cookie:word-} {termination} "
	      "{actconn:int}/{feconn:int}/{beconn:int}/{srvconn:int}/"
	      "{retries:int} {srv_queue:int}/{backend_queue:int}"
	      "{? %{{request_headers:text}%}{? %{{response_headers:text}%}}} "
	      REQUEST } },
	{ "haproxy.tcp", "connections through HAProxy",
	    { PROXY "{time_wait:int}/{time_connect:int}/{time_total:int} "
	      "{bytes:int} {termination} {actconn:int}/{feconn:int}/"
	      "{beconn:int}/{srvconn:int}/{retries:int} "
	      "{srv_queue:int}/{backend_queue:int}" } },
	{ "syslog.5424", "syslog, RFC 5424",
	    { "<{priority:int}>{version:int} {?{time:time " ISO_T "%f%z}|-} "
	      "{host:word-} {app:word-} {pid:word-} {msgid:word-} "
	      "{structured_data:bracketed-}{? {message:lines}}" } },
	{ "syslog", "syslog, RFC 3164",
	    { "{time:time " BSD "} {host} " PROCESS("") } },
	{ "syslog.iso", "syslog, with ISO 8601 times",
	    { "{time:time " ISO_T "%f%z} {host} " PROCESS("") } },
	{ "syslog.priority", "syslog, RFC 3164, as it is sent",
	    { PRI "{?{time:time " BSD "}|{time:time " ISO_T "%f%z}} {host} "
	      PROCESS("") } },
	{ "syslog.sender", "syslog, with senders (macOS)",
	    { "{time:time " BSD "} {host} " PROCESS("{? ({sender:text})}")
	    } },
	{ "kernel", "messages of a kernel (dmesg)",
	    { "[{}{seconds:decimal}] {message:rest}",
	      "[{time:time %a %b %e %H:%M:%S %Y}] {message:rest}" } },
	{ "logcat.threadtime", "Android logcat, threadtime",
	    { "{?" MONTH "|" YEAR "}{ }{pid:int}{ }{tid:int} " LOGCAT,
	      BEGINNING } },
	{ "logcat.uid", "Android logcat, threadtime with users and zones",
	    { "{?" MONTH "|" YEAR "}{? {zone:time %z}}{ }{?{uid:name}{ }"
	      "{pid:int}{ }{tid:int}|{pid:int}{ }{tid:int}} " LOGCAT,
	      BEGINNING } },
	{ "logcat.time", "Android logcat, time",
	    { "{?" MONTH "|" YEAR "} " ANDROID_LEVEL
	      "/{tag:text}({}{pid:int}): {message:rest}", BEGINNING } },
	{ "logcat.brief", "Android logcat, brief",
	    { ANDROID_LEVEL "/{tag:text}({}{pid:int}): {message:rest}",
	      BEGINNING } },
	{ "klog", "glog and klog (Kubernetes)",
	    { "{level:=I|W|E|F}{?{time:time %m%d %H:%M:%S%f}|"
	      "{time:time %Y%m%d %H:%M:%S%f}}{ }{tid:int} "
	      "{file:name}:{line:int}] {message:lines}",
	      "# Log file created at: {:rest}", "# Running on machine: {:rest}",
	      "# Running duration {:rest}", "# Binary: Built with {:rest}",
	      "# Log line format: {:rest}" } },
	{ "postgres", "PostgreSQL server",
	    { PG_MORE("{time:time " ISO "%f %Z} [{pid:int}] "
	      "{?{user:name}@{database:name} }") } },
	{ "postgres.pgbadger", "PostgreSQL server, with prefix for pgBadger",
	    { PG_MORE("{time:time " ISO "%f %Z} [{pid:int}]: "
	      "{?[{session_line:int}-1] }{?user={user:text},db="
	      "{database:text}{?,app={application:text}}"
	      "{?,client={client}} }") } },
	{ "dpkg", "dpkg",
	    { "{time:time " ISO "} {action:=startup} {state:rest}",
	      "{time:time " ISO "} {action:=status} {state:name} {package} "
	      "{version}",
	      "{time:time " ISO "} {action:=install|upgrade|configure|"
	      "trigproc|remove|purge|disappear} {package} {version} "
	      "{new_version}",
	      "{time:time " ISO "} {action:=conffile} {conffile} "
	      "{decision:=install|keep}" } },
	{ "alternatives", "update-alternatives",
	    { "update-alternatives {time:time " ISO "}: {message:rest}" } },
	{ "auditd", "audit daemon of Linux",
	    { "{?node={node} }type={type} msg=audit({time:time %s}:"
	      "{serial:int}):{}{message:pairs}" } },
	{ "journal", "journal of systemd, as exported",
	    { "__CURSOR={__CURSOR:rest}", "+ {:pair}" } },
	{ "apt.history", "apt, history",
	    { "Start-Date: {start_date:time %Y-%m-%d  %H:%M:%S}",
	      "+ Commandline: {commandline:rest}",
	      "+ Requested-By: {requested_by:rest}",
	      "+ Comment: {comment:rest}",
	      "+ Install: {install:rest}", "+ Reinstall: {reinstall:rest}",
	      "+ Upgrade: {upgrade:rest}", "+ Downgrade: {downgrade:rest}",
	      "+ Remove: {remove:rest}", "+ Purge: {purge:rest}",
	      "+ Error: {error:rest}",
	      "+ End-Date: {end_date:time %Y-%m-%d  %H:%M:%S}" } },
	{ "apt.term", "apt, terminal",
	    { "Log started: {started:time %Y-%m-%d  %H:%M:%S}{output:lines}",
	      "+ Log ended: {ended:time %Y-%m-%d  %H:%M:%S}" } },
	{ "windows.cbs", "Windows CBS and DISM",
	    { "{time:time " ISO "}, {level:=Info|Warning|Error|Perf}{ }"
	      "{component:name}{ }{message:lines}" } },
	{ "spring", "Spring Boot",
	    { SPRING "[{}{thread:text}] {logger:text}: {message:lines}" } },
	{ "spring.named", "Spring Boot, with the name of the application",
	    { SPRING "[{application:text}] [{}{thread:text}] {logger:text}: "
	      "{message:lines}" } },
	{ "logback", "Logback",
	    { "{?{time:time " ISO "%f}|{time:time %H:%M:%S%f}|"
	      "{time:time " ISO_T "%f%z}} [{thread:text}] " JAVA_LEVEL
	      "{ }{logger:name}{ }- {message:lines}" } },
	{ "log4j", "Log4j",
	    { LOG4J "[{thread:text}] {logger:name}: {message:lines}" } },
	{ "log4j.plain", "Log4j, without threads (Spark, Hadoop)",
	    { LOG4J "{logger:name}: {message:lines}" } },
	{ "log4j.ttcc", "Log4j, TTCC",
	    { "{elapsed:int} [{thread:text}] " JAVA_LEVEL "{ }"
	      "{logger:name}{? {ndc:text}} - {message:lines}" } },
	{ "python.dashes", "Python, time - name - level - message",
	    { "{time:time " ISO "%f} - {logger:text} - " PYTHON_LEVEL
	      " - {message:lines}",
	      "{time:time " ISO "%f} - " PYTHON_LEVEL " - {message:lines}"
	    } },
	{ "python.colons", "Python, level:name:message",
	    { PYTHON_LEVEL ":{logger:name}:{message:lines}" } },
	{ "python.brackets", "Python, with time and [level]",
	    { "{time:time " ISO "%f} [" PYTHON_LEVEL "]{ }{logger:name}: "
	      "{message:lines}",
	      "{time:time " ISO "%f} " PYTHON_LEVEL "{ }[{logger:name}] "
	      "{message:lines}" } },
	{ "gunicorn", "Gunicorn",
	    { "[{time:time " ISO " %z}] [{pid:int}] [" PYTHON_LEVEL "] "
	      "{message:lines}" } },
	{ .name = NULL }
};
