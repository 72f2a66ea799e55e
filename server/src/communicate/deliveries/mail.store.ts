// What a batch of mails needs to know: the updates they carry, and the people they go to, each read once per batch.
import type { Message, Signer } from '@leeward/email'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { domainOf } from '../../platform/email-address.ts'
import { referenceOf } from '../../remediate/execution/lines.store.ts'
import { giftCardCode } from '../../remediate/execution/shopify/gift-card.ts'
import type { GivenRemedy } from '../frame/remedy.ts'
import { nearest } from '../frame/strings.ts'
import { choicesOf, firstChoice } from '../status-page/readers/readers.choice.ts'
import { askedByLink } from '../../restore/sign-off/sign-off.plan.ts'
import { signersOf } from '../senders/senders.store.ts'
import { filesToSend } from '../updates/update-files.store.ts'
import type { Parts } from '../updates/updates.contract.ts'
import type { Claimed } from './deliveries.store.ts'
import type { MailUpdate, Recipient } from './mail.ts'

type UpdateRow = Omit<MailUpdate, 'parts' | 'brand'> & MailUpdate['brand'] & { texts: Record<string, Parts>; publishedAt: Date }
/** `publishedAt`: links are dated by it, so that the same message always reads the same. */
export type BatchUpdate = {
  publishedAt: Date
  update: MailUpdate
  textIn: (locale: string) => Parts
  signer: Signer | undefined
  files?: Message['attachments']
}

/** @param withFiles their files as well: only mails carry them */
export async function updatesToSend(deps: Pick<Deps, 'db' | 'key' | 'log'>, ids: string[], withFiles = false): Promise<Map<string, BatchUpdate>> {
  const { rows } = await sql<UpdateRow>`
    select u.id, u.class, c.number as "crisisNumber", c.id as "crisisId", u.sequence, u.phase, u.next_update_at as "nextUpdateAt", coalesce(u.published_at, u.created_at) as "publishedAt",
           -- What customers were told last names the matter in later notices; a crisis's own title is for the team.
           coalesce((select said_in(l.id, 'en')->>'title' from updates l where l.crisis_id = c.id and l.class = 'update' and l.status = 'published' order by l.sequence desc limit 1), c.title) as "lastTitle",
           -- What the first one was called names the conversation in mail programs that go by the subject.
           (select jsonb_object_agg(t.locale, t.parts->>'title') from update_texts t where t.update_id = (
             select f.id from updates f where f.crisis_id = c.id and f.class = 'update' and f.status = 'published' order by f.sequence limit 1)) as "firstTitles",
           b.slug, b.domain, b.private as closed, b.name, b.sender, b.sender_name as "senderName", b.reply_to as "replyTo", b.bounce_address as "bounceAddress",
           (select jsonb_object_agg(t.locale, t.parts) from update_texts t where t.update_id = u.id) as texts
      from updates u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id where u.id = any (${ids}::uuid[])`.execute(deps.db)
  const signers = await signersOf(deps, [...new Set(rows.map(({ sender }) => domainOf(sender)))])
  const files = withFiles ? await filesToSend(deps.db, ids) : new Map<string, Message['attachments']>()
  return new Map(
    rows.map(({ texts, publishedAt, slug, domain, closed, name, sender, senderName, replyTo, bounceAddress, ...row }) => {
      const textIn = (locale: string) => nearest(texts, locale) ?? texts.en ?? (Object.values(texts)[0] as Parts)
      const brand = { slug, domain, closed, name, sender, senderName, replyTo, bounceAddress }
      return [row.id, { publishedAt, textIn, update: { ...row, parts: textIn('en'), brand }, signer: signers.get(domainOf(sender)), files: files.get(row.id) }]
    }),
  )
}

type RecipientRow = {
  id: number
  name: string | null
  account: string
  locale: string
  timeZone: string
  subscriber: boolean
  subscription: string | null
  minutes: number | null
  remedies: (GivenRemedy & { byShop: boolean } & Parameters<typeof referenceOf>[0])[] | null
  reminds: boolean
  page: string | null
  asked: boolean | null
  accountId: string | null
  contactId: string | null
}

