// Customers, subscriptions and orders from a shop, a page at a time; where the next one begins is the shop's own cursor.
import type { Shop, ShopAnswer } from '../../../../platform/shopify/shop.ts'
import type { Page, Read, Reader, Subject, Wrong } from '../read.ts'
import { linesIn, readShopContract } from './shopify-contracts.ts'
import { readShopCustomer, readShopOrder, skusOf } from './shopify-objects.ts'
import {
  contractLines,
  contractsPage,
  customersPage,
  lineItems,
  ordersAtOnce,
  ordersPage,
  type Place,
  type ShopContract,
  type ShopCustomer,
  type ShopLine,
  type ShopOrder,
  someContracts,
  someCustomers,
  someOrders,
} from './shopify-queries.ts'

type List = { list?: { nodes?: unknown[]; pageInfo?: Place } | null }
const mostItemPages = 20

/** @param keyField namespace.key of the metafield that holds the company's own key */
export function createShopifyReader(shop: Shop, keyField: string): Reader {
  const [namespace, key] = keyField.includes('.') ? (keyField.split(/\.(.*)/s) as [string, string]) : ['custom', keyField]
  const fields = (subject: Subject) => (subject === 'customers' ? { namespace, key } : {})
  let wait = 0
  /** A shop that just gave its last points is left alone until there are as many again. */
  const ask = async <T>(query: string, variables: Record<string, unknown>): Promise<ShopAnswer<T>> => {
    if (wait > 0) {
      const afterMs = wait
      wait = 0
      return { kind: 'later', why: 'The shop wants fewer requests for a moment.', afterMs }
    }
    const answer = await shop.ask<T>(query, variables)
    if (answer.kind === 'data') wait = answer.waitMs
    return answer
  }

  return {
    subjects: ['customers', 'subscriptions', 'orders'],
    atOnce: ordersAtOnce,
    page: async (subject, after) => {
      const answer = await ask<List>(pages[subject], { after, ...fields(subject) })
      if (answer.kind !== 'data') return subject === 'subscriptions' && answer.kind === 'refused' && answer.denied ? mayNotRead : asRead(answer)
      const { nodes, pageInfo } = answer.data.list ?? {}
      if (!Array.isArray(nodes) || typeof pageInfo?.hasNextPage !== 'boolean') return garbage
      return paged(subject, nodes, [], pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null)
    },
    some: async (subject, ids) => {
      const answer = await ask<{ nodes?: unknown[] }>(byIds[subject], { ids, ...fields(subject) })
      if (answer.kind !== 'data') return asRead(answer)
      const { nodes } = answer.data
      if (!Array.isArray(nodes) || nodes.length !== ids.length) return garbage
      return paged(
        subject,
        nodes.filter((node) => node !== null),
        ids.filter((_, nth) => nodes[nth] === null),
        null,
      )
    },
  }

  async function paged(subject: Subject, nodes: unknown[], gone: string[], next: string | null): Promise<Read> {
    if (subject === 'customers') return { kind: 'page', page: { subject, ...parted((nodes as ShopCustomer[]).map(readShopCustomer)), gone, next } }
    if (subject === 'subscriptions') {
      const contracts = []
      for (const node of nodes as ShopContract[]) {
        const lines = node?.lines?.pageInfo?.hasNextPage ? await allLines(node) : undefined
        if (lines && !Array.isArray(lines)) return lines
        contracts.push(readShopContract(node ?? {}, lines))
      }
      return { kind: 'page', page: { subject, ...parted(contracts), gone, next, settled: [contractsOfShop] } }
    }
    const orders = []
    for (const node of nodes as ShopOrder[]) {
      const skus = node.lineItems?.pageInfo?.hasNextPage ? await allSkus(node) : undefined
      if (skus && !Array.isArray(skus)) return skus
      orders.push(readShopOrder(node, skus))
    }
    return { kind: 'page', page: { subject: 'orders', ...parted(orders), gone, next } satisfies Page }
  }

  async function allLines(contract: ShopContract): Promise<ShopLine[] | Read> {
    const lines = [...linesIn(contract)]
    let at = contract.lines?.pageInfo
    for (let page = 0; at?.hasNextPage && page < mostItemPages; page += 1) {
      wait = 0
      const answer = await ask<{ subscriptionContract?: { lines?: ShopContract['lines'] } | null }>(contractLines, { id: contract.id, after: at.endCursor })
      if (answer.kind !== 'data') return asRead(answer)
      lines.push(...(answer.data.subscriptionContract?.lines?.nodes ?? []))
      at = answer.data.subscriptionContract?.lines?.pageInfo
    }
    return lines
  }

  async function allSkus(order: ShopOrder): Promise<string[] | Read> {
    const items = [...(order.lineItems?.nodes ?? [])]
    let at = order.lineItems?.pageInfo
    for (let page = 0; at?.hasNextPage && page < mostItemPages; page += 1) {
      wait = 0
      const answer = await ask<{ order?: { lineItems?: ShopOrder['lineItems'] } | null }>(lineItems, { id: order.id, after: at.endCursor })
      if (answer.kind !== 'data') return asRead(answer)
      items.push(...(answer.data.order?.lineItems?.nodes ?? []))
      at = answer.data.order?.lineItems?.pageInfo
    }
    return skusOf(items)
  }
}

const pages: Record<Subject, string> = { customers: customersPage, subscriptions: contractsPage, orders: ordersPage }
const byIds: Record<Subject, string> = { customers: someCustomers, subscriptions: someContracts, orders: someOrders }

/** Orders and customers are read all the same; what is missing stands among what could not be stored, until it may be read. */
const contractsOfShop = 'subscription contracts'
const mayNotRead: Read = {
  kind: 'page',
  page: {
    subject: 'subscriptions',
    rows: [],
    gone: [],
    wrong: [
      {
        externalId: contractsOfShop,
        reason: 'The shop does not let this token read its subscriptions. Give the app the scope read_own_subscription_contracts, and read everything anew.',
      },
    ],
    next: null,
  },
}

const garbage: Read = { kind: 'later', why: 'The shop’s answer is not what was asked for.', afterMs: null }

const asRead = (answer: Exclude<ShopAnswer<unknown>, { kind: 'data' }>): Exclude<Read, { kind: 'page' }> =>
  answer.kind === 'unknown' ? { kind: 'later', why: answer.why, afterMs: null } : answer

function parted<Row extends { externalId: string }>(rows: (Row | Wrong)[]): { rows: Row[]; wrong: Wrong[] } {
  return { rows: rows.filter((row): row is Row => !('reason' in row)), wrong: rows.filter((row): row is Wrong => 'reason' in row) }
}
