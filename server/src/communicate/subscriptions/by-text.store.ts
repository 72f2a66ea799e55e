// Subscriptions by text. Each text costs, and whoever owns a dear number earns by it: a number gets one in ten minutes, a page sends few an hour, whatever is asked.
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { normalPhone, phonePattern } from '../../platform/phone-number.ts'
import { Refused } from '../../platform/refused.ts'
import { derivedKey } from '../../platform/secrets/seal.ts'
import { known, type Wish } from './subscribers.store.ts'
import { shortHash, shortWord } from './subscriptions.links.ts'

const [minutesApart, mostAnHour] = [10, 60]

/** Texts can be sent at all. */
export const offersTexts = ({ config }: Pick<Deps, 'config'>): boolean => Boolean(config.textUrl)

/** Asks for a text to confirm; whoever is known already gets one to change it. A number that was stopped gets none: it writes START first. Nothing that is answered tells which. */
export async function askByText(deps: Deps, brandId: string, { phone, services, locale }: Wish): Promise<void> {
  const { db, key, clock } = deps
  if (!offersTexts(deps)) throw new Refused('not-valid', 'channel: this page sends no texts. Choose another way.')
  const number = normalPhone(phone ?? '')
  if (!phonePattern.test(number)) throw new Refused('not-valid', 'phone: must be a number in the international form, such as +49 30 123456.')
  const now = clock()
  const id = newId(now)
  const hash = createHmac('sha256', derivedKey(key, 'text-requests')).update(number).digest()
  await db.transaction().execute(async (tx) => {
    // One after the other: two at once would both find room for the last one.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`text-requests/${brandId}`}, 0))`.execute(tx)
    const { rows } = await sql<{ texts: number; soon: boolean }>`
      select count(*)::int as texts, coalesce(bool_or(number = ${hash} and asked_at > ${now}::timestamptz - make_interval(mins => ${minutesApart})), false) as soon
        from text_requests where brand_id = ${brandId} and asked_at > ${now}::timestamptz - interval '1 hour'`.execute(tx)
    const { texts, soon } = rows[0] as (typeof rows)[number]
    if (texts >= mostAnHour) throw new Refused('too-many', 'Very many ask at this moment. Try again in an hour.')
    if (soon) return
    await sql`insert into text_requests (brand_id, number, asked_at) values (${brandId}, ${hash}, ${now})`.execute(tx)
    await sql`
      insert into subscribers as s (id, brand_id, channel, destination, services, locale, short_hash, asked_at, letter_at)
      select ${id}::uuid, ${brandId}::uuid, 'sms', ${number}, ${await known(tx, brandId, services)}::uuid[], ${locale}, ${shortHash(shortWord(key, id))}, ${now}, ${now}
       where not exists (select from suppressions x where x.channel = 'sms' and x.destination = ${number} and (x.until is null or x.until > ${now}))
      on conflict (brand_id, channel, destination) do update set letter = 'asked', letter_at = excluded.letter_at,
         services = case when s.confirmed_at is null then excluded.services else s.services end, locale = case when s.confirmed_at is null then excluded.locale else s.locale end`.execute(
      tx,
    )
  })
}

export const forgetTextRequests = ({ db, clock }: Pick<Deps, 'db' | 'clock'>) =>
  sql`delete from text_requests where asked_at < ${clock()}::timestamptz - interval '1 hour'`.execute(db)

/** The subscription that a short word names. */
export async function subscriptionOfWord({ db }: Pick<Deps, 'db'>, word: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from subscribers where short_hash = ${shortHash(word)}`.execute(db)
  return rows[0]?.id
}
