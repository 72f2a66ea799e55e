import { describe, expect, test } from 'vitest'
import type { Deps } from '../../deps.ts'
import type { MaintenanceSaid, NewsSaid } from './news.ts'
import { newsPost, statuspageBody } from './news.posts.ts'

describe('News for a place', () => {
  test('fits into a webhook however much was said: the newest words stay, the oldest are left to the page', () => {
    const updates = Array.from({ length: 40 }, (_, i) => ({ id: i, body: 'x'.repeat(1_000) }))
    const body = statuspageBody(deps, about(work({ incident: { incident_updates: updates } }))) as { incident: { incident_updates: { id: number }[] } }
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(20_000)
    expect(body.incident.incident_updates[0]).toMatchObject({ id: 0 })
    expect(body.incident.incident_updates.length).toBeGreaterThan(10)
  })
  test('of a changed state has the envelope that programs for Statuspage read, and nothing else', () => {
    const component_update = { created_at: '2030-01-01T09:00:00Z', new_status: 'operational', old_status: 'major_outage', id: 'u', component_id: 'c' }
    const body = statuspageBody(deps, about({ kind: 'component', page, component_update, component: { id: 'c', name: 'Mail', status: 'operational' } }))
    expect(body).toEqual({
      meta: { unsubscribe: expect.stringMatching(/^https:\/\/status\.acme\.example\/subscriptions\//), documentation: 'https://status.acme.example/acme/' },
      ...{ page, component_update, component: { id: 'c', name: 'Mail', status: 'operational' } },
    })
  })
  test('as a post says what, when, and in the reader’s language', () => {
    const post = newsPost(work({ state: 'completed', moment: 'completed', words: '' }), { ...about(work()), locale: 'de', timeZone: 'Europe/Berlin' })
    expect(post).toMatchObject({ title: 'Wartung erledigt: New storage', badge: { text: 'Erledigt', tone: 'good' } })
    expect(post.lines[0]?.text).toBe('Die angekündigten Arbeiten sind erledigt.')
  })
})

const page = { id: 'p', status_indicator: 'none', status_description: 'All Systems Operational' }
const deps = { key: Buffer.alloc(32, 1), clock: () => new Date('2030-01-01T09:00:00Z'), config: { statusUrl: 'https://status.acme.example' } } as Deps
const about = <T extends NewsSaid>(said: T) => ({
  ...{ said, saidAt: new Date('2030-01-01T09:00:00Z'), subscription: '01ba0c8b-4a80-708a-9f62-d9aba3f2a74c', home: 'https://status.acme.example/acme' },
  brand: {
    slug: 'acme',
    domain: null,
    closed: false,
    name: 'Acme',
    sender: 'a@acme.example',
    senderName: 'Acme',
    replyTo: null,
    bounceAddress: null,
    timeZone: 'UTC',
  },
})
const work = (more: Partial<MaintenanceSaid> = {}): MaintenanceSaid => ({
  ...{ kind: 'maintenance', page, moment: 'scheduled', state: 'scheduled', id: 'm', shortId: 'abc', title: 'New storage' },
  ...{ startsAt: '2030-03-04T22:00:00Z', endsAt: '2030-03-04T23:00:00Z', services: [], dropped: [], words: 'Short.', sequence: 1 },
  incident: { incident_updates: [] },
  ...more,
})
