// Names of time zones: https://unicode.org/reports/tr35/tr35-dates.html#Time_Zone_Names
// Names are those of today, also for times at which a zone followed other rules.

const { sharedData } = require('./locale');

let representatives;

/** The zone under whose name data.json has the names that a zone shares. */
function representative(zone) {
  if (representatives === undefined) {
    representatives = { __proto__: null };
    const groups = sharedData('zones');
    for (const first in groups) {
      representatives[first] = first;
      for (const other of groups[first].split(' ')) representatives[other] = first;
    }
  }
  return representatives[zone];
}

/** "GMT-5" or "GMT-05:00" */
function offsetText(f, minutes, isLong, zero) {
  const [ahead, behind, none] = f.data.zones.gmt;
  const whole = Math.trunc(Math.abs(minutes));
  if (whole === 0 && !isLong) return zero ?? none;
  const template = minutes < 0 ? behind : ahead;
  const hours = Math.floor(whole / 60);
  const rest = `${whole % 60}`.padStart(2, '0');
  return template.replace(/05(.)00/, (_, colon) => {
    if (isLong) return `${hours}`.padStart(2, '0') + colon + rest;
    return rest === '00' ? `${hours}` : hours + colon + rest;
  });
}

// What English calls a zone by its place; other languages write the offset.
function placeText(f) {
  if (!/^en\b/.test(f.dataLocale) || !f.timeZone.includes('/') || f.timeZone.startsWith('Etc/')) return undefined;
  const place = sharedData('places')[f.timeZone] ?? f.timeZone.slice(f.timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return `${place} Time`;
}

/** The name of the formatter's zone at a time, in one of the styles of timeZoneName. */
function zoneText(f, style, ms, [minutes, isDaylight]) {
  const isLong = style.startsWith('long');
  if (style.endsWith('Offset')) return offsetText(f, minutes, isLong);
  const names = f.data.zones.names[representative(f.timeZone)]?.[isLong ? 0 : 1];
  if (style.endsWith('Generic')) return (names?.[2] || undefined) ?? placeText(f) ?? offsetText(f, minutes, isLong);
  return names?.[isDaylight ? 1 : 0] || offsetText(f, minutes, isLong, f.data.zones.gmt[2].replace(/[+-]?0$/, ''));
}

module.exports = { zoneText };
