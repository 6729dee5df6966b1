package v8

import "routescope/engine/js"

// Date.parse as V8 reads texts, which the standard leaves open but for its own
// format: as much as is ISO 8601, and the rest as words and numbers in about any
// order. https://tc39.es/ecma262/#sec-date.parse

// parseDate reads the text of a date.
func parseDate(text string) (js.DateFields, bool) {
	p := dateParser{scan: newDateScanner(text)}
	p.zone.hour, p.zone.minute, p.time.offset = none, none, none
	token := p.iso()
	if token.kind == invalidToken {
		return js.DateFields{}, false
	}
	hasNumber := len(p.day.numbers) > 0
	for ; token.kind != endToken; token = p.scan.next() {
		if !p.legacy(token, &hasNumber) {
			return js.DateFields{}, false
		}
	}
	var f js.DateFields
	ok := p.day.write(&f) && p.time.write(&f)
	p.zone.write(&f)
	return f, ok
}

type dateParser struct {
	scan *dateScanner
	day  dayParts
	time timeParts
	zone zoneParts
}

/* ISO 8601: [+-yy]yyyy[-mm[-dd]][Thh:mm[:ss[.sss]][Z|+hh:mm]] */

// iso reads as far as the text has this format, and returns what it could not
// use: endToken if nothing is left, invalidToken if no other format can fit.
func (p *dateParser) iso() dateToken {
	s := p.scan
	switch {
	case s.peek().isSign():
		sign := s.next()
		if !s.peek().isDigits(6) || sign.symbol == '-' && s.peek().number == 0 {
			if s.peek().isDigits(6) {
				s.next()
			}
			return sign
		}
		p.day.add(sign.sign() * s.next().number)
	case s.peek().isDigits(4):
		p.day.add(s.next().number)
	default:
		return s.next()
	}
	for _, most := range []int{12, 31} {
		if !s.skip('-') {
			break
		}
		if !s.peek().isDigits(2) || !between(s.peek().number, 1, most) {
			return s.next()
		}
		p.day.add(s.next().number)
	}
	switch {
	case s.peek().word == timeSeparator:
		s.next()
		if !p.isoTime() || s.peek().kind != endToken {
			return dateToken{kind: invalidToken}
		}
	case s.peek().kind != endToken:
		return s.next()
	}
	if p.zone.isEmpty() && p.time.isEmpty() {
		p.zone.set(0)
	}
	p.day.iso = true
	return dateToken{kind: endToken}
}

func (p *dateParser) isoTime() bool {
	s := p.scan
	if !s.peek().isDigits(2) || s.peek().number > 24 {
		return false
	}
	midnight := s.peek().number == 24 // of the next day
	most := 59
	if midnight {
		most = 0
	}
	p.time.add(s.next().number)
	if !s.skip(':') || !s.peek().isDigits(2) || s.peek().number > most {
		return false
	}
	p.time.add(s.next().number)
	if s.skip(':') {
		if !s.peek().isDigits(2) || s.peek().number > most {
			return false
		}
		p.time.add(s.next().number)
		if s.skip('.') {
			if s.peek().kind != numberToken || midnight && s.peek().number > 0 {
				return false
			}
			p.time.add(s.next().milliseconds())
		}
	}
	if s.peek().isZ() {
		s.next()
		p.zone.set(0)
		return true
	}
	return !s.peek().isSign() || p.isoOffset()
}

func (p *dateParser) isoOffset() bool {
	s := p.scan
	p.zone.sign = s.next().sign()
	hour := s.peek().number
	var minute int
	switch {
	case s.peek().isDigits(4):
		hour, minute = hour/100, hour%100
		s.next()
	case s.peek().isDigits(2):
		s.next()
		if !s.skip(':') || !s.peek().isDigits(2) {
			return false
		}
		minute = s.next().number
	default:
		return false
	}
	p.zone.hour, p.zone.minute = hour, minute
	return hour < 24 && minute < 60
}

/* Everything else. */

// legacy takes one token; false if the text is no date.
func (p *dateParser) legacy(token dateToken, hasNumber *bool) bool {
	switch {
	case token.kind == numberToken:
		*hasNumber = true
		return p.number(token.number)
	case token.kind == wordToken:
		return p.word(token, *hasNumber)
	case token.isSign() && (p.zone.isUTC() || !p.time.isEmpty()):
		*hasNumber = true
		return p.offset(token.sign())
	case (token.isSign() || token.symbol == ')') && *hasNumber:
		return false
	}
	return true
}

func (p *dateParser) number(n int) bool {
	s := p.scan
	switch {
	case s.skip(':'):
		if s.skip(':') {
			if !p.time.isEmpty() {
				return false
			}
			p.time.add(n)
			p.time.add(0)
			return true
		}
		if s.peek().symbol == '.' {
			defer s.next()
		}
		return p.time.add(n)
	case s.peek().symbol == '.' && p.time.expects(n):
		s.next()
		p.time.add(n)
		if s.peek().kind != numberToken {
			return false
		}
		p.time.addFinal(s.next().milliseconds())
	case !p.time.expects(n) && s.skip('.') && !p.zone.expects(n):
		return p.dayNumber(n)
	case p.zone.expects(n):
		p.zone.minute = n
	case p.time.expects(n):
		p.time.addFinal(n)
		after := s.peek()
		return after.kind == endToken || after.kind == spaceToken || after.isZ() || after.isSign()
	default:
		return p.dayNumber(n)
	}
	return true
}

