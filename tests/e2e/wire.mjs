// The wire of a browser that keeps no logs: a proxy that hears every request, those to strangers too.
//
// It puts one script at the head of each HTML page, which keeps what the page says: WebKit's WebDriver tells nobody. The
// page can't be asked for what it said any other way before its own scripts run.
import { createServer, request } from 'node:http';

/** Where the script is; the server behind the proxy never hears of it. */
const SCRIPT = '/overheard-by-the-wire.js';
/** The first byte of a connection that is to be secure. */
const TLS_HANDSHAKE = 0x16;
/** The page's own list of what it said. */
export const SAID = 'overheardByTheWire';

const LISTENER = `
  const said = [];
  Object.defineProperty(window, '${SAID}', { value: said });
  for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
    const own = console[level];
    console[level] = (...words) => (said.push(level + ': ' + words.join(' ')), own.apply(console, words));
  }
  addEventListener('error', ({ message }) => message && said.push('uncaught: ' + message));
  addEventListener('unhandledrejection', ({ reason }) => said.push('unhandled: ' + reason));
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    said.push('policy: ' + effectiveDirective + ' ' + blockedURI));`;

/** Starts a proxy: `asked` is called with each URL. Gives its address, for WebDriver's capabilities, and what ends it. */
export async function wire(asked) {
  const server = createServer((message, answer) => {
    const url = new URL(message.url);
    if (url.pathname === SCRIPT) {
      answer.writeHead(200, { 'content-type': 'text/javascript' }).end(LISTENER);
      return;
    }
    asked(message.url);
    pass(message, answer);
  });
  // For https the browser speaks TLS to its proxy, which can't answer: a stranger's name stays unknown, the attempt not.
  server.on('clientError', ({ rawPacket }, socket) => {
    if (rawPacket?.[0] === TLS_HANDSHAKE) asked('https://unknown/');
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { address: `127.0.0.1:${server.address().port}`, stop };
}

/** Passes a request on, and its answer back. */
function pass(message, answer) {
  // What may be a page comes uncompressed, so that it can be written into.
  const { 'accept-encoding': _, ...plain } = message.headers;
  const isPage = message.headers.accept?.startsWith('text/html');
  const headers = isPage ? plain : message.headers;
  const onward = request(message.url, { method: message.method, headers }, (reply) => {
    if (reply.headers['content-type']?.startsWith('text/html')) listenIn(reply, answer);
    else reply.pipe(answer.writeHead(reply.statusCode, reply.rawHeaders));
  });
  onward.on('error', () => answer.writeHead(502).end());
  message.pipe(onward);
}

async function listenIn(reply, answer) {
  const chunks = [];
  for await (const chunk of reply) chunks.push(chunk);
  const page = Buffer.concat(chunks).toString();
  const { 'content-length': _, 'transfer-encoding': __, ...headers } = reply.headers;
  answer.writeHead(reply.statusCode, headers).end(page.replace('<head>', `<head><script src="${SCRIPT}"></script>`));
}
