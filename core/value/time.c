/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * time.c - times of day, zones, and timestamps made of them.
 */
#include "date.h"

#define PADS(s, am, pm)	{ s, false, am, pm }, { s, true, am, pm }
#define HALVES(am, pm)	PADS(TIME_HM, am, pm), PADS(TIME_HMS, am, pm)

const struct time_format time_formats[N_TIME_FORMATS] = {
	{ TIME_HM, false, NULL, NULL },
	{ TIME_HMS, false, NULL, NULL },
	{ TIME_HMS_COMMA, false, NULL, NULL },
	{ TIME_HM, true, NULL, NULL },
	{ TIME_HMS, true, NULL, NULL },
	{ TIME_HMS_COMMA, true, NULL, NULL },
	HALVES(" AM", " PM"), HALVES("AM", "PM"),
	HALVES(" am", " pm"), HALVES("am", "pm")
};

const char *const joins[N_JOINS] = { " ", "T", ":", ", ", "  " };

/* How zones are written: before, the offset's shape, what stands for UTC. */
static const struct {
	const char	*before;
	bool		 colon, hours, offsets;
	const char	*utc;
} zones[N_ZONES] = {
	{ "", false, false, false, "" },		/* ZONE_NONE */
	{ "", true, false, true, "Z" },			/* +02:00, Z */
	{ "", false, false, true, NULL },		/* +0200 */
	{ "", false, true, true, NULL },		/* +02 */
	{ " ", true, false, true, "Z" },
	{ " ", false, false, true, NULL },
	{ " ", false, false, false, "UTC" },
	{ " ", false, false, false, "GMT" },
	{ "", false, false, false, "UTC" }
};

static bool
digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* :mm and :ss at p; the number, or -1. */
static int
sixty(const char *p, const char *end)
{
	unsigned v;

	if (end - p < 3 || *p != ':' || (v = two_digits(p + 1)) >= 60)
		return -1;
	return (int)v;
}

static const char *
scan_fraction(const char *p, const char *end, struct clock *x)
{
	const char *from = p + 1;

	if (p == end || (*p != '.' && *p != ',') || from == end ||
	    !digit(*from))
		return p;
	x->fraction = from;
	for (p = from; p < end && digit(*p); p++)
		if (p - from == FRACTION_MAX)
			return NULL;
	x->n_fraction = (uint8_t)(p - from);
	return p;
}

static const char *
scan_half(const char *p, const char *end, struct clock *x, bool seconds)
{
	for (unsigned i = 6; i < N_TIME_FORMATS; i += 4) {
		const char *am = time_formats[i].am, *pm = time_formats[i].pm;
		size_t n = strlen(am);
		bool is_pm;

		if ((size_t)(end - p) < n)
			continue;
		is_pm = memcmp(p, pm, n) == 0;
		if (!is_pm && memcmp(p, am, n) != 0)
			continue;
		if (x->hour < 1 || x->hour > 12)
			return NULL;
		x->hour = (uint8_t)(x->hour % 12 + (is_pm ? 12 : 0));
		x->formats = (uint32_t)3 << (i + (seconds ? 2 : 0));
		return p + n;
	}
	return p;
}

/* Formats with that way of padding the hour. */
static uint32_t
bare_hours(bool bare)
{
	uint32_t even = 0x55555u << 6 & TIMES_ALL;

	return bare ? 0x38 | even << 1 : 0x07 | even;
}

size_t
time_scan(const char *p, size_t n, struct clock *x)
{
	const char *from = p, *end = p + n, *after;
	size_t hours = n > 1 && digit(p[1]) ? 2 : 1;
	bool seconds = false;
	int v;

	*x = (struct clock){ .formats = 0 };
	if (n < hours + 3 || !digit(p[0]))
		return 0;
	x->hour = (uint8_t)(hours == 2 ? two_digits(p) :
	    (unsigned)(p[0] - '0'));
	if (x->hour > 23 || (v = sixty(p + hours, end)) == -1)
		return 0;
	x->minute = (uint8_t)v;
	p += hours + 3;
	x->formats = 1 << 0 | 1 << 3;
	if (p < end && *p == ':') {
		if ((v = sixty(p, end)) == -1)
			return 0;
		x->second = (uint8_t)v;
		seconds = true;
		p += 3;
		if ((after = scan_fraction(p, end, x)) == NULL)
			return 0;
		x->formats = x->fraction == NULL ? 0x6 | 0x6 << 3 :
		    *p == '.' ? 0x2 | 0x2 << 3 : 0x4 | 0x4 << 3;
		p = after;
	}
	if (x->fraction == NULL && (p = scan_half(p, end, x, seconds)) == NULL)
		return 0;
	if (hours == 1 || from[0] == '0')
		x->formats &= bare_hours(hours == 1);
	return (size_t)(p - from);
}

static char *
put_two(char *out, unsigned v)
{
	*out++ = (char)('0' + v / 10);
	*out++ = (char)('0' + v % 10);
	return out;
}

size_t
time_iso(const struct clock *x, char *out)
{
	char *p = put_two(out, x->hour);

	*p++ = ':';
	p = put_two(p, x->minute);
	*p++ = ':';
	p = put_two(p, x->second);
	if (x->n_fraction > 0) {
		*p++ = '.';
		memcpy(p, x->fraction, x->n_fraction);
		p += x->n_fraction;
	}
	return (size_t)(p - out);
}

