// What Tidewater's page told before it came to Leeward, and the work that it has announced.
import { sql } from 'kysely'
import type { PastBody } from '../communicate/status-page/past.store.ts'
import type { Db } from '../platform/database/connect.ts'
import { idFrom } from '../platform/ids.ts'

type Told = {
  daysAgo: number
  minutes: number
  title: string
  impact: PastBody['impact']
  services: string[]
  degree: 'down' | 'degraded'
  said: string
  ended: string
}

const told: Told[] = [
  {
    daysAgo: 12,
    minutes: 47,
    title: 'Recordings load slowly',
    impact: 'minor',
    services: ['playback'],
    degree: 'degraded',
    said: 'Recordings start late for viewers in Europe. We are moving traffic to a second location.',
    ended: 'Recordings start as usual again. One of two locations had lost half of its lines.',
  },
  {
    daysAgo: 33,
    minutes: 128,
    title: 'Some sign-ins fail',
    impact: 'major',
    services: ['sign-in'],
    degree: 'down',
    said: 'About one in six sign-ins fails. Whoever is signed in can go on working.',
    ended: 'Sign-ins work again for everybody. A certificate had run out; it is renewed, and two people are now reminded thirty days before.',
  },
  {
    daysAgo: 71,
    minutes: 19,
    title: 'Invoices arrive late',
    impact: 'minor',
    services: ['billing'],
    degree: 'degraded',
    said: 'Invoices of this morning are not sent yet. Payments are not touched.',
    ended: 'All invoices are sent.',
  },
]

export async function fillPast(tx: Db, brandId: string, services: Map<string, string>, now: Date): Promise<void> {
  const minuteMs = 60_000
  for (const { daysAgo, minutes, title, impact, services: hurt, degree, said, ended } of told) {
    const started = new Date(now.getTime() - daysAgo * 1_440 * minuteMs - 200 * minuteMs)
    const over = new Date(started.getTime() + minutes * minuteMs)
    const source = idFrom(title).slice(0, 8)
    const body: PastBody = {
      title,
      impact,
      services: hurt.map((key) => ({ id: services.get(key) as string, degree })),
      updates: [
        { id: `${source}b`, phase: 'resolved', body: ended, at: over.toISOString() },
        { id: `${source}a`, phase: 'investigating', body: said, at: new Date(started.getTime() + 6 * minuteMs).toISOString() },
      ],
    }
    await sql`
      insert into past_incidents (brand_id, source, number, body, started_at, ended_at, imported_at) values (${brandId}, ${source}, ${source}, ${JSON.stringify(body)}::jsonb, ${started}, ${over}, ${now})`.execute(
      tx,
    )
  }
}
