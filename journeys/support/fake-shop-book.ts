// What a fake shop knows: customers, orders with their payments and refunds, gift cards, store credit; and how it answers each thing that it is asked.

export type Asked = { name: string; query: string; variables: Record<string, unknown> }
type Answer = { data?: object; errors?: object[] }
export type ShopBook = ReturnType<typeof createShopBook>
type Transaction = { id: string; kind: 'Credit' | 'Debit'; customer: string; account: string; minor: number; currency: string; createdAt: string }
type Card = { id: string; code: string; note: string | null; minor: number; balance: number; enabled: boolean }
type Paid = { id: string; gateway: string; minor: number; refunded: number }
type Refund = { id: string; note: string | null; minor: number }
type OrderRow = {
  id: string
  customer: string | null
  name: string
  currency: string
  totalMinor: number
  payments: Paid[]
  refunds: Refund[]
  skus: string[]
  cancelledAt: string | null
  createdAt: string
  fulfilment: string
}

/** Two decimals, as all its amounts here. */
const decimal = (minor: number) => `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`
const minor = (text: unknown) => Math.round(Number(text) * 100)

type Contract = {
  id: string
  customer: string | null
  status: string
  currency: string
  every: { interval: string; intervalCount: number }
  nextBillingDate: string | null
  updatedAt: string
  /** Amounts as the shop says them, with decimals. */
  lines: { quantity: number; amount: string; currency?: string }[]
}

