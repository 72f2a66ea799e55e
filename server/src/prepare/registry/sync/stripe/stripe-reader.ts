// Customers and subscriptions from Stripe, a page at a time; where the next one begins is the last id of this one.
import Stripe from 'stripe'
import type { Page, Read, Reader, Subject, Wrong } from '../read.ts'
import { readCustomer, readSubscription } from './stripe-objects.ts'

const limit = 100
const withInvoice = ['latest_invoice.payments']

/** @param keyField name in a customer's metadata of the company's own key */
export function createStripeReader(stripe: Stripe, keyField: string): Reader {
  const customers = async (given: (Stripe.Customer | Stripe.DeletedCustomer)[]): Promise<Page> => {
    const rows = given.map((each) => (each.deleted ? null : readCustomer(each as Stripe.Customer, keyField)))
    return { subject: 'customers', ...parted(rows), gone: given.flatMap((each) => (each.deleted ? [each.id] : [])), next: null }
  }
  const subscriptions = async (given: Stripe.Subscription[]): Promise<Page> => {
    const rows = []
    for (const each of given) rows.push(readSubscription(each, each.items?.has_more ? await allItems(stripe, each.id) : undefined))
    return { subject: 'subscriptions', ...parted(rows), gone: [], next: null }
  }
  return {
    subjects: ['customers', 'subscriptions'],
    atOnce: 1,
    page: (subject, cursor) =>
      heard(async () => {
        const from = { limit, ...(cursor ? { starting_after: cursor } : {}) }
        const list =
          subject === 'customers'
            ? await stripe.customers.list(from)
            : await stripe.subscriptions.list({ ...from, status: 'all', expand: withInvoice.map((each) => `data.${each}`) })
        if (!Array.isArray(list.data)) throw new Error('its answer is no list')
        const page = subject === 'customers' ? await customers(list.data as Stripe.Customer[]) : await subscriptions(list.data as Stripe.Subscription[])
        return { ...page, next: list.has_more ? (list.data.at(-1)?.id ?? null) : null }
      }),
    some: (subject, [id = '']) => heard(() => one(subject, id), [subject, id]),
  }

  async function one(subject: Subject, id: string): Promise<Page> {
    return subject === 'customers'
      ? customers([await stripe.customers.retrieve(id)])
      : subscriptions([await stripe.subscriptions.retrieve(id, { expand: withInvoice })])
  }
}

async function allItems(stripe: Stripe, subscription: string): Promise<Stripe.SubscriptionItem[]> {
  const items: Stripe.SubscriptionItem[] = []
  for await (const item of stripe.subscriptionItems.list({ subscription, limit })) if (items.push(item) >= 1_000) break
  return items
}

function parted<Row extends { externalId: string }>(rows: (Row | Wrong | null)[]): { rows: Row[]; wrong: Wrong[] } {
  const there = rows.filter((row) => row !== null)
  return { rows: there.filter((row): row is Row => !('reason' in row)), wrong: there.filter((row): row is Wrong => 'reason' in row) }
}

/** What Stripe's errors mean for whoever reads: wait, mend something, or it is gone. */
async function heard(ask: () => Promise<Page>, [subject, id]: [Subject | undefined, string] = [undefined, '']): Promise<Read> {
  try {
    return { kind: 'page', page: await ask() }
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) return { kind: 'later', why: `Stripe could not be read: ${(error as Error).message}`, afterMs: null }
    if (error.statusCode === 404 && subject) return { kind: 'page', page: { subject, rows: [], gone: [id], wrong: [], next: null } }
    if (error.statusCode === 400 && subject)
      return { kind: 'page', page: { subject, rows: [], gone: [], wrong: [{ externalId: id, reason: error.message.slice(0, 300) }], next: null } }
    return verdict(error)
  }
}

export function verdict(error: InstanceType<typeof Stripe.errors.StripeError>): Exclude<Read, { kind: 'page' }> {
  const { statusCode: status = 0 } = error
  if (status === 401) return { kind: 'refused', why: 'Stripe does not know this key. Give this connection a key that is valid.' }
  if (status === 403)
    return {
      kind: 'refused',
      why: 'Stripe refuses this key. It must be allowed to read customers, subscriptions, invoices and prices; change it at Stripe, or give another one.',
    }
  if (status === 429) return { kind: 'later', why: 'Stripe wants fewer requests for a moment.', afterMs: retryAfter(error.headers) }
  if (status >= 400 && status < 500) return { kind: 'refused', why: `Stripe refuses the request: ${error.message.slice(0, 300)}` }
  if (status >= 500) return { kind: 'later', why: `Stripe answers ${status}.`, afterMs: retryAfter(error.headers) }
  const because = (error as { detail?: unknown }).detail
  const said = because instanceof Error ? because.message : error.message
  if (/may not be called|may only be called|not a web address|Only https/.test(said)) return { kind: 'refused', why: `Stripe cannot be called: ${said}` }
  return { kind: 'later', why: `Stripe was not heard: ${said.slice(0, 300)}`, afterMs: null }
}

function retryAfter(headers: Record<string, string> | undefined): number | null {
  const seconds = Number(headers?.['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1_000 : null
}
