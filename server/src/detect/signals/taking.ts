// What was sent to a source, read in its form and taken.
import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { App } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { withAccounts } from './accounts.store.ts'
import { readAlertmanager, readGrafana } from './forms/alertmanager.ts'
import { readBinaryEvent, readCloudEvent, readCloudEvents } from './forms/cloudevents.ts'
import { readConversations } from './forms/conversations.ts'
import { readChatwoot, readIntercom, readZendesk } from './forms/desks.ts'
import type { Form, Sent } from './forms/form.ts'
import { readSentry } from './forms/sentry.ts'
import { readShopify, readStripe } from './forms/shops.ts'
import { linesIn } from './lines.ts'
import { mustNotNestTooDeep } from './nesting.ts'
import { nothingRead, readSignals, refuse } from './read-signals.ts'
import type { SignalsTaken } from './signals.contract.ts'
import type { Source } from './sources.store.ts'
import type { Intake } from './take.store.ts'

/** Of one request. A stream of lines may be as long as its sender likes: it is taken in pieces. */
const mostBytes = 8 * 1024 ** 2
const linesAtOnce = 5_000

export type Body = { raw: Buffer; body: unknown }

/** Signatures are over the bytes as they came; lines are read as they come. */
export function bodies(server: App) {
  const read = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'],
    { parseAs: 'buffer', bodyLimit: mostBytes },
    (request, raw: Buffer, done) => {
      // A binary CloudEvent may have no data at all.
      if (raw.length === 0 && request.headers['ce-specversion'] !== undefined) return done(null, { raw, body: null })
      void read(request, raw.toString('utf8'), (error, body) => done(error, error ? undefined : { raw, body }))
    },
  )
  server.addContentTypeParser(['application/x-ndjson', 'application/ndjson', 'application/jsonl'], (_request, payload, done) => done(null, payload))
}

const forms: Partial<Record<Source['kind'], Form>> = {
  alertmanager: readAlertmanager,
  grafana: readGrafana,
  sentry: readSentry,
  stripe: readStripe,
  shopify: readShopify,
  conversations: readConversations,
  chatwoot: readChatwoot,
  zendesk: readZendesk,
  intercom: readIntercom,
}

type Taking = Pick<Deps, 'db' | 'clock'>
export async function taking({ db, clock }: Taking, intake: Intake, source: Source, request: FastifyRequest): Promise<SignalsTaken> {
  const sort = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const form = forms[source.kind]
  if (/^application\/(x-ndjson|ndjson|jsonl)$/.test(sort)) {
    // What its sender signs is one request; lines would pass by the signature.
    if (form && source.kind !== 'conversations') throw new Refused('not-valid', 'This source takes the requests of its sender as they are, and no lines.')
    return takingLines({ db, clock }, intake, source, request.body as Readable)
  }
  const { raw, body } = (request.body ?? { raw: Buffer.alloc(0), body: null }) as Body
  const sent: Sent = { raw, body, headers: request.headers, secret: source.secret, now: clock() }
  if (form) mustNotNestTooDeep(raw)
  if (form) return intake.take(source, await readForm(db, source, form(sent), clock()))
  return intake.take(source, readSignals(readBinaryEvent(sent) ?? plainly(sort, sent), clock()))
}

/** A list among the items are signals of one place of what was sent. Whose words they are is looked up for all of them at once. */
async function readForm(db: Deps['db'], source: Source, items: readonly unknown[], now: Date, read = nothingRead(), places?: readonly number[]) {
  const flat = items.flatMap((item, i) => (Array.isArray(item) ? item : [item]).map((each: unknown) => ({ each, place: places?.[i] ?? i })))
  const known = await withAccounts(
    db,
    source.practice,
    flat.map(({ each }) => each),
  )
  return readSignals(
    known,
    now,
    read,
    flat.map(({ place }) => place),
  )
}

function plainly(sort: string, sent: Sent): unknown[] {
  if (sort === 'application/cloudevents+json') return readCloudEvent(sent)
  if (sort === 'application/cloudevents-batch+json') return readCloudEvents(sent)
  if (Array.isArray(sent.body)) return sent.body
  return typeof sent.body === 'object' && sent.body !== null && 'specversion' in sent.body ? readCloudEvent(sent) : [sent.body]
}

/** What was taken stays taken where a later piece fails: whoever sends again does it with ids. */
async function takingLines({ db, clock }: Taking, intake: Intake, source: Source, lines: Readable): Promise<SignalsTaken> {
  const all: SignalsTaken = { taken: 0, twice: 0, thinned: 0, refused: 0, wrong: [] }
  let read = nothingRead()
  const add = ({ taken, twice, thinned, refused, wrong }: SignalsTaken) => {
    all.taken += taken
    all.twice += twice
    all.thinned += thinned
    all.refused += refused
    all.wrong = [...all.wrong, ...wrong].slice(0, 20)
    read = nothingRead()
  }
  for await (const { items, places } of linesIn(lines as AsyncIterable<Buffer>, linesAtOnce, (index, sentence) => refuse(read, index, sentence)))
    add(
      await intake.take(
        source,
        source.kind === 'conversations'
          ? await readForm(db, source, readConversations({ raw: Buffer.alloc(0), body: items, headers: {}, secret: null, now: clock() }), clock(), read, places)
          : readSignals(items, clock(), read, places),
      ),
    )
  if (read.refused > 0) add(await intake.take(source, read))
  return all
}
