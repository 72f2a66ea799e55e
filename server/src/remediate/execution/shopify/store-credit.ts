// Store credit. A repeat credits again and nothing of ours stands in it, so a line is told by what was credited, when, and that no other line has it. Two lines of the same amount for
// the same customer are alike: it does not matter which of two credits is whose, only that each has one.
import type { Shop, ShopAnswer } from '../../../platform/shopify/shop.ts'
import type { DueLine, Found, Outcome } from '../payer.ts'
import { asDecimal, minorOf, type ShopMoney } from './amounts.ts'
import { fromUserErrors, notFoundOut, type UserError, withoutData } from './shopify-errors.ts'
import { type Claim, gid, mayStillCome, stillUnderWay, type Way } from './shopify-payer.ts'

const transaction = '{ id }'
const credit = `mutation ($id: ID!, $money: MoneyInput!) { done: storeCreditAccountCredit(id: $id, creditInput: { creditAmount: $money }) { storeCreditAccountTransaction ${transaction} userErrors { code message } } }`
const debit = `mutation ($id: ID!, $money: MoneyInput!) { done: storeCreditAccountDebit(id: $id, debitInput: { debitAmount: $money }) { storeCreditAccountTransaction ${transaction} userErrors { code message } } }`
const accounts = `query ($id: ID!) { customer(id: $id) { storeCreditAccounts(first: 50) { nodes { id balance { currencyCode } } } } }`
const history = `query ($id: ID!, $after: String) { account: node(id: $id) { ... on StoreCreditAccount { transactions(first: 100, after: $after, sortKey: CREATED_AT, reverse: true) {
  nodes { __typename amount { amount currencyCode } createdAt ... on StoreCreditAccountCreditTransaction { id } ... on StoreCreditAccountDebitTransaction { id } } pageInfo { hasNextPage endCursor } } } } }`

type Done = { done?: { storeCreditAccountTransaction?: { id?: unknown } | null; userErrors?: UserError[] } | null }
type Transaction = { __typename?: string; id?: string; amount?: ShopMoney; createdAt?: string }
type Listed = { nodes?: Transaction[]; pageInfo?: { hasNextPage?: boolean; endCursor?: string | null } }
type History = { account?: { transactions?: Listed | null } | null }

type Parts = { shop: Shop; claim: Claim; now: () => Date; settleMs: number }
/** Their clock and ours need not be the same. */
const skewMs = 120_000
const mostPages = 50

export function createStoreCredit({ shop, claim, now, settleMs }: Parts): Way {
  return {
    pay: async (line) => {
      const money = { amount: asDecimal(line.amountMinor, line.currency), currencyCode: line.currency }
      const answer = await shop.ask<Done>(line.amountMinor < 0 ? debit : credit, { id: gid('Customer', line.customer), money })
      if (answer.kind !== 'data') return withoutData(answer)
      const said = fromUserErrors(answer.data.done?.userErrors ?? [])
      if (said) return said === 'taken' ? { kind: 'unknown', why: 'The shop says that this was done already.' } : said
      const id = answer.data.done?.storeCreditAccountTransaction?.id
      if (typeof id !== 'string') return { kind: 'unknown', why: 'The shop did not say what it did.' }
      return (await claim(id, line.reference)) ? { kind: 'applied', providerId: id } : anotherHasIt(line)
    },
    find: async (line) => {
      if (line.firstCalledAt === null) return { kind: 'absent' }
      const made = await madeSince(line)
      if (!Array.isArray(made)) return made
      for (const { id } of made) if (await claim(id, line.reference)) return { kind: 'found', providerId: id }
      return mayStillCome(line, now(), settleMs) ? stillUnderWay : { kind: 'absent' }
    },
  }

  /** A line like this one looked for its own and took this credit for it: then that one's is ours, if it is there. */
  async function anotherHasIt(line: DueLine): Promise<Outcome> {
    return { kind: 'unknown', why: `Another line of the same amount has this credit (${line.reference} looks for its own).` }
  }

  /** What the shop did of this kind, amount and currency since the line was first called, the oldest first. */
  async function madeSince(line: DueLine): Promise<{ id: string }[] | Found> {
    const since = (line.firstCalledAt as Date).getTime() - skewMs
    const account = await accountOf(line)
    if (account === null) return []
    if (typeof account !== 'string') return account
    const made: { id: string }[] = []
    let after: string | null = null
    for (let page = 0; page < mostPages; page += 1) {
      const answer: ShopAnswer<History> = await shop.ask<History>(history, { id: account, after })
      if (answer.kind !== 'data') return notFoundOut(answer)
      const { nodes, pageInfo }: Listed = answer.data.account?.transactions ?? {}
      if (!Array.isArray(nodes)) return { kind: 'unknown', why: 'The shop does not show what it credited.' }
      for (const each of nodes) if (typeof each.id === 'string' && isLike(each, line) && Date.parse(each.createdAt ?? '') >= since) made.push({ id: each.id })
      if (!pageInfo?.hasNextPage || nodes.some((each) => Date.parse(each.createdAt ?? '') < since)) return made.reverse()
      after = pageInfo.endCursor ?? null
    }
    return { kind: 'unknown', why: 'This customer has more credits than can be looked through. Look at the shop.' }
  }

  async function accountOf({ customer, currency }: DueLine): Promise<string | null | Found> {
    type Accounts = { customer?: { storeCreditAccounts?: { nodes?: { id?: string; balance?: ShopMoney }[] } } | null }
    const answer = await shop.ask<Accounts>(accounts, { id: gid('Customer', customer) })
    if (answer.kind !== 'data') return notFoundOut(answer)
    const nodes = answer.data.customer === null ? [] : answer.data.customer?.storeCreditAccounts?.nodes
    if (!Array.isArray(nodes)) return { kind: 'unknown', why: 'The shop does not show this customer’s store credit.' }
    return nodes.find(({ balance }) => balance?.currencyCode === currency)?.id ?? null
  }
}

const isLike = (each: Transaction, { amountMinor, currency }: DueLine) =>
  each.__typename === (amountMinor < 0 ? 'StoreCreditAccountDebitTransaction' : 'StoreCreditAccountCreditTransaction') &&
  minorOf(each.amount, currency) === Math.abs(amountMinor)
