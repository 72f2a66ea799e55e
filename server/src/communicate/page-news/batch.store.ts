// What a batch of news needs to know: what was said and by which page, and whom each row goes to, each read once for all of them.
import type { Signer } from '@leeward/email'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { domainOf } from '../../platform/email-address.ts'
import type { Claimed } from '../deliveries/deliveries.store.ts'
import type { Messages } from '../deliveries/line.ts'
import type { Address } from '../endpoints/address.ts'
import { addressesOf } from '../endpoints/endpoints.store.ts'
import { signersOf } from '../senders/senders.store.ts'
import { homeOf } from '../status-page/home.ts'
import { privateLink } from '../status-page/private.links.ts'
import type { NewsSaid } from './news.ts'

export type NewsBrand = {
  slug: string
  domain: string | null
  closed: boolean
  name: string
  sender: string
  senderName: string
  replyTo: string | null
  bounceAddress: string | null
  timeZone: string
}
/** `subscription`: the id behind which it is changed and ended; of a place, its own. `home`: where the page is read, without a slash. */
export type NewsToSend = {
  row: Claimed
  newsId: string
  said: NewsSaid
  saidAt: Date
  brand: NewsBrand
  home: string
  subscription: string
  locale: string
  timeZone: string
  address: Address | undefined
  signer: Signer | undefined
}
type Row = { id: number; newsId: string; said: NewsSaid; saidAt: Date; subscription: string; locale: string; timeZone: string; brand: NewsBrand }

/** @param write the message of one row; who ended the subscription meanwhile gets none */
export async function newsMessages<M extends object>(deps: Deps, batch: Claimed[], write: (news: NewsToSend) => M | { wrong: string }): Promise<Messages<M>> {
  const { rows } = await sql<Row>`
    select d.id, n.id as "newsId", n.body as said, n.said_at as "saidAt", coalesce(s.id, e.id) as subscription, coalesce(s.locale, e.locale) as locale, coalesce(e.time_zone, b.time_zone) as "timeZone",
           jsonb_build_object('slug', b.slug, 'domain', b.domain, 'closed', b.private, 'name', b.name, 'sender', b.sender, 'senderName', b.sender_name, 'replyTo', b.reply_to, 'bounceAddress', b.bounce_address, 'timeZone', b.time_zone) as brand
      from news_deliveries d join page_news n on n.id = d.news_id join brands b on b.id = n.brand_id
      left join subscribers s on d.channel in ('email', 'sms') and s.brand_id = n.brand_id and s.channel = d.channel and s.destination = d.destination and s.confirmed_at is not null
      left join endpoints e on e.id = case when d.channel in ('webhook', 'slack') then d.destination::uuid end and e.removed_at is null
     where d.id = any (${batch.map(({ id }) => id)}::bigint[]) and coalesce(s.id, e.id) is not null`.execute(deps.db)
  const places = batch.filter(({ destination }) => /^[0-9a-f-]{36}$/.test(destination)).map(({ destination }) => destination)
  const [addresses, signers] = await Promise.all([addressesOf(deps, places), signersOf(deps, [...new Set(rows.map(({ brand }) => domainOf(brand.sender)))])])
  const found = new Map(rows.map((row) => [row.id, row]))
  const claimed = new Map(batch.map((row) => [row.id, row]))
  return {
    get: (id) => {
      const [row, news] = [claimed.get(id), found.get(id)]
      if (!row || !news) return undefined
      const { brand, saidAt } = news
      const home = brand.closed ? privateLink({ ...deps, clock: () => saidAt }, brand.slug).url : homeOf(deps.config.statusUrl, brand)
      try {
        return write({ ...news, row, home, address: addresses.get(row.destination), signer: signers.get(domainOf(brand.sender)) })
      } catch (error) {
        deps.log.error({ err: error, delivery: id }, 'a piece of news could not be written')
        return { wrong: 'this message could not be written; the log has the details' }
      }
    },
  }
}
