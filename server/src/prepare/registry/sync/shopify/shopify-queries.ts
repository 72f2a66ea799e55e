// What is asked of a shop. How much at once follows from the points that one request may cost (1,000).

const customer = `id displayName locale verifiedEmail defaultEmailAddress { emailAddress } metafield(namespace: $namespace, key: $key) { value }`
const money = `presentmentMoney { amount currencyCode }`
const order = `id name createdAt cancelledAt displayFulfillmentStatus customer { id } totalPriceSet { ${money} } totalRefundedSet { ${money} }
  lineItems(first: 20) { nodes { sku } pageInfo { hasNextPage endCursor } }`
const line = `quantity currentPrice { amount currencyCode }`
const contract = `id status currencyCode nextBillingDate updatedAt customer { id } billingPolicy { interval intervalCount } lines(first: 20) { nodes { ${line} } pageInfo { hasNextPage endCursor } }`
const place = `pageInfo { hasNextPage endCursor }`

export const customersAtOnce = 100
export const ordersAtOnce = 25
const contractsAtOnce = 25

export const customersPage = `query ($after: String, $namespace: String!, $key: String!) { list: customers(first: ${customersAtOnce}, after: $after, sortKey: ID) { nodes { ${customer} } ${place} } }`
export const ordersPage = `query ($after: String) { list: orders(first: ${ordersAtOnce}, after: $after, sortKey: ID) { nodes { ${order} } ${place} } }`
export const contractsPage = `query ($after: String) { list: subscriptionContracts(first: ${contractsAtOnce}, after: $after, sortKey: ID) { nodes { ${contract} } ${place} } }`
export const someCustomers = `query ($ids: [ID!]!, $namespace: String!, $key: String!) { nodes(ids: $ids) { ... on Customer { ${customer} } } }`
export const someOrders = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${order} } } }`
export const someContracts = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on SubscriptionContract { ${contract} } } }`
export const contractLines = `query ($id: ID!, $after: String) { subscriptionContract(id: $id) { lines(first: 250, after: $after) { nodes { ${line} } ${place} } } }`
export const lineItems = `query ($id: ID!, $after: String) { order(id: $id) { lineItems(first: 250, after: $after) { nodes { sku } ${place} } } }`

export type Place = { hasNextPage?: boolean; endCursor?: string | null }
export type ShopCustomer = {
  id?: unknown
  displayName?: unknown
  locale?: unknown
  verifiedEmail?: unknown
  defaultEmailAddress?: { emailAddress?: unknown } | null
  metafield?: { value?: unknown } | null
}
type Money = { presentmentMoney?: { amount?: unknown; currencyCode?: unknown } } | null
export type ShopOrder = {
  id?: unknown
  name?: unknown
  createdAt?: unknown
  cancelledAt?: unknown
  displayFulfillmentStatus?: unknown
  customer?: { id?: unknown } | null
  totalPriceSet?: Money
  totalRefundedSet?: Money
  lineItems?: { nodes?: { sku?: unknown }[]; pageInfo?: Place } | null
}
export type ShopLine = { quantity?: unknown; currentPrice?: { amount?: unknown; currencyCode?: unknown } | null }
export type ShopContract = {
  id?: unknown
  status?: unknown
  currencyCode?: unknown
  nextBillingDate?: unknown
  updatedAt?: unknown
  customer?: { id?: unknown } | null
  billingPolicy?: { interval?: unknown; intervalCount?: unknown } | null
  lines?: { nodes?: ShopLine[]; pageInfo?: Place } | null
}