/** @param deps.key of the installation: the codes of gift cards follow from it and stand nowhere */
export async function recipientsOf({ db, key }: Pick<Deps, 'db' | 'key'>, rows: Claimed[]): Promise<Map<number, Recipient>> {
  const choices = await choicesOf(db)
  const { rows: people } = await sql<RecipientRow>`
    select d.id, coalesce(k.name, h.name) as name, coalesce(a.name, b.name) as account, coalesce(k.locale, a.locale, h.locale, n.locale) as locale, coalesce(a.time_zone, h.time_zone, b.time_zone) as "timeZone", n.id is not null as subscriber, n.id as subscription,
           case when u.class = 'remedy-notice' then (extract(epoch from coalesce(i.until, u.published_at) - i.since) / 60)::int end as minutes,
           case when u.class = 'remedy-notice' then (
             select jsonb_agg(jsonb_build_object('remedy', g.remedy, 'sentence', remedy_sentence(p.policy, g.rule, coalesce(k.locale, a.locale)), 'amountMinor', g.amount_minor, 'currency', g.currency, 'means', remedy_means(o.means, p.policy, g.rule), 'part', case when o.more ? 'description' then o.more end, 'asked', exists (select from remedy_choices h where h.crisis_id = g.crisis_id and h.account_id = g.account_id and h.remedy = coalesce(p.policy->'rules'->g.rule->>'remedy', g.remedy)), 'byShop', o.payer_id is not null and o.means = 'gift-card', 'crisisId', g.crisis_id, 'goodwillId', g.goodwill_id, 'accountId', g.account_id, 'revision', g.revision) order by g.amount_minor desc)
               from grants g join payouts o on o.grant_id = g.id left join remedy_plans p on p.id = g.plan_id left join gift_cards_reminded r on r.grant_id = g.id and r.told_in = u.id
              where g.crisis_id = u.crisis_id and g.account_id = d.account_id and (o.told_in = u.id or r.grant_id is not null)) end as remedies,
           u.class = 'remedy-notice' and exists (select from gift_cards_reminded r where r.told_in = u.id) as reminds,
           case when u.class = 'update' and u.phase = 'resolved' then exists (select from impact i join accounts a on a.id = i.account_id where i.crisis_id = u.crisis_id and i.account_id = d.account_id and ${askedByLink}) end as asked,
           d.account_id as "accountId", k.id as "contactId", case when not d.practice and k.id is not null then (
             select ${firstChoice(choices)} from accounts x join accounts a on a.id = coalesce(x.merged_into, x.id) where x.id = d.account_id) end as page
      from deliveries d join updates u on u.id = d.update_id join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id
      left join contacts k on k.id = d.contact_id left join accounts a on a.id = d.account_id left join stakeholders h on h.id = d.stakeholder_id
      left join subscribers n on d.account_id is null and d.stakeholder_id is null and n.brand_id = c.brand_id and n.channel = d.channel and n.destination = d.destination
      left join impact i on i.crisis_id = u.crisis_id and i.account_id = d.account_id
     where d.id = any (${rows.map((row) => row.id)}::bigint[]) and coalesce(k.id::text, h.id::text, n.id::text) is not null`.execute(db)
  const addresses = new Map(rows.map((row) => [row.id, row.destination]))
  return new Map(
    people.map(({ id, minutes, remedies, reminds, asked, subscription, page, accountId, contactId, ...person }) => [
      id,
      {
        ...person,
        ...(subscription ? { subscription } : {}),
        ...(asked ? { asked } : {}),
        ...(page ? { readerOf: { p: page, a: Number(accountId), k: Number(contactId) } } : {}),
        deliveryId: id,
        address: addresses.get(id) as string,
        minutes: minutes ?? undefined,
        remedies: remedies?.map((each) => (each.byShop ? { ...each, code: giftCardCode(key, referenceOf(each)) } : each)),
        ...(reminds ? { reminds } : {}),
      },
    ]),
  )
}
