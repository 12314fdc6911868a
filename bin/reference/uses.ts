/** How a part of the language is used, under its heading in the reference: what its fields do not say one by one. */
export const uses: Readonly<Record<string, string>> = {
  defaults: `\`\`\`yaml
defaults:
  services: { drain: 10s, env: { LOG_LEVEL: warn } }  # every service
  named:
    market: { image: "ghcr.io/acme/market:2.1", ports: { http: 8080 }, env: { REGION: north } }
services:
  offers: { extends: market, args: [offers] }
  orders: { extends: market, args: [orders], ports: { http: { as: 80 } }, env: { REGION: null, LOG_LEVEL: info } }
\`\`\`

\`orders\` has the image and the port 8080 of \`market\`, which callers use as 80, no \`REGION\`, and its own \`LOG_LEVEL\`. A default that nothing
starts from is refused; so is a null that takes nothing away.`,
};