/* Fractions as written, or filled up where the column's are all so long. */
static char *
put_fraction(const struct reading *r, const char *digits, size_t n, char *o)
{
	size_t want = n;

	if (r->fraction >= 0)
		want = r->fraction > FRACTION_MAX ? FRACTION_MAX :
		    (size_t)r->fraction;
	while (n > want && digits[n - 1] == '0')
		n--;
	if (n == 0 && want == 0)
		return o;
	*o++ = time_formats[r->time].seconds == TIME_HMS_COMMA ? ',' : '.';
	memcpy(o, digits, n);
	o += n;
	for (; n < want; n++)
		*o++ = '0';
	return o;
}

size_t
time_render(const struct reading *r, const char *iso, size_t n, size_t *used,
    char *out)
{
	const struct time_format *f = &time_formats[r->time];
	unsigned hour = two_digits(iso);
	size_t i = 8, digits = 0;
	char *o = out;

	if (f->am != NULL)
		hour = (hour + 11) % 12 + 1;
	if (f->bare && hour < 10)
		*o++ = (char)('0' + hour);
	else
		o = put_two(o, hour);
	memcpy(o, iso + 2, 3);
	o += 3;
	if (f->seconds != TIME_HM) {
		memcpy(o, iso + 5, 3);
		o += 3;
	}
	if (i < n && iso[i] == '.')
		for (i++; i < n && digits < FRACTION_MAX && digit(iso[i]); i++)
			digits++;
	*used = i;
	if (f->seconds != TIME_HM)
		o = put_fraction(r, iso + i - digits, digits, o);
	if (f->am != NULL) {
		const char *half = two_digits(iso) < 12 ? f->am : f->pm;

		memcpy(o, half, strlen(half));
		o += strlen(half);
	}
	return (size_t)(o - out);
}

/* +hh:mm, +hhmm or +hh, all of it. */
static bool
scan_offset(unsigned format, const char *p, size_t n, struct zone *x)
{
	size_t want = zones[format].hours ? 3 : zones[format].colon ? 6 : 5;
	unsigned hour, minute = 0;

	if (n != want || (*p != '+' && *p != '-') ||
	    (hour = two_digits(p + 1)) > 18)
		return false;
	if (want > 3 && (minute = two_digits(p + want - 2)) > 59)
		return false;
	if (want == 6 && p[3] != ':')
		return false;
	x->negative = *p == '-';
	x->hour = (uint8_t)hour;
	x->minute = (uint8_t)minute;
	return true;
}

bool
zone_scan(const char *p, size_t n, struct zone *x)
{
	*x = (struct zone){ .formats = 0 };
	for (unsigned i = 0; i < N_ZONES; i++) {
		size_t k = strlen(zones[i].before);
		const char *utc = zones[i].utc;

		if (n < k || memcmp(p, zones[i].before, k) != 0)
			continue;
		if (utc != NULL && strlen(utc) == n - k &&
		    memcmp(p + k, utc, n - k) == 0)
			x->z = n > 0;
		else if (!zones[i].offsets ||
		    !scan_offset(i, p + k, n - k, x))
			continue;
		x->formats |= (uint32_t)1 << (ZONE_SHIFT + i);
		return true;
	}
	return false;
}

size_t
zone_iso(const struct zone *x, char *out)
{
	char *p = out;

	if (x->formats == ZONE_NONE)
		return 0;
	if (x->z) {
		*p = 'Z';
		return 1;
	}
	*p++ = x->negative ? '-' : '+';
	p = put_two(p, x->hour);
	*p++ = ':';
	p = put_two(p, x->minute);
	return (size_t)(p - out);
}

const char *
zone_described(unsigned zone)
{
	static const char *const texts[N_ZONES] = {
		"", "%:z", "%z", "%z", " %:z", " %z", " UTC", " GMT", "UTC"
	};

	return texts[zone];
}

size_t
zone_render(const struct reading *r, const char *iso, size_t n, char *out)
{
	char *o = out;
	const char *utc = zones[r->zone].utc;

	memcpy(o, zones[r->zone].before, strlen(zones[r->zone].before));
	o += strlen(zones[r->zone].before);
	if (n == 1 && utc != NULL) {
		memcpy(o, utc, strlen(utc));
		o += strlen(utc);
	} else if (n == 6) {
		memcpy(o, iso, 3);
		o += 3;
		if (zones[r->zone].colon)
			*o++ = ':';
		if (!zones[r->zone].hours) {
			memcpy(o, iso + 4, 2);
			o += 2;
		}
	}
	return (size_t)(o - out);
}

bool
stamp_scan(const char *p, size_t n, uint32_t formats, uint32_t months,
    struct stamp *x)
{
	size_t used = date_scan(p, n, formats, months, &x->date), clock = 0;
	unsigned join;

	if (used == 0)
		return false;
	p += used;
	n -= used;
	for (join = 0; join < N_JOINS; join++) {
		size_t k = strlen(joins[join]);

		if (n > k && memcmp(p, joins[join], k) == 0 &&
		    (clock = time_scan(p + k, n - k, &x->clock)) != 0) {
			p += k + clock;
			n -= k + clock;
			break;
		}
	}
	if (clock == 0 || !zone_scan(p, n, &x->zone))
		return false;
	x->bits = (uint32_t)1 << join | x->zone.formats;
	return true;
}
