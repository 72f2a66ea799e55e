// Senders: an administrator sees what receivers make of a domain, makes keys and switches to them, and says where answers and bounces go.
import { isIP } from 'node:net'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Empty } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { checkSender } from './check.ts'
import { keyLine } from './dns-lines.ts'
import { checkKey } from './published-key.ts'
import { Domain, PutBrandAddresses, PutQuietHours, Selector, SenderBrand, SenderCheck, SenderView } from './senders.contract.ts'
import { keysOf, makeKey, sendersOf, switchKey, quietHours } from './senders.store.ts'

const OfDomain = z.object({ domain: Domain })
const settings = may('settings')

export function senderRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock, config } = deps

  app.get('/api/senders', { config: settings, schema: { operationId: 'listSenders', response: { 200: z.array(SenderView) } } }, () => viewsOf(deps))

  app.get(
    '/api/senders/:domain/check',
    { config: settings, schema: { operationId: 'checkSender', params: OfDomain, response: { 200: SenderCheck } } },
    async ({ params: { domain } }) => {
      const [{ brands }] = await sendersOf(db, domain)
      const findings = await checkSender(deps.dns, domain, brands, await keysOf(db, domain), clock(), {
        mailServer: mailServer(config.smtpUrl),
        statusUrl: config.statusUrl,
      })
      return { domain, checkedAt: clock(), findings }
    },
  )

  app.post(
    '/api/senders/:domain/keys',
    { config: settings, schema: { operationId: 'makeSenderKey', params: OfDomain, body: Empty, response: { 200: SenderView } } },
    async (request) => {
      const [{ domain }, by] = [request.params, personAsking(request).id]
      await sendersOf(db, domain)
      await makeKey(deps, domain, by)
      return oneOf(deps, domain)
    },
  )

  app.post(
    '/api/senders/:domain/keys/:selector/switch',
    {
      config: settings,
      schema: { operationId: 'switchSenderKey', params: OfDomain.extend({ selector: Selector }), body: Empty, response: { 200: SenderView } },
    },
    async (request) => {
      const [{ domain, selector }, by] = [request.params, personAsking(request).id]
      const key = (await keysOf(db, domain)).find((each) => each.selector === selector)
      if (!key) throw new Refused('not-found', 'There is no such key.')
      // A signature that nobody can check is worse than none: the DNS must show the key before it signs.
      const published = await checkKey(deps.dns, key, clock())
      if (published.state !== 'right') throw new Refused('out-of-order', published.sentence)
      await switchKey(deps, domain, selector, by)
      return oneOf(deps, domain)
    },
  )

  app.put(
    '/api/brands/:slug/addresses',
    {
      config: settings,
      schema: { operationId: 'putBrandAddresses', params: z.object({ slug: z.string().max(40) }), body: PutBrandAddresses, response: { 200: SenderBrand } },
    },
    async ({ params, body: { replyTo, bounceAddress } }) => {
      const { rows } = await sql<z.output<typeof SenderBrand>>`
        update brands set reply_to = ${replyTo}, bounce_address = ${bounceAddress} where slug = ${params.slug}
        returning ${brandView}`.execute(db)
      if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
      return rows[0]
    },
  )

  app.put(
    '/api/brands/:slug/quiet-hours',
    {
      config: settings,
      schema: { operationId: 'putQuietHours', params: z.object({ slug: z.string().max(40) }), body: PutQuietHours, response: { 200: SenderBrand } },
    },
    async ({ params, body: { quietHours: given } }) => {
      const { rows } = await sql<z.output<typeof SenderBrand>>`
        update brands set quiet_from = ${given?.from ?? null}::time, quiet_until = ${given?.until ?? null}::time where slug = ${params.slug} returning ${brandView}`.execute(
        db,
      )
      if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
      return rows[0]
    },
  )
}

const brandView = sql`slug, name, sender, sender_name as "senderName", reply_to as "replyTo", bounce_address as "bounceAddress", ${quietHours} as "quietHours"`

async function viewsOf(deps: Deps): Promise<z.input<typeof SenderView>[]> {
  const [senders, keys] = await Promise.all([sendersOf(deps.db), keysOf(deps.db)])
  const person = await namesOf(
    deps,
    keys.map(({ madeBy }) => madeBy),
  )
  return senders.map(({ domain, brands }) => ({
    domain,
    brands,
    keys: keys
      .filter((key) => key.domain === domain)
      .map(({ publicKey, madeBy, ...key }) => ({ ...key, line: keyLine(domain, key.selector, publicKey), madeBy: person(madeBy) })),
  }))
}

async function oneOf(deps: Deps, domain: string): Promise<z.input<typeof SenderView>> {
  const view = (await viewsOf(deps)).find((each) => each.domain === domain)
  if (!view) throw new Refused('not-found', 'No brand sends from this domain any more.')
  return view
}

/** The name of the server that mails are handed to, where it has one that the world knows. */
function mailServer(smtpUrl: string | undefined): string | undefined {
  const host = smtpUrl && URL.canParse(smtpUrl) ? new URL(smtpUrl).hostname : ''
  return host.includes('.') && !isIP(host) ? host : undefined
}
