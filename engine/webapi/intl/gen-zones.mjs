// The part of gen.mjs that reads the names of time zones. Zones that share their
// English names share them in every language; one of them stands for all.

const winter = Date.UTC(2025, 0, 15);
const summer = Date.UTC(2025, 6, 15);

const nameAt = (locale, timeZone, timeZoneName, at) =>
  new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, { timeZone, timeZoneName }).formatToParts(at).find((p) => p.type === 'timeZoneName').value;

const isOffset = (text) => /\d/.test(text);

// [standard, daylight, generic]; a zone without daylight time has one name there.
function triple(locale, zone, style, offsetOf) {
  const [first, second] = offsetOf(zone);
  const standard = nameAt(locale, zone, style, first);
  const daylight = second === undefined ? 0 : nameAt(locale, zone, style, second);
  const generic = nameAt(locale, zone, `${style}Generic`, winter);
  return [standard, daylight, generic].map((name) => (name === 0 || isOffset(name) || (style === 'short' && name.includes(' ')) ? 0 : name));
}

function offset(zone, at) {
  const [, sign, h, m] = /([+-])(\d+):(\d+)/.exec(nameAt('en', zone, 'longOffset', at)) ?? ['', '+', 0, 0];
  return (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m));
}

/** When the zone has standard time, and when daylight time if it has that. */
function moments(zone) {
  const difference = offset(zone, summer) - offset(zone, winter);
  if (difference === 0) return [winter];
  return difference > 0 ? [winter, summer] : [summer, winter];
}

let groups;

/** zone → the zone that stands for it. */
function zoneGroups() {
  const representatives = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'Europe/London', 'Europe/Paris', 'Europe/Athens', 'Europe/Lisbon'];
  const out = {};
  const byNames = new Map();
  for (const zone of [...representatives, ...Intl.supportedValuesOf('timeZone'), 'UTC']) {
    const key = JSON.stringify([triple('en', zone, 'long', moments), offset(zone, winter), offset(zone, summer)]);
    if (isOffset(nameAt('en', zone, 'long', winter))) continue;
    if (!byNames.has(key)) byNames.set(key, zone);
    out[zone] = byNames.get(key);
  }
  return out;
}

/** What the zones amount to, as data.json has it: a zone → all it stands for. */
export function zones() {
  groups ??= zoneGroups();
  const out = {};
  for (const zone in groups) (out[groups[zone]] ??= []).push(zone);
  for (const zone in out) out[zone] = out[zone].filter((z) => z !== zone).join(' ');
  return out;
}

/** zone → what English calls its place, where that is not the zone's city. */
export function places() {
  const out = {};
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const place = /^(.*) Time$/.exec(nameAt('en', zone, 'shortGeneric', winter))?.[1];
    if (place !== undefined && place !== zone.split('/').at(-1).replaceAll('_', ' ')) out[zone] = place;
  }
  return out;
}

const everywhere = ['UTC', 'America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'Europe/London', 'Europe/Paris', 'Europe/Athens', 'Europe/Lisbon', 'Europe/Moscow', 'Asia/Tokyo', 'Asia/Shanghai', 'Asia/Calcutta', 'Australia/Sydney', 'America/Sao_Paulo'];

/** zone → [long names, short names], and how offsets are written. */
export function zoneNames(locale) {
  groups ??= zoneGroups();
  const out = {};
  const wanted = /^en/.test(locale) ? Object.keys(groups).filter((z) => groups[z] === z) : everywhere.filter((z) => z in groups);
  for (const zone of wanted) {
    const long = triple(locale, zone, 'long', moments);
    const short = triple(locale, zone, 'short', moments);
    out[zone] = short.some(Boolean) ? [long, short] : [long];
  }
  return { names: out, gmt: [nameAt(locale, 'Etc/GMT-5', 'longOffset', winter), nameAt(locale, 'Etc/GMT+5', 'longOffset', winter), nameAt(locale, 'UTC', 'shortOffset', winter)] };
}
