// What a provider must know of ledger lines: amount, customer, words and what is taken back; read anew for each batch, so that an account that was merged meanwhile is found.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { DueLine, Means } from './payer.ts'

type Row = {
  grantId: number
  crisisId: string | null
  goodwillId: string | null
  number: string | null
  sentence: string | null
  accountId: number
  accountKey: string
  remedy: string
  revision: number
  amountMinor: number
  currency: string
  means: Means
  attempt: number
  firstCalledAt: Date | null
  more: Record<string, unknown>
  customer: string | null
  customers: string[] | null
  back: {
    more: Record<string, unknown>
    providerId: string | null
    crisisId: string | null
    goodwillId: string | null
    remedy: string
    revision: number
    accountId: number
  } | null
}

/** Lines by the id of their grant, as the payer of this kind is to see them; `wrong` where nothing can be called, in a sentence. */
export async function linesOf(db: Db, kind: string, ids: number[]): Promise<Map<number, DueLine | { wrong: string }>> {
  const { rows } = await sql<Row>`
    select g.id as "grantId", g.crisis_id as "crisisId", g.goodwill_id as "goodwillId", c.number, g.account_id as "accountId", a.key as "accountKey", g.remedy, g.revision, g.amount_minor as "amountMinor", g.currency,
           remedy_sentence(pl.policy, g.rule) as sentence, p.means, p.attempt, p.first_called_at as "firstCalledAt", p.more, coalesce(p.customer, bp.customer) as customer,
           (select array_agg(s.external_id) from account_aliases s where s.account_id = a.id and s.practice = a.practice and s.system = ${kind}) as customers,
           case when b.id is not null then json_build_object('more', bp.more, 'providerId', bp.provider_id, 'crisisId', b.crisis_id, 'goodwillId', b.goodwill_id, 'remedy', b.remedy, 'revision', b.revision, 'accountId', b.account_id) end as back
      from grants g join payouts p on p.grant_id = g.id join accounts own on own.id = g.account_id and own.practice = g.practice
      join accounts a on a.id = coalesce(own.merged_into, own.id) and a.practice = g.practice
      left join remedy_plans pl on pl.id = g.plan_id left join crises c on c.id = g.crisis_id left join grants b on b.id = g.reverses left join payouts bp on bp.grant_id = b.id
     where g.id = any (${ids}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [row.grantId, lineOf(kind, row)]))
}

export const referenceOf = (of: { crisisId: string | null; goodwillId: string | null; accountId: number; remedy: string; revision: number }): string =>
  short(`${of.crisisId ?? of.goodwillId ?? 'goodwill'}/${of.accountId}/${of.remedy}/${of.revision}`, 200)

export const keyOf = (reference: string, attempt: number): string => `leeward:${reference}:${attempt}`

/** What is taken back there by the id of what was done. */
const byItsId: Means[] = ['credit-note', 'gift-card', 'store-credit']

function lineOf(kind: string, row: Row): DueLine | { wrong: string } {
  const { back, currency, amountMinor, attempt, means, remedy, accountKey, grantId, firstCalledAt } = row
  const more = { ...back?.more, ...row.more }
  const customer = row.customer ?? customerOf(kind, row, more)
  if (typeof customer !== 'string') return customer
  if (back && !back.providerId && byItsId.includes(means))
    return { wrong: 'The line that this one takes back has no id at the provider. Take it back there by hand, and say so here.' }
  const reference = referenceOf(row)
  return {
    grantId,
    reference,
    key: keyOf(reference, attempt),
    means,
    amountMinor,
    currency: currency.toUpperCase(),
    remedy,
    description: wordsOf(more.description, row),
    crisis: row.number,
    accountKey,
    customer,
    more,
    takesBack: back ? { providerId: back.providerId ?? '', reference: referenceOf(back) } : null,
    firstCalledAt,
  }
}

function customerOf(kind: string, { customers, accountKey }: Row, more: Record<string, unknown>): string | { wrong: string } {
  if (typeof more.customer === 'string') return more.customer
  if (kind === 'webhook') return accountKey
  const [one, ...others] = customers ?? []
  if (!one) return { wrong: `The account ${accountKey} has no customer at ${nameOf(kind)}. Add its id as an alias of the account, then try again.` }
  if (others.length > 0)
    return { wrong: `The account ${accountKey} has ${others.length + 1} customers at ${nameOf(kind)}. Keep the one that is paid, then try again.` }
  return one
}

const nameOf = (kind: string) => kind[0]?.toUpperCase() + kind.slice(1)

/** Never a title of ours, which may hold words that are not for customers. */
function wordsOf(given: unknown, { number, sentence, back }: Row): string {
  const incident = number ? `Credit for incident ${number}` : 'Credit'
  const words = typeof given === 'string' && given.trim() ? given.trim() : sentence ? `${sentence}${number ? ` (incident ${number})` : ''}` : incident
  return (back ? `Taken back: ${words}` : words).slice(0, 350)
}

/** What is too long ends in a hash of the whole. */
const short = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 33)}~${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
