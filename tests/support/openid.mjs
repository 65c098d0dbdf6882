// A real OpenID provider on a free port of this machine. Whoever is led to it is signed in at once, as the person that was
// named last at /as. Says on its first line where it is.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { Provider } from 'oidc-provider';

const people = new Map();
let current;

const { TLS: folder } = process.env;
const server = folder
  ? https.createServer({ key: readFileSync(`${folder}/key.pem`), cert: readFileSync(`${folder}/certificate.pem`) })
  : http.createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const issuer = folder ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  const alg = process.env.TOKEN_ALG;
  const { privateKey } = alg === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'voortgang',
      redirect_uris: [process.env.REDIRECT_URI],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: process.env.CLIENT_ALG,
      id_token_signed_response_alg: alg,
      jwks: { keys: [JSON.parse(process.env.CLIENT_KEY)] },
    }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg, kid: 'one' }] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'PS256', 'RS256'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    clientAuthMethods: ['private_key_jwt'],
    cookies: { keys: ['of a test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: people.get(sub), email_verified: true }),
    }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    const address = new URL(request.url, issuer);
    if (address.pathname === '/as') {
      current = address.searchParams.get('sub');
      people.set(current, address.searchParams.get('email'));
      response.end('ok');
    } else if (address.pathname.startsWith('/interaction/')) {
      await provider.interactionFinished(request, response, { login: { accountId: current } });
    } else {
      answer(request, response);
    }
  });
  console.log(issuer);
});
