// The texts of sitemap.xml, robots.txt and manifest.webmanifest.
// Reference: https://nextjs.org/docs/app/api-reference/file-conventions/metadata/sitemap

const serializeDate = (date) => (date instanceof Date ? date.toISOString() : date);

// As in Next.js nothing is escaped: a project escapes what it hands over.
const plainVideoFields = ['content_loc', 'player_loc', 'duration', 'view_count', 'tag', 'rating', 'expiration_date', 'publication_date', 'family_friendly', 'requires_subscription', 'live'];

function videoLines(video) {
  const element = (name, content, attributes = '') => `<video:${name}${attributes}>${content}</video:${name}>`;
  const lines = ['<video:video>', ...['title', 'thumbnail_loc', 'description'].map((name) => element(name, video[name]))];
  for (const name of plainVideoFields) if (video[name]) lines.push(element(name, video[name]));
  for (const name of ['restriction', 'platform']) {
    if (video[name]) lines.push(element(name, video[name].content, ` relationship="${video[name].relationship}"`));
  }
  if (video.uploader) {
    const { info, content } = video.uploader;
    lines.push(element('uploader', content, info ? ` info="${info}"` : `${info}`));
  }
  return [...lines, '</video:video>'];
}

function itemLines(item) {
  const lines = ['<url>', `<loc>${item.url}</loc>`];
  for (const [language, href] of Object.entries(item.alternates?.languages ?? {})) {
    lines.push(`<xhtml:link rel="alternate" hreflang="${language}" href="${href}" />`);
  }
  for (const image of item.images ?? []) lines.push('<image:image>', `<image:loc>${image}</image:loc>`, '</image:image>');
  for (const video of item.videos ?? []) lines.push(...videoLines(video));
  if (item.lastModified) lines.push(`<lastmod>${serializeDate(item.lastModified)}</lastmod>`);
  if (item.changeFrequency) lines.push(`<changefreq>${item.changeFrequency}</changefreq>`);
  if (typeof item.priority === 'number') lines.push(`<priority>${item.priority}</priority>`);
  return [...lines, '</url>'];
}

/** @see https://nextjs.org/docs/app/api-reference/functions/generate-sitemaps */
function sitemap(items) {
  const some = (test) => items.some(test);
  const namespaces = [
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
    some((item) => item.images?.length) && 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"',
    some((item) => item.videos?.length) && 'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"',
    some((item) => Object.keys(item.alternates ?? {}).length > 0) && 'xmlns:xhtml="http://www.w3.org/1999/xhtml"',
  ];
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<urlset ${namespaces.filter(Boolean).join(' ')}>`];
  return [...lines, ...items.flatMap(itemLines), '</urlset>', ''].join('\n');
}

const asList = (value) => (value === undefined || value === null ? [] : [value].flat());

/** @see https://nextjs.org/docs/app/api-reference/file-conventions/metadata/robots */
function robots(data) {
  let text = '';
  for (const rule of asList(data.rules)) {
    for (const agent of rule.userAgent ? asList(rule.userAgent) : ['*']) text += `User-Agent: ${agent}\n`;
    for (const path of rule.allow ? asList(rule.allow) : []) text += `Allow: ${path}\n`;
    for (const path of rule.disallow ? asList(rule.disallow) : []) text += `Disallow: ${path}\n`;
    if (rule.crawlDelay) text += `Crawl-delay: ${rule.crawlDelay}\n`;
    for (const [name, values] of Object.entries(rule.other ?? {})) {
      for (const value of asList(values)) text += `${name}: ${value}\n`;
    }
    text += '\n';
  }
  if (data.host) text += `Host: ${data.host}\n`;
  for (const url of data.sitemap ? asList(data.sitemap) : []) text += `Sitemap: ${url}\n`;
  return text;
}

const manifest = (data) => JSON.stringify(data);

module.exports = { sitemap, robots, manifest };
