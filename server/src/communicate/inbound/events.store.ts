// What providers report: each event heard once, then applied like any other feedback.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { createOutgoing } from '../../platform/outgoing/outgoing.ts'
import { Refused } from '../../platform/refused.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import { applyFeedback } from '../suppressions/feedback.store.ts'
import { type Provider, providers } from './inbound.contract.ts'
import { readMailgun } from './providers/mailgun.ts'
import { readPostmark } from './providers/postmark.ts'
import type { Reader, Request } from './providers/provider.ts'
import { isPublicKey, readSendgrid } from './providers/sendgrid.ts'
import { readSes } from './providers/ses.ts'

const readers: Record<Provider, Reader> = { ses: readSes, sendgrid: readSendgrid, postmark: readPostmark, mailgun: readMailgun }

/** What has to be given so that a provider's reports are believed. */
const needs: Record<Provider, string> = {
  ses: 'the ARNs of the SNS topics, divided by spaces',
  sendgrid: 'the verification key of the signed event webhook',
  postmark: 'name:password, as they stand in the webhook’s address',
  mailgun: 'the HTTP webhook signing key',
}

const looksRight: Record<Provider, (secret: string) => boolean> = {
  ses: (secret) => secret.split(/[\s,]+/).every((topic) => /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/.test(topic)),
  sendgrid: isPublicKey,
  postmark: (secret) => /^[^:\s]+:\S+$/.test(secret),
  mailgun: (secret) => /^\S{8,}$/.test(secret),
}

/** Providers forget what they told after some days at most. */
const daysToRemember = 30
const nameOf = (provider: Provider) => `inbound/${provider}`

/** Takes a provider's request; refused where nothing is set up for it, or where it is not really theirs. */
export async function takeEvents(
  deps: Deps,
  provider: Provider,
  request: Pick<Request, 'raw' | 'body' | 'headers'>,
): Promise<{ events: number; fresh: number; matched: number }> {
  const { db, clock, key } = deps
  const { rows } = await sql<{ sealed: Buffer }>`select sealed from secrets where name = ${nameOf(provider)}`.execute(db)
  const [kept] = rows
  if (!kept) throw new Refused('not-found', 'Nothing is set up for this provider.')
  const events = await readers[provider]({
    ...request,
    secret: unseal(key, kept.sealed),
    now: clock(),
    call: createOutgoing({ allow: deps.config.outgoingAllow }),
  })
  const fresh = await unheard(
    deps,
    provider,
    events.map(({ id }) => id),
  )
  const feedback = events.flatMap((event) => (event.feedback && fresh.has(event.id) ? [event.feedback] : []))
  const { matched } = await applyFeedback(deps, feedback)
  // Remembered only once it is applied: what is cut off before is told again and applied then.
  await rememberEvents(deps, provider, fresh)
  return { events: events.length, fresh: fresh.size, matched }
}

/** Which of these were not heard before. */
export async function unheard({ db }: Pick<Deps, 'db'>, source: string, ids: string[]): Promise<Set<string>> {
  const named = [...new Set(ids)].filter(Boolean)
  const { rows } = await sql<{
    id: string
  }>`select event_id as id from inbound_events where source = ${source} and event_id = any (${named.map(short)}::text[])`.execute(db)
  const heard = new Set(rows.map(({ id }) => id))
  return new Set(named.filter((id) => !heard.has(short(id))))
}

export const rememberEvents = ({ db, clock }: Pick<Deps, 'db' | 'clock'>, source: string, ids: Set<string>) =>
  sql`
    with told as (
      insert into inbound_events (source, event_id, received_at) select ${source}, unnest(${[...ids].map(short)}::text[]), ${clock()} on conflict do nothing)
    delete from inbound_events where received_at < ${clock()}::timestamptz - make_interval(days => ${daysToRemember})`.execute(db)
const short = (id: string) => id.replaceAll('\0', '').toWellFormed().slice(0, 300)

/** The providers and whether each is set up; no secret ever leaves. */
export async function providerViews({ db, config }: Deps) {
  const { rows } = await sql<{ name: string; heard: Date | null }>`
    select s.name, (select max(received_at) from inbound_events e where 'inbound/' || e.source = s.name) as heard from secrets s where s.name = any (${providers.map(nameOf)}::text[])`.execute(
    db,
  )
  return providers.map((provider) => {
    const found = rows.find(({ name }) => name === nameOf(provider))
    return {
      provider,
      url: `${config.consoleUrl}/api/inbound/events/${provider}`,
      setUp: found !== undefined,
      needs: needs[provider],
      lastHeardAt: found?.heard ?? null,
    }
  })
}

/** Keeps what a provider's reports are believed by, sealed; null takes it away. */
export async function putSecret({ db, clock, key }: Deps, provider: Provider, secret: string | null): Promise<void> {
  if (secret !== null && !looksRight[provider](secret)) throw new Refused('not-valid', `secret: must be ${needs[provider]}.`)
  if (secret === null) await sql`delete from secrets where name = ${nameOf(provider)}`.execute(db)
  else
    await sql`
      insert into secrets (name, sealed, stored_at) values (${nameOf(provider)}, ${seal(key, secret)}, ${clock()})
      on conflict (name) do update set sealed = excluded.sealed, stored_at = excluded.stored_at`.execute(db)
}