func (p *dateParser) dayNumber(n int) bool {
	if !p.day.add(n) {
		return false
	}
	p.scan.skip('-')
	return true
}

func (p *dateParser) word(token dateToken, hasNumber bool) bool {
	switch {
	case token.word == amPM && !p.time.isEmpty():
		p.time.offset = token.number
	case token.word == monthName:
		p.day.month = token.number
		p.scan.skip('-')
	case token.word == zoneName && hasNumber:
		p.zone.set(token.number)
	default: // garbage, which is allowed before the first number
		return !hasNumber && p.scan.peek().kind != numberToken
	}
	return true
}

// offset reads one from UTC after its sign; its number may be missing.
func (p *dateParser) offset(sign int) bool {
	s := p.scan
	p.zone.sign = sign
	n, length := 0, 0
	if s.peek().kind == numberToken {
		token := s.next()
		n, length = token.number, token.length
	}
	switch {
	case s.peek().symbol == ':':
		p.zone.hour, p.zone.minute = n, none
	case length == 1 || length == 2:
		p.zone.hour, p.zone.minute = n, 0
	case length == 3 || length == 4:
		p.zone.hour, p.zone.minute = n/100, n%100
	default:
		return false
	}
	return true
}

/* What the numbers are. */

const none = -1 << 31

func between(n, least, most int) bool { return least <= n && n <= most }

type dayParts struct {
	numbers []int
	month   int // by its name; 0 if it has none
	iso     bool
}

func (d *dayParts) add(n int) bool {
	if len(d.numbers) == 3 {
		return false
	}
	d.numbers = append(d.numbers, n)
	return true
}

func (d *dayParts) write(f *js.DateFields) bool {
	if len(d.numbers) == 0 {
		return false
	}
	n := [3]int{1, 1, 1}
	copy(n[:], d.numbers)
	isDay := between(n[0], 1, 31)
	switch {
	case d.month == 0 && (d.iso || !isDay):
		f.Year, f.Month, f.Day = n[0], n[1], n[2]
	case d.month == 0:
		f.Year, f.Month, f.Day = n[2], n[0], n[1]
	case !isDay:
		f.Year, f.Month, f.Day = n[0], d.month, n[1]
	default:
		f.Year, f.Month, f.Day = n[1], d.month, n[0]
	}
	switch {
	case d.iso:
	case between(f.Year, 0, 49):
		f.Year += 2000
	case between(f.Year, 50, 99):
		f.Year += 1900
	}
	return between(f.Month, 1, 12) && between(f.Day, 1, 31)
}

type timeParts struct {
	numbers []int
	offset  int // of the hour: 0 for AM, 12 for PM
}

func (t *timeParts) isEmpty() bool { return len(t.numbers) == 0 }

func (t *timeParts) expects(n int) bool {
	switch len(t.numbers) {
	case 1, 2:
		return between(n, 0, 59)
	case 3:
		return between(n, 0, 999)
	}
	return false
}

func (t *timeParts) add(n int) bool {
	if len(t.numbers) == 4 {
		return false
	}
	t.numbers = append(t.numbers, n)
	return true
}

func (t *timeParts) addFinal(n int) {
	for t.add(n) {
		n = 0
	}
}

func (t *timeParts) write(f *js.DateFields) bool {
	t.addFinal(0)
	hour, minute, second, millisecond := t.numbers[0], t.numbers[1], t.numbers[2], t.numbers[3]
	if t.offset != none {
		if !between(hour, 0, 12) {
			return false
		}
		hour = hour%12 + t.offset
	}
	f.Hour, f.Minute, f.Second, f.Millisecond = hour, minute, second, millisecond
	return between(hour, 0, 23) && between(minute, 0, 59) && between(second, 0, 59) && between(millisecond, 0, 999) ||
		hour == 24 && minute == 0 && second == 0 && millisecond == 0
}

type zoneParts struct {
	sign         int // 0 if the text has no zone
	hour, minute int
}

func (z *zoneParts) set(hours int) {
	z.sign, z.hour, z.minute = 1, hours, 0
	if hours < 0 {
		z.sign, z.hour = -1, -hours
	}
}

func (z *zoneParts) isEmpty() bool { return z.hour == none }
func (z *zoneParts) isUTC() bool   { return z.hour == 0 && z.minute == 0 }

func (z *zoneParts) expects(n int) bool {
	return z.hour != none && z.minute == none && between(n, 0, 59)
}

func (z *zoneParts) write(f *js.DateFields) {
	f.Local = z.sign == 0
	if !f.Local {
		f.Offset = z.sign * (max(z.hour, 0)*3600 + max(z.minute, 0)*60)
	}
}
