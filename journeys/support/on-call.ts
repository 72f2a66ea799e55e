// Four people, a rotation and a policy: whom a test crisis calls, and what reached them. One company for a whole file; each test begins on an empty table.
import type { Message, Outcome } from '@leeward/email'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { smallCompany } from './company.ts'
import { testSystem } from './system.ts'

export const weekly = {
  name: 'Mail on call',
  timeZone: 'Europe/Berlin',
  every: 1,
  unit: 'weeks',
  handOffAt: '09:00',
  startsOn: '2029-12-31',
  members: [] as string[],
}
export type OnCallHouse = Awaited<ReturnType<typeof onCallHouse>>

export async function onCallHouse() {
  const accepted = (): Outcome => ({ state: 'accepted', answer: 'ok' })
  const house = { answerPage: accepted as (mail: Message) => Outcome }
  const system = await testSystem({ at: '2030-01-07T09:00:00Z', answerPage: (mail) => house.answerPage(mail) })
  const company = await smallCompany(system, 4)
  const ann = await system.person('Ann', 'administrator', 'commander')
  const bob = await system.person('Bob', 'responder')
  const cleo = await system.person('Cleo', 'commander')
  const olga = await system.person('Olga', 'responder')
  return Object.assign(house, {
    system,
    company,
    ann,
    bob,
    cleo,
    olga,
    /** As before the first test: 09:00, nobody on call, nothing declared. */
    async reset() {
      house.answerPage = accepted
      system.pages.live.sent.length = 0
      system.pages.practice.sent.length = 0
      await sql`truncate events, timers, crises, crisis_clocks, crisis_numbers, texts, rotations, escalation_policies, escalations, contact_methods, pages cascade`.execute(
        system.db,
      )
      await sql`insert into user_groups (user_id, group_name) values (${bob.id}, 'responder') on conflict do nothing`.execute(system.db)
      await system.at('2030-01-07T09:00:00Z')
    },
    /** Bob by rotation at once; Cleo after five minutes; after ten more every commander; ten minutes later anew. */
    async policy(steps?: (rotation: string) => object[]) {
      const rotation = (await ann.post('/api/rotations', { ...weekly, members: [bob.id] })).body.id as string
      const usual = [
        { afterMinutes: 0, targets: [{ kind: 'rotation', id: rotation }] },
        { afterMinutes: 5, targets: [{ kind: 'person', id: cleo.id }] },
        { afterMinutes: 10, targets: [{ kind: 'group', group: 'commander' }] },
      ]
      const { status, body } = await ann.post('/api/escalation-policies', {
        name: 'Mail',
        steps: steps?.(rotation) ?? usual,
        repeats: 2,
        repeatAfterMinutes: 10,
      })
      expect(status, JSON.stringify(body)).toBe(201)
      return rotation
    },
    async declare(more: object = {}): Promise<string> {
      const { body } = await ann.post('/api/crises', {
        title: 'Mail is down',
        kind: 'service-outage',
        scope: [{ serviceId: company.mail }],
        answers: { customersHurt: 'all', canWork: 'no' },
        ...more,
      })
      return body.id
    },
    /** First names of whom the search for a commander has paged by mail, oldest first; those of one moment by name. */
    paged: () => {
      const calls = system.pages.live.sent.filter((mail) => mail.subject.includes('needs somebody to lead it'))
      return calls.map((mail) => mail.to.split('@')[0] as string)
    },
    sentences: async (id: string): Promise<string[]> =>
      (await ann.get(`/api/crises/${id}/timeline`)).body.items.map((entry: { sentence: string }) => entry.sentence),
    press: (url: string) => system.web.console.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: '' }),
  })
}

/** The path of the link that a page's mail carries. */
export const linkIn = (mail?: Message) => new URL(/https?:\/\/\S+\/pages\/\S+/.exec(mail?.text ?? '')?.[0] ?? 'http://none').pathname
