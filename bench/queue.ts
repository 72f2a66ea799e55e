// A hundred thousand open conversations: how long an agent waits for the next one while others press the same button, for a page of the queue, and for everything put in order anew.
import { sql } from 'kysely'
import type { Deps } from '../server/src/deps.ts'
import { listConversations } from '../server/src/support/conversations/list.store.ts'
import { takeNext } from '../server/src/support/conversations/next.store.ts'
import type { Context, Figure } from './run.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchSystem, round } from './support/system.ts'

const [agents, turnsEach, pages] = [8, 150, 30]

export default async function queue({ serverUrl, tmp, size = 100_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  await fillRegistry(deps.db, { accounts: Math.ceil(size / 5), exposuresPerAccount: 1 })
  await openConversations(deps, size)
  const taken = await takeByMany(deps)
  const listed = await listPages(deps)
  await deps.close()
  return [
    within(`next of ${size}, ${agents} agents at once, p95`, at95(taken.ms), 50),
    {
      name: 'taken by two',
      value: taken.ids.length - new Set(taken.ids).size,
      unit: 'conversations',
      limit: 0,
      ratio: taken.ids.length - new Set(taken.ids).size,
    },
    within('a page of the queue, p95', at95(listed), 300),
  ]
}

const within = (name: string, value: number, most: number): Figure => ({ name, value: round(value, 1), unit: 'ms', limit: 1, ratio: round(value / most) })
const at95 = (ms: number[]) => ms.toSorted((one, other) => one - other)[Math.floor(ms.length * 0.95)] as number

/** What customers wrote in the last three days, each at another moment, of all tiers, moods and languages; one in ten is tagged with what it takes to answer it. */
async function openConversations({ db }: Deps, size: number): Promise<void> {
  await sql`
    with each as (
      select n, now() - make_interval(secs => n * 2.5) as at, 1 + (n * 7919::bigint) % (select count(*) from accounts) as nth from generate_series(1, ${size}::int) n),
    numbered as (select row_number() over (order by id) as nth, id, key, tier from accounts)
    insert into conversations (brand_id, channel, account_id, address, writer, subject, language, opened_at, last_at, waiting_since, turn_at, mood, reasons, parts, tags)
    select (select id from brands limit 1), 'email', a.id, 'person.' || substr(a.key, 6) || '@customer-' || a.id % 5000 || '.example', 'Person ' || a.key, 'Where is order ' || e.n || '?',
           (array['en', 'en', 'de', 'fr', 'ja', 'pt'])[1 + e.n % 6], e.at, e.at, e.at, e.at - case a.tier when 'enterprise' then interval '120 minutes' when 'business' then interval '60 minutes' else interval '0' end,
           (array['neutral', 'neutral', 'negative', 'angry'])[1 + e.n % 4], '{}', case a.tier when 'enterprise' then '{"tier": 120}' when 'business' then '{"tier": 60}' else '{}' end::jsonb,
           case when e.n % 10 = 0 then array['skill:billing'] else '{}' end
      from each e join numbered a using (nth)`.execute(db)
  await sql`
    insert into conversation_messages (conversation_id, kind, at, text)
    select id, 'in', opened_at, 'Since this morning nothing arrives. ' || repeat('We have tried it again and again. ', 1 + (id % 12)::int) from conversations`.execute(
    db,
  )
  await sql`vacuum analyze conversations, conversation_messages`.execute(db)
}

async function takeByMany(deps: Deps): Promise<{ ms: number[]; ids: number[] }> {
  const [ms, ids]: [number[], number[]] = [[], []]
  await Promise.all(
    Array.from({ length: agents }, async (_, agent) => {
      for (let turn = 0; turn < turnsEach; turn += 1) {
        const began = performance.now()
        const id = await takeNext(deps, `agent-${agent}`)
        ms.push(performance.now() - began)
        if (id === undefined) throw new Error('nobody waits, although thousands do')
        ids.push(id)
      }
    }),
  )
  return { ms, ids }
}

/** Page after page, as somebody who looks for something by hand. */
async function listPages({ db }: Deps): Promise<number[]> {
  const ms: number[] = []
  let cursor: string | undefined
  for (let page = 0; page < pages; page += 1) {
    const began = performance.now()
    const { next } = await listConversations(db, { view: 'queue', search: '', limit: 50, ...(cursor ? { cursor } : {}) }, 'agent-0')
    ms.push(performance.now() - began)
    cursor = next ?? undefined
  }
  return ms
}
