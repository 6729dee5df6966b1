// userAgent: what a User-Agent header tells.
// Reference: https://nextjs.org/docs/app/api-reference/functions/userAgent
//
// Next.js uses ua-parser-js 1.0, which knows some hundred devices. The tables here
// name things as it does, and hold the browsers, engines, systems and devices that
// are in common use; of others the fields stay undefined, as they do there for
// what it does not know.

const bots =
  /googlebot|mediapartners-google|adsbot-google|googleweblight|storebot-google|google-pagerenderer|google-inspectiontool|bingbot|bingpreview|slurp|duckduckbot|baiduspider|yandex|sogou|linkedinbot|bitlybot|tumblr|vkshare|quora link preview|facebookexternalhit|facebookcatalog|twitterbot|applebot|redditbot|slackbot|discordbot|whatsapp|skypeuripreview|ia_archiver|gptbot/i;

const longest = 350; // of the header, that is looked at

/*
 * A row is a pattern and what it means: fields by name, of which a number stands
 * for that group of the match. The first row that matches counts.
 */

const browsers = [
  [/\b(?:crmo|crios)\/([\w.]+)/i, { name: 'Chrome', version: 1 }],
  [/edg(?:e|ios|a)?\/([\w.]+)/i, { name: 'Edge', version: 1 }],
  [/(opera mini)\/([-\w.]+)/i, { name: 1, version: 2 }],
  [/(opera)(?:.+version\/|[/ ]+)([\w.]+)/i, { name: 1, version: 2 }],
  [/\bopr\/([\w.]+)/i, { name: 'Opera', version: 1 }],
  [/(silk|vivaldi|brave|duckduckgo|puffin|phantomjs|konqueror|epiphany)\/([-\w.]+)/i, { name: 1, version: 2 }],
  [/\buc? ?browser[/ ]?([\w.]+)/i, { name: 'UCBrowser', version: 1 }],
  [/micromessenger\/([\w.]+)/i, { name: 'WeChat', version: 1 }],
  [/(?:ms|\()(ie) ([\w.]+)/i, { name: 1, version: 2 }],
  [/trident.+rv[: ]([\w.]{1,9})\b.+like gecko/i, { name: 'IE', version: 1 }],
  [/ya(?:search)?browser\/([\w.]+)/i, { name: 'Yandex', version: 1 }],
  [/\bfocus\/([\w.]+)/i, { name: 'Firefox Focus', version: 1 }],
  [/miuibrowser\/([\w.]+)/i, { name: 'MIUI Browser', version: 1 }],
  [/fxios\/([-\w.]+)/i, { name: 'Firefox', version: 1 }],
  [/samsungbrowser\/([\w.]+)/i, { name: 'Samsung Browser', version: 1 }],
  [/huaweibrowser\/([\w.]+)/i, { name: 'Huawei Browser', version: 1 }],
  [/(electron)\/([\w.]+) safari/i, { name: 1, version: 2 }],
  [/;fbav\/([\w.]+);/i, { name: 'Facebook', version: 1 }],
  [/(chromium|instagram)[/ ]([-\w.]+)/i, { name: 1, version: 2 }],
  [/\bgsa\/([\w.]+) .*safari\//i, { name: 'GSA', version: 1 }],
  [/headlesschrome(?:\/([\w.]+)| )/i, { name: 'Chrome Headless', version: 1 }],
  [/ wv\).+chrome\/([\w.]+)/i, { name: 'Chrome WebView', version: 1 }],
  [/droid.+ version\/([\w.]+)\b.+(?:mobile safari|safari)/i, { name: 'Android Browser', version: 1 }],
  [/(chrome)\/v?([\w.]+)/i, { name: 1, version: 2 }],
  [/version\/([\w.,]+) .*mobile\/\w+ safari/i, { name: 'Mobile Safari', version: 1 }],
  [/version\/([\w.,]+) .*(mobile ?safari|safari)/i, { name: 2, version: 1 }],
  [/webkit.+?(mobile ?safari|safari)/i, { name: 1 }],
  [/(webkit|khtml)\/([\w.]+)/i, { name: 1, version: 2 }],
  [/(seamonkey|palemoon|waterfox|iceweasel)\/([-\w.]+)/i, { name: 1, version: 2 }],
  [/(firefox)\/([\w.]+)/i, { name: 1, version: 2 }],
  [/(mozilla)\/([\w.]+) .+rv:.+gecko\/\d+/i, { name: 1, version: 2 }],
  [/(lynx|w3m|links|dillo|netsurf)(?:[-/ ]| \()v?([\w.]+)/i, { name: 1, version: 2 }],
];

const engines = [
  [/windows.+ edge\/([\w.]+)/i, { name: 'EdgeHTML', version: 1 }],
  [/webkit\/537\.36.+chrome\/(?!27)([\w.]+)/i, { name: 'Blink', version: 1 }],
  [/(presto|webkit|trident|netfront|netsurf|khtml|goanna)\/([\w.]+)/i, { name: 1, version: 2 }],
  [/rv:([\w.]{1,9})\b.+(gecko)/i, { name: 2, version: 1 }],
];

const windows = {
  '4.90': 'ME', 'nt3.51': 'NT 3.11', 'nt4.0': 'NT 4.0', 'nt 5.0': '2000', 'nt 5.1': 'XP', 'nt 5.2': 'XP', 'nt 6.0': 'Vista',
  'nt 6.1': '7', 'nt 6.2': '8', 'nt 6.3': '8.1', 'nt 6.4': '10', 'nt 10.0': '10', arm: 'RT',
};

const dotted = (text) => text.replaceAll('_', '.');

const systems = [
  [/(windows (?:phone(?: os)?|mobile))[/ ]?([\d.\w ]*)/i, { name: 1, version: 2 }],
  [/windows[/ ]?([ntce\d. ]+\w)(?!.+xbox)/i, { name: 'Windows', version: [1, (text) => windows[text.toLowerCase()] ?? text] }],
  [/ip[honead]{2,4}\b(?:.*os ([\w]+) like mac|; opera)/i, { name: 'iOS', version: [1, dotted] }],
  [/(?:mac os x) ?([\w. ]*)/i, { name: 'Mac OS', version: [1, dotted] }],
  [/(?:macintosh|mac_powerpc\b)(?!.+haiku)/i, { name: 'Mac OS' }],
  [/droid ([\w.]+)\b.+(?:android[- ]x86|harmonyos)/i, { name: 'Android', version: 1 }],
  [/(android|webos|kaios|tizen|harmonyos|blackberry|sailfish)[-/ ]?([\w.]*)/i, { name: 1, version: 2 }],
  [/crkey\/([\d.]+)/i, { name: 'Chromecast', version: 1 }],
  [/(cros) [\w]+(?:\)| ([\w.]+)\b)/i, { name: 'Chromium OS', version: 2 }],
  [/(playstation|nintendo) (\w+)/i, { name: 1, version: 2 }],
  [/\b(ubuntu|debian|fedora|gentoo|suse|arch(?= linux)|centos|mint|manjaro)(?: linux)?(?:[-/ ](?!chrom|package)([-\w.]*))?/i, { name: 1, version: 2 }],
  [/(freebsd|openbsd|netbsd|dragonfly)[- /]?([\w.]*)/i, { name: 1, version: 2 }],
  [/(sunos|linux) ?([\w.]*)/i, { name: 1, version: 2 }],
];

const samsung = { vendor: 'Samsung', model: 1 };

const devices = [
  [/\b(sch-i[89]0\d|shw-m380s|sm-[ptx]\w{2,4}|gt-[pn]\d{2,4}|sgh-t8[56]9|nexus 10)/i, { ...samsung, type: 'tablet' }],
  [/\b((?:s[cgp]h|gt|sm)-\w+|sc[g-]?[\d]+a?|galaxy nexus)/i, { ...samsung, type: 'mobile' }],
  [/\((ip(?:hone|od)[\w ]*);/i, { vendor: 'Apple', model: 1, type: 'mobile' }],
  [/\((ipad);[-\w), ;]+apple/i, { vendor: 'Apple', model: 1, type: 'tablet' }],
  [/(macintosh);/i, { vendor: 'Apple', model: 1 }],
  [/(pixel c)\b/i, { vendor: 'Google', model: 1, type: 'tablet' }],
  [/droid.+; (pixel[ \daxl]{0,6})(?: bui|\))/i, { vendor: 'Google', model: 1, type: 'mobile' }],
  [/\b(redmi[-_ ]?\w[\w ]*|mi[-_ ]?[a-z\d]+[\w ]*|poco[\w ]+)(?: bui|\))/i, { vendor: 'Xiaomi', model: [1, (text) => text.replaceAll('_', ' ')], type: 'mobile' }],
  [/; (\w{3,4}-\w{2,4}\d{1,3}) (?:bui|huawei)/i, { vendor: 'Huawei', model: 1, type: 'mobile' }],
  [/(?:one)?(?:plus)? (a\d0\d\d)(?: b|\))/i, { vendor: 'OnePlus', model: 1, type: 'mobile' }],
  [/(kf[a-z]{2}wi)( bui|\))/i, { vendor: 'Amazon', model: 1, type: 'tablet' }],
  [/(playstation [345portablevi]+)/i, { vendor: 'Sony', model: 1, type: 'console' }],
  [/\b(xbox(?: one)?(?!; xbox))[); ]/i, { vendor: 'Microsoft', model: 1, type: 'console' }],
  [/(nintendo) ([wids3utch]+)/i, { vendor: 1, model: 2, type: 'console' }],
  [/(apple) ?tv/i, { vendor: 1, model: 'Apple TV', type: 'smarttv' }],
  [/\b(?:smart-tv|smarttv|hbbtv|googletv|tv;)/i, { type: 'smarttv' }],
  [/droid .+?; ([^;]+?)(?: bui|; wv\)|\) applew).+? mobile safari/i, { model: 1, type: 'mobile' }],
  [/droid .+?; ([^;]+?)(?: bui|\) applew).+?(?! mobile) safari/i, { model: 1, type: 'tablet' }],
  [/\b((?:tablet|tab)[;/]|focus\/\d(?!.+mobile))/i, { type: 'tablet' }],
  [/(phone|mobile(?:[;/]| [ \w/.]*safari)|pda(?=.+windows ce))/i, { type: 'mobile' }],
];

