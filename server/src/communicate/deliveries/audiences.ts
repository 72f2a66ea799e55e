// Whom an update reaches beside the mails, as rows for `addRows`: texts, notices in the app, places that are posted to.
import { sql } from 'kysely'
import { quietEnd } from './quiet.ts'
import { wants } from './wants.ts'
import { suppressed } from './suppressed.ts'

const priority = sql`case when a.vulnerability is not null then 1 when a.tier = 'enterprise' then 2 else 5 end`
const stopped = (channel: string, destination: ReturnType<typeof sql>, updates = sql`true`) =>
  sql`exists (${suppressed({ channel: sql`${channel}`, destination, updates, now: sql`greatest(u.published_at, now())` })})`
const state = (stop: ReturnType<typeof sql>) => sql`(case when ${stop} then 'suppressed' else 'planned' end)::delivery_state`
const quiet = quietEnd(sql`greatest(u.published_at, now())`)

/** A text to each number of those who are hurt, where the crisis is as grave as the brand's setting says. */
export const textAudience = (updateId: string) => sql`
  select distinct on (k.phone) i.account_id, k.id, 'sms', k.phone, ${priority} as priority, (case when ${stopped('sms', sql`k.phone`)} then 'suppressed' when ${quiet} is not null then 'deferred' else 'planned' end)::delivery_state, ${quiet},
         case when ${quiet} is not null then 'quiet-hours' end, null::bigint, null::timestamptz
    from updates u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id and c.severity <= b.text_severity
    join impact i on i.crisis_id = u.crisis_id join accounts a on a.id = i.account_id
    join contacts k on k.account_id = coalesce(a.merged_into, a.id) and k.practice = u.practice and k.receives_updates and k.phone is not null and ${wants(updateId)}
   where u.id = ${updateId} and u.class = 'update'
   order by k.phone, priority, k.id`

/** What stands in the customer's app is there as soon as it is planned: nobody has to carry it. */
export const appAudience = (updateId: string) => sql`
  select i.account_id, null::bigint, 'in-app', i.account_id::text, ${priority}, 'accepted'::delivery_state, null::timestamptz, null::text, null::bigint, coalesce(u.published_at, u.created_at)
    from updates u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id and b.in_app
    join impact i on i.crisis_id = u.crisis_id join accounts a on a.id = i.account_id
   where u.id = ${updateId} and u.class = 'update' and not exists (select from deliveries d where d.update_id = u.id and d.channel = 'in-app' and d.destination = i.account_id::text)`

/** Our own rooms and the browsers of visitors hear of every crisis of the brand, a customer's system of those that hurt the customer. An exercise reaches our rooms only: never a browser, and never the public. */
export const endpointAudience = (updateId: string) => sql`
  select e.account_id, null::bigint, e.channel, e.id::text, case when e.account_id is null then 4 else ${priority} end, ${state(sql`exists (select from suppressions s where s.channel = e.channel and s.destination = e.id::text)`)},
         null::timestamptz, null::text, null::bigint, null::timestamptz
    from updates u join crises c on c.id = u.crisis_id join endpoints e on e.brand_id = c.brand_id and e.removed_at is null and c.severity <= e.least_severity
    left join accounts a on a.id = e.account_id
   where u.id = ${updateId} and u.class = 'update' and ${touches(sql`e.services`)} and (e.account_id is null or exists (
       -- Also where the account was merged since: the endpoint is the survivor's now.
       select from impact i where i.crisis_id = c.id and i.account_id in (
         select x.id from accounts x where x.id = e.account_id or x.id = a.merged_into or x.merged_into = coalesce(a.merged_into, a.id))))
     -- Places of visitors are as real as browsers: an exercise reaches only what one of us set up.
     and (not u.practice or (e.account_id is null and e.channel not in ('push', 'bluesky', 'mastodon') and e.made_by is not null))`

/** Whether the crisis is about one of the services that somebody chose; null: about any. */
const touches = (services: ReturnType<typeof sql>) =>
  sql`(${services} is null or exists (select from crisis_scope x where x.crisis_id = c.id and x.service_id = any (${services})))`

/** Visitors of the status page who asked for mails and confirmed it; who is a customer and gets one already is not told twice. An exercise reaches none. */
export const subscriberAudience = (updateId: string) => sql`
  select null::bigint, null::bigint, 'email', s.destination, 6, ${state(stopped('email', sql`s.destination`))}, null::timestamptz, null::text, null::bigint, null::timestamptz
    from updates u join crises c on c.id = u.crisis_id join subscribers s on s.brand_id = c.brand_id and s.channel = 'email' and s.confirmed_at is not null and ${touches(sql`s.services`)}
   where u.id = ${updateId} and u.class = 'update' and not u.practice
     and not exists (select from deliveries d where d.update_id = u.id and d.channel = 'email' and d.destination = s.destination)`

/** The same by text: what they asked for does not wait for how grave it is, nor for the morning. */
export const subscriberTexts = (updateId: string) => sql`
  select null::bigint, null::bigint, 'sms', s.destination, 6, ${state(stopped('sms', sql`s.destination`))}, null::timestamptz, null::text, null::bigint, null::timestamptz
    from updates u join crises c on c.id = u.crisis_id join subscribers s on s.brand_id = c.brand_id and s.channel = 'sms' and s.confirmed_at is not null and ${touches(sql`s.services`)}
   where u.id = ${updateId} and u.class = 'update' and not u.practice
     and not exists (select from deliveries d where d.update_id = u.id and d.channel = 'sms' and d.destination = s.destination)`

/** Where nobody at a vulnerable or enterprise account gets updates, a person calls at once: there is nothing that could fail first. */
export const callAudience = (updateId: string) => sql`
  select i.account_id, null::bigint, 'call', i.account_id::text, ${priority}, (case when ${quiet} is not null then 'deferred' else 'planned' end)::delivery_state, ${quiet}, 'no-contact', null::bigint, null::timestamptz
    from updates u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id
    join accounts a on (a.vulnerability is not null or a.tier = 'enterprise') and a.practice = u.practice
    join impact i on i.crisis_id = u.crisis_id and i.account_id = a.id
   where u.id = ${updateId} and u.class = 'update'
     and not exists (select from contacts k where k.account_id = coalesce(a.merged_into, a.id) and k.receives_updates and k.readers is distinct from 'nobody')
     and not exists (select from deliveries d where d.update_id = u.id and d.channel = 'call' and d.destination = i.account_id::text)`
