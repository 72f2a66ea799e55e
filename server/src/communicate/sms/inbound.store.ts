// What providers of texts tell us: receipts move deliveries, STOP and START are obeyed at once, everything else is kept in the one pipe.
import { readHttpSms, readTwilio, readVonage, type SmsReceipt, type SmsText } from '@leeward/sms'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { type TextProvider, textProviders } from '../../platform/config/text-providers.ts'
import { Refused } from '../../platform/refused.ts'
import { rememberEvents, unheard } from '../inbound/events.store.ts'
import { takeInbound } from '../inbound/inbound.store.ts'
import { proofArrived, proofFailed } from '../proofs/proofs.store.ts'
import { applyFeedback } from '../suppressions/feedback.store.ts'
import { forGood } from './sms.line.ts'

const readers = { twilio: readTwilio, vonage: readVonage, http: readHttpSms }
/** What a provider signs with: Twilio with the token it is called with, the others with a secret of their own. */
const secretOf = ({ kind, url }: TextProvider) => (kind === 'twilio' ? decodeURIComponent(url.password) : (url.searchParams.get('secret') ?? ''))

export type TextRequest = { url: string; headers: Record<string, string | string[] | undefined>; raw: Buffer; contentType: string }

/** Refused where nobody of this name carries texts here, or where it is not really theirs. */
export async function takeTextEvents(deps: Deps, name: string, request: TextRequest): Promise<{ events: number; fresh: number }> {
  const provider = textProviders(deps.config.textUrl ?? '').find((each) => each.name === name)
  if (!provider) throw new Refused('not-found', 'Nobody of this name carries texts here.')
  const read = readers[provider.kind]({ ...request, secret: secretOf(provider), now: deps.clock() })
  if (!read.ok) throw new Refused('not-allowed', `This cannot be taken for a message of ${name}: ${read.why}`)
  const source = `text/${name}`
  const heard = await unheard(
    deps,
    source,
    read.events.map(({ id }) => id),
  )
  const fresh = read.events.filter(({ id }) => heard.has(id))
  await applyReceipts(
    deps,
    fresh.filter((event): event is SmsReceipt => event.kind === 'receipt'),
  )
  for (const event of fresh) if (event.kind === 'text') await takeText(deps, event, source)
  // Remembered only once it is done: what is cut off before is told again.
  await rememberEvents(deps, source, heard)
  return { events: read.events.length, fresh: fresh.length }
}

const atFault = [...forGood, 'unreachable', 'expired']
const isProof = (delivery: string | undefined) => /^[0-9a-f]{32}$/.test(delivery ?? '')

async function applyReceipts(deps: Deps, receipts: SmsReceipt[]) {
  const now = deps.clock()
  for (const { delivery, outcome, answer } of receipts.filter((each) => isProof(each.delivery))) {
    if (outcome === 'delivered') await proofArrived(deps.db, delivery as string, now)
    else if (outcome !== 'accepted') await proofFailed(deps.db, delivery as string, answer)
  }
  const said = receipts.filter(({ delivery, outcome }) => outcome !== 'accepted' && !isProof(delivery))
  await applyFeedback(
    deps,
    said.map(({ id, delivery, reference, outcome, reason, answer, at }) => ({
      channel: 'sms' as const,
      ...(/^\d{1,15}$/.test(delivery ?? '') ? { deliveryId: Number(delivery) } : {}),
      ...(reference ? { reference } : {}),
      // A number is given up only for what will not change: a text that was filtered says nothing of the next.
      outcome: outcome === 'hard' && !forGood.includes(reason) ? ('soft' as const) : (outcome as 'delivered' | 'hard' | 'soft'),
      // Only a phone that cannot be reached speaks against its number; our credit and a carrier's filter do not.
      harmless: !atFault.includes(reason),
      ...{ reason, answer, at: at ?? now, key: id, trusted: true },
    })),
  )
}

async function takeText(deps: Deps, event: SmsText, source: string) {
  const { db, clock } = deps
  const from = numberOf(event.from)
  if (from && (event.command === 'stop' || event.command === 'start')) await obey(deps, from, event.command, event.at ?? clock())
  // Kept as a mail is, so that whoever reads the one pipe reads it too.
  const line = (text: string) => text.replace(/[\r\n\0]+/g, ' ').slice(0, 200)
  const raw = [
    `From: ${line(event.from)} <${line(event.from).replace(/[^\w+.-]/g, '')}@text.invalid>`,
    `To: ${line(event.to)} <${line(event.to).replace(/[^\w+.-]/g, '')}@text.invalid>`,
    `Subject: ${line(event.text).slice(0, 70)}`,
    `Message-ID: <${line(event.id).replace(/[^\w.-]/g, '')}@text.invalid>`,
    `Date: ${(event.at ?? clock()).toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    event.text,
  ].join('\r\n')
  await takeInbound(deps, Buffer.from(raw), source, event.id)
  await sql`update inbound_mails set route = 'reply' where source = ${source} and source_uid = ${event.id} and route = 'other'`.execute(db)
}

const numberOf = (text: string) => {
  const digits = text.replace(/[^\d]/g, '')
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined
}

/** Whoever writes STOP gets no more texts, of whatever kind; START takes that back, and nothing else: a number that does not work stays stopped. */
async function obey({ db }: Deps, number: string, command: 'stop' | 'start', at: Date) {
  if (command === 'stop')
    await sql`
      with stopped as (
        insert into suppressions as s (channel, destination, reason, since, scope, detail, added_by, unsubscribed_at) values ('sms', ${number}, 'stopped', ${at}, 'all', 'wrote STOP', 'customer', ${at})
        -- What a person or a carrier stopped stays stopped for that reason; that STOP was said is kept beside it.
        on conflict (channel, destination) do update set unsubscribed_at = excluded.unsubscribed_at, scope = 'all', until = null where s.unsubscribed_at is null
        returning 1)
      insert into suppression_changes (channel, destination, change, reason, scope, detail, changed_by, changed_at)
      select 'sms', ${number}, 'added', 'stopped', 'all', 'wrote STOP', 'customer', ${at} from stopped`.execute(db)
  else
    await sql`
      with back as (update suppressions set unsubscribed_at = null where channel = 'sms' and destination = ${number} and reason <> 'stopped' and unsubscribed_at <= ${at} returning scope),
      gone as (delete from suppressions where channel = 'sms' and destination = ${number} and reason = 'stopped' and since <= ${at} returning scope)
      insert into suppression_changes (channel, destination, change, reason, scope, detail, changed_by, changed_at)
      select 'sms', ${number}, 'removed', 'stopped', scope, 'wrote START', 'customer', ${at} from (select * from gone union all select * from back) g`.execute(
      db,
    )
}
