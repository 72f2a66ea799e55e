// What a macro must know of a conversation: what its text says there, and what its steps need.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { groups as seats, type Principal } from '../../platform/auth/permissions.ts'
import { budgetOf } from '../../remediate/goodwill/goodwill.store.ts'
import { type AnswerValues, said, textFor, withoutPerson } from '../answers/answer.ts'
import { newestOf } from '../social/target.store.ts'
import { howShown } from '../answers/answers.store.ts'
import { lastWord, nextWord, theirLanguage } from '../conversations/order.store.ts'
import { desksOf } from '../desks/in-desk.store.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { Macro } from './in-force.store.ts'
import type { Facts } from './macros.ts'

export type Known = { facts: Facts; values: AnswerValues; language: string; accountId: number | null; newest: number; practice: boolean }

type Row = {
  practice: boolean
  channel: string
  state: string
  mergedInto: number | null
  tags: string[]
  assignee: string | null
  language: string
  newest: number
  name: string | null
  account: { id: number; name: string; currency: string } | null
  zone: string
  slug: string
  domain: string | null
  nextAt: Date | null
  lastUpdate: string | null
  crisis: Facts['crisis'] | null
}

/** @param crisisId the one that it is to be linked to, where the agent names it; else the one that it is linked to, or suggested for */
export async function knownOf(
  deps: Pick<Deps, 'config' | 'clock'>,
  db: Db,
  id: number,
  { crisisId, who, assign }: { crisisId?: string | undefined; who: Principal; assign: string | null },
): Promise<Known> {
  const { rows } = await sql<Row>`
    select c.practice, c.channel, c.state, c.merged_into as "mergedInto", c.tags, c.assignee, ${theirLanguage} as language,
           coalesce((select max(m.id) from conversation_messages m where m.conversation_id = c.id and m.kind <> 'note'), 0) as newest, coalesce(k.name, c.writer) as name,
           case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name, 'currency', a.currency) end as account, coalesce(a.time_zone, b.time_zone) as zone, b.slug, b.domain, ${nextWord(sql`x.id`, deps.clock())} as "nextAt", ${lastWord(sql`x.id`, theirLanguage)} as "lastUpdate",
           case when x.id is not null then jsonb_build_object('id', x.id, 'number', x.number, 'closed', x.status = 'closed', 'linked', c.link = 'linked' and c.crisis_id = x.id) end as crisis
      from conversations c join brands b on b.id = c.brand_id left join accounts a0 on a0.id = c.account_id left join accounts a on a.id = coalesce(a0.merged_into, a0.id) left join contacts k on k.id = c.contact_id
      left join crises x on x.practice = c.practice and x.id = coalesce(${crisisId ?? null}::uuid, case when c.link in ('linked', 'suggested') then c.crisis_id end)
     where c.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such conversation.')
  if (row.state === 'merged') throw new Refused('already-done', `This conversation was put together with #${row.mergedInto}: go on there.`)
  if (crisisId !== undefined && !row.crisis) throw new Refused('not-valid', 'crisisId: there is no such crisis.')
  const { page, shown } = howShown(deps)
  // Where everybody reads it, nothing of the customer is filled in.
  const post = row.channel === 'social' ? (await newestOf(db, [id])).get(id) : undefined
  const inPublic = post?.isPublic === true
  const goesOut = ['email', 'chat'].includes(row.channel) || post !== undefined || (await desksOf(db, [id])).has(id)
  const values: AnswerValues = {
    name: row.name,
    account: row.account?.name ?? null,
    number: `#${Math.abs(id)}`,
    last_update: row.lastUpdate,
    next_update: row.nextAt && shown(row.nextAt, row.language, row.zone),
    status_page: page(row.slug, row.domain),
  }
  const named = assign !== null && assign !== 'me' && assign !== 'nobody'
  return {
    facts: {
      ...{ channel: row.channel, goesOut, tags: row.tags, assignee: row.assignee, me: who.id },
      assigneeName: named ? ((await sql<{ name: string }>`select name from auth_user where id = ${assign}`.execute(db)).rows[0]?.name ?? null) : '',
      crisis: row.crisis ? { ...row.crisis, linked: row.crisis.linked === true } : undefined,
      account: row.account ?? undefined,
      mayGive: who.groups.some((group) => (seats[group] as readonly string[]).includes('give-goodwill')),
    },
    values: inPublic ? withoutPerson(values) : values,
    ...{ language: row.language, accountId: row.account?.id ?? null, newest: row.newest, practice: row.practice },
  }
}

/** As it would be sent to this customer; empty where the macro writes nothing. */
export function textOf({ texts }: Pick<Macro, 'texts'>, { values, language }: Known): { text: string; language: string } {
  if (Object.keys(texts).length === 0) return { text: '', language }
  const found = textFor(texts, language)
  return { language: found.language, text: said(found.text, values) }
}

export const budgetFor = async (db: Db, { facts: { account, me } }: Known, now: Date) => {
  const budget = account && (await budgetOf(db, me, account.currency, now))
  return budget && account
    ? {
        currency: account.currency,
        ...{ onceMinor: budget.onceMinor, monthMinor: budget.monthMinor },
        leftMinor: Math.max(0, budget.monthMinor - budget.usedMinor),
      }
    : null
}
