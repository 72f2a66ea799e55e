// Whom an answer reaches and whom it leaves to a person: the same look for the preview, for the sending and for who links later.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { lastWord, nextWord, theirLanguage } from '../conversations/order.store.ts'
import { inDesk } from '../desks/in-desk.store.ts'
import { fits, type Post } from '../social/fits.ts'
import { newestPost } from '../social/target.store.ts'
import { type AnswerValues, heldBack, type HoldFacts, type HoldReason, said, textFor, usualHold, withoutPerson } from './answer.ts'

export type Reached = {
  id: number
  practice: boolean
  brandId: string
  channel: string
  address: string
  subject: string
  writer: string | null
  account: string | null
  language: string
  domain: string
  /** Where a mail with it goes; null: none does. Of a chat: the address that was left there. */
  mail: string | null
  values: AnswerValues
  /** As they would read it; in public only what is meant for everybody. */
  text: string
  inPublic: boolean
  held: HoldReason[]
  /** Whatever they hear with all others, a person still owes them an answer. */
  owed: boolean
}

type Row = Omit<Reached, 'values' | 'held' | 'owed' | 'text' | 'inPublic'> &
  HoldFacts & { inDesk: boolean; name: string | null; nextAt: Date | null; lastUpdate: string | null; zone: string; post: Post | null }

/** Somebody writes in a conversation as long as their screen says so, every few seconds. */
const writingSeconds = 60

/** Who may be meant, in the order of their numbers: to be held, and looked at by `reachedBy` after that. @param which as there */
export async function meantBy(
  db: Db,
  crisisId: string,
  { which, limit, closedToo }: { which: RawBuilder<unknown>; limit: number; closedToo: boolean },
): Promise<number[]> {
  const { rows } = await sql<{
    id: number
  }>`select c.id from conversations c where ${linkedTo(crisisId, closedToo)} and ${which} order by c.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

const linkedTo = (crisisId: string, closedToo: boolean) =>
  sql`c.crisis_id = ${crisisId} and c.link = 'linked' and c.state in ('open', 'waiting', 'snoozed'${closedToo ? sql`, 'closed'` : sql``})`

/** @param which a condition over `c` beside being linked to the crisis and not closed */
export async function reachedBy(
  db: Db,
  crisisId: string,
  {
    which,
    limit,
    now,
    hold,
    page,
    closedToo = false,
    shown,
    texts,
    publicTexts,
  }: {
    which: RawBuilder<unknown>
    limit: number
    now: Date
    hold: readonly string[]
    page: (slug: string, domain: string | null) => string
    closedToo?: boolean
    shown: (at: Date, language: string, zone: string) => string
    texts: Readonly<Record<string, string>>
    publicTexts: Readonly<Record<string, string>>
  },
): Promise<Reached[]> {
  const { rows } = await sql<Row & { slug: string; brandDomain: string | null }>`
    select c.id, c.practice, c.brand_id as "brandId", c.channel, c.address, c.subject, c.writer, a.name as account, ${theirLanguage} as language,
           split_part(b.sender, '@', 2) as domain, coalesce(k.name, c.writer) as name, ${nextWord(sql`c.crisis_id`, now)} as "nextAt", ${lastWord(sql`c.crisis_id`, theirLanguage)} as "lastUpdate", coalesce(a.time_zone, b.time_zone) as zone, b.slug, b.domain as "brandDomain",
           c.mood, c.reasons, c.still_broken as "stillBroken", a.vulnerability, a.tier, a.owner_email as owner,
           exists (select from conversation_editors e where e.conversation_id = c.id and e.writing and e.seen_at > ${now}::timestamptz - make_interval(secs => ${writingSeconds})) as "inHand",
           case c.channel when 'email' then c.address when 'chat' then (select h.email from chats h where h.conversation_id = c.id) end as mail, ${inDesk()} and not c.practice as "inDesk",
           case when p.answers then jsonb_build_object('network', p.network, 'handle', p.handle, 'isPublic', p."isPublic", 'instance', p.instance) end as post
      from conversations c join brands b on b.id = c.brand_id left join accounts a0 on a0.id = c.account_id left join accounts a on a.id = coalesce(a0.merged_into, a0.id) left join contacts k on k.id = c.contact_id ${newestPost()}
     where ${linkedTo(crisisId, closedToo)} and ${which} order by c.id limit ${limit}`.execute(db)
  return rows.map((row) => {
    const inPublic = row.post?.isPublic === true
    const all: AnswerValues = {
      name: row.name,
      account: row.account,
      number: `#${Math.abs(row.id)}`,
      last_update: row.lastUpdate,
      next_update: row.nextAt && shown(row.nextAt, row.language, row.zone),
      status_page: page(row.slug, row.brandDomain),
    }
    const values = inPublic ? withoutPerson(all) : all
    const own = inPublic ? publicTexts : texts
    const text = Object.keys(own).length > 0 ? said(textFor(own, row.language).text, values) : ''
    const { id, practice, brandId, channel, address, subject, writer, account, language, domain, mail } = row
    const tooLong = row.post !== null && fits(row.post, text) !== undefined
    const facts = { ...row, public: inPublic && text === '', tooLong, notReached: !isReached(row) }
    return {
      ...{ id, practice, brandId, channel, address, subject, writer, account, language, domain, mail },
      ...{ values, text, inPublic, held: heldBack(facts, hold), owed: heldBack(row, usualHold).length > 0 },
    }
  })
}

/** By mail, in the chat, in the desk that it stands in, or on a network where our account still is. */
const isReached = ({ channel, inDesk, post }: Pick<Row, 'channel' | 'inDesk' | 'post'>) => inDesk || post !== null || channel === 'email' || channel === 'chat'