export function createShopBook(now: () => Date, currency: string) {
  const customers = new Map<string, Record<string, unknown> & { id: string }>()
  const orders = new Map<string, OrderRow>()
  const cards = new Map<string, Card>()
  const contracts = new Map<string, Contract>()
  /** Whether the token may read subscriptions. */
  const scopes = { contracts: true }
  const transactions: Transaction[] = []
  const keys = new Map<string, { input: string; answer: Answer }>()
  /** No two shops give the same id. */
  let made = Math.floor(Math.random() * 1e12)
  const newId = (kind: string) => {
    made += 1
    return `gid://shopify/${kind}/${made}`
  }
  const money = (amount: number, code = currency) => ({ amount: decimal(amount), currencyCode: code })
  const bag = (amount: number, code: string) => ({ presentmentMoney: money(amount, code) })
  const accountOf = (customer: string, code: string) => `gid://shopify/StoreCreditAccount/${customer.split('/').at(-1)}${code}`
  const balanceOf = (account: string) =>
    transactions.filter((each) => each.account === account).reduce((sum, each) => sum + (each.kind === 'Credit' ? each.minor : -each.minor), 0)
  const remainder = (order: OrderRow) => order.payments.reduce((sum, each) => sum + each.minor - each.refunded, 0)

  function move(kind: 'Credit' | 'Debit', { id, money: given }: Record<string, unknown>): Answer {
    const { amount, currencyCode } = given as { amount: string; currencyCode: string }
    const fails = (code: string) => ({ data: { done: { storeCreditAccountTransaction: null, userErrors: [{ code, message: code }] } } })
    if (!customers.has(String(id))) return fails('OWNER_NOT_FOUND')
    if (!(minor(amount) > 0)) return fails('NEGATIVE_OR_ZERO_AMOUNT')
    const account = accountOf(String(id), currencyCode)
    if (kind === 'Debit' && balanceOf(account) < minor(amount)) return fails('INSUFFICIENT_FUNDS')
    const row: Transaction = {
      id: newId(`StoreCreditAccount${kind}Transaction`),
      kind,
      customer: String(id),
      account,
      minor: minor(amount),
      currency: currencyCode,
      createdAt: now().toISOString(),
    }
    transactions.push(row)
    return { data: { done: { storeCreditAccountTransaction: { id: row.id }, userErrors: [] } } }
  }

  function createCard({ input }: Record<string, unknown>): Answer {
    const { initialValue, code, note } = input as { initialValue: string; code: string; note: string }
    const fails = (reason: string) => ({ data: { done: { giftCard: null, userErrors: [{ code: reason, message: `Code ${reason}` }] } } })
    if (!/^[a-z0-9]{8,20}$/i.test(code)) return fails('INVALID')
    if ([...cards.values()].some((card) => card.code === code.toLowerCase())) return fails('TAKEN')
    const card = { id: newId('GiftCard'), code: code.toLowerCase(), note, minor: minor(initialValue), balance: minor(initialValue), enabled: true }
    cards.set(card.id, card)
    return { data: { done: { giftCard: { id: card.id }, userErrors: [] } } }
  }

  const shownCard = (card: Card) => ({
    id: card.id,
    note: card.note,
    enabled: card.enabled,
    lastCharacters: card.code.slice(-4),
    initialValue: money(card.minor),
    balance: money(card.balance),
  })

  function refund({ input, key }: Record<string, unknown>): Answer {
    const before = keys.get(String(key))
    if (before)
      return before.input === JSON.stringify(input)
        ? before.answer
        : { errors: [{ message: 'The key was used with other parameters', extensions: { code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' } }] }
    const answer = refundOnce(input as { orderId: string; note: string; currency: string; transactions: { parentId: string; amount: string }[] })
    keys.set(String(key), { input: JSON.stringify(input), answer })
    return answer
  }

  function refundOnce({ orderId, note, transactions: parts }: { orderId: string; note: string; transactions: { parentId: string; amount: string }[] }): Answer {
    const order = orders.get(orderId)
    const fails = (message: string) => ({ data: { done: { refund: null, userErrors: [{ field: null, message }] } } })
    if (!order) return fails('Order does not exist')
    const payments = parts.map((part) => ({ payment: order.payments.find((each) => each.id === part.parentId), minor: minor(part.amount) }))
    if (payments.some((each) => !each.payment || each.minor > each.payment.minor - each.payment.refunded))
      return fails('Refund cannot exceed the amount that is refundable')
    for (const each of payments) (each.payment as Paid).refunded += each.minor
    const made = { id: newId('Refund'), note, minor: payments.reduce((sum, each) => sum + each.minor, 0) }
    order.refunds.push(made)
    return { data: { done: { refund: { id: made.id }, userErrors: [] } } }
  }

  const shownOrder = (order: OrderRow) => ({
    ...{
      id: order.id,
      name: order.name,
      createdAt: order.createdAt,
      cancelledAt: order.cancelledAt,
      displayFulfillmentStatus: order.fulfilment,
      presentmentCurrencyCode: order.currency,
    },
    customer: order.customer && { id: order.customer },
    totalPriceSet: bag(order.totalMinor, order.currency),
    totalRefundedSet: bag(
      order.refunds.reduce((sum, each) => sum + each.minor, 0),
      order.currency,
    ),
    lineItems: { nodes: order.skus.slice(0, 20).map((sku) => ({ sku })), pageInfo: { hasNextPage: order.skus.length > 20, endCursor: '20' } },
    refunds: order.refunds.map(({ id, note, minor: paid }) => ({ id, note, totalRefundedSet: bag(paid, order.currency) })),
    suggestedRefund: {
      maximumRefundableSet: bag(remainder(order), order.currency),
      suggestedTransactions: order.payments.map((each) => ({
        gateway: each.gateway,
        parentTransaction: { id: each.id },
        amountSet: bag(each.minor - each.refunded, order.currency),
        maximumRefundableSet: bag(each.minor - each.refunded, order.currency),
      })),
    },
  })

  const shownLines = (contract: Contract, from: number, many: number) => ({
    nodes: contract.lines
      .slice(from, from + many)
      .map(({ quantity, amount, currency: code }) => ({ quantity, currentPrice: { amount, currencyCode: code ?? contract.currency } })),
    pageInfo: { hasNextPage: contract.lines.length > from + many, endCursor: String(from + many) },
  })
  const shownContract = (contract: Contract) => ({
    ...{ id: contract.id, status: contract.status, currencyCode: contract.currency, nextBillingDate: contract.nextBillingDate, updatedAt: contract.updatedAt },
    customer: contract.customer && { id: contract.customer },
    billingPolicy: contract.every,
    lines: shownLines(contract, 0, 20),
  })
  const mayNot = { data: null as never, errors: [{ message: 'Access denied for subscriptionContracts field.', extensions: { code: 'ACCESS_DENIED' } }] }

  function list(things: object[], { query, variables }: Asked): Answer {
    const [from, size] = [Number(variables.after ?? 0), Number(/first: (\d+)/.exec(query)?.[1] ?? 10)]
    return {
      data: { list: { nodes: things.slice(from, from + size), pageInfo: { hasNextPage: things.length > from + size, endCursor: String(from + size) } } },
    }
  }

  const answer = (asked: Asked): Answer => {
    const { name, variables, query } = asked
    switch (name) {
      case 'storeCreditAccountCredit':
        return move('Credit', variables)
      case 'storeCreditAccountDebit':
        return move('Debit', variables)
      case 'giftCardCreate':
        return createCard(variables)
      case 'giftCardDeactivate': {
        const card = cards.get(String(variables.id))
        if (card) card.enabled = false
        return { data: { done: { giftCard: card ? { id: card.id } : null, userErrors: card ? [] : [{ code: 'GIFT_CARD_NOT_FOUND', message: 'No' }] } } }
      }
      case 'refundCreate':
        return query.includes('@idempotent(key: $key)')
          ? refund(variables)
          : { errors: [{ message: 'The @idempotent directive is required', extensions: { code: 'BAD_REQUEST' } }] }
      case 'shop':
        return { data: { shop: { currencyCode: currency } } }
      case 'giftCards':
        return { data: { giftCards: { nodes: [...cards.values()].filter((card) => card.code === String(variables.code).toLowerCase()).map(shownCard) } } }
      case 'giftCard': {
        const card = cards.get(String(variables.id))
        return { data: { giftCard: card ? shownCard(card) : null } }
      }
      case 'customer': {
        if (!customers.has(String(variables.id))) return { data: { customer: null } }
        const theirs = [...new Map(transactions.filter((each) => each.customer === variables.id).map((each) => [each.account, each.currency])).entries()]
        return { data: { customer: { storeCreditAccounts: { nodes: theirs.map(([id, code]) => ({ id, balance: money(balanceOf(id), code) })) } } } }
      }
      case 'node': {
        const theirs = transactions.filter((each) => each.account === variables.id).reverse()
        const from = Number(variables.after ?? 0)
        const nodes = theirs.slice(from, from + 100).map((each) => ({
          __typename: `StoreCreditAccount${each.kind}Transaction`,
          id: each.id,
          createdAt: each.createdAt,
          amount: money(each.kind === 'Debit' ? -each.minor : each.minor, each.currency),
        }))
        return { data: { account: { transactions: { nodes, pageInfo: { hasNextPage: theirs.length > from + 100, endCursor: String(from + 100) } } } } }
      }
      case 'order': {
        const order = orders.get(String(variables.id))
        if (order && query.includes('lineItems(first: 250'))
          return { data: { order: { lineItems: { nodes: order.skus.slice(20).map((sku) => ({ sku })), pageInfo: { hasNextPage: false } } } } }
        return { data: { order: order ? shownOrder(order) : null } }
      }
      case 'customers':
        return list([...customers.values()], asked)
      case 'subscriptionContracts':
        return scopes.contracts ? list([...contracts.values()].map(shownContract), asked) : mayNot
      case 'subscriptionContract': {
        const contract = contracts.get(String(variables.id))
        return { data: { subscriptionContract: contract ? { lines: shownLines(contract, Number(variables.after ?? 0), 250) } : null } }
      }
      case 'orders':
        return list([...orders.values()].map(shownOrder), asked)
      case 'nodes':
        return {
          data: {
            nodes: (variables.ids as string[]).map((id) => {
              const [customer, order, card] = [customers.get(id), orders.get(id), cards.get(id)]
              const contract = contracts.get(id)
              return customer ?? (order ? shownOrder(order) : card ? shownCard(card) : contract ? shownContract(contract) : null)
            }),
          },
        }
      default:
        return { errors: [{ message: `Field doesn't exist: ${query.slice(0, 80)}`, extensions: { code: 'undefinedField' } }] }
    }
  }

  return {
    customers,
    orders,
    cards,
    contracts,
    scopes,
    transactions,
    answer,
    customer: (n: number, more: object = {}) => {
      const id = `gid://shopify/Customer/${n}`
      customers.set(id, {
        id,
        displayName: `Buyer ${n}`,
        locale: 'en',
        verifiedEmail: true,
        defaultEmailAddress: { emailAddress: `buyer${n}@shop.example` },
        metafield: null,
        ...more,
      })
      return id
    },
    contract: (n: number, customer: number | null, lines: Contract['lines'], more: Partial<Contract> = {}) => {
      const id = `gid://shopify/SubscriptionContract/${n}`
      contracts.set(id, {
        ...{ id, customer: customer === null ? null : `gid://shopify/Customer/${customer}`, status: 'ACTIVE', currency, lines },
        ...{ every: { interval: 'MONTH', intervalCount: 1 }, nextBillingDate: '2030-02-01T00:00:00Z', updatedAt: now().toISOString() },
        ...more,
      })
      return id
    },
    order: (n: number, customer: number | null, totalMinor: number, more: Partial<OrderRow> = {}) => {
      const id = `gid://shopify/Order/${n}`
      orders.set(id, {
        ...{
          id,
          customer: customer === null ? null : `gid://shopify/Customer/${customer}`,
          name: `#${n}`,
          currency,
          totalMinor,
          refunds: [],
          skus: [],
          cancelledAt: null,
          createdAt: now().toISOString(),
          fulfilment: 'UNFULFILLED',
        },
        payments: [{ id: `gid://shopify/OrderTransaction/${n}`, gateway: 'shopify_payments', minor: totalMinor, refunded: 0 }],
        ...more,
      })
      return id
    },
  }
}
