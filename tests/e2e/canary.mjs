// A server of another origin, which nothing may ask for anything.
import { createServer } from 'node:http';

/** Listens until `stop()`; `asked` is every path that it was asked for. */
export async function canary() {
  const asked = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** Without a scheme: an address of the page's own. */
    address: `//127.0.0.1:${server.address().port}`,
    asked,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