const cpus = [
  [/(?:(?:amd|x(?:(?:86|64)[-_])?|wow|win)64)[;)]/i, { architecture: 'amd64' }],
  [/(?:(?:i[346]|x)86)[;)]/i, { architecture: 'ia32' }],
  [/\b(?:aarch64|arm(?:v?8e?l?|_?64))\b/i, { architecture: 'arm64' }],
  [/\b(?:arm(?:v[67])?ht?n?[fl]p?)\b/i, { architecture: 'armhf' }],
  [/(?:ppc|powerpc)(?:64)?(?: mac|;|\))/i, { architecture: 'ppc' }],
];

/** Looks a text up in a table: every field is there, undefined if unknown. */
function find(table, fields, text) {
  const found = Object.fromEntries(fields.map((name) => [name, undefined]));
  for (const [pattern, meaning] of table) {
    const match = pattern.exec(text);
    if (match === null) continue;
    for (const [name, rule] of Object.entries(meaning)) found[name] = read(match, rule);
    break;
  }
  return found;
}

function read(match, rule) {
  if (typeof rule === 'string') return rule;
  const [group, convert] = typeof rule === 'number' ? [rule, (text) => text] : rule;
  return match[group] ? convert(match[group].trim()) : undefined;
}

function userAgentFromString(input) {
  const ua = input === undefined ? '' : String(input).trimStart().slice(0, longest);
  const browser = find(browsers, ['name', 'version', 'major'], ua);
  browser.major = browser.version?.replace(/[^\d.]/g, '').split('.')[0];
  return {
    ua,
    browser,
    engine: find(engines, ['name', 'version'], ua),
    os: find(systems, ['name', 'version'], ua),
    device: find(devices, ['vendor', 'model', 'type'], ua),
    cpu: find(cpus, ['architecture'], ua),
    isBot: input !== undefined && bots.test(input),
  };
}

/** @see https://nextjs.org/docs/app/api-reference/functions/userAgent */
function userAgent({ headers }) {
  return userAgentFromString(headers.get('user-agent') || undefined);
}

module.exports = { userAgent, userAgentFromString };
