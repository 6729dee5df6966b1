// Asks Node.js what it answers to the requests of node.txtar, and writes the
// answers there: node record.mjs node.txtar
//
// A file of the archive is one connection: lines ">" are sent, one after the
// other, "fin" closes the client's half, "<" is all that came back, and the last
// line says whether the server closed the connection. Texts are JSON strings of
// Latin-1, with *N behind one that repeats.

import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';

const lines = (raw) => raw.map((text, i) => (i % 2 ? `${text}\n` : `${text}: `)).join('');

const special = {
  '/204': (res) => res.writeHead(204),
  '/304': (res) => res.writeHead(304),
  '/599': (res) => res.writeHead(599),
  '/reason': (res) => res.writeHead(250, 'Mostly Fine', { 'X-A': 'b' }),
  '/own/close': (res) => res.writeHead(200, { connection: 'close', 'x-last': 1 }),
  '/own/keep-alive': (res) => res.writeHead(200, { connection: 'keep-alive', 'x-last': 1 }),
  '/own/foo': (res) => res.writeHead(200, { connection: 'foo', 'x-last': 1 }),
  '/hints': (res) => res.writeEarlyHints({ link: '</a>; rel=preload' }),
};

function answer(req, res, body) {
  if (req.url === '/length') res.setHeader('content-length', body.length);
  special[req.url]?.(res);
  switch (req.url) {
    case '/trailer':
      res.setHeader('Trailer', 'X-Sum');
      res.write(body);
      res.addTrailers({ 'X-Sum': '1' });
      res.end();
      break;
    case '/chunks':
      res.write('one');
      res.write('two');
      setTimeout(() => res.end(), 10);
      break;
    case '/cut':
      res.write('one');
      setTimeout(() => res.destroy(), 10);
      break;
    case '/destroy':
      res.destroy();
      break;
    default:
      res.flushHeaders();
      res.end(body);
  }
}

const server = http.createServer((req, res) => {
  if (req.url === '/early') {
    res.setHeader('Content-Length', '2');
    res.end('ok');
    return;
  }
  const parts = [];
  req.on('error', () => {});
  req.on('data', (part) => parts.push(part));
  req.on('end', () => {
    const head = `${req.method} ${req.url} ${req.httpVersion}\n${lines(req.rawHeaders)}\n`;
    const text = `${head}${Buffer.concat(parts).toString('latin1')}\n${lines(req.rawTrailers)}`;
    answer(req, res, Buffer.from(text, 'latin1'));
  });
});

function exchange(port, sent, fin) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let got = '';
    let timer;
    const done = (end) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ got: got.replace(/Date: [^\r]*/g, 'Date: Thu, 01 Jan 1970 00:00:00 GMT'), end });
    };
    const arm = () => {
      clearTimeout(timer);
      timer = setTimeout(() => done('open'), 60);
    };
    socket.setNoDelay(true);
    socket.on('data', (data) => {
      got += data.toString('latin1');
      arm();
    });
    socket.on('end', () => done('closed'));
    socket.on('error', () => done('closed'));
    (async () => {
      for (const part of sent) {
        socket.write(Buffer.from(part, 'latin1'));
        await new Promise((next) => setTimeout(next, 5));
      }
      if (fin) socket.end();
      arm();
    })();
  });
}

const read = (text) =>
  [...text.matchAll(/("(?:[^"\\]|\\.)*")(?:\*(\d+))?/g)]
    .map(([, quoted, times]) => JSON.parse(quoted).repeat(times ?? 1))
    .join('');

const quote = (text) => JSON.stringify(text).replace(/[\x7f-\xff]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);

function write(text) {
  const out = [];
  for (const part of text.split(/((?:a: \n){100,}|(?:a:\r\n){100,}|a{100,}|u{100,}|v{100,}|x{100,}| {100,})/)) {
    if (!part) continue;
    const unit = /^(a: \n|a:\r\n|.)/.exec(part)?.[0] ?? part;
    const times = part.length / unit.length;
    out.push(times >= 100 && unit.repeat(times) === part ? `${quote(unit)}*${times}` : quote(part));
  }
  return out.join(' ') || '""';
}

const file = process.argv[2];
const [comment, ...cases] = fs.readFileSync(file, 'utf8').split(/^-- /m);
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
let out = comment;
for (const text of cases) {
  const [name, ...rest] = text.split('\n');
  const sent = rest.filter((line) => line.startsWith('> ')).map(read);
  const fin = rest.includes('fin');
  const { got, end } = await exchange(server.address().port, sent, fin);
  out += `-- ${name}\n${sent.map((part) => `> ${write(part)}\n`).join('')}${fin ? 'fin\n' : ''}< ${write(got)}\n${end}\n`;
}
fs.writeFileSync(file, out);
process.exit(0);
